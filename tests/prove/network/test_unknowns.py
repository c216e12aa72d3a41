"""Tests of values that are not wholly known."""

from __future__ import annotations

from cfngen.model import Call, Choice, Dynamic, Reference, Text, Unknown
from cfngen.prove.network.unknowns import (
    NO_VALUE,
    Option,
    held,
    key,
    names_of,
    options,
)


def test_a_known_value_is_the_only_option() -> None:
    assert options([1, "a"]) == (Option([1, "a"]),)
    assert options("a", "When") == (Option("a", ("When",)),)


def test_one_condition_is_decided_alike_everywhere() -> None:
    value = [Choice("C", 1, NO_VALUE), {"a": Choice("C", 2, NO_VALUE)}]
    assert options(value) == (Option([1, {"a": 2}], ("C",)), Option([{}], ("C",)))


def test_conditions_inside_conditions_are_tried_together() -> None:
    value = Choice("C", Choice("D", 1, 2), NO_VALUE)
    assert [one.value for one in options(value)] == [1, 2, None, None]
    assert {one.unknowns for one in options(value)} == {("C", "D")}


def test_too_many_conditions_are_one_option_that_is_not_known() -> None:
    (one,) = options([Choice(f"C{n}", 1, 2) for n in range(5)])
    assert one.value == [Unknown(f"C{n}") for n in range(5)]
    assert one.unknowns == ("C0", "C1", "C2", "C3", "C4")


def test_unknown_parts_have_names() -> None:
    value = [Text(("a", Unknown("P"))), Call("Fn::ImportValue", "x"), Choice("C", 1, 2)]
    assert names_of(value) == ("P", "ImportValue(x)", "C")
    assert names_of(Dynamic("{{resolve:ssm:a}}")) == ("{{resolve:ssm:a}}",)
    assert names_of(Reference("Vpc")) == ()


def test_what_tells_one_resource_from_another() -> None:
    assert key(Reference("Sg", "GroupId")) == "Sg"
    assert key(Reference("Vpc", "DefaultSecurityGroup")) == "Vpc.DefaultSecurityGroup"
    assert key("sg-1") == "sg-1"
    assert key(Unknown("P")) == "P"
    assert key(Call("Fn::ImportValue", "x")) == "ImportValue(x)"
    assert key(None) == key(NO_VALUE) == key("") == ""


def test_a_part_is_found_on_both_ways_of_a_condition() -> None:
    value = Choice("C", {"a": 1}, NO_VALUE)
    assert held(value, "a") == Choice("C", 1, NO_VALUE)
    assert held([{"a": 1}, {"a": 2}], "a") == [1, 2]
    assert held(Unknown("P"), "a") == Unknown("P")
    assert held("text", "a") is None
    assert held({"a": {"b": 3}}, "a", "b") == 3
