"""Places that count in an environment."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.gate.existing import exists, steps
from cfngen.model import Model
from tests.models import of_template

BODY: dict[str, Any] = {
    "Parameters": {
        "On": {"Type": "String"},
        "Open": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/open"},
    },
    "Conditions": {
        "IsOn": {"Fn::Equals": [{"Ref": "On"}, "yes"]},
        "IsOpen": {"Fn::Equals": [{"Ref": "Open"}, "yes"]},
    },
    "Resources": {
        "Always": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "QueueName": {"Fn::If": ["IsOn", "a", "b"]},
                "KmsMasterKeyId": {"Fn::If": ["IsOpen", "a", "b"]},
                "Tags": [{"Key": "a.b", "Value": {"a.b": {"c": 1}}}],
            },
        },
        "OnlyOn": {"Type": "AWS::SQS::Queue", "Condition": "IsOn"},
        "OnlyOpen": {"Type": "AWS::SQS::Queue", "Condition": "IsOpen"},
    },
    "Outputs": {"Name": {"Condition": "IsOn", "Value": {"Ref": "Always"}}},
}

QUEUE = ("Resources", "Always", "Properties")


def model(on: str) -> Model:
    return of_template(BODY, On=on)


PLACES: dict[str, tuple[tuple[str | int, ...], bool, bool]] = {
    "a resource": (("Resources", "Always"), True, True),
    "a resource under a condition": (("Resources", "OnlyOn", "Type"), True, False),
    "a resource that may be": (("Resources", "OnlyOpen"), True, True),
    "an output under a condition": (("Outputs", "Name", "Value"), True, False),
    "a choice": ((*QUEUE, "QueueName", "Fn::If"), True, True),
    "its condition": ((*QUEUE, "QueueName", "Fn::If", 0), True, True),
    "its first branch": ((*QUEUE, "QueueName", "Fn::If", 1), True, False),
    "its second branch": ((*QUEUE, "QueueName", "Fn::If", 2), False, True),
    "a branch that may be": ((*QUEUE, "KmsMasterKeyId", "Fn::If", 2), True, True),
    "what is not there": ((*QUEUE, "Nothing", "Fn::If", 1), True, True),
    "a resource that is not there": (("Resources", "Nothing"), True, True),
    "the whole template": ((), True, True),
    "a parameter": (("Parameters", "On"), True, True),
}


@pytest.mark.parametrize("place", PLACES)
def test_a_place_counts(place: str) -> None:
    path, on, off = PLACES[place]
    for value, counts in (("yes", on), ("no", off)):
        made = model(value)
        assert exists(made, made.stacks[""], path) is counts


STEPS: dict[str, tuple[list[str], tuple[str | int, ...]]] = {
    "keys and positions": (
        ["Resources", "Always", "Properties", "Tags", "0", "Key"],
        (*QUEUE, "Tags", 0, "Key"),
    ),
    "a key with a dot": (
        [*QUEUE, "Tags", "0", "Value", "a", "b", "c"],
        (*QUEUE, "Tags", 0, "Value", "a.b", "c"),
    ),
    "what is not there": (["Resources", "X", "0"], ("Resources", "X", "0")),
    "nothing": ([], ()),
}


@pytest.mark.parametrize("case", STEPS)
def test_steps_into_a_template(case: str) -> None:
    parts, path = STEPS[case]
    assert steps(BODY, parts) == path
