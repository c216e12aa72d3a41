"""What gets from one subnet to another, or to the internet and from it.

Network ACLs, routes and gateways; security groups come elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Way
from cfngen.prove.packets import NONE, Family, Packets, Span
from cfngen.prove.packets.packets import common, every, packets
from cfngen.prove.reach.addressing import addresses, exposed
from cfngen.prove.reach.answering import asked
from cfngen.prove.reach.facts import Facts
from cfngen.prove.reach.routing import within
from cfngen.prove.reach.translating import translated


@dataclass(frozen=True)
class Flow:
    """The packets that get from one end to another.

    `initiated` arrive; `answered` are those of them whose answers arrive as well.
    """

    initiated: Packets
    answered: Packets

    def __or__(self, other: Flow) -> Flow:
        """Return what takes one way or another."""
        return Flow(self.initiated | other.initiated, self.answered | other.answered)


NOTHING = Flow(NONE, NONE)

Ends = tuple[str | None, bool, str | None, bool]


@dataclass(frozen=True)
class Passages:
    """The ways through a network; it remembers them by subnets."""

    facts: Facts
    _found: dict[Ends, Flow] = field(default_factory=dict, init=False)
    _gateways: dict[str, Flow] = field(default_factory=dict, init=False)

    def between(self, source: Interface | None, target: Interface | None) -> Flow:
        """Return what gets through between two ends; None is the internet."""
        key = (*self._end(source), *self._end(target))
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = self._between(source, target)
        return found

    def _end(self, end: Interface | None) -> tuple[str | None, bool]:
        if end is None:
            return (None, False)
        return (end.subnet, exposed(end, self.facts.family, self.facts.bound))

    def _between(self, source: Interface | None, target: Interface | None) -> Flow:
        if source is None:
            return NOTHING if target is None else self._from_internet(target)
        if target is None:
            return self._to_internet(source)
        return self._inside(source, target)

    def _inside(self, source: Interface, target: Interface) -> Flow:
        """Return what gets from one interface to another by private addresses."""
        near, far = self._addresses(source), self._addresses(target)
        one = self.facts.network.subnets.get(source.subnet)
        two = self.facts.network.subnets.get(target.subnet)
        if one is None or two is None:
            return self._unfiltered(near, far) if self.facts.may else NOTHING
        if one.path == two.path:
            return self._unfiltered(near, far)
        ways = within(one.vpc, two.vpc, self.facts.bound)
        there = packets(near, self._sent(source, far, ways))
        back = packets(far, self._sent(target, near, ways))
        return self._filtered(source.subnet, target.subnet, there, back)

    def _to_internet(self, source: Interface) -> Flow:
        """Return what gets out, by whatever gateway."""
        facts, near = self.facts, self._addresses(source)
        ways = tuple(self._straight(exposed(source, facts.family, facts.bound)))
        far = self._sent(source, facts.internet, ways)
        found = self._filtered(
            source.subnet, None, packets(near, far), packets(far, near)
        )
        for span, route in facts.routes(source.subnet) or ():
            if route.way is Way.NAT and facts.family is Family.V4:
                far = common([span], facts.internet)
                found |= self._by_nat(source, route.target, far)
        return found

    def _straight(self, public: bool) -> Iterator[Way]:
        """Yield the ways out on which the source stays what it is."""
        if public:
            yield Way.INTERNET
        if self.facts.family is Family.V6:
            yield Way.EGRESS_ONLY
        if self.facts.may:
            yield Way.OUTSIDE
        if self.facts.may and self.facts.family is Family.V6:
            yield Way.NAT  # to addresses of IPv4 (NAT64), which is not looked into

    def _from_internet(self, target: Interface) -> Flow:
        """Return what gets in: from addresses that the subnet's routes lead back to.

        In MAY also by other networks, which may pass on what they take from outside.
        """
        facts, near = self.facts, self._addresses(target)
        public = exposed(target, facts.family, facts.bound)
        ways = [Way.INTERNET] * public + [Way.OUTSIDE] * facts.may
        far = self._sent(target, facts.internet, tuple(ways))
        return self._filtered(
            None, target.subnet, packets(far, near), packets(near, far)
        )

    def _by_nat(self, source: Interface, gateway: str, far: tuple[Span, ...]) -> Flow:
        """Return what gets out through a NAT gateway, its answers by way of it too."""
        facts, near = self.facts, self._addresses(source)
        there, back = packets(near, far), packets(far, near)
        nat = facts.network.workloads.get(gateway)
        if nat is None or not nat.interfaces:
            found = self._filtered(source.subnet, None, there, back)
            return found if facts.may else NOTHING
        port = nat.interfaces[0]
        beyond = translated(facts, port, far)
        if port.subnet == source.subnet:
            inner = Flow(there, there & asked(back, facts.family))
        else:
            home, away = (facts.vpc(end.subnet) for end in (port, source))
            led = self._sent(port, near, within(home, away, facts.bound))
            back = packets(far, led)
            inner = self._filtered(source.subnet, port.subnet, there, back)
        return Flow(
            inner.initiated & beyond.initiated, inner.answered & beyond.answered
        )

    def _filtered(
        self, near: str | None, far: str | None, there: Packets, back: Packets
    ) -> Flow:
        """Return packets and those with answers, past the network ACLs of two subnets.

        None is the internet, which has none.
        """
        acl = self.facts.acl
        for subnet, outbound in ((near, True), (far, False)):
            there = there if subnet is None else there & acl(subnet, outbound)
        for subnet, outbound in ((far, True), (near, False)):
            back = back if subnet is None else back & acl(subnet, outbound)
        return Flow(there, there & asked(back, self.facts.family))

    def _unfiltered(self, near: tuple[Span, ...], far: tuple[Span, ...]) -> Flow:
        """Return all packets between some addresses."""
        there = packets(near, far)
        return Flow(there, there & asked(every(self.facts.family), self.facts.family))

    def _addresses(self, end: Interface) -> tuple[Span, ...]:
        return addresses(self.facts.network, end, self.facts.family)

    def _sent(
        self, source: Interface, far: tuple[Span, ...], ways: tuple[Way, ...] | None
    ) -> tuple[Span, ...]:
        if ways is None:
            return far
        return common(far, self.facts.sent(source.subnet, ways))
