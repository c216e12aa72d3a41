from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.local.language.refusals import Refused
from cfngen.local.language.template import parse
from tests.local.probes import TOPIC

YAML = """
AWSTemplateFormatVersion: 2010-09-09
Conditions:
  IsProd: !Not [!Equals [!Ref Env, dev]]
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      DisplayName: !Sub "${Env}-topic"
      TopicName: !GetAtt Nested.Outputs.Name
"""


def test_short_forms_mean_the_same_as_long_ones() -> None:
    template = parse(YAML, "us-east-1")
    assert template.resources["Topic"]["Properties"] == {
        "DisplayName": {"Fn::Sub": "${Env}-topic"},
        "TopicName": {"Fn::GetAtt": ["Nested", "Outputs.Name"]},
    }
    assert template.section("Conditions")["IsProd"] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "Env"}, "dev"]}]
    }
    assert template.body["AWSTemplateFormatVersion"] == "2010-09-09"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        pytest.param("{", "JSON not well-formed", id="json"),
        pytest.param("a: [", "YAML not well-formed", id="yaml"),
        pytest.param("just text", "unsupported structure", id="text"),
        pytest.param({"Resources": {}}, "At least one Resources member", id="empty"),
        pytest.param(
            {"Resources": {"A": TOPIC}, "Params": {}},
            r"Invalid template property or properties \[Params\]",
            id="section",
        ),
        pytest.param(
            {"Resources": {"A": {"Properties": {}}}}, "contain a Type member", id="type"
        ),
        pytest.param(
            {"Resources": {"A": {**TOPIC, "DependOn": "B"}}},
            "Invalid template resource property 'DependOn'",
            id="attribute",
        ),
        pytest.param({"Resources": {"A-B": TOPIC}}, "non alphanumeric", id="name"),
        pytest.param(
            {"Resources": {"A": {"Type": "AWS::EC2::Vpcc"}}},
            r"Unrecognized resource types: \[AWS::EC2::Vpcc\]",
            id="unknown type",
        ),
        pytest.param(
            {"Resources": {f"A{i}": TOPIC for i in range(501)}},
            "Number of resources, 501, is greater",
            id="too many",
        ),
        pytest.param(
            {"Resources": {"A": TOPIC}, "Outputs": {"O": {"Description": "x"}}},
            "Output O is malformed",
            id="output",
        ),
    ],
)
def test_a_malformed_template_is_refused(body: Any, words: str) -> None:
    text = body if isinstance(body, str) else json.dumps(body)
    with pytest.raises(Refused, match=words):
        parse(text, "us-east-1")
