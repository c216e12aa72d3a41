"""A shop in one template: a load balancer, tasks with public addresses, a database."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfngen.model import Model
from cfngen.prove.verdict import Verdict
from tests.models import of_template
from tests.prove.obligations.parts import Resources, allow, made, role, task
from tests.prove.obligations.proving import proved


def ref(name: str) -> Mapping[str, str]:
    """Return the reference to a resource."""
    return {"Ref": name}


def let(**more: Any) -> Mapping[str, Any]:
    """Return a rule for TCP; `port` is its one port."""
    port = more.pop("port", None)
    ends = {} if port is None else {"FromPort": port, "ToPort": port}
    return {"IpProtocol": "tcp", **ends, **more}


def group(*ingress: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a security group that lets everything out."""
    return made(
        "EC2::SecurityGroup",
        GroupDescription="group",
        VpcId=ref("Vpc"),
        SecurityGroupIngress=list(ingress),
    )


def of(name: str) -> Mapping[str, Any]:
    """Return the other end of a rule: who carries a group."""
    return {"SourceSecurityGroupId": {"Fn::GetAtt": [name, "GroupId"]}}


PLACED = {"Subnets": [ref("Subnet")], "SecurityGroups": [ref("TaskGroup")]}
OPEN = {"AssignPublicIp": "ENABLED"}

SHOP: Resources = {
    "Vpc": made("EC2::VPC", CidrBlock="10.0.0.0/16"),
    "Subnet": made("EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.0.0/24"),
    "Gateway": made("EC2::InternetGateway"),
    "Attached": made(
        *("EC2::VPCGatewayAttachment",),
        VpcId=ref("Vpc"),
        InternetGatewayId=ref("Gateway"),
    ),
    "Table": made("EC2::RouteTable", VpcId=ref("Vpc")),
    "Tabled": made(
        *("EC2::SubnetRouteTableAssociation",),
        SubnetId=ref("Subnet"),
        RouteTableId=ref("Table"),
    ),
    "Out": made(
        *("EC2::Route",),
        RouteTableId=ref("Table"),
        GatewayId=ref("Gateway"),
        DestinationCidrBlock="0.0.0.0/0",
    ),
    "DoorGroup": group(let(port=80, CidrIp="0.0.0.0/0")),
    "TaskGroup": group(let(port=8080, **of("DoorGroup"))),
    "StoreGroup": group(let(port=5432, **of("TaskGroup"))),
    "Door": made(
        *("ElasticLoadBalancingV2::LoadBalancer",),
        Subnets=[ref("Subnet")],
        SecurityGroups=[ref("DoorGroup")],
    ),
    "Listener": made(
        *("ElasticLoadBalancingV2::Listener",),
        LoadBalancerArn=ref("Door"),
        Port=80,
        Protocol="HTTP",
        DefaultActions=[{"Type": "forward", "TargetGroupArn": ref("Targets")}],
    ),
    "Targets": made(
        *("ElasticLoadBalancingV2::TargetGroup",),
        VpcId=ref("Vpc"),
        TargetType="ip",
        Port=8080,
        Protocol="HTTP",
    ),
    "Role": role(allow("logs:*", "secretsmanager:GetSecretValue")),
    "Task": task(Image="nginx:1.27", PortMappings=[{"ContainerPort": 8080}]),
    "Web": made(
        *("ECS::Service",),
        TaskDefinition=ref("Task"),
        LaunchType="FARGATE",
        NetworkConfiguration={"AwsvpcConfiguration": {**PLACED, **OPEN}},
        LoadBalancers=[
            {
                "ContainerName": "shop",
                "ContainerPort": 8080,
                "TargetGroupArn": ref("Targets"),
            }
        ],
    ),
    "Stored": made(
        *("RDS::DBSubnetGroup",),
        DBSubnetGroupDescription="stored",
        SubnetIds=[ref("Subnet")],
    ),
    "Store": made(
        *("RDS::DBInstance",),
        Engine="postgres",
        DBSubnetGroupName=ref("Stored"),
        VPCSecurityGroups=[ref("StoreGroup")],
        PubliclyAccessible=False,
    ),
}


def shop(parameters: tuple[str, ...] = (), /, **changed: Any) -> Model:
    """Return the shop with some resources changed; of a dict, single properties."""
    resources = dict(SHOP)
    for name, change in changed.items():
        whole = "Type" in change
        old = resources.get(name, {"Properties": {}})
        merged = {**old, "Properties": {**old["Properties"], **change}}
        resources[name] = change if whole else merged
    given = {name: {"Type": "String"} for name in parameters}
    return of_template({"Parameters": given, "Resources": resources})


def verdict(model: Model, words: str) -> Verdict:
    """Return the one obligation of a model that is in these words."""
    (found,) = (one for one in proved(model) if words in one.said.text)
    return found
