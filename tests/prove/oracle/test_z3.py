"""A solver finds no packet on which a calculation and its definition differ.

Everywhere else packets are tried out; here all of them are, of both families, for
random sets, network ACLs and route tables. z3 decides: the difference has no member.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

import pytest
import z3

from cfngen.prove.network.rules import (
    Acl,
    Bound,
    Entry,
    Origin,
    Ranges,
    Route,
    Table,
    Traffic,
    Way,
)
from cfngen.prove.packets import Box, Family, Packets, Span
from cfngen.prove.packets.packets import every, less, merged
from cfngen.prove.reach.filtering import allowed
from cfngen.prove.reach.routing import pieces

FAMILIES = pytest.mark.parametrize("family", list(Family), ids=lambda one: one.value)


class Symbols:
    """One packet that is not decided: a bit vector for each field."""

    def __init__(self, family: Family) -> None:
        bits = 32 if family is Family.V4 else 128
        self.fields = (
            z3.BitVec("source", bits),
            z3.BitVec("target", bits),
            z3.BitVec("protocol", 8),
            z3.BitVec("from_port", 16),
            z3.BitVec("to_port", 16),
        )

    def within(self, field: int, span: Span) -> z3.BoolRef:
        """Return that a field is in a span."""
        it = self.fields[field]
        return z3.And(z3.UGE(it, span[0]), z3.ULE(it, span[1]))

    def box(self, box: Box) -> z3.BoolRef:
        """Return that the packet is in a box."""
        return z3.And(*(self.within(n, span) for n, span in enumerate(box)))

    def member(self, packets: Packets) -> z3.BoolRef:
        """Return that the packet is in a set."""
        return z3.Or(*map(self.box, packets.boxes))


def same(one: z3.BoolRef, two: z3.BoolRef) -> bool:
    """Return whether no packet tells two conditions apart."""
    solver = z3.Solver()
    solver.add(one != two)
    return bool(solver.check() == z3.unsat)


def a_span(random: Random, most: int) -> Span:
    """Return a random span, often one that ends where numbers end."""
    pool = (0, 1, most // 2, most // 2 + 1, most - 1, most, random.randint(0, most))
    one, two = random.choice(pool), random.choice(pool)
    return (min(one, two), max(one, two))


def a_set(random: Random, family: Family) -> Packets:
    """Return a random union of up to four boxes."""
    most = (family.every[1], family.every[1], 255, 65535, 65535)
    boxes = tuple(
        tuple(a_span(random, field) for field in most)
        for _ in range(random.randint(0, 4))
    )
    return Packets(boxes)  # type: ignore[arg-type]


@FAMILIES
@pytest.mark.parametrize("seed", range(8))
def test_the_operations_on_sets_are_those_of_logic(family: Family, seed: int) -> None:
    random, it = Random(seed), Symbols(family)
    one, two = a_set(random, family), a_set(random, family)
    left, right = it.member(one), it.member(two)
    assert same(it.member(one | two), z3.Or(left, right))
    assert same(it.member(one & two), z3.And(left, right))
    assert same(it.member(one - two), z3.And(left, z3.Not(right)))
    assert one.covers(two) == same(z3.And(right, z3.Not(left)), z3.BoolVal(False))
    assert bool(one - two) != same(it.member(one - two), z3.BoolVal(False))


@FAMILIES
@pytest.mark.parametrize("seed", range(5))
def test_what_is_left_of_a_box_is_in_pieces_that_are_apart(
    family: Family, seed: int
) -> None:
    random, it = Random(seed), Symbols(family)
    left = Packets(every(family).boxes) - a_set(random, family)
    in_two = [z3.And(it.box(a), it.box(b)) for a, b in combinations(left.boxes, 2)]
    assert same(z3.Or(*in_two), z3.BoolVal(False))


@FAMILIES
@pytest.mark.parametrize("seed", range(8))
def test_a_freed_field_is_one_that_exists(family: Family, seed: int) -> None:
    random, it = Random(seed), Symbols(family)
    one, field = a_set(random, family), random.randrange(5)
    most = (1 << it.fields[field].size()) - 1
    span = a_span(random, most)
    free = z3.Exists([it.fields[field]], it.member(one))
    wanted = z3.And(free, it.within(field, span))
    assert same(it.member(one.freed(field, span)), wanted)


@FAMILIES
@pytest.mark.parametrize("seed", range(8))
def test_spans_are_merged_and_taken_away(family: Family, seed: int) -> None:
    random, it = Random(seed), Symbols(family)
    most = family.every[1]
    ones, twos = ([a_span(random, most) for _ in range(4)] for _ in range(2))

    def member(spans: object) -> z3.BoolRef:
        return z3.Or(*(it.within(0, span) for span in spans))  # type: ignore[attr-defined]

    assert same(member(merged(ones)), member(ones))
    assert same(member(less(ones, twos)), z3.And(member(ones), z3.Not(member(twos))))
    low = [
        b - a for (_, a), (b, _) in zip(merged(ones), merged(ones)[1:], strict=False)
    ]
    assert all(gap > 1 for gap in low)


def an_acl(random: Random, family: Family) -> Acl:
    """Return a random network ACL; some of its entries may not be there."""
    numbers = sorted(random.sample(range(1, 100), random.randint(0, 6)))
    return Acl("Acl", tuple(an_entry(random, family, n) for n in numbers), ())


def an_entry(random: Random, family: Family, number: int) -> Entry:
    spans = tuple(a_span(random, family.every[1]) for _ in range(random.randint(1, 2)))
    protocol = random.choice(((0, 255), (6, 6), (17, 17)))
    traffic = Traffic(protocol, a_span(random, 65535))
    return Entry(
        *(Origin(), number, random.random() < 0.5),
        ranges=Ranges(v4=spans) if family is Family.V4 else Ranges(v6=spans),
        traffic=(traffic,),
        unknowns=("maybe",) if random.random() < 0.3 else (),
    )


@FAMILIES
@pytest.mark.parametrize("outbound", [False, True], ids=["inbound", "outbound"])
@pytest.mark.parametrize("seed", range(12))
def test_the_first_entry_that_fits_decides(
    family: Family, outbound: bool, seed: int
) -> None:
    random, it = Random(seed), Symbols(family)
    acl = an_acl(random, family)
    acl = replace(acl, outbound=acl.inbound if outbound else ())
    there = [z3.Bool(f"there{n}") for n, _ in enumerate(acl.inbound)]
    said = z3.BoolVal(False)
    for entry, present in reversed(tuple(zip(acl.inbound, there, strict=True))):
        fits = z3.And(
            z3.Or(*(it.within(int(outbound), s) for s in entry.ranges.of(family))),
            it.within(2, entry.traffic[0].protocol),
            it.within(4, entry.traffic[0].to),
        )
        counts = z3.And(fits, present) if entry.unknowns else fits
        said = z3.If(counts, entry.allows, said)
    may = z3.Exists(there, said) if there else said
    must = z3.ForAll(there, said) if there else said
    assert same(it.member(allowed(acl, outbound, family, Bound.MAY)), may)
    assert same(it.member(allowed(acl, outbound, family, Bound.MUST)), must)


def a_table(random: Random, family: Family) -> Table:
    """Return a table with random prefixes, no two of one length that overlap."""
    bits = family.every[1].bit_length()
    chosen: dict[Span, None] = {family.every: None}
    for _ in range(random.randint(0, 6)):
        length = random.choice((0, 1, 2, 8, bits // 2, bits - 1, bits))
        size = 1 << (bits - length)
        low = random.choice((0, family.every[1] // 2 + 1, family.every[1])) & -size
        chosen[low, low + size - 1] = None
    spans = [span for span in chosen if random.random() < 0.8]
    return Table("Table", tuple(a_route(random, family, span) for span in spans))


def a_route(random: Random, family: Family, span: Span) -> Route:
    ways = (Way.INTERNET, Way.NAT, Way.OUTSIDE, Way.NOWHERE, Way.LOCAL)
    return Route(
        Origin(words=str(span)),
        Ranges(v4=(span,)) if family is Family.V4 else Ranges(v6=(span,)),
        random.choice(ways),
        unknowns=("maybe",) if random.random() < 0.3 else (),
    )


@FAMILIES
@pytest.mark.parametrize("seed", range(20))
def test_the_longest_prefix_decides(family: Family, seed: int) -> None:
    it, table = Symbols(family), a_table(Random(seed), family)
    there = {one: z3.Bool(f"there{n}") for n, one in enumerate(table.routes)}

    def fits(one: Route) -> z3.BoolRef:
        within = it.within(1, one.ranges.of(family)[0])
        return z3.And(within, there[one]) if one.unknowns else within

    def size(one: Route) -> int:
        low, high = one.ranges.of(family)[0]
        return high - low

    for route in table.routes:
        longer = [one for one in table.routes if size(one) < size(route)]
        taken = z3.And(fits(route), *(z3.Not(fits(one)) for one in longer))
        for bound, of in ((Bound.MAY, z3.Exists), (Bound.MUST, z3.ForAll)):
            spans = [s for s, one in pieces(table, family, bound) if one is route]
            found = z3.Or(*(it.within(1, span) for span in spans))
            assert same(found, of(list(there.values()), taken))
