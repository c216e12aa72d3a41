"""What the subnets of a network do to packets, in one family and from one side."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Bound, Way
from cfngen.prove.packets import Family, Packets, Span
from cfngen.prove.reach.filtering import allowed
from cfngen.prove.reach.internet import internet
from cfngen.prove.reach.routing import Piece, pieces, spans


@dataclass(frozen=True)
class Facts:
    """Network ACLs and route tables as sets, each worked out once.

    What is not at hand lets everything through and leads everywhere in MAY, and does
    nothing in MUST.
    """

    network: Network
    family: Family
    bound: Bound
    _acls: dict[tuple[str, bool], Packets] = field(default_factory=dict, init=False)
    _tables: dict[str, tuple[Piece, ...] | None] = field(
        default_factory=dict, init=False
    )
    _internet: list[tuple[Span, ...]] = field(default_factory=list, init=False)

    @property
    def may(self) -> bool:
        """Return whether what is possible counts, not only what is sure."""
        return self.bound is Bound.MAY

    @property
    def internet(self) -> tuple[Span, ...]:
        """Return all public addresses."""
        if not self._internet:
            self._internet.append(internet(self.network, self.family))
        return self._internet[0]

    def vpc(self, subnet: str) -> str:
        """Return the VPC of a subnet, empty where it is not known."""
        place = self.network.subnets.get(subnet)
        return place.vpc if place else ""

    def acl(self, subnet: str, outbound: bool) -> Packets:
        """Return what the network ACL of a subnet lets out, or in."""
        place = self.network.subnets.get(subnet)
        key = (place.acl if place else "", outbound)
        found = self._acls.get(key)
        if found is None:
            acl = self.network.acls.get(key[0])
            found = allowed(acl, outbound, self.family, self.bound)
            self._acls[key] = found
        return found

    def sent(self, subnet: str, ways: Iterable[Way]) -> tuple[Span, ...]:
        """Return the addresses that packets out of a subnet are sent some ways to."""
        found = self.routes(subnet)
        if found is None:
            return (self.family.every,) if self.may else ()
        return spans(found, ways)

    def routes(self, subnet: str) -> tuple[Piece, ...] | None:
        """Return where a subnet's packets are sent, None where nothing is known."""
        place = self.network.subnets.get(subnet)
        key = place.table if place else ""
        if key not in self._tables:
            table = self.network.tables.get(key)
            found = None if table is None else pieces(table, self.family, self.bound)
            self._tables[key] = found
        return self._tables[key]
