"""Which packets get from one end to another, and which of them are answered."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import Family, Packets, Span
from cfngen.prove.reach.addressing import addresses
from cfngen.prove.reach.elsewhere import entering
from cfngen.prove.reach.internet import internet, speaking
from cfngen.prove.reach.passages import Flow
from cfngen.prove.reach.plane import Plane

__all__ = ["Flow", "Reach"]


@dataclass(frozen=True)
class Reach:
    """The flows of a network. It remembers what it has worked out.

    Ends are interfaces; the internet is None.
    """

    network: Network

    def flow(
        self,
        source: Interface | None,
        target: Interface | None,
        family: Family,
        bound: Bound,
    ) -> Flow:
        """Return the packets of a family that get from one end to another."""
        return self._planes[family, bound].flow(source, target)

    def addresses(self, end: Interface | None, family: Family) -> tuple[Span, ...]:
        """Return the addresses that an end may have; in IPv4 those inside the VPC."""
        if end is None:
            return self.internet(family)
        return addresses(self.network, end, family)

    def internet(self, family: Family) -> tuple[Span, ...]:
        """Return all public addresses of a family."""
        return self._internet[family]

    def speaking(self, family: Family) -> tuple[Span, ...]:
        """Return the public addresses that somebody sends from and answers at."""
        return self._speaking[family]

    def plane(self, family: Family, bound: Bound) -> Plane:
        """Return the flows of one family, from one side."""
        return self._planes[family, bound]

    def entering(self, target: Interface, family: Family) -> Packets:
        """Return what may get in from subnets and networks that are not at hand."""
        key = (target, family)
        found = self._entered.get(key)
        if found is None:
            plane = self._planes[family, Bound.MAY]
            found = self._entered[key] = entering(plane, target)
        return found

    @cached_property
    def _entered(self) -> dict[tuple[Interface, Family], Packets]:
        return {}

    @cached_property
    def _planes(self) -> dict[tuple[Family, Bound], Plane]:
        return {
            (family, bound): Plane(self.network, family, bound)
            for family in Family
            for bound in Bound
        }

    @cached_property
    def _speaking(self) -> dict[Family, tuple[Span, ...]]:
        return {family: speaking(self.network, family) for family in Family}

    @cached_property
    def _internet(self) -> dict[Family, tuple[Span, ...]]:
        return {family: internet(self.network, family) for family in Family}
