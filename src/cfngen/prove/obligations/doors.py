"""Listeners: somebody reaches each, and nothing else of the balancer is open."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.balancing.reach import LINKED, tests_of
from cfngen.checks.balancing.reading import BALANCER, LISTENER, balancer_of
from cfngen.model import Model, Resource, number, text, worded
from cfngen.prove.network.places import Kind, Workload
from cfngen.prove.network.rules import Traffic
from cfngen.prove.obligations.heard import heard
from cfngen.prove.obligations.judge import Judge
from cfngen.prove.obligations.verdicts import every, said, undecided
from cfngen.prove.packets import TCP, UDP
from cfngen.prove.verdict import Verdict

OVER_UDP = ("UDP", "QUIC")
"""The protocols of listeners whose packets are not TCP."""


def doors(model: Model, judge: Judge) -> Iterator[Verdict]:
    """Yield whether each listener is reached by somebody, and each open port heard.

    A listener that a release is tested by may be closed while nobody tests, and one of
    a load balancer that PrivateLink calls unfiltered is reached by no packet that is
    looked at here.
    """
    listeners: dict[str, list[Resource]] = {}
    for listener in model.of(LISTENER):
        listeners.setdefault(balancer_of(listener), []).append(listener)
    tests = tests_of(model)
    for balancer in judge.network.of_kind(Kind.BALANCER):
        if model[balancer.path].type != BALANCER:
            continue  # a classic one has its listeners inside; they are not read
        own = listeners.get(balancer.path, [])
        if model[balancer.path].get(LINKED) in (None, "on"):
            for one in own:
                if one.path not in tests:
                    yield _reached(model, judge, balancer, one)
        yield from heard(model, judge, balancer, own)


def _reached(
    model: Model, judge: Judge, balancer: Workload, listener: Resource
) -> Verdict:
    """Return whether somebody reaches each node of a load balancer at a listener."""
    given = listener.get("Port")
    port, spoken = number(given), text(listener.get("Protocol"))
    protocol, word = (UDP, "udp") if spoken in OVER_UDP else (TCP, "tcp")
    shown = worded(given) if port is None else f"{port:g}"
    words = f"somebody reaches {judge.network.name(balancer.path)} on {word}/{shown}"
    obligation = said(model, listener, ("Port",), words)
    if port is None:
        return undecided(obligation, shown)
    asked = Traffic((protocol, protocol), (int(port), int(port)))
    nodes = (judge.somebody(obligation, one, asked) for one in balancer.interfaces)
    return every(obligation, nodes)
