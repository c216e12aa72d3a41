"""One template read twice: packet by packet, and as sets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.model import Model
from cfngen.prove.network.network import STRANGER, Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.reading import network_of
from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import Family, Packet
from cfngen.prove.reach.flow import Flow, Reach
from tests.models import of_template
from tests.prove.oracle.naive import Plain, Wire
from tests.prove.oracle.written import Assumed, Place

NAT_PORTS = tuple(
    sorted(
        port
        for edge in (1024, 5432, 30000, 32768, 49152, 60999, 61000, 65535)
        for port in (edge - 1, edge, edge + 1)
        if 1024 <= port <= 65535
    )
)
"""Ports that a NAT gateway may take: both sides of every boundary of our rules."""


@dataclass(frozen=True)
class Said:
    """What is said of one packet: whether it gets there, and its answer back."""

    initiated: bool
    answered: bool


STOPPED = Said(False, False)


@dataclass(frozen=True)
class Both:
    """A template as the interpreter and as the algebra have it."""

    plain: Plain
    network: Network
    reach: Reach
    interfaces: Mapping[tuple[str, str], Interface]

    @staticmethod
    def of(resources: Mapping[str, Any], assumed: Assumed = Assumed()) -> Both:  # noqa: B008
        """Return a template's two readings."""
        return Both.of_model(of_template({"Resources": resources}), resources, assumed)

    @staticmethod
    def of_model(model: Model, plain: Mapping[str, Any], assumed: Assumed) -> Both:
        """Return the readings of a model, and of a template without unknowns."""
        network = network_of(model)
        interfaces = {
            (path, one.subnet): one
            for path, workload in network.workloads.items()
            for one in workload.interfaces
        }
        interfaces |= {(STRANGER, one.subnet): one for one in network.strangers()}
        return Both(Plain(plain, assumed), network, Reach(network), interfaces)

    def algebra(
        self, source: Place | None, target: Place | None, wire: Wire, bound: Bound
    ) -> Said:
        """Return what the algebra says of a packet."""
        flow = self.flow(source, target, family_of(wire), bound)
        packet = packet_of(wire)
        return Said(packet in flow.initiated, packet in flow.answered)

    def flow(
        self, source: Place | None, target: Place | None, family: Family, bound: Bound
    ) -> Flow:
        """Return what gets from one end to another."""
        ends = (self.interface(source), self.interface(target))
        return self.reach.flow(*ends, family, bound)

    def interface(self, place: Place | None) -> Interface | None:
        """Return the interface of a place; the internet is none."""
        return self.interfaces[place.name, place.subnet] if place else None

    def settled(
        self, source: Place | None, target: Place | None, family: Family
    ) -> bool:
        """Return whether nothing is unknown of two ends.

        Their groups' rules are known, and whether they have addresses of a family.
        """
        ends = [self.interface(place) for place in (source, target) if place]
        return all(
            one is not None
            and not one.unknowns
            and (one.public if family is Family.V4 else one.v6) is not None
            and not any(
                rule.unknowns
                for name in one.groups
                for rule in (
                    *self.network.groups[name].ingress,
                    *self.network.groups[name].egress,
                )
            )
            for one in ends
        )

    def place(self, text: str) -> Place | None:
        """Return the place `Web` or `Web@Subnet1`, or the internet."""
        name, _, subnet = text.partition("@")
        found = [
            one
            for one in self.plain.places
            if one.name == name and subnet in ("", one.subnet)
        ]
        assert found or name == "internet", f"no {text}"
        return found[0] if found else None

    def told(
        self, source: Place | None, target: Place | None, wire: Wire
    ) -> tuple[Said, Said]:
        """Return what the interpreter says, whatever port NAT takes, and for some."""
        if not self.plain.initiated(source, target, wire):
            return STOPPED, STOPPED
        ports = NAT_PORTS if target is None else NAT_PORTS[:1]
        answers = {self.plain.answered(source, target, wire, port) for port in ports}
        return Said(True, answers == {True}), Said(True, True in answers)


def family_of(wire: Wire) -> Family:
    """Return the family of a packet."""
    return Family.V6 if wire.src.version == 6 else Family.V4


def packet_of(wire: Wire) -> Packet:
    """Return a packet as the algebra writes it."""
    if wire.proto in (1, 58):
        here, there = 0, wire.sport * 256 + wire.dport
    else:
        here, there = wire.sport, wire.dport
    return Packet(int(wire.src), int(wire.dst), wire.proto, here, there)
