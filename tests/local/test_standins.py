from __future__ import annotations

from typing import Any

import pytest

from cfngen.local.engine.handlers import Job
from cfngen.local.engine.records import Resource, Stack
from cfngen.local.language.refusals import ResourceFailed
from cfngen.local.types.standins import StandIn

STACK = Stack("arn:stack", "root", "123456789012", "eu-west-1", "")


def made(kind: str, **properties: Any) -> tuple[str, dict[str, Any]]:
    """Return the physical id and the attributes of a stand-in."""
    result = StandIn().create(Job(STACK, "It", kind, properties))
    return result.physical_id, result.attributes


@pytest.mark.parametrize(
    ("kind", "properties", "start"),
    [
        pytest.param(
            "AWS::EC2::CarrierGateway", {"VpcId": "v"}, "carriergateway-", id="of EC2"
        ),
        pytest.param(
            "AWS::Backup::BackupVault", {"BackupVaultName": "v"}, "v", id="name"
        ),
        pytest.param(
            "AWS::Scheduler::Schedule",
            {"FlexibleTimeWindow": {}},
            "root-It-",
            id="none",
        ),
        pytest.param(
            "AWS::WAFv2::WebACL",
            {"Name": "w", "Scope": "REGIONAL"},
            "w|",
            id="compound",
        ),
        pytest.param(
            "AWS::CodeStarConnections::Connection",
            {"ConnectionName": "c"},
            "arn:aws:codestarconnections:eu-west-1:123456789012:connection/",
            id="arn",
        ),
    ],
)
def test_ref_gives_what_the_schema_calls_the_identifier(
    kind: str, properties: dict[str, Any], start: str
) -> None:
    assert made(kind, **properties)[0].startswith(start)


def test_a_port_is_the_one_asked_for() -> None:
    _, attributes = made("AWS::ElastiCache::ReplicationGroup", Port=7000)
    assert attributes["PrimaryEndPoint.Port"] == "7000"
    assert attributes["PrimaryEndPoint.Address"].endswith(".amazonaws.com")


def test_an_attribute_that_the_type_lacks_is_refused() -> None:
    kind = "AWS::EC2::CarrierGateway"
    with pytest.raises(ResourceFailed, match="does not support attribute type Arn"):
        StandIn().attribute(Job(STACK, "It", kind, {}), Resource("It", kind, {}), "Arn")
