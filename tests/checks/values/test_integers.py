"""Whole numbers, where a schema asks for them."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.checks import check
from cfngen.checks.values import CHECKS
from cfngen.findings import Finding
from tests.models import of_template

COUNT = {"Ref": "Count"}


def found(properties: dict[str, Any], **given: str) -> tuple[Finding, ...]:
    """Return what is found of a target, and of an alarm with numbers of other kinds."""
    body = {
        "Parameters": {
            "Count": {"Type": "Number", "Default": 1},
            "Word": {"Type": "String", "Default": "7"},
            "Unknown": {"Type": "String"},
        },
        "Conditions": {
            "Few": {"Fn::Equals": [COUNT, "1"]},
            "Perhaps": {"Fn::Equals": [{"Ref": "Unknown"}, "x"]},
        },
        "Mappings": {"Sizes": {"small": {"tasks": 0.5}}},
        "Resources": {
            "Target": {
                "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
                **properties.pop("Attributes", {}),
                "Properties": properties,
            },
            "Alarm": {
                "Type": "AWS::CloudWatch::Alarm",
                "Properties": {"Threshold": COUNT, "AlarmName": COUNT},
            },
        },
    }
    return check(of_template(body, **given), CHECKS)


REFUSED: dict[str, tuple[dict[str, Any], dict[str, str], str]] = {
    "a fraction": ({"MinCapacity": COUNT}, {"Count": "1.5"}, "p.json Count"),
    "a default": (
        {"MinCapacity": {"Fn::FindInMap": ["Sizes", "small", "tasks"]}},
        {},
        "foreign/t.json Resources/Target/Properties/MinCapacity",
    ),
    "a word": ({"MinCapacity": {"Ref": "Word"}}, {"Word": "two"}, "p.json Word"),
    "nothing": ({"MinCapacity": {"Ref": "Word"}}, {"Word": ""}, "p.json Word"),
    "a text that is made of it": (
        {"MinCapacity": {"Fn::Sub": "${Word}.5"}},
        {"Word": "1"},
        "p.json Word",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_is_no_whole_number_is_named(case: str) -> None:
    properties, given, place = REFUSED[case]
    (one,) = found(dict(properties), **given)
    assert (one.id, f"{one.file} {one.path}") == ("CG661", place)
    assert one.message.startswith("Target: MinCapacity is '")
    assert one.message.endswith("', which is no whole number.")


FINE: dict[str, tuple[dict[str, Any], dict[str, str]]] = {
    "a whole number": ({"MinCapacity": COUNT}, {"Count": "3"}),
    "one with a point": ({"MinCapacity": COUNT}, {"Count": "3.0"}),
    "a fraction where a number may have one": ({}, {"Count": "1.5"}),
    "what the template writes itself": ({"MinCapacity": "1.5"}, {}),
    "what a branch of the template writes itself": (
        {"MinCapacity": {"Fn::If": ["Few", "1.5", 2]}},
        {},
    ),
    "what is not known": ({"MinCapacity": {"Ref": "Unknown"}}, {}),
    "what may not be there": (
        {"MinCapacity": COUNT, "Attributes": {"Condition": "Perhaps"}},
        {"Count": "1.5"},
    ),
    "a property that no schema has": ({"Least": COUNT}, {"Count": "1.5"}),
    "a list in place of a number": ({"MinCapacity": [COUNT]}, {"Count": "1.5"}),
}


@pytest.mark.parametrize("case", FINE)
def test_what_is_one_or_may_be_is_let_be(case: str) -> None:
    properties, given = FINE[case]
    assert not found(dict(properties), **given)


def test_it_is_found_within_lists_and_below_references() -> None:
    body = {
        "Parameters": {"Count": {"Type": "Number"}},
        "Resources": {
            "Group": {
                "Type": "AWS::EC2::SecurityGroup",
                "Properties": {
                    "GroupDescription": "x",
                    "SecurityGroupIngress": [
                        {"IpProtocol": "tcp", "FromPort": 1, "ToPort": COUNT}
                    ],
                },
            }
        },
    }
    (one,) = check(of_template(body, Count="8.5"), CHECKS)
    assert one.message == "Group: ToPort is '8.5', which is no whole number."
