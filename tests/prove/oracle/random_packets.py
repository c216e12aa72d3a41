"""Random packets, most of them at the boundaries of a network's rules."""

from __future__ import annotations

from dataclasses import dataclass
from ipaddress import ip_network
from random import Random

from tests.prove.oracle.making import (
    FAR,
    FAR6,
    MORE,
    NEAR,
    NEAR6,
    PORTS,
    SUBNETS,
)
from tests.prove.oracle.naive import GLOBAL, Address, Plain, Wire
from tests.prove.oracle.written import Place


@dataclass(frozen=True)
class Dealer:
    """Deals packets of one network; what each end's addresses are is found out once."""

    plain: Plain
    pools: dict[tuple[Place | None, int], tuple[Address, ...]]

    @staticmethod
    def of(plain: Plain) -> Dealer:
        """Return the dealer of a network."""
        edges = {version: _edges(plain, version) for version in (4, 6)}
        pools = {
            (end, version): tuple(a for a in edges[version] if plain.is_at(end, a))
            for end in (*plain.places, None)
            for version in (4, 6)
        }
        return Dealer(plain, {key: pool for key, pool in pools.items() if pool})

    def packet(self, random: Random) -> tuple[Place | None, Place | None, Wire]:
        """Return a random packet between random ends, most often at a boundary."""
        six = any(version == 6 and end for end, version in self.pools)
        version = 6 if six and random.random() < 0.3 else 4
        ends = [end for end, kind in self.pools if kind == version]
        places = [end for end in ends if end is not None]
        source = target = None
        while source is target is None:
            source = None if random.random() < 0.25 else random.choice(places)
            target = None if random.random() < 0.25 else random.choice(places)
        one, two = (self._address(random, end, version) for end in (source, target))
        kind = random.choice((6, 6, 6, 17, 58 if version == 6 else 1, 50))
        return source, target, _wire(random, one, two, kind)

    def _address(self, random: Random, end: Place | None, version: int) -> Address:
        """Return an address, in most cases one that the end may have."""
        if random.random() < 0.04:
            end = random.choice([e for e, kind in self.pools if kind == version])
        return random.choice(self.pools[end, version])


def edges() -> tuple[int, ...]:
    """Return ports of both sides of every boundary that a rule may have."""
    near = {port + step for port in PORTS for step in (-1, 0, 1)}
    return tuple(sorted(port for port in near if 0 <= port <= 65535))


def _wire(random: Random, one: Address, two: Address, kind: int) -> Wire:
    if kind in (1, 58):
        echo = 8 if kind == 1 else 128
        return Wire(one, two, kind, random.choice((echo, echo, 0, 3)), 0)
    here = random.choice((49152, 49152, 1024, 65535, random.choice(edges())))
    there = random.choice((*PORTS, random.choice(edges())))
    return Wire(one, two, kind, here, there)


def _edges(plain: Plain, version: int) -> tuple[Address, ...]:
    """Return the first and last addresses of every range, and their neighbours."""
    texts = (*NEAR, *FAR, *SUBNETS, *MORE) if version == 4 else (*NEAR6, *FAR6)
    ranges = [ip_network(text, strict=False) for text in texts]
    for own in plain.written.ranges.values():
        ranges += [one for one in own if one.version == version]
    if version == 6:
        ranges.append(GLOBAL)
    kind = type(ranges[0].network_address)
    found = {
        int(edge) + step
        for one in ranges
        for edge in (one[0], one[-1])
        for step in (-5, -4, -1, 0, 1, 3, 4, 9)
    }
    most = (1 << ranges[0].max_prefixlen) - 1
    return tuple(kind(number) for number in sorted(found) if 0 <= number <= most)
