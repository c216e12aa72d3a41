"""The flows of one family, from one side."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import Family, Packets
from cfngen.prove.reach.addressing import exposed, speaks
from cfngen.prove.reach.facts import Facts
from cfngen.prove.reach.guarding import Guards, loose
from cfngen.prove.reach.passages import NOTHING, Flow, Passages

INTERNET, MUTE = -1, -2
"""The numbers of the internet, and of ends that have no address of the family."""


@dataclass
class Plane:
    """The flows of one family, from one side; interfaces that are alike share them."""

    network: Network
    family: Family
    bound: Bound
    _ends: dict[int, tuple[Interface, int]] = field(default_factory=dict, init=False)
    _kinds: dict[object, int] = field(default_factory=dict, init=False)
    _flows: dict[tuple[int, int], Flow] = field(default_factory=dict, init=False)
    _lacking: dict[tuple[int, int, Packets], Packets] = field(
        default_factory=dict, init=False
    )

    def flow(self, source: Interface | None, target: Interface | None) -> Flow:
        """Return what gets from one end to another."""
        key = (self._kind(source), self._kind(target))
        found = self._flows.get(key)
        if found is None:
            found = NOTHING
            if MUTE not in key:
                found = self._worked_out(source, target)
            self._flows[key] = found
        return found

    def lacking(
        self, source: Interface | None, target: Interface | None, needed: Packets
    ) -> Packets:
        """Return what of some packets does not arrive, or is not answered.

        Many claims and obligations need the same, so it is remembered.
        """
        key = (self._kind(source), self._kind(target), needed)
        found = self._lacking.get(key)
        if found is None:
            answered = self.flow(source, target).answered
            found = self._lacking[key] = needed - answered
        return found

    def _worked_out(self, source: Interface | None, target: Interface | None) -> Flow:
        let = self.guards.between(source, target)
        if not let:
            return NOTHING
        way = self._passages.between(source, target)
        return Flow(let & way.initiated, let & way.answered)

    def _kind(self, end: Interface | None) -> int:
        """Return a number that interfaces share which nothing tells apart.

        Found by identity, since comparing all that an interface is takes longer than
        the rest; keeping it makes sure that its identity stays its own.
        """
        if end is None:
            return INTERNET
        found = self._ends.get(id(end))
        if found is None:
            found = self._ends[id(end)] = (end, self._numbered(end))
        return found[1]

    def _numbered(self, end: Interface) -> int:
        if not speaks(end, self.family, self.bound):
            return MUTE
        public = exposed(end, self.family, self.bound)
        guard = (end.groups, end.unguarded, end.perhaps, bool(end.unknowns), loose(end))
        key = (end.subnet, public, guard)
        return self._kinds.setdefault(key, len(self._kinds))

    @cached_property
    def guards(self) -> Guards:
        """Return what security groups let through."""
        return Guards(self.network, self.family, self.bound)

    @cached_property
    def facts(self) -> Facts:
        """Return what subnets do to packets."""
        return Facts(self.network, self.family, self.bound)

    @cached_property
    def _passages(self) -> Passages:
        return Passages(self.facts)
