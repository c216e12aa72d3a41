"""The interpreter and the algebra say the same of every random packet.

The networks are the same in every run. Started as a program with a number, it tries
that many packets: `python -m tests.prove.oracle.test_agreement 1000000`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfngen.prove.network.rules import Bound
from tests.prove.oracle.both import Both, Said, family_of
from tests.prove.oracle.making import Resources
from tests.prove.oracle.naive import Plain, Wire
from tests.prove.oracle.random_networks import networks, template
from tests.prove.oracle.random_packets import Dealer
from tests.prove.oracle.written import Assumed, Place

PACKETS, EXACT, BATCHES = 63_000, 50_004, 6
A_NETWORK = 300
"""Packets a network: reading one costs as much as trying some hundreds."""

ASSUMED = tuple(
    Assumed(tasks_v6=tasks, implicit_v6=six, egress_stays=stays)
    for tasks, six, stays in (
        *((False, False, False), (True, True, True)),
        *((True, False, False), (False, True, True)),
    )
)
"""Ways to decide what those templates leave open."""

DEFAULT = "Vpc.DefaultSecurityGroup"
"""A stranger may carry it, since it is who names no other."""


def seen(seed: int, packets: int) -> Counter[str]:
    """Try packets in one random network; return how often what was the case."""
    random, counted = Random(seed), Counter[str]()
    body = template(random)
    both = Both.of(body, random.choice(ASSUMED))
    for source, target, wire in dealt(both.plain, random, packets):
        counted.update(judged(both, source, target, wire, f"network {seed}"))
    return counted


def dealt(
    plain: Plain, random: Random, count: int
) -> Iterator[tuple[Place | None, Place | None, Wire]]:
    dealer = Dealer.of(plain)
    return (dealer.packet(random) for _ in range(count))


def judged(
    both: Both, source: Place | None, target: Place | None, wire: Wire, what: str
) -> Iterator[str]:
    """Demand agreement on one packet, and yield what sort of packet it was.

    What is sure is so and what is so is possible; where nothing is unknown, all three
    are the same.
    """
    least, most = both.told(source, target, wire)
    must = both.algebra(source, target, wire, Bound.MUST)
    may = both.algebra(source, target, wire, Bound.MAY)
    where = f"{what}: {source} -> {target} {wire}"
    assert must.initiated <= least.initiated <= may.initiated, where
    assert must.answered <= least.answered <= may.answered, where
    assert must.answered <= most.answered <= may.answered, where
    yield "packets"
    if both.settled(source, target, family_of(wire)):
        assert (must, may) == (least, most), where
        yield "exact"
        yield from sort_of(source, target, wire, most)


def sort_of(
    source: Place | None, target: Place | None, wire: Wire, said: Said
) -> Iterator[str]:
    way = "in" if source is None else "out" if target is None else "inside"
    fate = "answered" if said.answered else "one way" if said.initiated else "stopped"
    yield f"IPv{wire.src.version} {way} {fate}"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_both_say_the_same_of_random_packets(batch: int) -> None:
    each = PACKETS // BATCHES // A_NETWORK
    counted = Counter[str]()
    for number in range(each):
        counted += seen(batch * each + number, A_NETWORK)
    assert counted["packets"] == PACKETS // BATCHES
    assert counted["exact"] >= EXACT // BATCHES
    for version in (4, 6):
        for way in ("in", "out", "inside"):
            for fate in ("answered", "stopped"):
                assert counted[f"IPv{version} {way} {fate}"], counted


def test_there_are_enough_of_them() -> None:
    assert EXACT >= 50_000
    assert PACKETS % (BATCHES * A_NETWORK) == 0


def test_strangers_get_where_rules_by_address_let_them() -> None:
    seen = Counter[bool]()
    for seed in range(40):
        random = Random(seed)
        both = Both.of(template(random))
        dealer = Dealer.of(both.plain)
        for _ in range(50):
            near, target, wire = dealer.packet(random)
            if near is None or target is None:
                continue
            stranger = Place("stranger", near.subnet, (), True, near.v6, guarded=False)
            _, so = both.told(stranger, target, wire)
            may = both.algebra(stranger, target, wire, Bound.MAY)
            must = both.algebra(stranger, target, wire, Bound.MUST)
            assert must.initiated <= so.initiated <= may.initiated
            assert must.answered <= so.answered <= may.answered
            seen[so.initiated] += 1
            if wire.src.version == 4 and DEFAULT not in target.groups:
                assert must == so == may
    assert min(seen[True], seen[False]) > 50


@settings(
    max_examples=25,
    derandomize=True,
    database=None,
    deadline=None,
    suppress_health_check=[
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
        HealthCheck.large_base_example,
    ],
)
@given(networks, st.randoms(use_true_random=False), st.sampled_from(ASSUMED))
def test_a_network_on_which_they_differ_is_made_small(
    body: Resources, random: Random, assumed: Assumed
) -> None:
    both = Both.of(body, assumed)
    for source, target, wire in dealt(both.plain, random, 20):
        for _ in judged(both, source, target, wire, str(body)):
            pass


def main(count: int) -> None:
    counted = Counter[str]()
    for seed in range(count // A_NETWORK):
        counted += seen(1_000_000 + seed, A_NETWORK)
    for name, times in sorted(counted.items()):
        sys.stdout.write(f"{times:9} {name}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
