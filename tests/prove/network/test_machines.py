"""Tests of functions, builds, instances, endpoints and NAT gateways."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.network.places import Kind
from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import Family
from cfngen.prove.reach.flow import Reach
from tests.checks.network.parts import made, ref
from tests.prove.network.places import network, only, unsure


def test_a_function_in_a_vpc_has_interfaces() -> None:
    inside = {"SubnetIds": [ref("A")], "SecurityGroupIds": [ref("Sg")]}
    found = network(
        ResizeFunction=made("Lambda::Function", VpcConfig=inside),
        Outside=made("Lambda::Function"),
        Empty=made("Lambda::Function", VpcConfig={"SubnetIds": []}),
    )
    (one,) = found.workloads.values()
    assert (one.kind, found.named("resize")) == (Kind.FUNCTION, (one,))
    assert only(found, "ResizeFunction").public is False


def test_a_build_in_a_vpc_has_interfaces() -> None:
    inside = {"Subnets": [ref("A")], "SecurityGroupIds": [ref("Sg")], "VpcId": "v"}
    found = network(
        Build=made("CodeBuild::Project", VpcConfig=inside),
        Outside=made("CodeBuild::Project"),
    )
    assert [one.kind for one in found.workloads.values()] == [Kind.BUILD]
    assert only(found, "Build").groups == ("Sg",)


@pytest.mark.parametrize(
    ("given", "public"),
    [
        ({"SubnetId": ref("A")}, False),
        ({"NetworkInterfaces": [{"SubnetId": ref("A")}]}, False),
        (
            {
                "NetworkInterfaces": [
                    {"SubnetId": ref("A"), "AssociatePublicIpAddress": True}
                ]
            },
            True,
        ),
        ({"SubnetId": "subnet-1"}, None),
    ],
    ids=["subnet", "interface", "asked for", "not at hand"],
)
def test_an_instance_has_what_its_subnet_maps(given: Any, public: bool | None) -> None:
    found = network(Machine=made("EC2::Instance", **given))
    assert only(found, "Machine").public is public


def test_an_address_of_its_own_makes_an_instance_public() -> None:
    machine = made("EC2::Instance", SubnetId=ref("A"))
    fixed = made("EC2::EIP", InstanceId=ref("Machine"))
    assert only(network(Machine=machine, Fixed=fixed), "Machine").public is True


def test_an_interface_of_its_own_is_read_once() -> None:
    found = network(
        Card=made("EC2::NetworkInterface", SubnetId=ref("A"), GroupSet=[ref("Sg")]),
        Machine=made(
            "EC2::Instance", NetworkInterfaces=[{"NetworkInterfaceId": ref("Card")}]
        ),
        Joined=made(
            "EC2::EIPAssociation", NetworkInterfaceId=ref("Card"), AllocationId="e"
        ),
    )
    assert found.named("machine") == (found.workloads["Card"],)
    assert (only(found, "Card").groups, only(found, "Card").public) == (("Sg",), True)


def test_what_a_launch_template_may_say_is_not_known() -> None:
    template = {"LaunchTemplateId": "lt-1", "Version": "1"}
    body = made("EC2::Instance", SubnetId=ref("A"), LaunchTemplate=template)
    one = only(network(Machine=body), "Machine")
    assert one.unknowns == ("the launch template of Machine",)


def endpoint(**given: Any) -> dict[str, Any]:
    usual = {
        "VpcId": ref("Vpc"),
        "VpcEndpointType": "Interface",
        "ServiceName": "com.amazonaws.us-east-1.ecr.api",
        "SubnetIds": [ref("A")],
        "SecurityGroupIds": [ref("Sg")],
    }
    return made("EC2::VPCEndpoint", **{**usual, **given})


@pytest.mark.parametrize(
    ("given", "names"),
    [(True, True), ("false", False), (None, None)],
    ids=["on", "off", "unsaid"],
)
def test_an_endpoint_leads_to_its_service(given: Any, names: bool | None) -> None:
    found = network(Ecr=endpoint(PrivateDnsEnabled=given)).workloads["Ecr"]
    assert (found.service, found.ports, found.private_dns) == ("ecr.api", (443,), names)
    assert "endpoint.ecr.api" in found.names


def test_an_endpoint_without_groups_has_the_default_one() -> None:
    one = only(network(Ecr=endpoint(SecurityGroupIds=None)), "Ecr")
    assert one.groups == ("Vpc.DefaultSecurityGroup",)


def test_an_endpoint_of_a_load_balancer_is_not_looked_into() -> None:
    found = network(Through=endpoint(VpcEndpointType="GatewayLoadBalancer"))
    assert found.workloads == {}
    assert found.unread == {"Through": "what is behind this endpoint is not at hand"}


@pytest.mark.parametrize(
    ("given", "public"),
    [
        ({"AllocationId": "eipalloc-1"}, True),
        ({"ConnectivityType": "private"}, False),
        ({"ConnectivityType": ref("Open")}, None),
    ],
    ids=["public", "private", "open"],
)
def test_no_group_guards_a_nat_gateway(given: Any, public: bool | None) -> None:
    found = network(Nat=made("EC2::NatGateway", SubnetId=ref("A"), **given))
    one = only(found, "Nat")
    assert (one.groups, one.unguarded, one.public) == ((), True, public)
    assert found.named("nats") == (found.workloads["Nat"],)


def test_a_nat_gateway_of_a_whole_vpc_is_not_read() -> None:
    found = network(Nat=made("EC2::NatGateway", AvailabilityMode="regional"))
    assert found.unread == {"Nat": "a NAT gateway of a whole VPC has no subnet"}


def test_a_nat_gateway_in_one_of_two_subnets_may_send_anything_anywhere() -> None:
    wide = {"DestinationCidrBlock": "0.0.0.0/0", "RouteTableId": ref("Table")}
    found = network(
        Nat=made("EC2::NatGateway", SubnetId=unsure(ref("A"), ref("B"))),
        Table=made("EC2::RouteTable", VpcId=ref("Vpc")),
        Route=made("EC2::Route", NatGatewayId=ref("Nat"), **wide),
        Inner=made("EC2::Subnet", VpcId=ref("Vpc"), CidrBlock="10.0.3.0/24"),
        Association=made(
            "EC2::SubnetRouteTableAssociation",
            SubnetId=ref("Inner"),
            RouteTableId=ref("Table"),
        ),
        Machine=made("EC2::Instance", SubnetId=ref("Inner"), SecurityGroupIds=["sg-1"]),
    )
    assert found.workloads["Nat"].interfaces == ()
    assert found.unread["Nat"].endswith("hangs on what is not known")
    (end,) = found.workloads["Machine"].interfaces
    reach = Reach(found)
    assert reach.flow(end, None, Family.V4, Bound.MAY).answered
    assert not reach.flow(end, None, Family.V4, Bound.MUST).initiated


def test_an_instance_may_name_its_groups_in_two_ways() -> None:
    machine = made("EC2::Instance", SubnetId=ref("A"), SecurityGroups=[ref("Sg")])
    assert only(network(Machine=machine), "Machine").groups == ("Sg",)
