"""Networks that differ in one thing: a rule is gone, or lets more through."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import (
    Acl,
    Entry,
    Group,
    Origin,
    Ranges,
    Route,
    Rule,
    Table,
    Traffic,
    Way,
)
from cfngen.prove.packets import Family, Span

EVERYWHERE = Ranges((Family.V4.every,), (Family.V6.every,))
LOOPBACK = (127 << 24, (128 << 24) - 1)
NOBODY = (LOOPBACK, (2**32 - 1, 2**32 - 1))
"""Ranges without anybody: EC2's own rules are kept off by a rule for the loopback
address, the CDK takes 255.255.255.255 for it."""

OPEN = (Way.INTERNET, Way.NAT, Way.EGRESS_ONLY, Way.OUTSIDE)
"""Ways that lead out of the VPC."""


@dataclass(frozen=True)
class Mutant:
    """A network in which one thing is otherwise: what, and where it is written."""

    origin: Origin
    words: str
    network: Network


def lacking(network: Network) -> Iterator[Mutant]:
    """Yield the network without each rule, entry and route that lets something by.

    The rule to the loopback address that keeps EC2 from adding its own is left out: it
    lets nothing by. So are gateway endpoints, which spare a way and open none.
    """
    for group in network.groups.values():
        for side, rule, others in _sides(group):
            if not _idle(rule):
                yield Mutant(rule.origin, "", _regrouped(network, group, side, others))
    for acl in network.acls.values():
        yield from _without_entries(network, acl)
    for table in network.tables.values():
        for index, route in enumerate(table.routes):
            if route.way not in (Way.LOCAL, Way.ENDPOINT):
                rest = (*table.routes[:index], *table.routes[index + 1 :])
                yield Mutant(route.origin, "", _retabled(network, table, rest))


def wider(network: Network) -> Iterator[Mutant]:
    """Yield the network with each security group's rule wider, in either respect.

    Network ACLs allow everything in these, and the group at the other end of a rule has
    its like: a second wall would hide what the first lets through. A table without a
    way out gets one.
    """
    bare = bared(network)
    for group in bare.groups.values():
        for side, rule, others in _sides(group):
            if _idle(rule):
                continue
            for words, more in _widened(rule):
                if not _felt(network, group, more):
                    continue
                changed = _regrouped(bare, group, side, (*others, more))
                yield Mutant(rule.origin, words, _answered(changed, group, side, more))
    for table in bare.tables.values():
        if not any(route.way in OPEN for route in table.routes):
            way = Route(Origin(table.path), EVERYWHERE, Way.INTERNET)
            changed = _retabled(bare, table, (*table.routes, way))
            yield Mutant(Origin(table.path), "with a route to the internet", changed)


def bared(network: Network) -> Network:
    """Return a network whose network ACLs allow everything."""
    return replace(network, acls={k: _open(a) for k, a in network.acls.items()})


def _sides(group: Group) -> Iterator[tuple[str, Rule, tuple[Rule, ...]]]:
    """Yield each rule of a group with its direction and the others of it."""
    for side, rules in (("ingress", group.ingress), ("egress", group.egress)):
        for index, rule in enumerate(rules):
            yield side, rule, (*rules[:index], *rules[index + 1 :])


def _idle(rule: Rule) -> bool:
    """Return whether a rule is for addresses alone that nobody has."""
    v4, v6 = rule.ranges.v4, rule.ranges.v6
    return bool(v4) and not v6 and all(map(_nobody, v4))


def _nobody(span: Span) -> bool:
    return any(low <= span[0] and span[1] <= high for low, high in NOBODY)


def _felt(network: Network, group: Group, rule: Rule) -> bool:
    """Return whether a rule lets anything by: whether anybody has its group, with an
    address of a family of it, and anybody the group that it is for."""
    ours, other = _carrying(network, group), network.groups.get(rule.group)
    if other is not None and not _carrying(network, other):
        return False
    alone = bool(rule.ranges.v6) and not rule.ranges.v4 and not rule.group
    return True in ours if alone else bool(ours)


def _carrying(network: Network, group: Group) -> tuple[bool, ...]:
    """Return of each that carries a group, or may, whether it may have IPv6."""
    found = tuple(
        one.v6 is not False
        for workload in network.workloads.values()
        for one in workload.interfaces
        if group.path in (*one.groups, *one.perhaps)
    )
    return (*found, True) if group.carried else found


def _answered(network: Network, group: Group, side: str, rule: Rule) -> Network:
    """Return a network in which the group at the other end lets as much through."""
    other = network.groups.get(rule.group)
    if other is None:
        return network
    back = replace(rule, group=group.path)
    if side == "egress":
        return _regrouped(network, other, "ingress", (*other.ingress, back))
    return _regrouped(network, other, "egress", (*other.egress, back))


def _widened(rule: Rule) -> Iterator[tuple[str, Rule]]:
    """Yield a rule for every address and for every port, where it is not already."""
    if not {rule.ranges.v4, rule.ranges.v6} & {EVERYWHERE.v4, EVERYWHERE.v6}:
        yield "for every address", replace(rule, ranges=EVERYWHERE, group="")
    if rule.traffic != (Traffic(),):
        yield "for every port", replace(rule, traffic=(Traffic(),))


def _without_entries(network: Network, acl: Acl) -> Iterator[Mutant]:
    """Yield the network without each entry of a network ACL that allows."""
    for side, entries in (("inbound", acl.inbound), ("outbound", acl.outbound)):
        for index, entry in enumerate(entries):
            if entry.allows and not acl.default:
                rest = (*entries[:index], *entries[index + 1 :])
                changed = replace(acl, **{side: rest})  # type: ignore[arg-type]
                acls = {**network.acls, _key(network.acls, acl): changed}
                yield Mutant(entry.origin, "", replace(network, acls=acls))


def _open(acl: Acl) -> Acl:
    """Return a network ACL that allows everything, both ways."""
    entry = Entry(Origin(acl.path), 1, True, EVERYWHERE, (Traffic(),))
    return replace(acl, inbound=(entry,), outbound=(entry,))


def _regrouped(
    network: Network, group: Group, side: str, rules: tuple[Rule, ...]
) -> Network:
    """Return a network in which a group has other rules in a direction."""
    changed = replace(group, **{side: rules})  # type: ignore[arg-type]
    groups = {**network.groups, _key(network.groups, group): changed}
    return replace(network, groups=groups)


def _retabled(network: Network, table: Table, routes: tuple[Route, ...]) -> Network:
    """Return a network in which a table has other routes."""
    changed = replace(table, routes=routes)
    tables = {**network.tables, _key(network.tables, table): changed}
    return replace(network, tables=tables)


def _key(held: Mapping[str, object], one: object) -> str:
    """Return the key of a thing in its mapping."""
    return next(key for key, other in held.items() if other is one)
