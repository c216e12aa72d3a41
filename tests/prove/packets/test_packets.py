"""Sets of packets against sets of packets counted one by one."""

from __future__ import annotations

from itertools import product
from random import Random

import pytest

from cfngen.prove.packets import ANY_PORT, NONE, Box, Family, Packet, Packets, Span
from cfngen.prove.packets.packets import (
    FROM_PORT,
    common,
    every,
    less,
    merged,
    packets,
)

EDGE = 3
"""Fields of the counted packets go from 0 to this: 1,024 packets."""

UNIVERSE = tuple(Packet(*fields) for fields in product(range(EDGE + 1), repeat=5))
WHOLE = Packets((((0, EDGE),) * 5,))


def _span(random: Random) -> Span:
    low = random.randint(0, EDGE)
    return (low, random.randint(low, EDGE))


def _some(random: Random) -> Packets:
    boxes: list[Box] = [
        (_span(random), _span(random), _span(random), _span(random), _span(random))
        for _ in range(random.randint(0, 4))
    ]
    return Packets(tuple(boxes))


def _counted(some: Packets) -> set[Packet]:
    return {packet for packet in UNIVERSE if packet in some}


@pytest.mark.parametrize("seed", range(12))
def test_operations_are_exact(seed: int) -> None:
    random = Random(seed)
    one, two = _some(random), _some(random)
    ours, theirs = _counted(one), _counted(two)
    assert _counted(one | two) == ours | theirs
    assert _counted(one & two) == ours & theirs
    assert _counted(one - two) == ours - theirs
    assert bool(one - two) == bool(ours - theirs)
    assert one.covers(two) == (ours >= theirs)
    assert _counted(WHOLE - (WHOLE - one)) == ours


@pytest.mark.parametrize("seed", range(12))
def test_what_is_left_over_is_in_boxes_that_are_apart(seed: int) -> None:
    random = Random(seed)
    whole = WHOLE - _some(random) - _some(random)
    for packet in UNIVERSE:
        assert sum(packet in Packets((box,)) for box in whole.boxes) <= 1


@pytest.mark.parametrize("seed", range(6))
def test_freed_and_swapped(seed: int) -> None:
    some = _some(Random(seed))
    ours = _counted(some)
    freed = {
        packet
        for packet in UNIVERSE
        if any(
            packet.fields[:FROM_PORT] == other.fields[:FROM_PORT]
            and packet.to_port == other.to_port
            for other in ours
        )
    }
    assert _counted(some.freed(FROM_PORT, (0, EDGE))) == freed


@pytest.mark.parametrize("seed", range(6))
def test_spans_hold_what_a_field_takes(seed: int) -> None:
    some = _some(Random(seed))
    for field in range(5):
        taken = {packet.fields[field] for packet in _counted(some)}
        spans = some.spans(field)
        assert {n for low, high in spans for n in range(low, high + 1)} == taken
        assert spans == merged(spans)


@pytest.mark.parametrize("seed", range(20))
def test_spans_are_sets_of_numbers(seed: int) -> None:
    random = Random(seed)

    def drawn() -> list[Span]:
        lows = [random.randint(0, 20) for _ in range(random.randint(0, 5))]
        return [(low, low + random.randint(0, 6)) for low in lows]

    def numbers(spans: tuple[Span, ...] | list[Span]) -> set[int]:
        return {n for low, high in spans for n in range(low, high + 1)}

    one, two = drawn(), drawn()
    assert numbers(merged(one)) == numbers(one)
    assert numbers(less(one, two)) == numbers(one) - numbers(two)
    assert numbers(common(one, two)) == numbers(one) & numbers(two)
    for spans in (merged(one), less(one, two), common(one, two)):
        assert all(a[1] + 1 < b[0] for a, b in zip(spans, spans[1:], strict=False))


def test_nothing_is_empty_and_everything_is_not() -> None:
    assert not NONE
    assert every(Family.V6).covers(every(Family.V4))
    assert packets([(1, 2)], [(3, 4), (6, 7)]).boxes == (
        ((1, 2), (3, 4), (0, 255), ANY_PORT, ANY_PORT),
        ((1, 2), (6, 7), (0, 255), ANY_PORT, ANY_PORT),
    )


def test_alike_boxes_are_kept_once() -> None:
    some = packets([(1, 2)], [(3, 4)])
    assert (some | some).boxes == some.boxes
    assert (some & some).boxes == some.boxes
