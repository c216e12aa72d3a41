"""Verdicts of parts become one."""

from __future__ import annotations

import pytest

from cfngen.findings import Place
from cfngen.prove.claims.claim import Said
from cfngen.prove.network.rules import Origin
from cfngen.prove.obligations.verdicts import every, one_of, refuted, undecided
from cfngen.prove.verdict import Broken, Truth, Verdict

SAID = Said("it works", Place("", ""))
YES = Verdict(SAID, Truth.PROVED)
NO = refuted(SAID, Broken(Origin("Group"), "stopped"))
OTHER = refuted(SAID, Broken(Origin("Acl"), "stopped too"))
OPEN = undecided(SAID, "Parameter")


@pytest.mark.parametrize(
    ("parts", "truth"),
    [
        ((), Truth.PROVED),
        ((YES, YES), Truth.PROVED),
        ((YES, OPEN), Truth.UNDECIDED),
        ((OPEN, NO), Truth.REFUTED),
    ],
    ids=["nothing", "all", "one open", "one fails"],
)
def test_all_parts_have_to_work(parts: tuple[Verdict, ...], truth: Truth) -> None:
    assert every(SAID, parts).truth is truth


@pytest.mark.parametrize(
    ("parts", "truth"),
    [
        ((NO,), Truth.REFUTED),
        ((YES, YES), Truth.PROVED),
        ((YES, NO), Truth.UNDECIDED),
        ((NO, OTHER), Truth.REFUTED),
        ((OPEN, YES), Truth.UNDECIDED),
    ],
    ids=["one alone", "all", "it depends", "none", "one open"],
)
def test_one_part_has_to_work(parts: tuple[Verdict, ...], truth: Truth) -> None:
    assert one_of(SAID, parts, "Image").truth is truth


def test_what_decides_is_named_once() -> None:
    found = every(SAID, [OPEN, OPEN])
    assert found.unknowns == ("Parameter",)
    assert found.why == "it depends on Parameter"
    assert one_of(SAID, [YES, OPEN], "Image").unknowns == ("Image", "Parameter")


def test_what_one_thing_stops_is_told_together() -> None:
    more = Broken(Origin("Group"), "stopped as well")
    found = every(SAID, [NO, refuted(SAID, more), OTHER])
    assert [(one.at.resource, one.others) for one in found.broken] == [
        ("Group", ("stopped as well",)),
        ("Acl", ()),
    ]
    assert found.why == "stopped; stopped as well; stopped too"
