"""CG103: every setting reaches a resource."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cfngen.findings import Finding
from tests.lint.subjects import Body, judge, real, stack, subject


def system(inner: Body, given: Any = None, **root: Any) -> dict[str, Body]:
    """Return a root that hands its setting Size to a nested stack."""
    nested = stack("app.json", Size={"Ref": "Size"} if given is None else given)
    return {
        "root.json": {
            "Parameters": {"Size": {"Type": "String"}},
            "Resources": {"App": nested},
            **root,
        },
        "app.json": {"Parameters": {"Size": {"Type": "String"}}, **inner},
    }


def queue(**properties: Any) -> Body:
    return {"Type": "AWS::SQS::Queue", "Properties": properties}


SIZE = {"Ref": "Size"}
WANTED = {"Wanted": {"Fn::Equals": [SIZE, "large"]}}

READ: dict[str, dict[str, Body]] = {
    "by a resource": system({"Resources": {"A": queue(QueueName=SIZE)}}),
    "in a text": system(
        {"Resources": {"A": queue(QueueName={"Fn::Sub": "a-${Size}"})}}
    ),
    "by an output": system({"Outputs": {"A": {"Value": SIZE}}}),
    "by a rule": system({"Rules": {"A": {"Assertions": [{"Assert": SIZE}]}}}),
    "by the condition of a resource": system(
        {"Conditions": WANTED, "Resources": {"A": {**queue(), "Condition": "Wanted"}}}
    ),
    "by a condition within a condition": system(
        {
            "Conditions": {**WANTED, "Both": {"Fn::And": [{"Condition": "Wanted"}]}},
            "Resources": {"A": queue(QueueName={"Fn::If": ["Both", "a", "b"]})},
        }
    ),
    "by the root itself": system(
        {}, "small", Resources={"App": stack("app.json"), "A": queue(QueueName=SIZE)}
    ),
    "by a stack that is elsewhere": system(
        {}, "", Resources={"App": stack("https://x/y.json", Size=SIZE)}
    ),
    "by the stack's own condition": system(
        {},
        "small",
        Conditions=WANTED,
        Resources={"App": {**stack("app.json"), "Condition": "Wanted"}},
    ),
    "by nothing, not even the root": system({}, "small"),
}


@pytest.mark.parametrize("case", READ)
def test_a_setting_that_is_read_is_let_be(case: str, tmp_path: Path) -> None:
    assert judge("CG103", subject(tmp_path, READ[case])) == []


VAIN: dict[str, dict[str, Body]] = {
    "handed down in vain": system({"Resources": {"A": queue()}}),
    "handed down in a text": system(
        {"Resources": {"A": queue()}}, {"Fn::Sub": "${Size}-${AWS::Region}"}
    ),
    "for a condition that decides nothing": system({"Conditions": WANTED}),
    "for a choice of what is handed down": system(
        {}, {"Fn::If": ["Wanted", "a", "b"]}, Conditions=WANTED
    ),
}


@pytest.mark.parametrize("case", VAIN)
def test_a_setting_that_reaches_nothing_is_found(case: str, tmp_path: Path) -> None:
    (found,) = judge("CG103", subject(tmp_path, VAIN[case]))
    assert (found.file, found.path) == ("templates/shop/root.json", "Parameters/Size")
    assert found.line == 3
    assert found.message == "No resource reads Size: its value changes nothing."


def test_the_real_system_with_a_reader_less(tmp_path: Path) -> None:
    def forget(templates: dict[str, Body]) -> None:
        vpc = templates["network.json"]["Resources"]["Vpc"]["Properties"]
        vpc["CidrBlock"] = "10.0.0.0/16"

    before: list[Finding] = judge("CG103", real(tmp_path / "before"))
    assert before == []
    found = judge("CG103", real(tmp_path / "after", forget))
    assert [f.path for f in found] == ["Parameters/VpcCidr"]
