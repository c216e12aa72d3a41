"""Networks in which one narrow thing decides, and claims that a packet speaks against.

In a network that is wholly random most claims are refuted a dozen times over: a prover
that forgets strangers, a family, a subnet or a port finds something else that offends.
Here nearly everything is open or nearly everything is shut, and a claim leaves one
packet over.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

from tests.prove.oracle.claiming import STRANGER, Asked, End, carries
from tests.prove.oracle.drawing import acl, balancer, group, nat, service, table, vpc
from tests.prove.oracle.making import NEAR6, Resources
from tests.prove.oracle.naive import Wire
from tests.prove.oracle.random_networks import template
from tests.prove.oracle.written import Written, named

CLIENTS = (1024, 32767, 32768, 49152, 60999, 61000, 65535)
CUTS = (
    *((32768, 32768), (32768, 49151), (60999, 60999), (49152, 49152)),
    *((1024, 1024), (1024, 32767), (61000, 65535), (65535, 65535)),
)
"""Ports that an entry of a network ACL denies: those of tasks, or of others."""

ALL_PORTS = {"PortRange": {"From": 0, "To": 65535}}
SERVED = (443, 443, 80, 5432)
ASKED = {6: "tcp", 17: "udp", 1: "icmp", 58: "icmp"}
BOTH = ({"CidrIp": "0.0.0.0/0"}, {"CidrIpv6": "::/0"})
BLOCKS = ({"CidrBlock": "0.0.0.0/0"}, {"Ipv6CidrBlock": "::/0"})
HALVES = (
    *({"CidrBlock": "0.0.0.0/1"}, {"CidrBlock": "128.0.0.0/1"}),
    *({"Ipv6CidrBlock": "::/1"}, {"Ipv6CidrBlock": "8000::/1"}),
)


def directed(random: Random) -> Resources:
    """Return a network that is open but for a few cuts, or shut but for a few holes."""
    made = template(random)
    shut = random.random() < 0.5
    gateway = {"SubnetId": {"Ref": "Subnet0"}, "ConnectivityType": "public"}
    made["Nat0"] = _resource("NatGateway", gateway)
    for body in made.values():
        if body["Type"] == "AWS::EC2::SecurityGroup":
            _rules(random, body["Properties"], made, shut)
    _replace(made, "SecurityGroupIngress", "SecurityGroupEgress")
    _replace(made, "NetworkAclEntry", "Route")
    acls = [n for n, b in made.items() if b["Type"] == "AWS::EC2::NetworkAcl"]
    for name in acls:
        for out in (False, True):
            _entries(random, made, name, out)
    if acls and not shut:
        home = _guarded(random, made, acls)
        cut = home if random.random() < 0.5 else random.choice(acls)
        _cut(random, made, cut, random.random() < 0.3)
    _ways(random, made, shut)
    return made


def behind_nat(cut: tuple[int, int], near: bool) -> Resources:
    """Return a network in which `Task` goes by a NAT gateway and `Front` straight.

    Nothing is in the way but one cut: what comes into the subnet of the task, or of
    the gateway.
    """
    everything = ("200 allow -1 * 0.0.0.0/0",)
    low, high = cut
    denied = (f"100 deny 6 {low}-{high} 0.0.0.0/0", *everything)
    inside, outside = (denied, everything) if near else (everything, denied)
    return {
        **vpc({"Private": "10.0.0.0/24", "Public": "10.0.1.0/24"}),
        **nat("Nat", "Public"),
        **table("ByNat", ["Private"], Out="0.0.0.0/0 Nat"),
        **table("Straight", ["Public"], Out="0.0.0.0/0 Internet"),
        **acl("Inside", ["Private"], inside, everything),
        **acl("Outside", ["Public"], outside, everything),
        **group("Open", ["-1 * 0.0.0.0/0"]),
        **service("Task", "Private", "Open"),
        **balancer("Front", "Public", "Open"),
    }


def by_range() -> Resources:
    """Return a network in which whoever is in the second subnet reaches `Front`."""
    return {
        **vpc({"First": "10.0.0.0/24", "Second": "10.0.1.0/24"}),
        **group("Shut", ["tcp 443 10.0.1.0/24"]),
        **group("Open", ["-1 * 0.0.0.0/0"]),
        **service("Task", "First", "Open", more="Second"),
        **balancer("Front", "First", "Shut"),
    }


def _replace(made: Resources, *kinds: str) -> None:
    """Take the resources of some types out of a network."""
    for name in [n for n, b in made.items() if b["Type"].rpartition("::")[2] in kinds]:
        del made[name]


def _rules(random: Random, group: dict[str, Any], made: Resources, shut: bool) -> None:
    """Let a group send everything, and take in everything or next to nothing."""
    whole = [{"IpProtocol": "-1"} | end for end in BOTH]
    group["SecurityGroupEgress"] = whole
    holes = [_hole(random, made) for _ in range(random.randint(0, 2))]
    group["SecurityGroupIngress"] = holes if shut else whole


def _hole(random: Random, made: Resources) -> dict[str, Any]:
    """Return a rule for few: a range of the VPC, one family's internet, a group."""
    six = [b["Properties"].get("Ipv6CidrBlock") for b in made.values()]
    near6 = [one for one in six if one and one.endswith("/64")] or [NEAR6[1]]
    subnets = [b["Properties"] for n, b in made.items() if n.startswith("Subnet")]
    near = [one["CidrBlock"] for one in subnets if "CidrBlock" in one]
    groups = [n for n, b in made.items() if b["Type"] == "AWS::EC2::SecurityGroup"]
    other = {"Fn::GetAtt": [random.choice(groups), "GroupId"]}
    end = random.choice(
        (
            *({"CidrIp": cidr} for cidr in (*near, *near)),
            *({"CidrIpv6": random.choice(near6)}, {"CidrIpv6": "::/0"}),
            *({"CidrIp": "203.0.113.0/24"}, {"SourceSecurityGroupId": other}),
        )
    )
    port = random.choice(SERVED)
    return {"IpProtocol": "tcp", "FromPort": port, "ToPort": port} | end


def _guarded(random: Random, made: Resources, acls: list[str]) -> str:
    """Put a network ACL before every subnet, for the VPC's own has no cuts.

    Return that of the subnet in which a NAT gateway is.
    """
    subnets = [n for n, b in made.items() if b["Type"] == "AWS::EC2::Subnet"]
    chosen = {name: random.choice(acls) for name in subnets}
    for name, before in chosen.items():
        held = {"SubnetId": {"Ref": name}, "NetworkAclId": {"Ref": before}}
        made[f"{name}Acl"] = _resource("SubnetNetworkAclAssociation", held)
    return chosen["Subnet0"]


def _entries(random: Random, made: Resources, acl: str, out: bool) -> None:
    """Let a network ACL allow everything in a direction, or all of TCP."""
    kind, ports = random.choice(((-1, {}), (-1, {}), (6, ALL_PORTS)))
    for number, block in enumerate(random.choice((BLOCKS, HALVES))):
        _entry(made, acl, out, 200 + number, kind, "allow", block | ports)


def _cut(random: Random, made: Resources, acl: str, out: bool) -> None:
    """Let a network ACL deny some ports in a direction."""
    low, high = random.choice(CUTS)
    ports = {"PortRange": {"From": low, "To": high}}
    kind, block = random.choice((6, 6, 6, 17)), random.choice((BLOCKS[0], *BLOCKS))
    _entry(made, acl, out, 100, kind, "deny", block | ports)


def _entry(
    made: Resources,
    acl: str,
    out: bool,
    number: int,
    kind: int,
    action: str,
    of: dict[str, Any],
) -> None:
    """Add an entry to a network ACL."""
    made[f"{acl}{out}{number}"] = _resource(
        "NetworkAclEntry",
        {"NetworkAclId": {"Ref": acl}, "Egress": out, "RuleNumber": number}
        | {"Protocol": kind, "RuleAction": action}
        | of,
    )


def _ways(random: Random, made: Resources, shut: bool) -> None:
    """Lead out of every subnet, in one family at least; NAT gateways straight."""
    kept = [(True, True), *(((True, False), (False, True)) if shut else ())]
    made["Attached"] = _resource(
        "VPCGatewayAttachment",
        {"VpcId": {"Ref": "Vpc"}, "InternetGatewayId": {"Ref": "Internet"}},
    )
    made["Straight"] = _resource("RouteTable", {"VpcId": {"Ref": "Vpc"}})
    nats = [n for n, b in made.items() if b["Type"] == "AWS::EC2::NatGateway"]
    homes = {named(made[nat]["Properties"]["SubnetId"]) for nat in nats}
    for body in made.values():
        at = body["Properties"]
        associates = body["Type"] == "AWS::EC2::SubnetRouteTableAssociation"
        if associates and named(at["SubnetId"]) in homes:
            at["RouteTableId"] = {"Ref": "Straight"}
    for name in [n for n, b in made.items() if b["Type"] == "AWS::EC2::RouteTable"]:
        straight = {"GatewayId": {"Ref": "Internet"}}
        nat = {"NatGatewayId": {"Ref": random.choice(nats)}}
        four = (
            straight if name == "Straight" else random.choice((straight, *(nat,) * 4))
        )
        six = random.choice(({"EgressOnlyInternetGatewayId": {"Ref": "Out"}}, straight))
        there = random.choice(kept)
        routes = zip(there, ("0.0.0.0/0", "::/0"), (four, six), strict=True)
        for led, cidr, to in routes:
            key = "DestinationIpv6CidrBlock" if ":" in cidr else "DestinationCidrBlock"
            if led or name == "Straight":
                body = {"RouteTableId": {"Ref": name}, key: cidr} | to
                made[f"{name}{key}"] = _resource("Route", body)


def _resource(kind: str, properties: dict[str, Any]) -> dict[str, Any]:
    return {"Type": f"AWS::EC2::{kind}", "Properties": properties}


def usual(random: Random, wire: Wire) -> Wire:
    """Return a packet as clients send it, at an edge of the ports that they take."""
    if wire.proto not in (6, 17) or random.random() < 0.2:
        return wire
    here, there = random.choice(CLIENTS), random.choice(SERVED)
    return replace(wire, proto=random.choice((6, 6, 6, 17)), sport=here, dport=there)


def forbidding(
    random: Random, written: Written, source: End, target: End, wire: Wire
) -> Iterator[Asked]:
    """Yield claims that a packet which arrives speaks against, and little else."""
    on = _port(wire)
    if on is None or source is target:
        return
    one, two = _name(source, wire), _name(target, wire)
    yield Asked("never", (one,), (two,), (on,))
    if target is None or (source is not None and source.name == target.name):
        return
    yield Asked("only", tuple(_others(written, source, wire)), (two,))
    besides = tuple(p for p in ("tcp/443", "tcp/80", "udp") if not carries(p, wire))
    yield Asked("only", ("*",), (two,), besides)
    yield Asked("only", (one, *_others(written, source, wire)), (two,), besides)
    if source is not None:
        yield Asked("works only", (one,), (two,), (random.choice(besides),))


def demanding(source: End, target: End, wire: Wire) -> Iterator[Asked]:
    """Yield claims that a packet which is not answered speaks against."""
    on = _port(wire)
    if on is None or source is target:
        return
    yield Asked("works", (_name(source, wire),), (_name(target, wire),), (on,))
    if source is None or target is None:  # of both families, where it has both
        one, two = (end.name if end else "internet" for end in (source, target))
        yield Asked("works", (one,), (two,), (on,))


def _others(written: Written, source: End, wire: Wire) -> Iterator[str]:
    """Yield everybody but the source of a packet, the other family's internet too."""
    gateways = (name for name, _ in written.of("NatGateway"))
    names = dict.fromkeys([*(one.name for one in written.places), *gateways, STRANGER])
    if source is not None:
        names.pop(source.name, None)
        yield "internet"
    else:
        yield f"internet[{'four' if wire.src.version == 6 else 'six'}]"
    yield from names


def _name(end: End, wire: Wire) -> str:
    """Return the name of an end; the internet is that of the packet's family."""
    if end is not None:
        return end.name
    return f"internet[{'six' if wire.src.version == 6 else 'four'}]"


def _port(wire: Wire) -> str | None:
    """Return what claims call the port of a packet; None where they cannot."""
    word = ASKED.get(wire.proto)
    if word not in ("tcp", "udp"):
        return word
    return f"{word}/{wire.dport}" if wire.dport else None
