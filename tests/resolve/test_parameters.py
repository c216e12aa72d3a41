"""Parameters: lists, what Systems Manager holds, and what must not be seen."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.model import (
    Call,
    Dynamic,
    Secret,
    Text,
    Unknown,
    Value,
    encoded,
    known,
    worded,
)
from tests.models import of_template
from tests.resolve.templates import BUCKET, problems

HIDDEN = "s3cr3t, pass-phrase"


def given(kind: str, value: Any = None, **declared: Any) -> Value:
    """Return what a parameter is; its default where no value is given."""
    body = {"Parameters": {"P": {"Type": kind, **declared}}, "Resources": {}}
    values = {} if value is None else {"P": value}
    return of_template(body, **values).stacks[""].parameters["P"]


VALUES: tuple[tuple[str, str, Any, Value], ...] = (
    ("text", "String", "a, b", "a, b"),
    ("number", "Number", 4, "4"),
    ("list", "CommaDelimitedList", "a, b ,c", ["a", "b", "c"]),
    ("empty list", "CommaDelimitedList", "", [""]),
    ("numbers", "List<Number>", "1,2", ["1", "2"]),
    ("ids", "List<AWS::EC2::Subnet::Id>", "s-1, s-2", ["s-1", "s-2"]),
    (
        *("fetched", "AWS::SSM::Parameter::Value<String>", "/a"),
        Dynamic("{{resolve:ssm:/a}}"),
    ),
    (
        *("fetched list", "AWS::SSM::Parameter::Value<List<String>>", "/a"),
        Call("Fn::Split", [",", Dynamic("{{resolve:ssm:/a}}")]),
    ),
    ("name only", "AWS::SSM::Parameter::Name", "/a", "/a"),
    (
        *("dynamic", "String", "{{resolve:ssm:/a:1}}"),
        Dynamic("{{resolve:ssm:/a:1}}"),
    ),
    (
        *("dynamic in a list", "CommaDelimitedList", "a,{{resolve:ssm:/b}}"),
        ["a", Dynamic("{{resolve:ssm:/b}}")],
    ),
)


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [pytest.param(*case, id=name) for name, *case in VALUES],
)
def test_a_parameter_is(kind: str, value: Any, expected: Value) -> None:
    assert given(kind, Default=value) == expected
    assert given(kind, str(value), Default="other") == expected
    assert given(kind) == Unknown("P")


def test_a_parameter_that_the_template_lacks_is_left_alone() -> None:
    assert not of_template({"Resources": {}}, Nobody="x").stacks[""].parameters


SECRET_USES: dict[str, Any] = {
    "Ref": {"Ref": "Word"},
    "Item": {"Fn::Select": [1, {"Ref": "Words"}]},
    "Sub": {"Fn::Sub": "a-${Word}-b"},
    "SubMap": {"Fn::Sub": ["${X}", {"X": {"Ref": "Word"}}]},
    "Join": {"Fn::Join": ["-", {"Ref": "Words"}]},
    "Base64": {"Fn::Base64": {"Ref": "Word"}},
    "Json": {"Fn::ToJsonString": {"a": {"Ref": "Word"}}},
    "Split": {"Fn::Split": [", ", {"Ref": "Word"}]},
    "If": {"Fn::If": ["Perhaps", {"Ref": "Word"}, "x"]},
    "Import": {"Fn::ImportValue": {"Ref": "Word"}},
    "Map": {"Fn::FindInMap": ["M", {"Ref": "Word"}, "b"]},
    "Zones": {"Fn::GetAZs": {"Ref": "Word"}},
    "Cidr": {"Fn::Cidr": [{"Ref": "Word"}, 1, 8]},
    "Length": {"Fn::Length": {"Ref": "Words"}},
    "Attribute": {"Fn::GetAtt": ["Other", {"Ref": "Word"}]},
    "Fetched": {"Fn::Sub": "{{resolve:ssm:${Word}}}"},
}


@pytest.mark.parametrize("use", SECRET_USES)
def test_a_secret_is_never_shown(use: str) -> None:
    model = of_template(
        {
            "Parameters": {
                "Word": {"Type": "String", "NoEcho": "true"},
                "Words": {"Type": "CommaDelimitedList", "NoEcho": True},
                "Open": {"Type": "String"},
            },
            "Mappings": {"M": {}},
            "Conditions": {"Perhaps": {"Fn::Equals": [{"Ref": "Open"}, "x"]}},
            "Resources": {
                "Other": {"Type": BUCKET},
                "It": {"Type": BUCKET, "Properties": {"P": SECRET_USES[use]}},
            },
            "Outputs": {"O": {"Value": SECRET_USES[use]}},
        },
        Word=HIDDEN,
        Words=HIDDEN,
    )
    found = model["It"].get("P")
    shown = [repr(found), worded(found), json.dumps(encoded(found)), repr(model["It"])]
    shown += [repr(model.stacks[""].outputs), repr(model.stacks[""].parameters)]
    for piece in ("s3cr3t", "pass-phrase", "czNjcjN0"):
        assert not [text for text in shown if piece in text]
    assert use == "Length" or not known(found)
    assert use == "Length" or "****" in worded(found)


def test_a_secret_is_in_no_error() -> None:
    asks = {"Ref": "Word"}
    body = {
        "Parameters": {"Word": {"Type": "String", "NoEcho": True, "Default": "s3cr3t"}},
        "Resources": {
            "A": {"Type": BUCKET, "Properties": {"P": {"Fn::Select": [asks, [1]]}}},
            "B": {"Type": BUCKET, "Properties": {"P": {"Fn::Length": asks}}},
            "C": {"Type": BUCKET, "Properties": {"P": {"Ref": "Nobody"}}},
            "D": {"Type": BUCKET, "DependsOn": asks, "Condition": asks},
        },
        "Rules": {"R": {"Assertions": [{"Assert": {"Fn::Equals": [asks, "x"]}}]}},
    }
    found = problems(body)
    assert {f.id for f in found} == {"CG302", "CG303"}
    assert "s3cr3t" not in repr(found)


TEXTS: tuple[tuple[str, Any, Value], ...] = (
    (
        *("in join", {"Fn::Join": [":", ["a", "{{resolve:ssm:/b:1}}", "c"]]}),
        Text(("a:", Dynamic("{{resolve:ssm:/b:1}}"), ":c")),
    ),
    (
        *("several in a URL", "pg://{{resolve:ssm:/u}}:{{resolve:ssm:/p}}@h/d"),
        Text(
            (
                *("pg://", Dynamic("{{resolve:ssm:/u}}"), ":"),
                *(Dynamic("{{resolve:ssm:/p}}"), "@h/d"),
            )
        ),
    ),
    (
        *("made by sub", {"Fn::Sub": "x{{resolve:ssm:/${AWS::Region}/a}}"}),
        Text(("x", Dynamic("{{resolve:ssm:/us-east-1/a}}"))),
    ),
    (
        *("of something unknown", {"Fn::Sub": "{{resolve:ssm:${AWS::AccountId}}}y"}),
        Text(
            (
                Dynamic(Text(("{{resolve:ssm:", Unknown("AWS::AccountId"), "}}"))),
                "y",
            )
        ),
    ),
    ("in braces", '{"a":{{resolve:ssm:b}}}', 0),
    ("never closed", "a{{resolve:ssm:b", "a{{resolve:ssm:b"),
    ("other braces", "{{hello}}", "{{hello}}"),
    ("deep", [{"a": ["{{resolve:ssm:b}}"]}], [{"a": [Dynamic("{{resolve:ssm:b}}")]}]),
)


@pytest.mark.parametrize(
    ("written", "expected"), [pytest.param(*case, id=name) for name, *case in TEXTS]
)
def test_a_dynamic_reference_is_a_value_that_aws_fetches(
    written: Any, expected: Value
) -> None:
    resources = {"It": {"Type": BUCKET, "Properties": {"P": written}}}
    found = of_template({"Resources": resources})["It"].get("P")
    if expected == 0:
        expected = Text(('{"a":', Dynamic("{{resolve:ssm:b}}"), "}"))
    assert found == expected


def test_a_secret_keeps_its_name() -> None:
    assert given("String", "x", NoEcho=True) == Secret("P", "x")
    words = given("CommaDelimitedList", "x, y", NoEcho=True)
    assert words == [Secret("P", "x"), Secret("P", "y")]
