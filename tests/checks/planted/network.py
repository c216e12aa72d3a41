"""Mistakes in networks, security groups and endpoints."""

from __future__ import annotations

from typing import Any

from tests.checks.planted.mistake import Mistake, drop, put
from tests.models import Bodies, Change

CLOSED = {"NatGateways": "none", "EnableVpcEndpoints": "false"}
WITHOUT_NAT = {"NatGateways": "none", "EnableVpcEndpoints": "true"}


def away(file: str, resource: str) -> Change:
    """Return the change that takes a resource away."""

    def change(bodies: Bodies) -> None:
        del bodies[file]["Resources"][resource]

    return change


def like(file: str, resource: str, name: str, **properties: Any) -> Change:
    """Return the change that adds a resource like another one."""

    def change(bodies: Bodies) -> None:
        resources = bodies[file]["Resources"]
        body = resources[resource]
        resources[name] = body | {"Properties": body["Properties"] | properties}

    return change


MISTAKES = (
    Mistake(
        "neither NAT nor endpoints, by settings",
        *("rails prod", "CG804", "web cannot call ecr.api"),
        parameters=CLOSED,
    ),
    Mistake(
        "no NAT in a system without endpoints",
        *("nextjs prod", "CG804", "web can read"),
        parameters={"NatGateways": "none"},
    ),
    Mistake(
        "no NAT for the workers",
        *("platform dev", "CG804", "The same breaks: api can write its log"),
        parameters={"NatGateways": "none"},
    ),
    Mistake(
        "no endpoint for the logs",
        *("rails prod", "CG804", "web cannot call logs"),
        away("endpoints.json", "LogsEndpoint"),
        WITHOUT_NAT,
    ),
    Mistake(
        "S3 from one zone only",
        *("rails dev", "CG804", "web cannot call s3"),
        put(
            *("network.json", "S3Endpoint", "RouteTableIds"),
            value=[{"Ref": "PrivateRouteTable1"}],
        ),
        WITHOUT_NAT,
    ),
    Mistake(
        "a private subnet without its route table",
        *("platform prod", "CG804", "PrivateSubnet2"),
        away("network.json", "PrivateSubnet2RouteTableAssociation"),
    ),
    Mistake(
        "public tasks without public addresses",
        *("revendiste prod", "CG524", "ServiceBackend/Service"),
        put(
            *("service-backend.json", "Service", "NetworkConfiguration"),
            *("AwsvpcConfiguration", "AssignPublicIp"),
            value="DISABLED",
        ),
    ),
    Mistake(
        "a job without a public address",
        *("revendiste dev", "CG524", "Jobs/SyncPaymentsSchedule"),
        drop(
            *("jobs.json", "SyncPaymentsSchedule", "Properties", "Target"),
            *("EcsParameters", "NetworkConfiguration", "AwsvpcConfiguration"),
            "AssignPublicIp",
        ),
    ),
    Mistake(
        "private DNS in a VPC without host names",
        *("rails prod", "CG520", "Endpoints/EcrApiEndpoint"),
        put("network.json", "Vpc", "EnableDnsHostnames", value=False),
        {"EnableVpcEndpoints": "true"},
    ),
    Mistake(
        "a second endpoint for S3 in a route table",
        *("rails prod", "CG520", "leads from Network/PrivateRouteTable1 to s3 already"),
        like("network.json", "S3Endpoint", "S3Endpoint2"),
    ),
    Mistake(
        "the endpoint of another region",
        *("revendiste prod", "CG520", "of us-east-1, the VPC in sa-east-1"),
        put(
            *("network.json", "S3Endpoint", "ServiceName"),
            value="com.amazonaws.us-east-1.s3",
        ),
    ),
    Mistake(
        "host names without DNS support",
        *("nextjs dev", "CG510", "Network/Vpc"),
        put("network.json", "Vpc", "EnableDnsSupport", value=False),
    ),
    Mistake(
        "a rule twice",
        *("nextjs prod", "CG511", "Security/AlbIngressFromInternet80"),
        like("security.json", "AlbIngressFromInternet443", "AlbIngressFromInternet80"),
    ),
    Mistake(
        "ports that end before they start",
        *("platform prod", "CG512", "Security/ApiIngressFromAlb4000"),
        put("security.json", "ApiIngressFromAlb4000", "ToPort", value=400),
    ),
    Mistake(
        "a group without a VPC of its own system",
        *("nextjs prod", "CG513", "Edge/LoadBalancer"),
        put(
            "security.json", "AlbSecurityGroup", "VpcId", value="vpc-0123456789abcdef0"
        ),
    ),
    Mistake(
        "an apostrophe in a description",
        *("rails dev", "CG514", "Security/WebEgressToInternet443"),
        put(
            "security.json", "WebEgressToInternet443", "Description", value="AWS's own"
        ),
    ),
    Mistake(
        "a second default route",
        *("nextjs prod", "CG515", "Network/PrivateDefaultRoute3"),
        like("network.json", "PrivateDefaultRoute2", "PrivateDefaultRoute3"),
    ),
    Mistake(
        "a route that does not wait for its gateway",
        *("platform dev", "CG516", "Network/PublicDefaultRoute"),
        drop("network.json", "PublicDefaultRoute", "DependsOn"),
    ),
    Mistake(
        "a NAT gateway behind a NAT gateway",
        *("nextjs dev", "CG517", "Network/NatGateway1"),
        put("network.json", "NatGateway1", "SubnetId", value={"Ref": "PrivateSubnet1"}),
    ),
    Mistake(
        "an address that does not wait for the gateway",
        *("rails prod", "CG517", "NatGateway2"),
        drop("network.json", "NatEip2", "DependsOn"),
    ),
    Mistake(
        "a subnet with two network ACLs",
        *("revendiste prod", "CG518", "Network/PublicSubnet1"),
        put(
            *("network.json", "IsolatedSubnet1NetworkAclAssociation", "SubnetId"),
            value={"Ref": "PublicSubnet1"},
        ),
    ),
    Mistake(
        "a number twice in a network ACL",
        *("nextjs prod", "CG519", "Network/PublicNetworkAclInboundFromAnywherePort"),
        put(
            *("network.json", "PublicNetworkAclInboundFromAnywherePort443"),
            *("RuleNumber",),
            value=180,
        ),
    ),
    Mistake(
        "a flow log without its role",
        *("platform prod", "CG521", "Network/FlowLog"),
        drop("network.json", "FlowLog", "Properties", "DeliverLogsPermissionArn"),
    ),
    Mistake(
        "more entries than room",
        *("revendiste prod", "CG522", "Security/CloudflareIpv4PrefixList"),
        put("security.json", "CloudflareIpv4PrefixList", "MaxEntries", value=10),
    ),
)
