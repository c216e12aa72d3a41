"""Properties of the network layer: VPC, subnets, routes, NAT, endpoint, flow logs."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from cfngen.layers import network
from cfngen.layers.cidr import CIDR_PATTERN, OPTIONAL_RANGE_PATTERN
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from cfngen.write import render
from tests.layers.edges import EVERY, LINTED
from tests.layers.variations import ALL, VARIATIONS, nextjs, of, settled
from tests.layers.variations import network as network_of

EACH = pytest.mark.parametrize("system", EVERY.values(), ids=EVERY.keys())
NATS = ["none", "single", "per-zone"]
ZONES = [2, 3]


def built(system: System, **parameters: str) -> dict[str, dict[str, Any]]:
    return settled(network.build(system), EnvironmentName="dev", **parameters)


def zones(count: int) -> System:
    return nextjs(network=network_of(*ALL, zones=count))


def table_of(resources: dict[str, Any], subnet: str) -> str:
    """Return the one route table that a subnet uses."""
    associations = of(resources, "EC2::SubnetRouteTableAssociation").values()
    (found,) = [a for a in associations if a["SubnetId"] == {"Ref": subnet}]
    return str(found["RouteTableId"]["Ref"])


def routes_of(resources: dict[str, Any], subnet: str) -> list[dict[str, Any]]:
    """Return the routes of the table that a subnet uses."""
    table = {"Ref": table_of(resources, subnet)}
    every = of(resources, "EC2::Route").values()
    return [route for route in every if route["RouteTableId"] == table]


def tables_with_endpoint(system: System) -> set[str]:
    endpoints = of(built(system), "EC2::VPCEndpoint").values()
    return {table["Ref"] for e in endpoints for table in e["RouteTableIds"]}


@pytest.mark.parametrize("system", LINTED.values(), ids=LINTED.keys())
def test_cfn_lint_has_nothing_to_say(
    system: System, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(network.build(system)) == []


def test_the_vpc_resolves_names() -> None:
    vpc = built(nextjs())["Vpc"]["Properties"]
    assert vpc["EnableDnsSupport"] is True
    assert vpc["EnableDnsHostnames"] is True


def test_subnets_have_the_blocks_of_the_architecture_document() -> None:
    resources = built(nextjs())
    assert resources["Vpc"]["Properties"]["CidrBlock"] == "10.0.0.0/16"
    blocks = {n: s["CidrBlock"] for n, s in of(resources, "EC2::Subnet").items()}
    assert blocks == {
        "PublicSubnet1": "10.0.0.0/24",
        "PrivateSubnet1": "10.0.1.0/24",
        "IsolatedSubnet1": "10.0.2.0/28",
        "PublicSubnet2": "10.0.16.0/24",
        "PrivateSubnet2": "10.0.17.0/24",
        "IsolatedSubnet2": "10.0.18.0/28",
    }


def test_platform_has_the_blocks_of_its_diagram_and_a_nat_gateway_per_zone() -> None:
    resources = built(EVERY["platform"])
    blocks = {n: s["CidrBlock"] for n, s in of(resources, "EC2::Subnet").items()}
    assert blocks == {
        "PublicSubnet1": "10.0.1.0/24",
        "PublicSubnet2": "10.0.2.0/24",
        "PrivateSubnet1": "10.0.10.0/24",
        "PrivateSubnet2": "10.0.20.0/24",
        "IsolatedSubnet1": "10.0.100.0/24",
        "IsolatedSubnet2": "10.0.110.0/24",
    }
    assert of(resources, "EC2::NatGateway").keys() == {"NatGateway1", "NatGateway2"}


def test_revendiste_has_public_and_isolated_subnets_and_no_nat_gateway() -> None:
    resources = built(EVERY["revendiste"])
    tiers = {subnet[:-7] for subnet in of(resources, "EC2::Subnet")}
    assert tiers == {"Public", "Isolated"}
    assert not of(resources, "EC2::NatGateway")
    assert tables_with_endpoint(EVERY["revendiste"]) == {"PublicRouteTable"}


def test_an_environment_may_choose_other_blocks() -> None:
    other = built(nextjs(), VpcCidr="10.1.0.0/16", PublicSubnet2Cidr="10.1.9.0/24")
    assert other["Vpc"]["Properties"]["CidrBlock"] == "10.1.0.0/16"
    assert other["PublicSubnet2"]["Properties"]["CidrBlock"] == "10.1.9.0/24"


@pytest.mark.parametrize("count", ZONES)
def test_a_subnet_is_in_the_zone_of_its_number(count: int) -> None:
    for name, subnet in of(built(zones(count)), "EC2::Subnet").items():
        here = {"Ref": "AWS::Region"}
        chosen = {"Fn::Select": [int(name[-1]) - 1, {"Fn::GetAZs": here}]}
        assert subnet["AvailabilityZone"] == chosen


@EACH
def test_no_subnet_hands_out_public_addresses(system: System) -> None:
    for subnet in of(built(system), "EC2::Subnet").values():
        assert subnet["MapPublicIpOnLaunch"] is False


@EACH
def test_every_subnet_uses_one_table_of_its_tier(system: System) -> None:
    resources = built(system)
    for subnet in of(resources, "EC2::Subnet"):
        tier = subnet.removesuffix(subnet[-1]).removesuffix("Subnet")
        assert table_of(resources, subnet).startswith(f"{tier}RouteTable")


@EACH
def test_public_subnets_route_to_the_internet_gateway(system: System) -> None:
    resources = built(system)
    for subnet in ("PublicSubnet1", "PublicSubnet2"):
        (route,) = routes_of(resources, subnet)
        assert route["DestinationCidrBlock"] == "0.0.0.0/0"
        assert route["GatewayId"] == {"Ref": "InternetGateway"}


@pytest.mark.parametrize("nat", NATS)
@pytest.mark.parametrize("count", ZONES)
def test_isolated_subnets_have_no_route_out(count: int, nat: str) -> None:
    resources = built(zones(count), NatGateways=nat)
    for zone in range(1, count + 1):
        assert routes_of(resources, f"IsolatedSubnet{zone}") == []


@pytest.mark.parametrize("count", ZONES)
def test_each_private_subnet_routes_to_the_nat_of_its_zone_where_there_is_one(
    count: int,
) -> None:
    resources = built(zones(count), NatGateways="per-zone")
    for zone in range(1, count + 1):
        (route,) = routes_of(resources, f"PrivateSubnet{zone}")
        assert route["NatGatewayId"] == {"Ref": f"NatGateway{zone}"}
        gateway = resources[f"NatGateway{zone}"]["Properties"]
        assert gateway["SubnetId"] == {"Ref": f"PublicSubnet{zone}"}


@pytest.mark.parametrize("count", ZONES)
def test_all_private_subnets_route_to_the_only_nat(count: int) -> None:
    resources = built(zones(count), NatGateways="single")
    assert list(of(resources, "EC2::NatGateway")) == ["NatGateway1"]
    assert list(of(resources, "EC2::EIP")) == ["NatEip1"]
    for zone in range(1, count + 1):
        (route,) = routes_of(resources, f"PrivateSubnet{zone}")
        assert route["NatGatewayId"] == {"Ref": "NatGateway1"}


def test_private_subnets_have_no_route_out_without_nat() -> None:
    resources = built(nextjs(), NatGateways="none")
    assert not of(resources, "EC2::NatGateway")
    assert not of(resources, "EC2::EIP")
    assert routes_of(resources, "PrivateSubnet1") == []


@pytest.mark.parametrize("count", ZONES)
def test_growing_to_a_nat_per_zone_only_moves_the_target_of_routes(count: int) -> None:
    before = built(zones(count), NatGateways="single")
    after = built(zones(count), NatGateways="per-zone")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {f"PrivateDefaultRoute{zone}" for zone in range(2, count + 1)}
    for name in changed:
        old, new = before[name]["Properties"], after[name]["Properties"]
        assert {key for key in old if old[key] != new[key]} == {"NatGatewayId"}


@pytest.mark.parametrize("nat", NATS)
def test_no_reference_leads_to_what_is_not_there(nat: str) -> None:
    resources = built(zones(3), NatGateways=nat)
    known = {*resources, "AWS::Region", "AWS::AccountId"}
    named = re.findall(r'"Ref": "([^"]+)"', json.dumps(resources))
    assert set(named) <= known


def test_there_is_no_nat_and_no_setting_for_it_without_a_private_tier() -> None:
    layer = network.build(VARIATIONS["no private tier"])
    assert "NatGateways" not in layer.settings
    assert "AWS::EC2::NatGateway" not in render(layer.template)


@EACH
def test_routes_and_addresses_wait_for_the_gateway_to_be_attached(
    system: System,
) -> None:
    resources = built(system, NatGateways="per-zone")
    waiting = ["PublicDefaultRoute", *of(resources, "EC2::EIP")]
    for name in waiting:
        assert resources[name]["DependsOn"] == ["InternetGatewayAttachment"]


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("as drawn", {"PrivateRouteTable1", "PrivateRouteTable2"}),
        ("no private tier", {"PublicRouteTable"}),
        (
            "services in both tiers",
            {"PublicRouteTable", "PrivateRouteTable1", "PrivateRouteTable2"},
        ),
        ("no services", set()),
    ],
)
def test_s3_is_reached_privately_where_services_run(
    name: str, tables: set[str]
) -> None:
    assert tables_with_endpoint(VARIATIONS[name]) == tables


@EACH
def test_isolated_subnets_do_not_reach_s3_either(system: System) -> None:
    assert "IsolatedRouteTable" not in tables_with_endpoint(system)


@EACH
def test_subnets_leave_by_tier_in_zone_order(system: System) -> None:
    outputs = json.loads(render(network.build(system).template))["Outputs"]
    tiers = system.network.tiers()
    assert outputs.keys() == {"VpcId", *(f"{t.capitalize()}SubnetIds" for t in tiers)}
    for tier, blocks in tiers.items():
        name = tier.capitalize()
        order = [{"Ref": f"{name}Subnet{zone + 1}"} for zone in range(len(blocks))]
        assert outputs[f"{name}SubnetIds"]["Value"] == {"Fn::Join": [",", order]}


def test_flow_logs_record_all_traffic_of_the_vpc() -> None:
    resources = built(nextjs(), LogRetentionDays="7")
    log = resources["FlowLog"]["Properties"]
    assert (log["ResourceType"], log["ResourceId"]) == ("VPC", {"Ref": "Vpc"})
    assert log["TrafficType"] == "ALL"
    assert log["LogGroupName"] == {"Ref": "FlowLogGroup"}
    assert resources["FlowLogGroup"]["Properties"]["RetentionInDays"] == "7"


def test_the_flow_log_role_writes_to_its_log_group_only() -> None:
    role = built(nextjs())["FlowLogRole"]["Properties"]
    (statement,) = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert statement["Resource"] == [{"Fn::GetAtt": ["FlowLogGroup", "Arn"]}]
    assert "logs:CreateLogGroup" not in statement["Action"]


def test_only_flow_logs_of_this_account_take_the_role() -> None:
    role = built(nextjs())["FlowLogRole"]["Properties"]
    (statement,) = role["AssumeRolePolicyDocument"]["Statement"]
    assert statement["Principal"] == {"Service": ["vpc-flow-logs.amazonaws.com"]}
    assert statement["Condition"]["StringEquals"] == {
        "aws:SourceAccount": {"Ref": "AWS::AccountId"}
    }
    (source,) = statement["Condition"]["ArnLike"].values()
    assert source["Fn::Sub"].endswith("${AWS::AccountId}:vpc-flow-log/*")


@pytest.mark.parametrize("block", ["10.0.0.0/16", "172.31.255.240/28", "0.0.0.0/24"])
def test_an_ipv4_range_fits_the_pattern(block: str) -> None:
    assert re.fullmatch(CIDR_PATTERN, block)


@pytest.mark.parametrize(
    "block",
    ["10.0.0.0", "10.0.0.0/15", "10.0.0.0/29", "10.0.256.0/24", "10.0.0/24", "::/16"],
)
def test_anything_else_does_not_fit(block: str) -> None:
    assert not re.fullmatch(CIDR_PATTERN, block)


@pytest.mark.parametrize("text", ["", "198.51.100.7/32", "10.0.0.0/8", "128.0.0.0/1"])
def test_testers_are_a_range_of_any_size_or_nobody(text: str) -> None:
    assert re.fullmatch(OPTIONAL_RANGE_PATTERN, text)


@pytest.mark.parametrize("text", ["0.0.0.0/0", "198.51.100.7", "10.0.0.0/33", "::/1"])
def test_testers_are_neither_everybody_nor_anything_else(text: str) -> None:
    assert not re.fullmatch(OPTIONAL_RANGE_PATTERN, text)
