"""Claims that a workload can call services of AWS: `backend -> @pull, @secrets`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cfngen.prove.claims.claim import Works
from cfngen.prove.claims.selecting import EVERYWHERE
from cfngen.prove.judging.doubts import along
from cfngen.prove.judging.mending import mended, told
from cfngen.prove.judging.trial import Trial
from cfngen.prove.judging.ways import Call
from cfngen.prove.judging.wording import described
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Bound, Traffic
from cfngen.prove.packets import TCP, Family
from cfngen.prove.reach import calling
from cfngen.prove.reach.walking import Walk
from cfngen.prove.verdict import Broken, Truth, Verdict

HTTPS = Traffic((TCP, TCP), (443, 443))


@dataclass(frozen=True)
class Failing:
    """A call that need not work; `may` says that it may."""

    source: Interface
    service: str
    sure: calling.Call
    may: calling.Call


def calls(claim: Works, trial: Trial) -> Verdict:
    """Return whether each source can call each service, in one family at least."""
    services = [s for name in claim.targets for s in trial.selecting.services(name)]
    failing = tuple(_failing(trial, tuple(dict.fromkeys(services))))
    refuted = [one for one in failing if not one.may.works]
    network = trial.network
    if refuted:
        broken = tuple(_told(network, one) for one in _distinct(refuted))
        why = "; ".join(dict.fromkeys(one.what for one in broken))
        return Verdict(claim.said, Truth.REFUTED, broken, why=why)
    if failing:
        walks = (w for one in failing for w in (one.sure.walk, one.may.walk) if w)
        more = (name for one in failing for name in one.may.unknowns)
        names = tuple(dict.fromkeys((*along(network, walks), *more)))
        broken = tuple(_told(network, one) for one in _distinct(list(failing)))
        why = f"it depends on {', '.join(names)}"
        return Verdict(claim.said, Truth.UNDECIDED, broken, names, why)
    return Verdict(claim.said, Truth.PROVED)


def _failing(trial: Trial, services: tuple[str, ...]) -> Iterator[Failing]:
    """Yield the calls that do not surely work."""
    for source in trial.sides.sources.interfaces:
        for service in services:
            sure = _called(trial, source, service, Bound.MUST)
            if not sure.works:
                may = _called(trial, source, service, Bound.MAY)
                yield Failing(source, service, sure, may)


def _called(
    trial: Trial, source: Interface, service: str, bound: Bound
) -> calling.Call:
    """Return the call in the first family that it works in, else that of IPv4."""
    reach = trial.reach
    first = calling.call(reach, source, service, Family.V4, bound)
    if first.works:
        return first
    second = calling.call(reach, source, service, Family.V6, bound)
    return second if second.works else first


def _distinct(failing: list[Failing]) -> Iterator[Failing]:
    """Yield the calls that differ in more than the subnet that they come from."""
    seen = set()
    for one in failing:
        key = (one.source.workload, one.service)
        if key not in seen:
            seen.add(key)
            yield one


def _told(network: Network, one: Failing) -> Broken:
    """Return what is told of one call, with the repair that was tried out."""
    way = one.sure.walk
    stops = [hop for hop in way.hops if not hop.passes] if way else []
    who = described(network, one.source)
    verb = "might not be able to" if one.may.works else "cannot"
    what = f"{who} {verb} call {one.service} {one.sure.how}".rstrip()
    at = stops[0].by if stops else one.source.origin
    repair = _repair(network, way) if way else ""
    others = tuple(f"then stopped by {hop.words}" for hop in stops[1:])
    return Broken(at, what, way, others, repair)


def _repair(network: Network, way: Walk) -> str:
    """Return the changes that let the call through."""
    asked = Call(way.source, way.target, way.family, (HTTPS,), EVERYWHERE)
    return told(mended(network, way, asked), way)
