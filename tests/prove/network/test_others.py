"""Tests of types that nobody taught cfngen, and of what is left unread."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.network.places import Kind
from tests.checks.network.parts import made, ref
from tests.prove.network.places import network, only, unsure

INSIDE = {"SubnetIds": [ref("A")], "SecurityGroupIds": [ref("Sg")]}


@pytest.mark.parametrize(
    "body",
    [
        made("OpenSearchService::Domain", VPCOptions=INSIDE),
        made("MSK::ServerlessCluster", VpcConfigs=[INSIDE]),
        made(
            "MSK::Cluster",
            BrokerNodeGroupInfo={
                "ClientSubnets": [ref("A")],
                "SecurityGroups": [ref("Sg")],
            },
        ),
        made("AmazonMQ::Broker", SubnetIds=[ref("A")], SecurityGroups=[ref("Sg")]),
        made(
            "MemoryDB::Cluster",
            SubnetGroupName=ref("Group"),
            SecurityGroupIds=[ref("Sg")],
        ),
        made(
            "SageMaker::NotebookInstance",
            SubnetId=ref("A"),
            SecurityGroupIds=[ref("Sg")],
        ),
    ],
    ids=["OpenSearch", "MSK serverless", "MSK", "MQ", "MemoryDB", "notebook"],
)
def test_subnets_are_found_wherever_they_stand(body: dict[str, Any]) -> None:
    group = made("MemoryDB::SubnetGroup", SubnetIds=[ref("A")])
    found = network(Group=group, Thing=body)
    one = only(found, "Thing")
    assert (one.subnet, one.groups, one.unknowns) == ("A", ("Sg",), ())
    assert one.public is None
    assert [w.kind for w in found.workloads.values()] == [Kind.OTHER]


def test_groups_that_nobody_names_may_be_any() -> None:
    one = only(network(Thing=made("New::Thing", SubnetIds=[ref("A")])), "Thing")
    assert one.unknowns == ("the security groups of Thing",)


def test_a_part_that_hangs_on_a_condition_is_looked_into() -> None:
    found = network(Thing=made("New::Thing", VpcConfig=unsure(INSIDE)))
    assert [i.subnet for i in found.workloads["Thing"].interfaces] == ["A"]


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (made("EC2::EC2Fleet", VPCZoneIdentifier=["x"]), "instances"),
        (made("EKS::Cluster", ResourcesVpcConfig=INSIDE), "security groups"),
        (made("EC2::VPCPeeringConnection", VpcId=ref("Vpc")), "behind"),
        (made("NetworkFirewall::Firewall", VpcId=ref("Vpc")), "lets through"),
        (
            made("CloudFormation::CustomResource", ServiceToken="x", V=ref("Vpc")),
            "puts",
        ),
        (
            made(
                "CloudFormation::Stack",
                TemplateURL="https://x",
                Parameters={"Where": ref("A")},
            ),
            "puts",
        ),
        (
            made(
                "StepFunctions::StateMachine",
                DefinitionString='{"Resource": "arn:aws:states:::ecs:runTask"}',
            ),
            "tasks",
        ),
        (made("StepFunctions::StateMachine", DefinitionS3Location={}), "tasks"),
    ],
    ids=[
        *("a fleet", "EKS", "peering", "firewall", "custom resource", "stack"),
        *("state machine", "state machine elsewhere"),
    ],
)
def test_what_is_not_looked_into_is_said(body: dict[str, Any], word: str) -> None:
    found = network(Thing=body)
    assert word in found.unread["Thing"]


@pytest.mark.parametrize(
    "body",
    [
        made("StepFunctions::StateMachine", DefinitionString='{"Resource": "lambda"}'),
        made("EC2::FlowLog", SubnetId=ref("A")),
        made("RDS::DBSubnetGroup", SubnetIds=[ref("A")]),
        made("CloudFormation::CustomResource", ServiceToken="x"),
    ],
    ids=["state machine", "flow log", "subnet group", "custom resource"],
)
def test_what_takes_no_part_is_nothing(body: dict[str, Any]) -> None:
    found = network(Thing=body)
    assert (found.workloads, found.unread) == ({}, {})
