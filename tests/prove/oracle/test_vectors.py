"""What AWS's documents say of concrete packets, in our own words.

Each vector is a network that a page shows and a packet that it speaks of. Both readings
have to say the same as the page: the interpreter, and the algebra from both sides.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from cfngen.prove.network.rules import Bound
from tests.prove.oracle.both import Both, Said
from tests.prove.oracle.naive import Wire, wire
from tests.prove.oracle.pages import NETWORKS, PAGES

FATES = {
    "stopped": Said(False, False),
    "one-way": Said(True, False),
    "works": Said(True, True),
}

TABLE = Path(__file__).with_name("vectors.txt")


@dataclass(frozen=True)
class Vector:
    """A packet in a network, and what a page says becomes of it."""

    network: str
    page: str
    source: str
    target: str
    packet: Wire
    said: Said
    name: str


def vectors() -> Iterator[Vector]:
    network = ""
    for line in TABLE.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        if line.endswith(":"):
            network = line[:-1]
            continue
        page, source, target, protocol, *middle, fate, name = line.split(None, 9)[:10]
        sport, here, dport, there, *_ = middle
        packet = wire(here, there, int(protocol), int(sport), int(dport))
        yield Vector(network, page, source, target, packet, FATES[fate], name)


VECTORS = tuple(vectors())


@cache
def reading(network: str) -> Both:
    return Both.of(NETWORKS[network]())


@pytest.mark.parametrize("vector", VECTORS, ids=lambda one: f"{one.network}-{one.name}")
def test_a_packet_fares_as_the_page_says(vector: Vector) -> None:
    both = reading(vector.network)
    ends = (both.place(vector.source), both.place(vector.target))
    twice = (vector.said, vector.said)
    assert both.told(*ends, vector.packet) == twice, PAGES[vector.page]
    for bound in Bound:
        said = both.algebra(*ends, vector.packet, bound)
        assert said == vector.said, f"{bound}: {PAGES[vector.page]}"


def test_a_peering_connection_may_lead_anywhere_and_need_not() -> None:
    both = reading("priorities")
    web, packet = both.place("Web"), wire("10.0.1.10", "192.0.2.9", 6, 49152, 443)
    assert both.algebra(web, None, packet, Bound.MUST) == FATES["stopped"]
    assert both.algebra(web, None, packet, Bound.MAY).initiated


def test_every_network_and_every_page_has_a_vector() -> None:
    assert len(VECTORS) >= 55
    assert {one.network for one in VECTORS} == set(NETWORKS)
    assert {one.page for one in VECTORS} == set(PAGES)
