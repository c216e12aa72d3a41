"""Obligations about packets: claims that nobody has written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
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
from cfngen.prove.network.places import Interface, Kind
from cfngen.prove.network.rules import Bound, Traffic
from cfngen.prove.obligations.verdicts import refuted, undecided
from cfngen.prove.packets import NONE, Family, Packets
from cfngen.prove.packets.packets import SOURCE, packets
from cfngen.prove.packets.wording import traffic
from cfngen.prove.reach.clients import EPHEMERAL, client_ports
from cfngen.prove.reach.flow import Reach
from cfngen.prove.reach.wording import ranges_words
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

    def calls(self, said: Said, source: str, services: Collection[str]) -> Verdict:
        """Return whether a workload can call services of AWS, from each subnet.

        The addresses of services are not known: where only a part of the internet can
        be reached, they decide.
        """
        names = tuple(f"@{one}" for one in services)
        found = self._judged(said, source, names, ())
        if found.truth is Truth.REFUTED:
            return refuted(said, *found.broken)
        if found.truth is Truth.UNDECIDED and not found.unknowns:
            unsure = tuple(self._unsure(source, services))
            return undecided(said, *(unsure or ("the addresses of AWS",)))
        return found

    def _unsure(self, source: str, services: Collection[str]) -> Iterator[str]:
        """Yield what is not known of the ends of calls: where names of a service lead,
        and whether a workload has a public address."""
        for one in self.network.of_kind(Kind.ENDPOINT):
            if one.private_dns is None and one.service in services:
                yield f"PrivateDnsEnabled of {one.path}"
        ends = self.network.workloads[source].interfaces
        if any(one.public is None for one in ends):
            yield f"whether {self.network.name(source)} has a public address"

    def somebody(self, said: Said, target: Interface, asked: Traffic) -> Verdict:
        """Return whether anybody at all reaches an interface and is answered.

        What has a public address is called by that one, also from inside the VPC: the
        name of a load balancer on the internet leads there. Who is behind a connection
        to another network may call, and is not known.
        """
        everybody = [None] if target.public else [*self._callers(target)]
        for bound in (Bound.MUST, Bound.MAY):
            for source, family in product(everybody, Family):
                wanted = self._wanted(source, target, family, asked)
                found = self.reach.flow(source, target, family, bound).answered & wanted
                if found and bound is Bound.MUST:
                    return Verdict(said, Truth.PROVED)
                if found:
                    offence = Offence(source, target, family, found, NONE)
                    return undecided(said, *doubts(self.network, [offence]))
        behind = [*self._behind(target, asked)]
        if behind:
            return undecided(said, *behind)
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

    def _callers(self, target: Interface) -> Iterator[Interface | None]:
        """Yield whoever may reach an interface that somebody reaches.

        In IPv4 a stranger in the same subnet can do whatever those can do whose groups
        no rule of the interface names; so these are left out, and many services do not
        ask for one another.
        """
        yield from (None, *self.network.strangers())
        groups = (self.network.groups.get(one) for one in target.groups)
        rules = (rule for one in groups if one is not None for rule in one.ingress)
        named = dict.fromkeys(rule.group for rule in rules if rule.group)
        yield from (one for group in named for one in self._carrying.get(group, ()))
        if target.v6 is not False:
            yield from (one for one in self._everybody if one.v6)

    def _behind(self, target: Interface, asked: Traffic) -> Iterator[str]:
        """Yield who may call from subnets and networks that are not at hand."""
        for family in Family if target.public is not True else ():
            here = self.reach.addresses(target, family)
            every = packets((family.every,), here, asked.protocol, EPHEMERAL, asked.to)
            spans = (self.reach.entering(target, family) & every).spans(SOURCE)
            if spans:
                yield f"who is at {ranges_words(spans, family)}"

    @cached_property
    def _everybody(self) -> tuple[Interface, ...]:
        workloads = self.network.workloads.values()
        return tuple(one for workload in workloads for one in workload.interfaces)

    @cached_property
    def _carrying(self) -> Mapping[str, list[Interface]]:
        found: dict[str, list[Interface]] = {}
        for one in self._everybody:
            for group in one.groups:
                found.setdefault(group, []).append(one)
        return found

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
