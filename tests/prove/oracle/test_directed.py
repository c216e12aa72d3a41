"""What a packet speaks against is never proved, where nearly nothing else does.

The claims are made of packets that were tried. Started as a program with a number, it
tries that many networks: `python -m tests.prove.oracle.test_directed 1000`.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator
from random import Random

import pytest

from cfngen.prove.verdict import Truth
from tests.prove.oracle.both import Both
from tests.prove.oracle.claiming import STRANGER, Asked, Meaning
from tests.prove.oracle.directed import (
    CLIENTS,
    CUTS,
    behind_nat,
    by_range,
    demanding,
    directed,
    forbidding,
    usual,
)
from tests.prove.oracle.naive import wire
from tests.prove.oracle.test_agreement import ASSUMED
from tests.prove.oracle.test_claims import Court, Tried

ADDRESSES = {"Task": "10.0.0.9", "Front": "10.0.1.9", "internet": "203.0.113.7"}
WAYS = (("Task", "internet"), ("Front", "internet"), ("Front", "Task"))
NETWORKS, BATCHES = 60, 3
PACKETS = 60
MOST = 4
"""So many claims of a sort a network: the others are alike."""


def court(seed: int, packets: int = PACKETS) -> Court:
    """Return a directed network with packets that were tried in it."""
    random = Random(seed)
    both = Both.of(directed(random), random.choice(ASSUMED))
    return Court.of(random, both, packets, usual)


def weighed(found: Court, random: Random, where: str) -> Iterator[str]:
    """Demand that nothing is proved which a packet speaks against; yield of what."""
    sorts, aimed = Counter[str](), dict[Asked, Tried]()
    for one in found.tried:
        for asked in _claims(found, random, one):
            sort = f"{asked.kind} IPv{one.wire.src.version} {_who(one)}"
            if (
                sorts[sort] < MOST
                and asked not in aimed
                and _against(found, asked, one)
            ):
                sorts[sort] += 1
                aimed[asked] = one
    wrong = next(found.holding(*aimed), None)
    assert wrong is None, f"{where}: {wrong.text}: {aimed[wrong]}"
    yield from sorts.elements()
    for subnet in found.both.plain.written.ranges:
        for kind in ("by route", "nacl"):
            asked = Asked(kind, (f"subnets({subnet})",), ())
            against = next(found.contradictions(asked), None)
            if against is not None:
                truth = found.verdict(asked).truth
                assert truth is not Truth.PROVED, f"{where}: {asked.text}: {against}"
                yield kind


def _claims(found: Court, random: Random, one: Tried) -> Iterator[Asked]:
    """Yield claims that are made of what became of a packet."""
    ends = (one.source, one.target, one.wire)
    if one.initiated:
        yield from forbidding(random, found.both.plain.written, *ends)
    if not one.answered:
        yield from demanding(*ends)


def _against(found: Court, asked: Asked, one: Tried) -> bool:
    """Return whether what became of a packet speaks against a claim."""
    ends = (one.source, one.target, one.wire)
    if one.initiated and found.meaning.breaks(asked, *ends):
        return True
    return not one.answered and found.meaning.needs(asked, *ends)


def _who(one: Tried) -> str:
    """Return where a packet comes from and goes to, in a word or two."""
    if one.target is None:
        return "out, no answer" if one.initiated else "out"
    if one.source is None:
        return "in"
    return STRANGER if one.source.name == STRANGER else "inside"


@pytest.mark.parametrize("batch", range(BATCHES))
def test_what_a_packet_speaks_against_is_not_proved(batch: int) -> None:
    counted = Counter[str]()
    for number in range(NETWORKS // BATCHES):
        seed = batch * 1000 + number
        counted.update(weighed(court(seed), Random(seed), f"network {seed}"))
    for kind in ("only", "never"):
        for who in ("IPv4 stranger", "IPv4 inside", "IPv4 in", "IPv6 in"):
            assert counted[f"{kind} {who}"] >= 3, counted
    for who in ("out, no answer", "inside"):
        assert counted[f"works IPv4 {who}"] >= 3, counted
    assert min(counted["by route"], counted["nacl"]) >= 10, counted


@pytest.mark.parametrize("near", [True, False], ids=["at the task", "at the gateway"])
@pytest.mark.parametrize("cut", CUTS, ids=str)
def test_an_answer_that_is_cut_off_is_missed(cut: tuple[int, int], near: bool) -> None:
    found = Both.of(behind_nat(cut, near), ASSUMED[0])
    tried = []
    for names in WAYS:
        source, target = map(found.place, names)
        for port in CLIENTS:
            one, two = (ADDRESSES[name] for name in names)
            packet = wire(one, two, 6, port, 443)
            least, _ = found.told(source, target, packet)
            assert least.initiated or (near and names[1] == "Task")
            tried.append(Tried(source, target, packet, True, least.answered))
    court = Court(found, Meaning(found.plain), tuple(tried), ())
    for names in WAYS:
        asked = Asked("works", names[:1], names[1:], ("tcp/443",))
        cut_off = next(court.contradictions(asked), None)
        assert list(court.holding(asked)) == ([] if cut_off else [asked])


@pytest.mark.parametrize("let", ["Task", STRANGER])
def test_nobody_of_a_subnet_is_forgotten(let: str) -> None:
    found = Both.of(by_range(), ASSUMED[0])
    court = Court(found, Meaning(found.plain), (), ())
    asked = Asked("only", (let, "internet"), ("Front",))
    everybody = Asked("only", ("Task", STRANGER, "internet"), ("Front",))
    assert list(court.holding(asked, everybody)) == [everybody]


def main(count: int) -> None:
    counted = Counter[str]()
    wrong = 0
    for seed in range(1_000_000, 1_000_000 + count):
        try:
            counted.update(weighed(court(seed, 300), Random(seed), f"court({seed})"))
        except AssertionError as error:
            wrong += 1
            sys.stdout.write(f"{error}\n\n")
    for name, times in sorted(counted.items()):
        sys.stdout.write(f"{times:9} {name}\n")
    sys.stdout.write(f"{wrong} networks with a wrong verdict\n")


if __name__ == "__main__":
    main(int(sys.argv[1]))
