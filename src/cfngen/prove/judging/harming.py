"""What else a repair would do: what it stops, said along with it, and what it opens."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from cfngen.prove.claims.claim import Never
from cfngen.prove.judging.offences import Offence
from cfngen.prove.judging.sides import Pair
from cfngen.prove.judging.trial import Trial
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface, Kind
from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import ANY_PORT, TCP, UDP, Family, Packets
from cfngen.prove.reach.clients import client_ports
from cfngen.prove.reach.flow import Reach
from cfngen.prove.reach.wording import called

FEW = 3
"""So much is named of what a repair stops besides; the rest is counted."""


def harmed(
    before: Reach, after: Reach, forbidden: Iterable[Offence] = ()
) -> tuple[str, ...]:
    """Return which ends lose what no claim holds against them: `internet -> alb`.

    Nobody at hand is a stranger, and NAT gateways lose nothing of their own.
    """
    network = before.network
    nats = set(_gateways(network))
    ends = (None, *(one for one in _own(network) if one not in nats))
    held = {one.pair: one.packets for one in forbidden}
    lost = (p for p in _pairs(before, after, ends) if _loses(before, after, p, held))
    words = (f"{called(network, a)} -> {called(network, b)}" for a, b in lost)
    return tuple(dict.fromkeys(words))


def stopping(harm: tuple[str, ...]) -> str:
    """Return what else a repair stops as the end of its sentence: a few of it."""
    if not harm:
        return ""
    more = f" and {len(harm) - FEW} more" if len(harm) > FEW else ""
    return f", which also stops {', '.join(harm[:FEW])}{more}"


def opens(before: Trial, after: Trial) -> bool:
    """Return whether something may get through that did not, and that a claim is not
    about: a group that a rule is to name may be carried by others as well."""
    network = before.network
    had = {one.pair: one.packets for one in before.forbidden}
    if any(not had.get(o.pair, Packets()).covers(o.packets) for o in after.forbidden):
        return True
    ends = (None, *_own(network), *network.strangers())
    reaches = (before.reach, after.reach)
    never = isinstance(before.claim, Never)
    meant = set() if never else set(before.sides.pairs())
    others = (pair for pair in _pairs(*reaches, ends) if pair not in meant)
    return any(_gains(*reaches, pair) for pair in others)


def _own(network: Network) -> Iterator[Interface]:
    """Yield the interfaces of all workloads."""
    for workload in network.workloads.values():
        yield from workload.interfaces


def _pairs(
    before: Reach, after: Reach, ends: tuple[Interface | None, ...]
) -> Iterator[Pair]:
    """Yield each pair of ends of which one is guarded or led by what has changed.

    What a NAT gateway passes on has other ends than itself.
    """
    touched = set(_touched(before.network, after.network))
    if not touched.isdisjoint(_gateways(before.network)):
        touched.add(None)
    found = dict.fromkeys(
        pair
        for one in ends
        if one in touched
        for other in ends
        for pair in ((other, one), (one, other))
        if pair != (None, None)
    )
    yield from found


def _gateways(network: Network) -> Iterator[Interface]:
    """Yield the interfaces of NAT gateways."""
    for workload in network.workloads.values():
        if workload.kind is Kind.NAT:
            yield from workload.interfaces


def _touched(before: Network, after: Network) -> Iterator[Interface | None]:
    """Yield the interfaces whose groups, network ACL or routes are others now."""
    groups = _changed(before.groups.items(), after.groups.items())
    acls = _changed(before.acls.items(), after.acls.items())
    tables = _changed(before.tables.items(), after.tables.items())
    for end in (*_own(before), *before.strangers()):
        subnet = before.subnets.get(end.subnet)
        near = (subnet.acl, subnet.table) if subnet is not None else ("", "")
        mine = (*end.groups, *end.perhaps)
        if groups.intersection(mine) or near[0] in acls or near[1] in tables:
            yield end


def _changed(
    before: Iterable[tuple[str, object]], after: Iterable[tuple[str, object]]
) -> set[str]:
    """Return the keys of what is not the same any more."""
    now = dict(after)
    return {path for path, one in before if now.get(path) is not one}


def _loses(
    before: Reach,
    after: Reach,
    pair: Pair,
    held: Mapping[tuple[Interface | None, Interface | None, Family], Packets],
) -> bool:
    """Return whether something that surely worked, and is allowed, does no longer."""
    for family in Family:
        had = before.flow(*pair, family, Bound.MUST).answered
        if not had:
            continue
        has = after.flow(*pair, family, Bound.MUST).answered
        lost = had - has - held.get((*pair, family), Packets())
        if lost - _unusual(before.network, pair[0], family):
            return True
    return False


def _unusual(network: Network, source: Interface | None, family: Family) -> Packets:
    """Return what is sent from ports that no client takes: nobody misses that."""
    low, high = client_ports(network, source)
    every, others = family.every, ((0, low - 1), (high + 1, ANY_PORT[1]))
    return Packets(
        tuple(
            (every, every, (one, one), ports, ANY_PORT)
            for one in (TCP, UDP)
            for ports in others
            if ports[0] <= ports[1]
        )
    )


def _gains(before: Reach, after: Reach, pair: Pair) -> bool:
    """Return whether something may get through that did not before."""
    return any(
        not before.flow(*pair, family, Bound.MAY).initiated.covers(
            after.flow(*pair, family, Bound.MAY).initiated
        )
        for family in Family
    )
