"""Obligations about packets: claims that nobody has written."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import product

from cfngen.prove.claims.claim import (
    INTERNET,
    STRANGER,
    Claims,
    Name,
    Ports,
    Said,
    Works,
)
from cfngen.prove.claims.selecting import Selecting
from cfngen.prove.judging.doubts import doubts
from cfngen.prove.judging.network import judged
from cfngen.prove.judging.offences import Offence
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Bound, Traffic
from cfngen.prove.obligations.verdicts import refuted, undecided
from cfngen.prove.packets import NONE, Family, Packets
from cfngen.prove.packets.packets import packets
from cfngen.prove.packets.wording import traffic
from cfngen.prove.reach.clients import client_ports
from cfngen.prove.reach.flow import Reach
from cfngen.prove.verdict import Truth, Verdict


@dataclass(frozen=True)
class Judge:
    """Judges what has to work in one network, ends being workloads by path."""

    reach: Reach

    @property
    def network(self) -> Network:
        """Return the network."""
        return self.reach.network

    @cached_property
    def _selecting(self) -> Selecting:
        return Selecting(Claims(), self.network)

    def reaches(
        self, said: Said, source: str, target: str, asked: Iterable[Traffic]
    ) -> Verdict:
        """Return whether all of one workload reaches all of another and is answered."""
        return self._judged(said, source, (target,), asked)

    def calls(self, said: Said, source: str, services: Iterable[str]) -> Verdict:
        """Return whether a workload can call services of AWS, from each subnet.

        The addresses of services are not known: where only a part of the internet can
        be reached, they decide.
        """
        names = tuple(f"@{one}" for one in services)
        found = self._judged(said, source, names, ())
        if found.truth is Truth.REFUTED:
            return refuted(said, *found.broken)
        if found.truth is Truth.UNDECIDED and not found.unknowns:
            return undecided(said, "the addresses of AWS")
        return found

    def somebody(self, said: Said, target: Interface, asked: Traffic) -> Verdict:
        """Return whether anybody at all reaches an interface and is answered.

        What has a public address is called by that one, also from inside the VPC: the
        name of a load balancer on the internet leads there.
        """
        everybody = [None] if target.public else self._everybody
        for bound in (Bound.MUST, Bound.MAY):
            for source, family in product(everybody, Family):
                wanted = self._wanted(source, target, family, asked)
                found = self.reach.flow(source, target, family, bound).answered & wanted
                if found and bound is Bound.MUST:
                    return Verdict(said, Truth.PROVED)
                if found:
                    offence = Offence(source, target, family, found, NONE)
                    return undecided(said, *doubts(self.network, [offence]))
        source_name = STRANGER if target.public is False else INTERNET
        blocked = self.reaches(said, source_name, target.workload, [asked])
        if not blocked.broken:
            why = blocked.why.removeprefix("it depends on ")
            return undecided(said, *(blocked.unknowns or (why,)))
        return refuted(said, *blocked.broken)

    def _judged(
        self,
        said: Said,
        source: str,
        targets: Iterable[str],
        asked: Iterable[Traffic],
    ) -> Verdict:
        ports = (Ports(traffic(o.protocol, o.to), o.protocol, o.to) for o in asked)
        sources, others = (
            tuple(Name(one, said.place) for one in side)
            for side in ((source,), targets)
        )
        claim = Works(said, sources, others, tuple(ports))
        found = judged(claim, self._selecting, self.reach)
        return undecided(said, found.why) if found.truth is Truth.VACUOUS else found

    @cached_property
    def _everybody(self) -> tuple[Interface | None, ...]:
        own = (one for w in self.network.workloads.values() for one in w.interfaces)
        return (None, *self.network.strangers(), *own)

    def _wanted(
        self,
        source: Interface | None,
        target: Interface,
        family: Family,
        asked: Traffic,
    ) -> Packets:
        """Return the packets of which one has to arrive and be answered."""
        here, there = (self.reach.addresses(end, family) for end in (source, target))
        client = client_ports(self.network, source)
        return packets(here, there, asked.protocol, client, asked.to)
