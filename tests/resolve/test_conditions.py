"""Conditions: true, false or unknown; what exists and what waits for it."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.model import Choice
from tests.models import of_template
from tests.resolve.templates import BODY, BUCKET, of_value, problems

OPEN = {"Ref": "Open"}
TRUE, FALSE = {"Condition": "Yes"}, {"Condition": "No"}
PERHAPS = {"Condition": "Perhaps"}


def equals(left: Any, right: Any) -> dict[str, Any]:
    return {"Fn::Equals": [left, right]}


def both(*conditions: Any) -> dict[str, Any]:
    return {"Fn::And": list(conditions)}


def either(*conditions: Any) -> dict[str, Any]:
    return {"Fn::Or": list(conditions)}


TRUTHS: tuple[tuple[str, Any, bool | None], ...] = (
    ("equal", equals("a", "a"), True),
    ("number and text", equals({"Ref": "Number"}, 2), True),
    ("boolean and text", equals(True, "true"), True),
    ("case counts", equals("A", "a"), False),
    ("lists", equals({"Ref": "List"}, ["a", "b", "c"]), True),
    ("maps", equals({"a": 1}, {"a": "1"}), True),
    ("open", equals(OPEN, "on"), None),
    ("open and itself", equals(OPEN, OPEN), True),
    ("open begins otherwise", equals({"Fn::Sub": "a-${Open}"}, "b-x"), False),
    ("open ends otherwise", equals({"Fn::Sub": "${Open}-a"}, "x-b"), False),
    ("open may fit", equals({"Fn::Sub": "a-${Open}"}, "a-x"), None),
    ("open is too short", equals({"Fn::Sub": "ab${Open}ba"}, "aba"), False),
    ("open in the middle", equals({"Fn::Sub": "${Open}a${Open}b"}, "xbya"), False),
    ("open may be nothing", equals(OPEN, ""), None),
    ("account is never empty", equals({"Ref": "AWS::AccountId"}, ""), False),
    ("resource is never empty", equals({"Ref": "Other"}, ""), False),
    ("arn is never empty", equals({"Fn::GetAtt": "Other.Arn"}, ""), False),
    ("output may be empty", equals({"Fn::GetAtt": "Other.Outputs.Arn"}, ""), None),
    ("attribute may be empty", equals({"Fn::GetAtt": "Other.Tags"}, ""), None),
    ("secret", equals({"Ref": "Word"}, "sesame"), True),
    ("secret in text", equals({"Fn::Sub": "-${Word}"}, "-sesame"), True),
    ("other secret", equals({"Fn::Sub": "-${Word}"}, "-x"), False),
    ("not", {"Fn::Not": [TRUE]}, False),
    ("not perhaps", {"Fn::Not": [PERHAPS]}, None),
    ("and", both(TRUE, TRUE), True),
    ("and perhaps", both(TRUE, PERHAPS), None),
    ("and false", both(PERHAPS, FALSE), False),
    ("or", either(FALSE, TRUE), True),
    ("or perhaps", either(FALSE, PERHAPS), None),
    ("or true", either(PERHAPS, TRUE), True),
    ("or false", either(FALSE, FALSE), False),
    ("deep", {"Fn::Not": [both(TRUE, either(FALSE, equals(1, 1)))]}, False),
    ("by name", "Yes", True),
)


@pytest.mark.parametrize(
    ("written", "expected"), [pytest.param(*case, id=name) for name, *case in TRUTHS]
)
def test_a_condition_is(written: Any, expected: bool | None) -> None:
    conditions = {**BODY["Conditions"], "It": written}
    truths = of_value("x", Conditions=conditions).stacks[""].conditions
    assert truths["It"] is expected


def test_many_unknown_parts_are_compared_at_once() -> None:
    written = {"Fn::Sub": "${Open}a" * 40 + "b"}
    conditions = {**BODY["Conditions"], "It": equals(written, "a" * 4000)}
    assert of_value("x", Conditions=conditions).stacks[""].conditions["It"] is False


WRONG: tuple[tuple[str, Any, str], ...] = (
    ("number", 5, "A condition is one function"),
    ("two", {"Fn::Not": [TRUE], "Fn::Or": []}, "A condition is one function"),
    ("value", {"Ref": "Name"}, "Ref is no condition"),
    ("one of two", both(TRUE), "Fn::And is no condition, or does not have its"),
    ("eleven", either(*[TRUE] * 11), "Fn::Or is no condition, or does not have its"),
    ("equals three", {"Fn::Equals": [1, 2, 3]}, "does not have its arguments"),
    ("nobody", {"Condition": "Nobody"}, "Unresolved condition dependency Nobody"),
    ("not a name", {"Condition": [1]}, "Condition takes the name of a condition"),
    ("itself", {"Fn::Not": [{"Condition": "It"}]}, "Circular dependency of the"),
    ("bad value", equals({"Ref": "Nobody"}, 1), "Unresolved resource dependency"),
)


@pytest.mark.parametrize(
    ("written", "message"), [pytest.param(*case, id=name) for name, *case in WRONG]
)
def test_what_is_no_condition_is_said_once(written: Any, message: str) -> None:
    body = {"Conditions": {"Yes": equals(1, 1), "It": written}, "Resources": {}}
    (found,) = problems(body)
    assert message in found.message
    assert found.path.startswith("Conditions/It")


def test_a_circle_of_conditions_is_told_apart_from_a_long_row() -> None:
    circle = {f"C{i}": {"Condition": f"C{(i + 1) % 3}"} for i in range(3)}
    found = problems({"Conditions": circle, "Resources": {}})
    assert [f.message for f in found] == ["Circular dependency of the condition C0."]
    row = {f"C{i}": {"Condition": f"C{i + 1}"} for i in range(20)}
    body = {"Conditions": {**row, "C20": equals(1, 1)}, "Resources": {}}
    assert all(of_template(body).stacks[""].conditions.values())


def test_a_row_that_is_too_long_is_an_error_and_no_crash() -> None:
    row = {f"C{i}": {"Fn::Not": [{"Condition": f"C{i + 1}"}]} for i in range(3000)}
    (found,) = problems({"Conditions": row, "Resources": {}})
    assert "too long a chain" in found.message


def test_what_a_false_condition_takes_away() -> None:
    model = of_template(
        {
            **BODY,
            "Resources": {
                "Gone": {"Type": BUCKET, "Condition": "No"},
                "May": {"Type": BUCKET, "Condition": "Perhaps", "DependsOn": "Gone"},
                "Stays": {
                    "Type": BUCKET,
                    "Condition": "Yes",
                    "DependsOn": ["Gone", "May"],
                },
            },
            "Outputs": {
                "Gone": {"Condition": "No", "Value": {"Ref": "Gone"}},
                "May": {"Condition": "Perhaps", "Value": "x"},
                "Stays": {"Value": {"Fn::If": ["Perhaps", {"Ref": "May"}, ""]}},
            },
        }
    )
    assert {r.path: r.when for r in model.resources.values()} == {
        "May": "Perhaps",
        "Stays": "",
    }
    assert model["May"].depends_on == ()
    assert model["Stays"].depends_on == ("May",)
    outputs = model.stacks[""].outputs
    assert {name: o.when for name, o in outputs.items()} == {
        "May": "Perhaps",
        "Stays": "",
    }
    assert isinstance(outputs["Stays"].value, Choice)
