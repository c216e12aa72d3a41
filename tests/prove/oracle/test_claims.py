"""Verdicts on random claims against packets that are tried one by one.

No packet contradicts a claim that is proved, and each packet that refutes one does what
is said of it. Started as a program with a number, it tries that many networks:
`python -m tests.prove.oracle.test_claims 2000`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from ipaddress import IPv4Address, IPv6Address
from itertools import chain, product
from random import Random

import pytest

from cfngen.prove.claims.claim import DefaultDeny, Never, Only, Works
from cfngen.prove.claims.parsing import parsed
from cfngen.prove.claims.selecting import Selecting
from cfngen.prove.judging.network import judged
from cfngen.prove.judging.trial import Trial
from cfngen.prove.network.places import Interface
from cfngen.prove.packets import Family, Packet
from cfngen.prove.reach.walking import Walk
from cfngen.prove.verdict import Truth, Verdict
from tests.prove.oracle.both import Both
from tests.prove.oracle.claiming import TEXT, Asked, Meaning, drawn, unguarded
from tests.prove.oracle.naive import Wire
from tests.prove.oracle.random_networks import template
from tests.prove.oracle.random_packets import Dealer
from tests.prove.oracle.test_agreement import ASSUMED
from tests.prove.oracle.unknowing import unknowing
from tests.prove.oracle.written import ALL, Place, Range, Resource

OnPackets = Works | Only | Never | DefaultDeny
NETWORKS, BATCHES = 40, 4
PACKETS, CLAIMS = 120, 14
DEFAULT = "Vpc.DefaultSecurityGroup"


Shape = Callable[[Random, Wire], Wire]


def plainly(random: Random, wire: Wire) -> Wire:
    """Return a packet as it was dealt."""
    return wire


@dataclass(frozen=True)
class Tried:
    """One packet and what became of it."""

    source: Place | None
    target: Place | None
    wire: Wire
    initiated: bool
    answered: bool


@dataclass(frozen=True)
class Court:
    """A network in which claims are judged, and the packets that were tried in it."""

    both: Both
    meaning: Meaning
    tried: tuple[Tried, ...]
    outside: tuple[IPv4Address | IPv6Address, ...]

    @staticmethod
    def of(random: Random, both: Both, packets: int, shape: Shape = plainly) -> Court:
        """Return a network with packets that were tried in it, of some shape."""
        plain = both.plain
        own = plain.places
        plain.places = (*own, *unguarded(plain))
        dealer = Dealer.of(plain)
        tried = []
        for _ in range(packets):
            source, target, wire = dealer.packet(random)
            wire = shape(random, wire)
            least, _ = both.told(source, target, wire)
            tried.append(Tried(source, target, wire, least.initiated, least.answered))
        plain.places = own
        pools = (dealer.pools.get((None, version), ()) for version in (4, 6))
        return Court(both, Meaning(plain), tuple(tried), tuple(chain(*pools)))

    def verdict(self, asked: Asked) -> Verdict:
        """Return the verdict on a claim."""
        (claim,), selecting = self.read(asked)
        return judged(claim, selecting, self.both.reach)

    def holding(self, *asked: Asked) -> Iterator[Asked]:
        """Yield the claims on pairs that nothing speaks against; no example is made.

        An example, with a repair that is tried out, costs more than the verdict.
        """
        claims, selecting = self.read(*asked)
        for one, claim in zip(asked, claims, strict=True):
            assert isinstance(claim, Works | Only | Never)
            trial = Trial(claim, selecting, self.both.reach)
            if not trial.missing and not trial.forbidden:
                yield one

    def read(self, *asked: Asked) -> tuple[tuple[OnPackets, ...], Selecting]:
        """Return claims as they are read, with the names that they may use."""
        lines = "".join(f"{one.text}\n" for one in asked)
        read = parsed(f"{TEXT}{lines}", "t.claims")
        assert not read.findings, read.findings
        claims = tuple(o for o in read.claims.written if isinstance(o, OnPackets))
        return claims, Selecting(read.claims, self.both.network)

    def contradictions(self, asked: Asked) -> Iterator[object]:
        """Yield what speaks against a claim that has been proved."""
        for one in self.tried:
            ends = (one.source, one.target, one.wire)
            if one.initiated and self.meaning.breaks(asked, *ends):
                yield one
            if not one.answered and self.meaning.needs(asked, *ends):
                yield one
        if asked.kind == "by route":
            yield from self._led(asked)
        if asked.kind == "nacl":
            yield from self._open(asked)

    def _led(self, asked: Asked) -> Iterator[object]:
        """Yield addresses of the internet that routes of subnets lead to."""
        plain = self.both.plain
        for subnet in self.meaning.subnets(asked.sources):
            for address in self.outside:
                way = plain.way(subnet, address)
                if way not in ("local", "nowhere"):
                    yield subnet, address, way

    def _open(self, asked: Asked) -> Iterator[object]:
        """Yield subnets whose network ACL is the VPC's own, or lets everything through
        in a direction."""
        plain = self.both.plain
        for subnet in self.meaning.subnets(asked.sources):
            acl = plain.written.acls[subnet]
            for out in (False, True):
                edges = list(_edges(plain.written.entries[acl, out]))
                for version in (4, 6):
                    own = [one for one in edges if one.src.version == version]
                    if not acl or all(plain.acl(subnet, out, one) for one in own):
                        yield subnet, out, version

    def unfounded(self, asked: Asked, verdict: Verdict) -> Iterator[object]:
        """Yield the packets of a refutation that do not do what is said of them."""
        for walk in filter(None, (one.walk for one in verdict.broken)):
            source, target = self.place(walk.source), self.place(walk.target)
            wire = self._there(source, target, wire_of(walk))
            least, most = self.both.told(source, target, wire)
            if walk.arrives:
                good = least.initiated and self.meaning.breaks(
                    asked, source, target, wire
                )
            else:
                good = not least.answered and self.meaning.needs(
                    asked, source, target, wire
                )
            if not good:
                yield walk

    def _there(self, source: Place | None, target: Place | None, w: Wire) -> Wire:
        """Return a packet between addresses that its ends have.

        Where a subnet's range was not known, what is sure is so of all addresses.
        """
        at = self.both.plain.is_at
        for end, side, address in ((source, "src", w.src), (target, "dst", w.dst)):
            if end is not None and not at(end, address):
                whole = self.both.plain.written.ranges[end.subnet]
                own = next(one for one in whole if one.version == address.version)[10]
                w = replace(w, src=own) if side == "src" else replace(w, dst=own)
        return w

    def place(self, end: Interface | None) -> Place | None:
        """Return an interface as the interpreter has it."""
        if end is None:
            return None
        every = (*self.both.plain.places, *unguarded(self.both.plain))
        return next(
            one for one in every if (one.name, one.subnet) == (end.workload, end.subnet)
        )


def _edges(entries: Iterable[tuple[Resource, Range]]) -> Iterator[Wire]:
    """Yield packets at every edge of some entries: one of each sort that they tell."""
    kinds, ports, ranges = {1, 6, 17, 50, 58}, {0, 65535}, {*ALL.values()}
    for given, cidr in entries:
        ranges.add(cidr)
        span = given.get("PortRange", {})
        ports |= {span["From"], min(span["To"] + 1, 65535)} if span else set()
    ends = {address for one in ranges for address in _around(one)}
    for far, kind, port in product(ends, kinds, ports):
        yield (
            Wire(far, far, kind, 3, 9)
            if kind in (1, 58)
            else Wire(far, far, kind, port, port)
        )


def _around(cidr: Range) -> Iterator[IPv4Address | IPv6Address]:
    """Yield the first address of a range and the one behind its last."""
    yield cidr[0]
    if cidr[-1] != ALL[cidr.version][-1]:
        yield cidr[-1] + 1


def wire_of(walk: Walk) -> Wire:
    """Return the packet of a walk as it goes over a wire."""
    packet: Packet = walk.packet
    kind = IPv4Address if walk.family is Family.V4 else IPv6Address
    ports = (packet.from_port, packet.to_port)
    if packet.protocol in (1, 58):
        ports = divmod(packet.to_port, 256)
    return Wire(kind(packet.source), kind(packet.target), packet.protocol, *ports)


def court(seed: int, packets: int = PACKETS) -> Court:
    """Return a random network with packets that were tried in it."""
    random = Random(seed)
    return Court.of(random, Both.of(template(random), random.choice(ASSUMED)), packets)


def unsure_court(seed: int, packets: int = PACKETS) -> Court:
    """Return a random network of which something is not known, and is so after all."""
    random = Random(seed)
    model, filled = unknowing(random, template(random), random.randint(1, 4))
    assumed = random.choice(ASSUMED)
    return Court.of(random, Both.of_model(model, filled, assumed), packets)


def weighed(found: Court, random: Random, claims: int, where: str) -> Iterator[str]:
    """Judge random claims, and demand that packets agree; yield what was found."""
    for _ in range(claims):
        asked = drawn(random, found.both.plain)
        verdict = found.verdict(asked)
        yield f"{asked.kind} {verdict.truth}"
        if verdict.truth is Truth.PROVED:
            against = next(found.contradictions(asked), None)
            assert against is None, f"{where}: {asked.text}: {against}"
        if verdict.truth is Truth.REFUTED:
            wrong = next(found.unfounded(asked, verdict), None)
            assert wrong is None, f"{where}: {asked.text}: {wrong}"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_packets_agree_with_verdicts(batch: int) -> None:
    counted = Counter[str]()
    for number in range(NETWORKS // BATCHES):
        seed = batch * 1000 + number
        counted.update(weighed(court(seed), Random(seed), CLAIMS, f"network {seed}"))
    for kind in ("only", "never", "works"):
        assert counted[f"{kind} refuted"] > 5, counted
    assert counted["only proved"] + counted["never proved"] > 5, counted


def test_packets_agree_with_verdicts_on_what_is_not_wholly_known() -> None:
    counted = Counter[str]()
    for seed in range(NETWORKS // BATCHES):
        found = unsure_court(seed)
        counted.update(weighed(found, Random(seed), CLAIMS, f"open network {seed}"))
    assert counted["only undecided"] + counted["never undecided"] > 5


def main(count: int) -> None:
    counted = Counter[str]()
    wrong = 0
    for seed in range(count):
        for make in (court, unsure_court):
            where = f"{make.__name__}({1_000_000 + seed})"
            found = make(1_000_000 + seed, 400)
            try:
                counted.update(weighed(found, Random(seed), 40, where))
            except AssertionError as error:
                wrong += 1
                sys.stdout.write(f"{error}\n\n")
    for name, times in sorted(counted.items()):
        sys.stdout.write(f"{times:9} {name}\n")
    sys.stdout.write(f"{wrong} networks with a wrong verdict\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
