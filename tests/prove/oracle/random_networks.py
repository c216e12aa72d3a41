"""Small random networks as templates.

Every choice is made by one `Random`: a seed makes the same network for ever, and
hypothesis can hand in its own to make a failing one small.
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import ip_network
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.prove.oracle.making import (
    FAR,
    FAR6,
    MORE,
    SUBNETS,
    VPC,
    VPC6,
    Making,
    Resources,
    canonical,
)
from tests.prove.oracle.random_rules import acl, groups


def template(random: Random) -> Resources:
    """Return the resources of a random network."""
    made = Making(random, {})
    subnets = tuple(_places(made))
    _gateways(made, subnets)
    held = tuple(groups(made))
    for number in made.count(2):
        acl(made, f"Acl{number}", subnets)
    for number in made.count(3, 1):
        _table(made, f"Table{number}")
    _associate(made, subnets)
    _workloads(made, subnets, held)
    return made.resources


networks = st.randoms(use_true_random=False).map(template)
"""Random networks for hypothesis."""


def _places(made: Making) -> Iterator[str]:
    """Add a VPC and yield its subnets."""
    made.add("Vpc", "EC2::VPC", CidrBlock=VPC)
    vpc = {"Ref": "Vpc"}
    dual = made.happens(0.6)
    if dual:
        made.add(
            "Six",
            "EC2::VPCCidrBlock",
            VpcId=vpc,
            Ipv6CidrBlock=VPC6,
            Ipv6Pool="ipv6pool-ec2-0123456789abcdef0",
        )
    more = [cidr for cidr in MORE if made.happens(0.5)]
    for number, cidr in enumerate(more):
        made.add(f"More{number}", "EC2::VPCCidrBlock", VpcId=vpc, CidrBlock=cidr)
    inside = [ip_network(one) for one in (VPC, *more)]
    fitting = [s for s in SUBNETS if any(_within(s, one) for one in inside)]
    chosen = made.random.sample(fitting, made.random.randint(2, min(4, len(fitting))))
    for number, cidr in enumerate(chosen):
        six = f"2001:db8:0:{100 + number}::/64"
        extra = {"Ipv6CidrBlock": six} if dual and made.happens(0.8) else {}
        yield made.add(
            f"Subnet{number}", "EC2::Subnet", VpcId=vpc, CidrBlock=cidr, **extra
        )


def _within(cidr: str, outer: Any) -> bool:
    return bool(ip_network(cidr).subnet_of(outer))


def _gateways(made: Making, subnets: tuple[str, ...]) -> None:
    made.add("Internet", "EC2::InternetGateway")
    if made.happens(0.9):
        made.add(
            "Attached",
            "EC2::VPCGatewayAttachment",
            VpcId={"Ref": "Vpc"},
            InternetGatewayId={"Ref": "Internet"},
        )
    made.add("Out", "EC2::EgressOnlyInternetGateway", VpcId={"Ref": "Vpc"})
    for number in made.count(2):
        private = (
            {"ConnectivityType": "private"}
            if made.happens(0.2)
            else {"AllocationId": "eipalloc-0123456789abcdef0"}
        )
        subnet = {"Ref": made.random.choice(subnets)}
        made.add(f"Nat{number}", "EC2::NatGateway", SubnetId=subnet, **private)
    for number in made.count(2):
        v6 = made.happens(0.3)
        made.add(
            f"List{number}",
            "EC2::PrefixList",
            PrefixListName=f"list{number}",
            AddressFamily="IPv6" if v6 else "IPv4",
            MaxEntries=5,
            Entries=[{"Cidr": canonical(made.cidr(v6))} for _ in made.count(3)],
        )


def _table(made: Making, name: str) -> None:
    made.add(name, "EC2::RouteTable", VpcId={"Ref": "Vpc"})
    used: set[str] = set()
    wanted = [made.random.choice(FAR[:7]) for _ in made.count(3)]
    wanted += [made.random.choice(FAR6) for _ in made.count(2)]
    if made.happens(0.7):
        wanted += ["0.0.0.0/0", "::/0"]
    for number, text in enumerate(wanted):
        cidr = canonical(text)
        if cidr not in used:
            used.add(cidr)
            key = "DestinationIpv6CidrBlock" if ":" in cidr else "DestinationCidrBlock"
            to = _target(made, ":" in cidr)
            table = {"Ref": name}
            made.add(
                f"{name}R{number}",
                "EC2::Route",
                RouteTableId=table,
                **{key: cidr},
                **to,
            )
    lists = [n for n in made.resources if n.startswith("List")]
    if lists and made.happens(0.4):
        chosen = made.random.choice(lists)
        entries = made.resources[chosen]["Properties"]["Entries"]
        if all(_is_far(entry["Cidr"]) for entry in entries):
            v6 = made.resources[chosen]["Properties"]["AddressFamily"] == "IPv6"
            made.add(
                f"{name}List",
                "EC2::Route",
                RouteTableId={"Ref": name},
                DestinationPrefixListId={"Ref": chosen},
                **_target(made, v6),
            )


def _is_far(cidr: str) -> bool:
    """Return whether a range is not within a VPC, where routes would be refused."""
    return not any(
        (":" in cidr) == (":" in one) and _within(cidr, ip_network(one))
        for one in (VPC6, VPC, *MORE)
    )


def _target(made: Making, v6: bool) -> dict[str, Any]:
    nats = [n for n in made.resources if n.startswith("Nat")]
    if v6 and made.happens(0.4):
        return {"EgressOnlyInternetGatewayId": {"Ref": "Out"}}
    if nats and not v6 and made.happens(0.3):
        return {"NatGatewayId": {"Ref": made.random.choice(nats)}}
    return {"GatewayId": {"Ref": "Internet"}}


def _associate(made: Making, subnets: tuple[str, ...]) -> None:
    for kind, prefix in (("NetworkAcl", "Acl"), ("RouteTable", "Table")):
        there = [
            n
            for n, body in made.resources.items()
            if body["Type"].endswith(f"::{kind}")
        ]
        for subnet in subnets:
            if there and made.happens(0.8):
                made.add(
                    f"{subnet}{prefix}",
                    f"EC2::Subnet{kind}Association",
                    SubnetId={"Ref": subnet},
                    **{f"{kind}Id": {"Ref": made.random.choice(there)}},
                )


def _workloads(made: Making, subnets: tuple[str, ...], groups: tuple[str, ...]) -> None:
    for number in made.count(3, 2):
        at: dict[str, Any] = {
            "Subnets": _some(made, subnets),
            "AssignPublicIp": made.random.choice(("ENABLED", "DISABLED")),
        }
        if made.happens(0.85):
            at["SecurityGroups"] = _some(made, groups, group=True)
        made.add(
            f"Task{number}Service",
            "ECS::Service",
            NetworkConfiguration={"AwsvpcConfiguration": at},
        )
    for number in made.count(2, 1):
        _balancer(made, f"Front{number}", subnets, groups)
    if made.happens(0.5):
        ids = _some(made, subnets)
        made.add(
            "Places", "RDS::DBSubnetGroup", DBSubnetGroupDescription="d", SubnetIds=ids
        )
        made.add(
            "Database",
            "RDS::DBInstance",
            DBSubnetGroupName={"Ref": "Places"},
            VPCSecurityGroups=_some(made, groups, group=True),
            PubliclyAccessible=made.happens(0.5),
            NetworkType="IPV4",
        )


def _balancer(
    made: Making, name: str, subnets: tuple[str, ...], groups: tuple[str, ...]
) -> None:
    six = [s for s in subnets if "Ipv6CidrBlock" in made.resources[s]["Properties"]]
    dual = bool(six) and made.happens(0.7)
    public = dual or made.happens(0.5)
    network = made.happens(0.3)
    held = (
        {}
        if network and made.happens(0.5)
        else {"SecurityGroups": _some(made, groups, group=True)}
    )
    made.add(
        name,
        "ElasticLoadBalancingV2::LoadBalancer",
        Type="network" if network else "application",
        Scheme="internet-facing" if public else "internal",
        IpAddressType="dualstack" if dual else "ipv4",
        Subnets=_some(made, tuple(six) if dual else subnets),
        **held,
    )


def _some(
    made: Making, names: tuple[str, ...], group: bool = False
) -> list[dict[str, Any]]:
    chosen = made.random.sample(names, made.random.randint(1, min(2, len(names))))
    return [{"Fn::GetAtt": [n, "GroupId"]} if group else {"Ref": n} for n in chosen]
