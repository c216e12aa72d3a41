"""Values: what is inside them, how they join, and how they are written."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.model import (
    Call,
    Choice,
    Dynamic,
    Reference,
    Secret,
    Text,
    Unknown,
    Value,
    encoded,
    joined,
    known,
    mapped,
    parts,
    plain,
    references,
    worded,
)

VPC = Reference("Network/Vpc")
ARN = Reference("Network/Vpc", "Arn")
ACCOUNT = Unknown("AWS::AccountId")
WORD = Secret("Word", "sesame")
FETCHED = Dynamic("{{resolve:ssm:/a}}")
NOTHING = Unknown("AWS::NoValue")

WRITTEN: tuple[tuple[str, Value, Any, str], ...] = (
    ("text", "a", "a", "a"),
    ("number", 2, 2, "2"),
    ("true", True, True, "true"),
    ("nothing", None, None, "null"),
    ("reference", VPC, {"Ref": "Network/Vpc"}, "${Network/Vpc}"),
    (
        *("attribute", ARN, {"Fn::GetAtt": ["Network/Vpc", "Arn"]}),
        "${Network/Vpc.Arn}",
    ),
    ("unknown", ACCOUNT, {"Ref": "AWS::AccountId"}, "${AWS::AccountId}"),
    ("secret", WORD, "****", "****"),
    ("dynamic", FETCHED, "{{resolve:ssm:/a}}", "{{resolve:ssm:/a}}"),
    (
        *("dynamic of a reference", Dynamic(Text(("{{resolve:ssm:", VPC, "}}")))),
        {"Fn::Join": ["", ["{{resolve:ssm:", {"Ref": "Network/Vpc"}, "}}"]]},
        "{{resolve:ssm:${Network/Vpc}}}",
    ),
    (
        *("mixed", Text(("a-", VPC, "-", WORD))),
        {"Fn::Join": ["", ["a-", {"Ref": "Network/Vpc"}, "-", "****"]]},
        "a-${Network/Vpc}-****",
    ),
    (
        *("call", Call("Fn::Select", [0, Call("Fn::GetAZs", "us-east-1")])),
        {"Fn::Select": [0, {"Fn::GetAZs": "us-east-1"}]},
        "Select(0, GetAZs(us-east-1))",
    ),
    (
        *("choice", Choice("On", VPC, NOTHING)),
        {"Fn::If": ["On", {"Ref": "Network/Vpc"}, {"Ref": "AWS::NoValue"}]},
        "If(On, ${Network/Vpc}, ${AWS::NoValue})",
    ),
    (
        *("nested", {"a": [VPC, 1, None, {"b": WORD}]}),
        {"a": [{"Ref": "Network/Vpc"}, 1, None, {"b": "****"}]},
        '{"a": ["${Network/Vpc}", 1, null, {"b": "****"}]}',
    ),
    ("letters", ["ü"], ["ü"], '["ü"]'),
)


@pytest.mark.parametrize(
    ("value", "as_json", "as_words"),
    [pytest.param(*case, id=name) for name, *case in WRITTEN],
)
def test_a_value_is_written(value: Value, as_json: Any, as_words: str) -> None:
    assert encoded(value) == as_json
    assert worded(value) == as_words


JOINED: tuple[tuple[str, list[Value], Value], ...] = (
    ("nothing", [], ""),
    ("texts", ["a", "b", 1, True], "ab1true"),
    ("one name", [VPC], VPC),
    ("empty around a name", ["", VPC, ""], VPC),
    ("mixed", ["a", "b", VPC, "c"], Text(("ab", VPC, "c"))),
    ("flat", ["a", Text(("b", VPC)), "c"], Text(("ab", VPC, "c"))),
    ("names", [VPC, ARN], Text((VPC, ARN))),
    ("empty secret", [Secret("W", ""), "a"], Text((Secret("W", ""), "a"))),
)


@pytest.mark.parametrize(
    ("pieces", "expected"), [pytest.param(*case, id=name) for name, *case in JOINED]
)
def test_pieces_join(pieces: list[Value], expected: Value) -> None:
    assert joined(pieces) == expected


DEEP = {"a": [Call("Fn::X", {"b": Choice("C", Text(("t", ARN)), Dynamic(VPC))})]}


def test_everything_inside_is_found() -> None:
    assert list(references(DEEP)) == [ARN, VPC]
    assert "t" in list(parts(DEEP))
    assert not known(DEEP)
    assert known({"a": [1, {"b": None}]})


def test_everything_inside_can_be_changed() -> None:
    def change(value: Value) -> Value:
        return ACCOUNT if isinstance(value, Reference) else mapped(value, change)

    assert change(DEEP) == {
        "a": [Call("Fn::X", {"b": Choice("C", Text(("t", ACCOUNT)), Dynamic(ACCOUNT))})]
    }


def test_scalars_are_written_as_aws_does() -> None:
    assert [plain(v) for v in (True, False, 1, 1.5, "x")] == [
        *("true", "false", "1", "1.5", "x"),
    ]


def test_a_secret_compares_and_stays_hidden() -> None:
    assert Secret("W", "a") != Secret("W", "b")
    assert Secret("W", "a") == Secret("W", "a")
    assert "sesame" not in repr({"a": [Text((WORD, "x"))]})
