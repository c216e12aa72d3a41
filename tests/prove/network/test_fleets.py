"""Tests of what Auto Scaling groups start, and of groups that others may carry."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.claims.parsing import parsed
from cfngen.prove.network.network import Network
from cfngen.prove.proving import prove
from cfngen.prove.verdict import Truth
from tests.checks.network.parts import made, ref
from tests.models import of_template
from tests.prove.network.places import VPC, network

PARTS = {"LaunchTemplateId": ref("Start"), "Version": "1"}


def start(**data: Any) -> dict[str, Any]:
    return made("EC2::LaunchTemplate", LaunchTemplateData=data)


def fleet(**properties: Any) -> dict[str, Any]:
    subnets = [ref("A"), ref("B")]
    given = {"VPCZoneIdentifier": subnets, "LaunchTemplate": PARTS, **properties}
    return made("AutoScaling::AutoScalingGroup", **given)


CARRYING = start(SecurityGroupIds=[ref("Sg")])


@pytest.mark.parametrize(
    ("template", "group", "public"),
    [
        pytest.param(CARRYING, fleet(), False, id="launch template"),
        pytest.param(
            start(
                NetworkInterfaces=[
                    {"Groups": [ref("Sg")], "AssociatePublicIpAddress": True}
                ]
            ),
            *(fleet(), True),
            id="its interfaces",
        ),
        pytest.param(
            CARRYING,
            fleet(
                LaunchTemplate=None,
                MixedInstancesPolicy={
                    "LaunchTemplate": {"LaunchTemplateSpecification": PARTS}
                },
            ),
            False,
            id="mixed instances",
        ),
        pytest.param(
            made(
                "AutoScaling::LaunchConfiguration",
                SecurityGroups=[ref("Sg")],
                AssociatePublicIpAddress="true",
            ),
            fleet(LaunchTemplate=None, LaunchConfigurationName=ref("Start")),
            True,
            id="launch configuration",
        ),
    ],
)
def test_instances_carry_what_they_start_with(
    template: dict[str, Any], group: dict[str, Any], public: bool
) -> None:
    found = network(Start=template, WebFleet=group)
    held = found.workloads["WebFleet"]
    assert [one.subnet for one in held.interfaces] == ["A", "B"]
    assert {one.groups for one in held.interfaces} == {("Sg",)}
    assert {one.public for one in held.interfaces} == {public}
    assert not found.groups["Sg"].carried


@pytest.mark.parametrize(
    "group",
    [
        pytest.param(fleet(LaunchTemplate={"LaunchTemplateId": "lt-1"}), id="by id"),
        pytest.param(fleet(LaunchTemplate=None, InstanceId="i-1"), id="an instance"),
        pytest.param(
            fleet(
                LaunchTemplate=None,
                MixedInstancesPolicy={
                    "LaunchTemplate": {
                        "LaunchTemplateSpecification": PARTS,
                        "Overrides": [{"LaunchTemplateSpecification": PARTS}],
                    }
                },
            ),
            id="another for some",
        ),
    ],
)
def test_where_the_template_is_not_known_groups_are_not(group: dict[str, Any]) -> None:
    found = network(Start=CARRYING, WebFleet=group)
    held = found.workloads["WebFleet"].interfaces
    assert {one.unknowns for one in held} == {("what WebFleet starts",)}
    assert {one.public for one in held} == {None}
    assert found.groups["Sg"].carried == ("what Start starts",)


def others(kind: str, **properties: Any) -> Network:
    return network(Other=made(kind, **properties))


def test_a_state_machine_may_carry_what_it_names() -> None:
    groups = {"Fn::Sub": '{"Resource": "arn:aws:states:::ecs:runTask", "g": "${Sg}"}'}
    found = others("StepFunctions::StateMachine", DefinitionString=groups)
    assert found.groups["Sg"].carried == ("what Other starts",)


def test_a_cluster_may_give_its_nodes_what_it_names() -> None:
    parts = {"SecurityGroupIds": [ref("Sg")], "SubnetIds": [ref("A")]}
    found = others("EKS::Cluster", ResourcesVpcConfig=parts)
    assert found.groups["Sg"].carried == ("what Other starts",)


@pytest.mark.parametrize(
    ("more", "truth"),
    [
        pytest.param({"Fleet": fleet()}, Truth.REFUTED, id="a fleet"),
        pytest.param({}, Truth.UNDECIDED, id="a template of nobody"),
    ],
)
def test_a_group_that_is_shared_lets_more_in(more: dict[str, Any], truth: str) -> None:
    tasks = [{"IpProtocol": "tcp", "FromPort": 5432, "ToPort": 5432}]
    rules = [{**one, "SourceSecurityGroupId": ref("Sg")} for one in tasks]
    data = made(
        "EC2::SecurityGroup",
        VpcId=ref("Vpc"),
        GroupDescription="d",
        SecurityGroupIngress=rules,
    )
    resources = {
        **VPC,
        "Data": data,
        "Start": CARRYING,
        "Lb": made(
            "ElasticLoadBalancingV2::LoadBalancer",
            Subnets=[ref("A"), ref("B")],
            SecurityGroups=[ref("Sg")],
        ),
        "Db": made(
            "RDS::DBInstance",
            Engine="postgres",
            VPCSecurityGroups=[ref("Data")],
            DBSubnetGroupName=ref("Group"),
            PubliclyAccessible=False,
        ),
        "Group": made("RDS::DBSubnetGroup", SubnetIds=[ref("A"), ref("B")]),
        **more,
    }
    claims = parsed("only lb -> db : tcp/5432", "c").claims
    (verdict,) = prove(of_template({"Resources": resources}), claims).verdicts
    assert verdict.truth is truth
