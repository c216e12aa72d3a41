from __future__ import annotations

from typing import Any

import pytest

from cfngen.local.language.conform import conform
from cfngen.local.language.evaluation import UNKNOWN
from cfngen.local.language.refusals import ResourceFailed
from cfngen.schemas import schema

REQUIRED = {"VpcId": "vpc-1"}


def subnet(**properties: Any) -> dict[str, Any]:
    return conform(
        "Subnet", {**REQUIRED, **properties}, schema("us-east-1", "AWS::EC2::Subnet")
    )


@pytest.mark.parametrize(
    ("given", "result"),
    [
        pytest.param({"MapPublicIpOnLaunch": "false"}, False, id="boolean"),
        pytest.param({"Ipv4NetmaskLength": "24"}, 24, id="integer"),
        pytest.param({"CidrBlock": 10}, "10", id="string"),
        pytest.param({"MapPublicIpOnLaunch": UNKNOWN}, UNKNOWN, id="known later"),
        pytest.param(
            {"Tags": [{"Key": "a", "Value": True}]},
            [{"Key": "a", "Value": "true"}],
            id="inside a list",
        ),
    ],
)
def test_values_take_the_type_of_the_schema(given: dict[str, Any], result: Any) -> None:
    (name,) = given
    assert subnet(**given)[name] == result


@pytest.mark.parametrize(
    ("given", "words"),
    [
        pytest.param(
            {"Cidr": "x"},
            r"#: extraneous key \[Cidr\] is not permitted",
            id="unknown key",
        ),
        pytest.param(
            {"Tags": [{"Key": "a"}]},
            r"#/Tags/0: required key \[Value\] not found",
            id="missing key",
        ),
        pytest.param(
            {"Tags": "a"},
            "#/Tags: expected type: JSONArray, found: String",
            id="no list",
        ),
        pytest.param(
            {"CidrBlock": ["a"]},
            "#/CidrBlock: expected type: String, found: JSONArray",
            id="a list",
        ),
        pytest.param(
            {"MapPublicIpOnLaunch": "maybe"},
            "expected type: Boolean, found: String",
            id="no boolean",
        ),
    ],
)
def test_what_does_not_fit_fails_the_resource(
    given: dict[str, Any], words: str
) -> None:
    with pytest.raises(ResourceFailed, match=words):
        subnet(**given)


def test_every_problem_is_told_at_once() -> None:
    with pytest.raises(ResourceFailed) as caught:
        subnet(Cidr="x", Tags="y")
    assert str(caught.value).count("#") == 2
