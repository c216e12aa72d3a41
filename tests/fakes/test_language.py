"""As much of the template language as the fake knows."""

from __future__ import annotations

from typing import Any

import pytest

from tests.fakes.language import NOTHING, UNKNOWN, Scope
from tests.fakes.references import waves

TEMPLATE = {
    "Parameters": {"Name": {"Type": "String"}, "Zones": {"Type": "List<String>"}},
    "Conditions": {
        "Named": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Name"}, ""]}]},
        "Both": {"Fn::And": [{"Condition": "Named"}, {"Fn::Equals": ["a", "a"]}]},
    },
    "Mappings": {"Sizes": {"small": {"cpu": 256}}},
}

CASES: dict[str, tuple[Any, Any]] = {
    "parameter": ({"Ref": "Name"}, "web"),
    "list parameter": ({"Ref": "Zones"}, ["a", "b"]),
    "resource": ({"Ref": "Vpc"}, "vpc-1"),
    "resource to come": ({"Ref": "Other"}, UNKNOWN),
    "attribute": ({"Fn::GetAtt": "Vpc.Arn"}, "Vpc.Arn"),
    "pseudo": ({"Ref": "AWS::Region"}, "us-east-1"),
    "sub": ({"Fn::Sub": "${Name}-${!Literal}-${Vpc.Arn}"}, "web-${Literal}-Vpc.Arn"),
    "sub with own": ({"Fn::Sub": ["${X}", {"X": {"Ref": "Name"}}]}, "web"),
    "if": ({"Fn::If": ["Both", 1, 2]}, 1),
    "no value": ({"Ref": "AWS::NoValue"}, NOTHING),
    "no value inside": ({"A": {"Ref": "AWS::NoValue"}, "B": 1}, {"B": 1}),
    "join": ({"Fn::Join": ["-", ["a", {"Ref": "Name"}]]}, "a-web"),
    "select": ({"Fn::Select": [1, {"Ref": "Zones"}]}, "b"),
    "split": ({"Fn::Split": [",", "a,b"]}, ["a", "b"]),
    "map": ({"Fn::FindInMap": ["Sizes", "small", "cpu"]}, 256),
    "opaque": ({"Fn::GetAZs": ""}, {"Fn::GetAZs": ""}),
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_function(case: str) -> None:
    written, value = CASES[case]
    scope = Scope(
        TEMPLATE,
        {"Name": "web", "Zones": "a,b"},
        {"AWS::Region": "us-east-1"},
        {"Vpc": "vpc-1"},
    )
    assert scope.value(written) == value


def test_what_is_needed_is_made_first() -> None:
    resources: dict[str, dict[str, Any]] = {
        "Service": {"DependsOn": "Listener"},
        "Listener": {"Properties": {"Balancer": {"Fn::Sub": "${Balancer.Arn}"}}},
        "Balancer": {"Properties": {"Vpc": {"Ref": "Vpc"}}},
        "Vpc": {},
        "Topic": {},
    }
    assert waves(resources) == [
        ["Vpc", "Topic"],
        ["Balancer"],
        ["Listener"],
        ["Service"],
    ]
