"""Listeners: somebody reaches each, and nothing else of the balancer is open."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.balancing.reading import BALANCER, LISTENER, balancer_of
from cfngen.model import Model, Resource, number, worded
from cfngen.prove.network.places import Kind, Workload
from cfngen.prove.network.rules import Traffic
from cfngen.prove.obligations.clients import protocols
from cfngen.prove.obligations.heard import heard
from cfngen.prove.obligations.judge import Judge
from cfngen.prove.obligations.mapping import WORDS
from cfngen.prove.obligations.releases import tested
from cfngen.prove.obligations.verdicts import every, said, undecided
from cfngen.prove.verdict import Verdict

LINKED = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"


def doors(model: Model, judge: Judge) -> Iterator[Verdict]:
    """Yield whether each listener is reached by somebody, and each open port heard.

    A listener that a release is tested by may be closed while nobody tests, and one of
    a load balancer that PrivateLink calls unfiltered is reached by no packet that is
    looked at here.
    """
    listeners: dict[str, list[Resource]] = {}
    for listener in model.of(LISTENER):
        listeners.setdefault(balancer_of(listener), []).append(listener)
    tests = tested(model)
    for balancer in judge.network.of_kind(Kind.BALANCER):
        if model[balancer.path].type != BALANCER:
            continue  # a classic one has its listeners inside; they are not read
        own = listeners.get(balancer.path, [])
        if model[balancer.path].get(LINKED) in (None, "on"):
            for one in own:
                for spoken in protocols(one.get("Protocol")):
                    if one.path not in tests:
                        yield _reached(model, judge, balancer, (one, spoken))
        yield from heard(model, judge, balancer, own)


def _reached(
    model: Model, judge: Judge, balancer: Workload, asked: tuple[Resource, int]
) -> Verdict:
    """Return whether somebody reaches each node of a load balancer at a listener, over
    one of its protocols."""
    listener, spoken = asked
    given = listener.get("Port")
    port = number(given)
    shown = worded(given) if port is None else f"{port:g}"
    name = judge.network.name(balancer.path)
    words = f"somebody reaches {name} on {WORDS[spoken]}/{shown}"
    obligation = said(model, listener, ("Port",), words)
    if port is None:
        return undecided(obligation, shown)
    asks = Traffic((spoken, spoken), (int(port), int(port)))
    nodes = (judge.somebody(obligation, one, asks) for one in balancer.interfaces)
    return every(obligation, nodes)
