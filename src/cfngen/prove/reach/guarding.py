"""What the security groups of two interfaces let through between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from cfngen.prove.network.network import STRANGER, Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Bound, Names, Rule
from cfngen.prove.packets import ANY_PORT, NONE, Box, Family, Packets, Span
from cfngen.prove.packets.packets import every, merged
from cfngen.prove.reach.addressing import addresses
from cfngen.prove.reach.internet import internet


@dataclass(frozen=True)
class Opened:
    """What the rules of some security groups let through in one direction.

    By addresses, and by the group that the other end carries.
    """

    ranges: Packets
    groups: Mapping[str, Packets]


@dataclass(frozen=True)
class Guards:
    """The security groups of a network in one family, from one side; it remembers."""

    network: Network
    family: Family
    bound: Bound
    _opened: dict[tuple[Names, bool], Opened] = field(default_factory=dict, init=False)
    _near: dict[tuple[Names, bool, str | None], Packets] = field(
        default_factory=dict, init=False
    )

    def between(self, source: Interface | None, target: Interface | None) -> Packets:
        """Return what the groups of both ends let through; None is the internet."""
        entering = self._let(target, source, False)
        return entering and self._let(source, target, True) & entering

    def admitted(self, target: Interface) -> Packets:
        """Return what rules by address let in, from whatever address."""
        if open_to_all(self.network, target, self.bound):
            return every(self.family)
        return self._rules(target.groups, False).ranges

    def _let(
        self, guarded: Interface | None, peer: Interface | None, outbound: bool
    ) -> Packets:
        """Return what one end's groups let out to another, or in from it."""
        if guarded is None or open_to_all(self.network, guarded, self.bound):
            return every(self.family)
        opened = self._rules(guarded.groups, outbound)
        boxes = list(self._by_range(guarded.groups, peer, outbound).boxes)
        for name in self._carried(opened, peer):
            boxes += opened.groups[name].boxes
        return Packets(tuple(boxes)) if boxes else NONE

    def _carried(self, opened: Opened, peer: Interface | None) -> Names:
        """Return the groups of the rules that the other end carries, or may carry."""
        if peer is None or not opened.groups:
            return ()
        if self.bound is Bound.MAY and loose(peer):
            return tuple(
                name for name in opened.groups if carries(self.network, peer, name)
            )
        return tuple(name for name in peer.groups if name in opened.groups)

    def _by_range(
        self, groups: Names, peer: Interface | None, outbound: bool
    ) -> Packets:
        """Return what rules by addresses let through that the other end may have."""
        key = (groups, outbound, None if peer is None else peer.subnet)
        found = self._near.get(key)
        if found is None:
            opened = self._rules(groups, outbound).ranges
            far = self._far(peer)
            boxes = tuple(box for box in opened.boxes if _meets(box[outbound], far))
            found = self._near[key] = Packets(boxes)
        return found

    def _far(self, peer: Interface | None) -> tuple[Span, ...]:
        if peer is None:
            return internet(self.network, self.family)
        return addresses(self.network, peer, self.family)

    def _rules(self, groups: Names, outbound: bool) -> Opened:
        """Return what the rules of some groups let through, as sets."""
        key = (groups, outbound)
        found = self._opened.get(key)
        if found is None:
            rules = list(self._counted(groups, outbound))
            by_range = [box for r in rules for box in _boxes(r, self.family, outbound)]
            by_group: dict[str, Packets] = {}
            for rule in rules:
                if rule.group:
                    boxes = Packets(tuple(_whole(rule, self.family)))
                    by_group[rule.group] = by_group.get(rule.group, NONE) | boxes
            ranges = Packets(tuple(dict.fromkeys(by_range)))
            found = self._opened[key] = Opened(ranges, by_group)
        return found

    def _counted(self, groups: Names, outbound: bool) -> Iterator[Rule]:
        """Yield the rules that count: in MUST those that are wholly known."""
        for name in groups:
            group = self.network.groups.get(name)
            if group is not None:
                rules = group.egress if outbound else group.ingress
                yield from (one for one in rules if counts(one, self.bound))


def open_to_all(network: Network, end: Interface, bound: Bound) -> bool:
    """Return whether nothing filters at an interface, or need not in MAY.

    That is so where it may carry groups that are not known, or one without facts.
    """
    if end.unguarded or bound is Bound.MUST:
        return end.unguarded
    return bool(end.unknowns) or any(name not in network.groups for name in end.groups)


def loose(peer: Interface) -> bool:
    """Return whether an interface may carry groups that are not written."""
    return bool(peer.unknowns) or peer.workload == STRANGER


def carries(network: Network, peer: Interface, name: str) -> bool:
    """Return whether an interface may carry a group (MAY)."""
    if name in peer.groups or name in peer.perhaps:
        return True
    group = network.groups.get(name)
    return loose(peer) and (group is None or bool(group.carried))


def counts(rule: Rule, bound: Bound) -> bool:
    """Return whether a rule counts: in MUST it does if it is wholly known."""
    return bound is Bound.MAY or not rule.unknowns


def ranges_of(rule: Rule, family: Family) -> tuple[Span, ...]:
    """Return the addresses of a rule: all where it names nobody and is not known."""
    if rule.unknowns and not (rule.group or rule.ranges.v4 or rule.ranges.v6):
        return (family.every,)
    return rule.ranges.of(family)


def _boxes(rule: Rule, family: Family, outbound: bool) -> Iterator[Box]:
    """Yield what a rule lets through by addresses."""
    whole = family.every
    for span in merged(ranges_of(rule, family)):
        ends = (whole, span) if outbound else (span, whole)
        for traffic in rule.traffic:
            yield (*ends, traffic.protocol, ANY_PORT, traffic.to)


def _whole(rule: Rule, family: Family) -> Iterator[Box]:
    """Yield what a rule lets through for who carries its group."""
    for traffic in rule.traffic:
        ends = (family.every, family.every)
        yield (*ends, traffic.protocol, ANY_PORT, traffic.to)


def _meets(span: Span, others: tuple[Span, ...]) -> bool:
    return any(low <= span[1] and span[0] <= high for low, high in others)
