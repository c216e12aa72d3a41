"""Claims by route: no packet finds a way out, whatever rules say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cfngen.prove.claims.claim import Name, Never
from cfngen.prove.claims.selecting import Selecting
from cfngen.prove.judging.harming import harmed, stopping
from cfngen.prove.judging.narrowing import removed, shown
from cfngen.prove.judging.parts import Fact, Part
from cfngen.prove.judging.trial import Trial
from cfngen.prove.judging.wording import both
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Subnet
from cfngen.prove.network.rules import Bound, Route, Way
from cfngen.prove.packets import Family
from cfngen.prove.reach.flow import Reach
from cfngen.prove.reach.routing import leads
from cfngen.prove.verdict import Broken, Truth, Verdict


@dataclass(frozen=True)
class Lead:
    """A route that leads out, and the subnets that take it."""

    fact: Fact
    subnets: tuple[str, ...]


def by_route(claim: Never, selecting: Selecting, reach: Reach) -> Verdict:
    """Return whether no route of some subnets leads to the internet."""
    subnets = tuple(_subnets(claim.sources, selecting, reach.network))
    if not subnets:
        names = ", ".join(one.text for one in claim.sources)
        why = f"{names}: no subnet is meant"
        return Verdict(claim.said, Truth.VACUOUS, why=why)
    for bound, truth in ((Bound.MUST, Truth.REFUTED), (Bound.MAY, Truth.UNDECIDED)):
        found = _leading(reach.network, subnets, bound)
        if found:
            return _verdict(claim, selecting, reach, found, truth)
    return Verdict(claim.said, Truth.PROVED)


def _subnets(
    names: tuple[Name, ...], selecting: Selecting, network: Network
) -> Iterator[Subnet]:
    """Yield the subnets that names stand for, or that their workloads are in."""
    found: dict[str, Subnet] = {}
    for name in names:
        for subnet in selecting.tiers(name):
            found.setdefault(subnet.path, subnet)
        for interface in selecting.ends(name).interfaces:
            if interface.subnet in network.subnets:
                found.setdefault(interface.subnet, network.subnets[interface.subnet])
    yield from found.values()


def _leading(
    network: Network, subnets: tuple[Subnet, ...], bound: Bound
) -> tuple[Lead, ...]:
    """Return the routes that lead out, each once."""
    found: dict[tuple[str, Route], list[str]] = {}
    for subnet in subnets:
        for family in Family:
            for route in leads(network, subnet, family, bound):
                places = found.setdefault((subnet.table, route), [])
                if subnet.path not in places:
                    places.append(subnet.path)
    return tuple(
        Lead(Fact(Part.ROUTE, table, route), tuple(places))
        for (table, route), places in found.items()
    )


def _verdict(
    claim: Never,
    selecting: Selecting,
    reach: Reach,
    found: tuple[Lead, ...],
    truth: Truth,
) -> Verdict:
    """Return the verdict with a line for each route."""
    movable = tuple(n.text for n in claim.sources if not selecting.tiers(n))
    trial = Trial(claim, selecting, reach)
    broken = tuple(_told(trial, lead, truth, movable) for lead in found)
    unknowns = dict.fromkeys(n for lead in found for n in lead.fact.item.unknowns)
    outside = (
        f"what is behind {lead.fact.item.target}"
        for lead in found
        if isinstance(lead.fact.item, Route) and lead.fact.item.way is Way.OUTSIDE
    )
    names = () if truth is Truth.REFUTED else (*unknowns, *dict.fromkeys(outside))
    why = "; ".join(dict.fromkeys(one.what for one in broken))
    return Verdict(claim.said, truth, broken, names, why)


def _told(trial: Trial, lead: Lead, truth: Truth, movable: tuple[str, ...]) -> Broken:
    """Return what is told of one route; workloads may leave its subnets instead."""
    route = lead.fact.item
    assert isinstance(route, Route)
    verb = "sends" if truth is Truth.REFUTED else "may send"
    where = ", ".join(lead.subnets)
    what = f"a route {verb} {both(route.ranges)} of {where} to the {route.way.value}"
    others = tuple(f"{one}: {shown(lead.fact)}" for one in lead.subnets)
    if not route.origin.resource or lead.fact.holder not in trial.network.tables:
        return Broken(route.origin, what, others=others)
    repair = removed(trial.network, lead.fact)
    harm = harmed(trial.reach, Reach(repair.network), trial.forbidden)
    words = f"{repair.words}{stopping(harm)}"
    if movable:
        words += f", or put {', '.join(movable)} into subnets that do not have it"
    return Broken(route.origin, what, None, others, words, harm)
