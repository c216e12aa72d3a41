"""A value read as the kind that a reader expects."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.model import (
    Call,
    Choice,
    Reference,
    Text,
    Unknown,
    Value,
    listed,
    mentions,
    number,
    switched,
    target,
    targets,
    text,
)
from tests.models import of_resources

STACK = {
    "Type": "AWS::CloudFormation::Stack",
    "Properties": {"TemplateURL": "https://example.com/t.json"},
}
OTHER = Reference("Other")
OPEN = Unknown("P")

NUMBERS: tuple[tuple[Any, float | None], ...] = (
    *((2, 2.0), ("2", 2.0), (" 2.5 ", 2.5), ("-1", -1.0), (".5", 0.5), ("1e3", 1e3)),
    *((True, None), ("two", None), ("", None), (None, None), ([1], None), (OPEN, None)),
    *(("nan", None), ("inf", None), ("1_000", None), ("0x10", None), (10**400, None)),
)


@pytest.mark.parametrize(("value", "expected"), NUMBERS, ids=lambda v: repr(v)[:20])
def test_a_number(value: Value, expected: float | None) -> None:
    if value == 10**400:
        expected = float("inf")
    assert number(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        *[
            (True, True),
            ("true", True),
            ("True", True),
            (False, False),
            ("FALSE", False),
        ],
        *[("yes", None), (1, None), (None, None), (OPEN, None), ([], None)],
    ],
    ids=repr,
)
def test_a_switch(value: Value, expected: bool | None) -> None:
    assert switched(value) is expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [("a", "a"), (1, "1"), (True, "true"), (None, None), (["a"], None), (OPEN, None)],
    ids=repr,
)
def test_a_text(value: Value, expected: str | None) -> None:
    assert text(value) == expected


def test_a_list() -> None:
    assert listed(None) == []
    assert listed([1, OTHER]) == [1, OTHER]
    assert listed("a") == ["a"]
    assert listed(OPEN) == [OPEN]


def test_a_target() -> None:
    model = of_resources(Other={"Type": "A::B::C"}, More={"Type": "A::B::C"})
    assert target(model, OTHER) is model["Other"]
    assert target(model, Reference("Other", "Arn")) is model["Other"]
    assert target(model, Reference("Nobody")) is None
    assert target(model, Text(("a", OTHER))) is None
    assert list(targets(model, [OTHER, "x", Reference("More")])) == [
        *(model["Other"], model["More"]),
    ]


@pytest.mark.parametrize(
    "value",
    [
        *(OTHER, Reference("Other", "Arn"), Text(("a", OTHER)), Choice("C", 1, OTHER)),
        *(Call("Fn::Split", [",", OTHER]), [OTHER], {"a": OTHER}),
    ],
    ids=repr,
)
def test_a_mention(value: Value) -> None:
    assert mentions(value, "Other")
    assert not mentions(value, "Othe")


def test_properties_are_reached_by_their_path() -> None:
    model = of_resources(
        It={
            "Type": "A::B::C",
            "Properties": {"L": [{"a": 1}, {"Ref": "AWS::AccountId"}]},
        }
    )
    it = model["It"]
    assert it.get("L", 0, "a") == 1
    assert it.get("L", -1) == Unknown("AWS::AccountId")
    assert [
        it.get(*path) for path in (("L", 2), ("L", "a"), ("X",), ("L", 1, "a"))
    ] == [None] * 4
    assert list(model.of("A::B::C")) == [it]
    assert list(model.of("Z")) == []
    assert model.region == "us-east-1"


@pytest.mark.parametrize(
    "type", ["CloudFormation::Stack", "CloudFormation::CustomResource"]
)
def test_what_others_give_is_not_what_gives_it(type: str) -> None:
    found = of_resources(Other={**STACK, "Type": f"AWS::{type}"})
    assert target(found, Reference("Other", "Outputs.Vpc")) is None
    assert target(found, OTHER) is found["Other"]
