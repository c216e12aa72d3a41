"""What people get wrong about VPCs, one test a trap."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.network.rules import Way
from tests.checks.network.parts import att, made, ref
from tests.prove.network.places import (
    GATEWAY,
    SIX,
    UNSURE,
    everything,
    group,
    network,
    network_in,
    of_group,
    only,
    rule,
    service,
    shown,
    unsure,
)

ALL_OUT = {"IpProtocol": "-1", "CidrIp": "0.0.0.0/0"}
NO_TRAFFIC = {"IpProtocol": "-1", "CidrIp": "127.0.0.1/32"}
ALONE = made(
    "EC2::SecurityGroupEgress", GroupId=att("Sg", "GroupId"), **rule(ToPort=443)
)
NEVER = "whether Sg keeps its egress rule for everything beside others"


@pytest.mark.parametrize("given", [{}, {"SecurityGroupEgress": []}], ids=["none", "[]"])
def test_1_without_egress_everything_is_let_out(given: dict[str, Any]) -> None:
    (out,) = of_group(network(Sg=group(**given))).egress
    assert shown(out.ranges) == ["0.0.0.0-255.255.255.255"]
    assert not out.unknowns
    assert out.origin.words == "implicit rule that lets everything out"


def test_1_whether_ipv6_is_let_out_as_well_is_not_known() -> None:
    four, six = of_group(network(**SIX, Sg=group())).egress
    assert not four.unknowns
    assert shown(six.ranges) == ["::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"]
    assert six.unknowns == ("whether Sg lets IPv6 out without a rule",)


def test_1_a_condition_that_may_take_the_last_rule_away_lets_everything_out() -> None:
    body = group(SecurityGroupEgress=unsure([NO_TRAFFIC]))
    egress = of_group(network(Sg=body)).egress
    wide = [one for one in egress if shown(one.ranges) == ["0.0.0.0-255.255.255.255"]]
    assert [one.unknowns for one in wide] == [("Unsure",)]


@pytest.mark.parametrize(
    "inline",
    [{}, {"SecurityGroupEgress": []}, {"SecurityGroupEgress": [ALL_OUT]}],
    ids=["implicit", "[]", "written"],
)
def test_2_a_rule_of_its_own_may_take_away_the_one_for_everything(
    inline: dict[str, Any],
) -> None:
    first, second = of_group(network(Sg=group(**inline), Out=ALONE)).egress
    assert first.unknowns == (NEVER,)
    assert (second.origin.resource, second.unknowns) == ("Out", ())


def test_2_a_rule_for_no_traffic_stays_beside_others() -> None:
    body = group(SecurityGroupEgress=[NO_TRAFFIC])
    egress = of_group(network(Sg=body, Out=ALONE)).egress
    assert [one.unknowns for one in egress] == [(), ()]


def test_3_inline_rules_and_those_of_their_own_add_up() -> None:
    by = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "CidrIp": "192.0.2.0/24"}
    found = network(
        Sg=group(SecurityGroupIngress=[rule()]),
        ByRef=made("EC2::SecurityGroupIngress", GroupId=ref("Sg"), **by),
        ById=made("EC2::SecurityGroupIngress", GroupId=att("Sg", "GroupId"), **by),
        Other=made("EC2::SecurityGroupIngress", GroupId="sg-1", **by),
    )
    origins = [(r.origin.resource, r.origin.path) for r in of_group(found).ingress]
    assert origins == [("Sg", ("SecurityGroupIngress", 0)), ("ByRef", ()), ("ById", ())]
    assert found.groups["sg-1"].ingress[0].origin.resource == "Other"


@pytest.mark.parametrize(
    "end",
    [
        {"SourceSecurityGroupName": "others"},
        {"SourceSecurityGroupId": "sg-1", "SourceSecurityGroupOwnerId": "111122223333"},
    ],
    ids=["by name", "of an account"],
)
def test_3_groups_by_name_and_of_other_accounts_are_not_known(
    end: dict[str, str],
) -> None:
    (found,) = of_group(network(Sg=group(SecurityGroupIngress=[rule(**end)]))).ingress
    assert found.unknowns == ("a group of another account, or by name, in Sg",)
    assert not found.group


def test_4_a_reference_to_a_group_has_no_ranges() -> None:
    body = group(SecurityGroupIngress=[rule(SourceSecurityGroupId=ref("Sg"))])
    (found,) = of_group(network(Peer=body), "Peer").ingress
    assert (found.group, shown(found.ranges), found.unknowns) == ("Sg", [], ())


@pytest.mark.parametrize(
    ("given", "traffic"),
    [
        ({"IpProtocol": "-1"}, ((0, 255), (0, 65_535))),
        ({"IpProtocol": -1, "FromPort": 443}, ((0, 255), (0, 65_535))),
        ({"IpProtocol": "50", "FromPort": 443}, ((50, 50), (0, 65_535))),
        ({"IpProtocol": "TCP"}, ((6, 6), (443, 443))),
        ({"IpProtocol": "icmp", "FromPort": 3, "ToPort": 4}, ((1, 1), (772, 772))),
        ({"IpProtocol": "1", "FromPort": 8, "ToPort": -1}, ((1, 1), (2048, 2303))),
        ({"IpProtocol": "58", "FromPort": -1, "ToPort": -1}, ((58, 58), (0, 65_535))),
    ],
    ids=[
        "all",
        "all, ports ignored",
        "ESP",
        "word",
        "one code",
        "all codes",
        "all types",
    ],
)
def test_5_ports_depend_on_the_protocol(given: Any, traffic: Any) -> None:
    body = group(SecurityGroupIngress=[rule(**given)])
    (found,) = of_group(network(Sg=body)).ingress
    assert [(t.protocol, t.to) for t in found.traffic] == [traffic]
    assert not found.unknowns


def test_5_tcp_without_ports_is_not_known() -> None:
    given = {"IpProtocol": "tcp", "CidrIp": "192.0.2.0/24"}
    (found,) = of_group(network(Sg=group(SecurityGroupIngress=[given]))).ingress
    assert [(t.protocol, t.to) for t in found.traffic] == [((6, 6), (0, 65_535))]
    assert found.unknowns == ("ports",)


def test_6_groups_may_name_each_other() -> None:
    one = made(
        "EC2::SecurityGroupIngress",
        GroupId=ref("Sg"),
        **rule(SourceSecurityGroupId=ref("Peer")),
    )
    two = made(
        "EC2::SecurityGroupIngress",
        GroupId=ref("Peer"),
        **rule(SourceSecurityGroupId=ref("Sg")),
    )
    found = network(Peer=group(), One=one, Two=two).groups
    assert [r.group for r in found["Sg"].ingress] == ["Peer"]
    assert [r.group for r in found["Peer"].ingress] == ["Sg"]


def test_7_without_groups_there_is_the_default_one() -> None:
    found = network(Service=service(SecurityGroups=None))
    assert only(found, "Service").groups == ("Vpc.DefaultSecurityGroup",)
    default = of_group(found, "Vpc.DefaultSecurityGroup")
    (inside,) = default.ingress
    assert (inside.group, inside.origin.resource) == ("Vpc.DefaultSecurityGroup", "")
    assert shown(default.egress[0].ranges) == ["0.0.0.0-255.255.255.255"]
    assert default.carried


def test_7_without_an_association_there_is_the_default_acl() -> None:
    found = network()
    assert found.subnets["A"].acl == "Vpc.DefaultNetworkAcl"
    acl = found.acls["Vpc.DefaultNetworkAcl"]
    assert acl.default
    assert [(e.number, e.allows) for e in acl.inbound] == [(100, True), (101, True)]
    assert acl.inbound == acl.outbound
    assert acl.inbound[0].origin.resource == ""


def test_8_without_an_association_there_is_the_main_table() -> None:
    found = network(**GATEWAY)
    assert found.subnets["A"].table == "Vpc.MainRouteTable"
    main = found.tables["Vpc.MainRouteTable"]
    assert main.main
    assert [route.way for route in main.routes] == [Way.LOCAL]


def route(**properties: Any) -> dict[str, Any]:
    return made("EC2::Route", RouteTableId=ref("Table"), **properties)


@pytest.mark.parametrize(
    ("attached", "way"), [(True, Way.INTERNET), (False, Way.NOWHERE)]
)
def test_8_a_gateway_that_is_not_attached_leads_nowhere(
    attached: bool, way: Way
) -> None:
    parts = {k: v for k, v in GATEWAY.items() if attached or k != "Attached"}
    out = route(DestinationCidrBlock="0.0.0.0/0", GatewayId=ref("Igw"))
    found = network(**parts, Out=out).tables["Table"].routes
    assert [(one.way, one.target) for one in found[1:]] == [(way, "Igw")]


def test_9_half_routes_prefix_lists_and_ipv6_are_routes() -> None:
    to = {"GatewayId": ref("Igw")}
    names = made(
        "EC2::PrefixList",
        AddressFamily="IPv4",
        Entries=[{"Cidr": "198.51.100.0/24"}],
    )
    found = network(
        **GATEWAY,
        **SIX,
        Half=route(DestinationCidrBlock="0.0.0.0/1", **to),
        List=route(DestinationPrefixListId=ref("Names"), **to),
        Wide=route(DestinationIpv6CidrBlock="::/0", **to),
        Names=names,
    )
    routes = [one for one in found.tables["Table"].routes if one.way is Way.INTERNET]
    assert [shown(one.ranges) for one in routes] == [
        ["0.0.0.0-127.255.255.255"],
        ["198.51.100.0-198.51.100.255"],
        ["::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ]
    assert [one.list for one in routes] == ["", "Names", ""]


def test_9_a_subnet_with_ipv6_gives_its_interfaces_addresses() -> None:
    subnet = made(
        "EC2::Subnet", VpcId=ref("Vpc"), Ipv6Native=True, Ipv6CidrBlock=block()
    )
    found = network(**SIX, A=subnet, Service=service())
    assert only(found, "Service").v6 is True


def block() -> dict[str, Any]:
    whole = {"Fn::Select": [0, att("Vpc", "Ipv6CidrBlocks")]}
    return {"Fn::Select": [1, {"Fn::Cidr": [whole, 4, 64]}]}


@pytest.mark.parametrize(
    ("given", "public"),
    [("ENABLED", True), ("DISABLED", False), (None, None), (ref("Open"), None)],
    ids=["enabled", "disabled", "absent", "unknown"],
)
def test_10_a_public_address_is_to_be_said(given: Any, public: bool | None) -> None:
    found = network(Service=service(AssignPublicIp=given))
    assert only(found, "Service").public is public


def test_10_what_a_subnet_maps_is_not_for_tasks() -> None:
    subnet = made(
        "EC2::Subnet",
        VpcId=ref("Vpc"),
        CidrBlock="10.0.1.0/24",
        MapPublicIpOnLaunch=True,
    )
    machine = made("EC2::Instance", SubnetId=ref("A"), SecurityGroupIds=[ref("Sg")])
    found = network(
        A=subnet, Service=service(AssignPublicIp="DISABLED"), Machine=machine
    )
    assert only(found, "Service").public is False
    assert only(found, "Machine").public is True


def test_11_entries_keep_their_ports_and_order() -> None:
    acl = made("EC2::NetworkAcl", VpcId=ref("Vpc"))
    back = {"RuleAction": "allow", "Protocol": 6, "CidrBlock": "0.0.0.0/0"}
    found = network(
        Acl=acl,
        Late=made(
            "EC2::NetworkAclEntry",
            NetworkAclId=ref("Acl"),
            RuleNumber=200,
            PortRange={"From": 32768, "To": 61000},
            **back,
        ),
        Early=made(
            "EC2::NetworkAclEntry",
            NetworkAclId=ref("Acl"),
            RuleNumber=100,
            PortRange={"From": 1024, "To": 65535},
            Egress=True,
            **back,
        ),
        First=made(
            "EC2::NetworkAclEntry",
            NetworkAclId=ref("Acl"),
            RuleNumber=10,
            PortRange={"From": 53, "To": 53},
            **back,
        ),
    ).acls["Acl"]
    assert [e.origin.resource for e in found.inbound] == ["First", "Late"]
    assert [t.to for t in found.inbound[1].traffic] == [(32768, 61000)]
    assert [e.origin.words for e in found.outbound] == ["#100"]


def test_12_a_network_load_balancer_is_said_to_be_half_read() -> None:
    body = made(
        "ElasticLoadBalancingV2::LoadBalancer", Type="network", Subnets=[ref("A")]
    )
    found = network(Nlb=body)
    one = only(found, "Nlb")
    assert (one.unguarded, one.groups, one.public) == (True, (), True)
    assert "clients' addresses" in found.unread["Nlb"]


def test_13_each_rule_and_each_entry_of_a_list_is_counted_once() -> None:
    entries = [{"Cidr": f"198.51.100.{n}/32"} for n in range(3)]
    names = made("EC2::PrefixList", AddressFamily="IPv4", MaxEntries=9, Entries=entries)
    body = group(SecurityGroupIngress=[rule(SourcePrefixListId=ref("Names"))])
    (found,) = of_group(network(Names=names, Sg=body)).ingress
    assert (len(found.ranges.v4), found.list, found.unknowns) == (3, "Names", ())


def test_14_a_condition_that_is_not_known_is_named() -> None:
    body = group(SecurityGroupIngress=[unsure(rule(), rule(CidrIp="0.0.0.0/0"))])
    first, second = of_group(network(Sg=body)).ingress
    assert (first.unknowns, second.unknowns) == (("Unsure",), ("Unsure",))
    assert shown(second.ranges) == ["0.0.0.0-255.255.255.255"]


def test_14_a_resource_that_may_not_be_there_is_not_sure() -> None:
    alone = made("EC2::SecurityGroupIngress", GroupId=ref("Sg"), **rule())
    found = network(In={**alone, "Condition": "Unsure"}, Sg=group())
    assert [one.unknowns for one in of_group(found).ingress] == [("Unsure",)]


def test_15_what_is_not_there_has_no_name() -> None:
    found = network(Service=service())
    assert found.named("database") == ()
    assert [one.path for one in found.named("services")] == ["Service"]


def test_16_what_others_may_change_is_said() -> None:
    export = {"Value": ref("Sg"), "Export": {"Name": "shared"}}
    opaque = made("CloudFormation::CustomResource", ServiceToken="x", Group=ref("Peer"))
    head = {**UNSURE, "Outputs": {"Shared": export}}
    found = network_in(head, Peer=group(SecurityGroupEgress=[]), Own=opaque).groups
    assert found["Sg"].carried == ("the export Shared",)
    assert found["Sg"].ingress == ()
    assert found["Peer"].carried == ("Own",)
    (added,) = found["Peer"].ingress
    assert everything(added)
    assert added.unknowns == ("Own",)
