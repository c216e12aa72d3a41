"""Load balancers and the tasks behind them: requests and health checks arrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cfngen.checks.network.ground import named
from cfngen.checks.network.starts import task_of
from cfngen.model import Model, Resource, listed, number, switched, text
from cfngen.prove.network.places import Forward
from cfngen.prove.network.rules import Origin, Traffic
from cfngen.prove.obligations.clients import keeps, protocols, shut
from cfngen.prove.obligations.judge import Judge
from cfngen.prove.obligations.mapping import (
    WORDS,
    Mapped,
    mapped,
    refused,
    unheard,
)
from cfngen.prove.obligations.verdicts import refuted, said, undecided
from cfngen.prove.packets import TCP
from cfngen.prove.verdict import Broken, Truth, Verdict

REQUESTS, CHECKS = "requests", "health checks"
CHECKED = "HealthCheckEnabled"


@dataclass(frozen=True)
class Asked:
    """What is asked of a target: over which protocol, on which port, and what for.

    `kept` says that it comes from its clients' own addresses, or may; `both` that the
    same port is asked over TCP and UDP.
    """

    protocol: int
    port: int
    what: tuple[str, ...]
    kept: bool = False
    both: bool = False

    @property
    def traffic(self) -> Traffic:
        """Return it as packets."""
        return Traffic((self.protocol, self.protocol), (self.port, self.port))

    @property
    def shown(self) -> str:
        """Return the port in words."""
        return f"{WORDS[self.protocol]}/{self.port}"


def targets(model: Model, judge: Judge) -> Iterator[Verdict]:
    """Yield whether each load balancer reaches its targets, on each port once.

    Each node of it calls tasks in every subnet, from ports 1024 to 65535, and waits for
    the answer: else targets stay unhealthy and ECS stops them.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/application/target-group-health-checks.html
    """
    seen: set[tuple[str, ...]] = set()
    for one in judge.network.forwards:
        for asked in _asked(model, one):
            off = [broken.what for broken in _off(model[one.group.resource], asked)]
            kept, container = str(asked.kept), _container(model, one)
            key = (one.balancer, one.target, asked.shown, kept, container, *off)
            if asked.port and one.target and key not in seen:
                seen.add(key)
                yield _reached(model, judge, one, asked)


def _asked(model: Model, one: Forward) -> Iterator[Asked]:
    """Yield what is asked of a target.

    Health checks are TCP, and come from the load balancer, whatever requests are:
    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/target-group-health-checks.html
    """
    group = model[one.group.resource]
    spoken = protocols(group.get("Protocol"))
    kept, both = keeps(model, one.balancer, group), len(spoken) > 1
    if not kept and one.health == one.target_port:
        yield Asked(TCP, one.target_port, (REQUESTS, CHECKS))
        return
    for protocol in spoken:
        yield Asked(protocol, one.target_port, (REQUESTS,), kept, both)
    yield Asked(TCP, one.health, (CHECKS,), both=both)


def _reached(model: Model, judge: Judge, one: Forward, asked: Asked) -> Verdict:
    """Return whether what is asked arrives and is answered."""
    group, task = model[one.group.resource], _task(model, one.target)
    obligation = said(model, group, (), _words(judge, one, asked))
    container = _container(model, one)
    broken = [*_off(group, asked), *(_unfit(task, asked, container) if task else ())]
    if asked.kept:
        broken += shut(judge.network, one.target, asked.traffic)
    if broken:
        return refuted(obligation, *broken)
    found = Verdict(obligation, Truth.PROVED)
    if not asked.kept:
        found = judge.reaches(obligation, one.balancer, one.target, [asked.traffic])
    unknown = _unknown(task, asked, container) if task else ""
    sure = found.truth is not Truth.PROVED or not unknown
    return found if sure else undecided(obligation, unknown)


def _words(judge: Judge, one: Forward, asked: Asked) -> str:
    """Return an obligation in words."""
    balancer, target = (judge.network.name(p) for p in (one.balancer, one.target))
    if asked.kept:
        return f"{target} lets somebody in on {asked.shown}, which {balancer} forwards"
    return f"{' and '.join(asked.what)} of {balancer} reach {target} on {asked.shown}"


def _task(model: Model, target: str) -> Resource | None:
    """Return the task definition behind a target, if it is at hand."""
    resource = model.resources.get(target)
    return task_of(model, resource.get("TaskDefinition")) if resource else None


def _container(model: Model, one: Forward) -> str:
    """Return the container that a service registers; empty where that is not known."""
    service = model.resources.get(one.target)
    names = {
        text(entry.get("ContainerName")) or ""
        for entry in listed(service.get("LoadBalancers") if service else None)
        if isinstance(entry, dict)
        and named(entry.get("TargetGroupArn")) == one.group.resource
        and number(entry.get("ContainerPort")) in (None, one.target_port)
    }
    return names.pop() if len(names) == 1 else ""


def _off(group: Resource, asked: Asked) -> Iterator[Broken]:
    """Yield that health checks are switched off: only those of functions may be.

    https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateTargetGroup.html
    """
    off = switched(group.get(CHECKED)) is False
    if off and CHECKS in asked.what and text(group.get("TargetType")) != "lambda":
        what = f"{group.path} switches its health checks off, which AWS refuses"
        yield Broken(Origin(group.path, (CHECKED,)), what, repair="take it away")


def _unfit(task: Resource, asked: Asked, container: str) -> Iterator[Broken]:
    """Yield what is wrong with a task definition, and with its mapping of a port.

    One port cannot be mapped over both protocols, so that of a port that is asked over
    both it does not matter which one is.
    """
    yield from refused(task)
    found = mapped(task, asked.port, container)
    if REQUESTS not in asked.what or found is None:
        return
    if not found:
        yield unheard(task, asked.port, container)
    elif not asked.both and _other(asked.protocol, found):
        yield found[0].over(asked.protocol, asked.port)


def _unknown(task: Resource, asked: Asked, container: str) -> str:
    """Return what decides whether a container listens; empty where that is known.

    What is mapped over UDP, and asked for its health over TCP, may listen on both.
    """
    found = mapped(task, asked.port, container)
    if REQUESTS in asked.what and not asked.both:
        sure = found is not None and any(o.protocol == asked.protocol for o in found)
        return "" if sure else f"how {task.path} maps port {asked.port}"
    if not asked.both and found and _other(asked.protocol, found):
        what = f"whether {task.path}, which maps {asked.port} over udp, is on tcp too"
        return f"{what} (HealthCheckPort may name another port)"
    return ""


def _other(protocol: int, found: list[Mapped]) -> bool:
    """Return whether mappings are surely for the other protocol, all of them."""
    return all(one.protocol not in (None, protocol) for one in found)
