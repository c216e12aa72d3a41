"""What is looked up for parameters and properties."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.permissions import Place, policy
from tests.models import of_template
from tests.permissions.environments import actions

TOPIC = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": "x"}}


def looked_up(parameters: dict[str, Any], **properties: Any) -> set[str]:
    """Return what a topic's policy allows beyond a plain one's."""
    one = {**TOPIC, "Properties": {**TOPIC["Properties"], **properties}}  # type: ignore[dict-item]
    body = {"Parameters": parameters, "Resources": {"Topic": one}}
    plain = of_template({"Resources": {"Topic": TOPIC}})
    before, after = (
        actions(policy(model, Place())) for model in (plain, of_template(body))
    )
    return after - before


@pytest.mark.parametrize(
    ("type", "expected"),
    [
        pytest.param("String", set(), id="text"),
        pytest.param("AWS::EC2::VPC::Id", {"ec2:DescribeVpcs"}, id="a VPC"),
        pytest.param(
            "List<AWS::EC2::Subnet::Id>", {"ec2:DescribeSubnets"}, id="subnets"
        ),
        pytest.param(
            "AWS::Route53::HostedZone::Id",
            {"route53:GetHostedZone", "route53:ListHostedZones"},
            id="a hosted zone",
        ),
        pytest.param(
            "AWS::SSM::Parameter::Value<String>",
            {"ssm:GetParameters"},
            id="Systems Manager",
        ),
    ],
)
def test_a_parameter_is_looked_up(type: str, expected: set[str]) -> None:
    assert looked_up({"P": {"Type": type, "Default": "x"}}) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(
            "{{resolve:secretsmanager:s:SecretString:p}}",
            {"secretsmanager:GetSecretValue"},
            id="a secret",
        ),
        pytest.param("{{resolve:ssm:/a/b:1}}", {"ssm:GetParameters"}, id="a parameter"),
        pytest.param(
            {"Fn::Select": [0, {"Fn::GetAZs": ""}]},
            {"ec2:DescribeAvailabilityZones"},
            id="zones",
        ),
    ],
)
def test_a_property_is_looked_up(value: Any, expected: set[str]) -> None:
    assert looked_up({}, DisplayName=value) == expected
