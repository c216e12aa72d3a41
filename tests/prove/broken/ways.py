"""Routes, gateways and associations that lead where they should not, or nowhere."""

from __future__ import annotations

from typing import Any

from tests.checks.planted.mistake import put
from tests.prove.broken.variant import (
    NETWORK,
    Variant,
    add,
    both,
    changed,
    gone,
    route,
)

BY_ROUTE = "isolated -/-> internet by route"
NAT: dict[str, Any] = {"NatGatewayId": {"Ref": "NatGateway1"}}
GATEWAY: dict[str, Any] = {"GatewayId": {"Ref": "InternetGateway"}}

VARIANTS = (
    Variant(
        "two halves of a default route",
        "nextjs prod",
        BY_ROUTE,
        "Network/IsolatedHalf1",
        both(
            route("IsolatedHalf1", "IsolatedRouteTable", "0.0.0.0/1", **NAT),
            route("IsolatedHalf2", "IsolatedRouteTable", "128.0.0.0/1", **NAT),
        ),
        planted=True,
    ),
    Variant(
        "a way out of the isolated subnets",
        "revendiste prod",
        BY_ROUTE,
        "Network/IsolatedWayOut",
        route("IsolatedWayOut", "IsolatedRouteTable", "0.0.0.0/0", **GATEWAY),
    ),
    Variant(
        "a way out over IPv6 alone",
        "platform prod",
        BY_ROUTE,
        "Network/IsolatedWayOut",
        add(
            *(NETWORK, "IsolatedWayOut", "AWS::EC2::Route"),
            RouteTableId={"Ref": "IsolatedRouteTable"},
            DestinationIpv6CidrBlock="::/0",
            **GATEWAY,
        ),
    ),
    Variant(
        "an isolated subnet with the public table",
        "nextjs prod",
        BY_ROUTE,
        "Network/PublicDefaultRoute",
        changed(
            *(NETWORK, "IsolatedSubnet2RouteTableAssociation"),
            RouteTableId={"Ref": "PublicRouteTable"},
        ),
    ),
    Variant(
        "a private zone without its NAT gateway",
        "nextjs prod",
        "web -> internet : tcp/443 only",
        "Network/PrivateRouteTable2",
        gone(NETWORK, "PrivateDefaultRoute2"),
        hop="route",
    ),
    Variant(
        "a NAT gateway in a subnet without a way out",
        "nextjs prod",
        "web -> internet : tcp/443 only",
        "Network/PrivateDefaultRoute1",
        put(NETWORK, "NatGateway1", "SubnetId", value={"Ref": "PrivateSubnet1"}),
    ),
    Variant(
        "a network ACL that stops what comes back to the NAT gateway",
        "nextjs prod",
        "web -> internet : tcp/443 only",
        "Network/PublicNetworkAcl",
        gone(NETWORK, "PublicNetworkAclInboundFromAnywherePorts1024To65535"),
        hop="inbound network ACL",
    ),
    Variant(
        "an internet gateway that is not attached",
        "platform prod",
        "internet -> alb : tcp/443, tcp/80 only",
        "Network/PublicDefaultRoute",
        gone(NETWORK, "InternetGatewayAttachment"),
    ),
    Variant(
        "a public subnet with the main table",
        "nextjs dev",
        "internet -> alb : tcp/443, tcp/80 only",
        "Network/PublicSubnet2",
        gone(NETWORK, "PublicSubnet2RouteTableAssociation"),
    ),
    Variant(
        "a subnet without a network ACL of its own",
        "nextjs prod",
        "nacl public, private, isolated default-deny",
        "Network/IsolatedSubnet1",
        gone(NETWORK, "IsolatedSubnet1NetworkAclAssociation"),
    ),
    Variant(
        "a network ACL that allows everything",
        "rails prod",
        "nacl public, private default-deny",
        "Network/Everything",
        add(
            *(NETWORK, "Everything", "AWS::EC2::NetworkAclEntry"),
            NetworkAclId={"Ref": "PrivateNetworkAcl"},
            Egress=False,
            RuleNumber=1,
            RuleAction="allow",
            CidrBlock="0.0.0.0/0",
            Protocol=-1,
        ),
    ),
    Variant(
        "tasks in public subnets without public addresses",
        "revendiste prod",
        "tasks -> internet : tcp/443 only",
        "ServiceBackend/Service",
        put(
            *("service-backend.json", "Service", "NetworkConfiguration"),
            *("AwsvpcConfiguration", "AssignPublicIp"),
            value="DISABLED",
        ),
    ),
    Variant(
        "tasks that cannot call AWS",
        "platform prod",
        "ecs -> @pull, @secrets, @logs",
        "Network/PrivateNetworkAcl",
        gone(NETWORK, "PrivateNetworkAclOutboundToAnywherePort443"),
        hop="outbound network ACL",
    ),
)
