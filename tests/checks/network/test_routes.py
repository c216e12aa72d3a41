"""Routes, gateways and the tables that subnets use."""

from __future__ import annotations

import pytest

from tests.checks.network.parts import att
from tests.checks.network.system import (
    CHECKS,
    GONE,
    Case,
    Changes,
    model,
    problems,
    spoken,
)

OTHER = {"Ref": "OtherVpc"}

MADE = ("CloudFormation::Stack", {"TemplateURL": "https://example.com/n.json"})

CASES = (
    Case(
        "two routes for a destination",
        *("CG515", {"Again": ("PrivateRoute", {})}),
        *("Again.DestinationCidrBlock", "PrivateRoute is a route for 0.0.0.0/0"),
    ),
    Case(
        "two routes for a destination, written otherwise",
        "CG515",
        {"Again": ("PrivateRoute", {"DestinationCidrBlock": "10.0.0.0/0"})},
        *("Again.DestinationCidrBlock", "PrivateRoute"),
    ),
    Case(
        "a route to two targets",
        *("CG515", {"PrivateRoute.GatewayId": "vgw-1"}, "PrivateRoute"),
        "one target, this one has 2",
    ),
    Case(
        "a route to nothing",
        *("CG515", {"PrivateRoute.NatGatewayId": GONE}, "PrivateRoute"),
        "one target, this one has 0",
    ),
    Case(
        "a route for nothing",
        *("CG515", {"PrivateRoute.DestinationCidrBlock": GONE}, "PrivateRoute"),
        "one destination, this one has 0",
    ),
    Case(
        "a gateway that is not attached",
        "CG516",
        {
            "Other": ("EC2::InternetGateway", {}),
            "Attachment.InternetGatewayId": {"Ref": "Other"},
        },
        *("PublicRoute.GatewayId", "Gateway is attached to no VPC"),
    ),
    Case(
        "a gateway that is attached elsewhere",
        *("CG516", {"Attachment.VpcId": OTHER}, "PublicRoute.GatewayId"),
        "Gateway is attached to OtherVpc, the table is of Vpc",
    ),
    Case(
        "a route that does not wait",
        *("CG516", {"PublicRoute.DependsOn": []}, "PublicRoute.GatewayId"),
        "does not wait for Attachment",
    ),
    Case(
        "a NAT gateway in a private subnet",
        *("CG517", {"Nat.SubnetId": {"Ref": "Private"}}, "Nat.SubnetId"),
        "Private leads to a NAT gateway",
    ),
    Case(
        "a NAT gateway in a subnet without a table",
        *("CG517", {"Public1Table": GONE}, "Nat.SubnetId", "Public1 leads to nowhere"),
    ),
    Case(
        "a NAT gateway that does not wait",
        *("CG517", {"Nat.DependsOn": []}, "Nat", "does not wait for Attachment"),
    ),
    Case(
        "a public NAT gateway without an address",
        *("CG517", {"Nat.AllocationId": GONE}, "Nat", "needs an AllocationId"),
    ),
    Case(
        "a private NAT gateway with an address",
        *(
            "CG517",
            {"Nat.ConnectivityType": "private"},
            "Nat.AllocationId",
            "can have no",
        ),
    ),
    Case(
        "an address for two NAT gateways",
        *("CG517", {"Second": ("Nat", {})}, "Second.AllocationId", "Nat has this"),
    ),
    Case(
        "a subnet with two tables",
        *("CG518", {"Again": ("PrivateUse", {})}, "Again.SubnetId"),
        "Private is associated by PrivateUse",
    ),
    Case(
        "a subnet with two network ACLs",
        *("CG518", {"Again": ("AclUse", {})}, "Again.SubnetId", "by AclUse"),
    ),
    Case(
        "a table of another VPC",
        *("CG518", {"PrivateTable.VpcId": OTHER}, "PrivateUse.RouteTableId"),
        "different VPCs: OtherVpc and Vpc",
    ),
    Case(
        "a network ACL of another VPC",
        *("CG518", {"Acl.VpcId": OTHER}, "AclUse.NetworkAclId", "different VPCs"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


FINE: dict[str, Changes] = {
    "a more specific route": {
        "More": ("PrivateRoute", {"DestinationCidrBlock": "10.9.0.0/16"})
    },
    "the same route of another table": {
        "One": ("PrivateRoute", {"DestinationCidrBlock": "192.0.2.0/24"}),
        "Other": (
            "PrivateRoute",
            {
                "DestinationCidrBlock": "192.0.2.0/24",
                "RouteTableId": {"Ref": "PublicTable"},
            },
        ),
    },
    "a NAT gateway that waits for its address": {
        "Nat.DependsOn": [],
        "Address.DependsOn": ["Attachment"],
    },
    "a NAT gateway that waits for the route": {"Nat.DependsOn": ["PublicRoute"]},
    "a private NAT gateway in a private subnet": {
        "Nat.ConnectivityType": "private",
        "Nat.AllocationId": GONE,
        "Nat.SubnetId": {"Ref": "Private"},
        "PrivateRoute": GONE,
    },
    "a route to a network of Oracle": {
        "PublicRoute.GatewayId": GONE,
        "PublicRoute.OdbNetworkArn": "arn:aws:odb:us-east-1:1:odb-network/1",
        "Nat.ConnectivityType": "private",
        "Nat.AllocationId": GONE,
    },
    "routes of tables that another stack has made": {
        "Made": MADE,
        "One": ("PrivateRoute", {"RouteTableId": att("Made", "Outputs.Table1")}),
        "Two": ("PrivateRoute", {"RouteTableId": att("Made", "Outputs.Table2")}),
    },
    "routes of tables that a custom resource has found": {
        "Found": {"Type": "Custom::Tables"},
        "One": ("PrivateRoute", {"RouteTableId": att("Found", "Table1")}),
        "Two": ("PrivateRoute", {"RouteTableId": att("Found", "Table2")}),
    },
    "a gateway that another stack attaches": {
        "Attachment": GONE,
        "Nat.DependsOn": [],
        "PublicRoute.DependsOn": [],
        "Made": (MADE[0], {**MADE[1], "Parameters": {"Gateway": {"Ref": "Gateway"}}}),
    },
    "a subnet that another stack routes": {
        "Public1Table": GONE,
        "Made": (MADE[0], {**MADE[1], "Parameters": {"Subnets": {"Ref": "Public1"}}}),
    },
    "a VPC made elsewhere": {"Public1.VpcId": "vpc-1", "Public1Table": GONE},
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    ids = ("CG515", "CG516", "CG517", "CG518")
    assert problems(model(change), [CHECKS[id] for id in ids]) == []
