"""Templates of small networks, written as AWS's documents print them: a line a rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Resources = dict[str, dict[str, Any]]


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    """Return a resource of a type without its `AWS::`."""
    return {"Type": f"AWS::{kind}", "Properties": properties}


def ref(name: str) -> dict[str, str]:
    """Return a `Ref`."""
    return {"Ref": name}


def vpc(subnets: Mapping[str, str], *ranges: str, **six: str) -> Resources:
    """Return a VPC with an attached internet gateway, and its subnets.

    `six` are the subnets' IPv6 ranges; the VPC has 2001:db8:0:100::/56 then.
    """
    inside = ref("Vpc")
    first, *more = ranges or ("10.0.0.0/16",)
    found = {
        "Vpc": resource("EC2::VPC", CidrBlock=first),
        "Internet": resource("EC2::InternetGateway"),
        "Attached": resource(
            "EC2::VPCGatewayAttachment", VpcId=inside, InternetGatewayId=ref("Internet")
        ),
        "Out": resource("EC2::EgressOnlyInternetGateway", VpcId=inside),
    }
    for number, cidr in enumerate(more):
        found[f"More{number}"] = resource(
            "EC2::VPCCidrBlock", VpcId=inside, CidrBlock=cidr
        )
    if six:
        found["Six"] = resource(
            "EC2::VPCCidrBlock",
            VpcId=inside,
            Ipv6CidrBlock="2001:db8:0:100::/56",
            Ipv6Pool="ipv6pool-ec2-0123456789abcdef0",
        )
    for name, cidr in subnets.items():
        extra = {"Ipv6CidrBlock": six[name]} if name in six else {}
        found[name] = resource("EC2::Subnet", VpcId=inside, CidrBlock=cidr, **extra)
    return found


def table(name: str, subnets: Iterable[str], **routes: str) -> Resources:
    """Return a route table; `routes` are `name="destination target"`."""
    found = {name: resource("EC2::RouteTable", VpcId=ref("Vpc"))}
    for route, text in routes.items():
        destination, target = text.split()
        found[f"{name}{route}"] = resource(
            "EC2::Route",
            RouteTableId=ref(name),
            **_destination(destination),
            **_target(target),
        )
    return found | _associated(name, subnets, "RouteTable")


def acl(
    name: str, subnets: Iterable[str], inbound: Iterable[str], outbound: Iterable[str]
) -> Resources:
    """Return a network ACL; an entry is `100 allow 6 80 0.0.0.0/0`."""
    found = {name: resource("EC2::NetworkAcl", VpcId=ref("Vpc"))}
    for way, lines in (("In", inbound), ("Out", outbound)):
        for place, line in enumerate(lines):
            found[f"{name}{way}{place}"] = _entry(name, way == "Out", line)
    return found | _associated(name, subnets, "NetworkAcl")


def group(
    name: str, ingress: Iterable[str] = (), egress: Iterable[str] = ("-1 * 0.0.0.0/0",)
) -> Resources:
    """Return a security group; a rule is `tcp 443 0.0.0.0/0` or `tcp 443 @Other`."""
    rules = {
        "SecurityGroupIngress": [rule(line, "Source") for line in ingress],
        "SecurityGroupEgress": [rule(line, "Destination") for line in egress],
    }
    body = {key: value for key, value in rules.items() if value}
    return {
        name: resource(
            "EC2::SecurityGroup", GroupDescription=name, VpcId=ref("Vpc"), **body
        )
    }


def alone(name: str, group: str, line: str, way: str = "Ingress") -> Resources:
    """Return a rule that is a resource of its own."""
    end = "Source" if way == "Ingress" else "Destination"
    held = {"Fn::GetAtt": [group, "GroupId"]}
    kind = f"EC2::SecurityGroup{way}"
    return {name: resource(kind, GroupId=held, **rule(line, end))}


def rule(line: str, end: str) -> dict[str, Any]:
    """Return a security group's rule: protocol, ports (or type:code), other end."""
    protocol, ports, other = line.split()
    found: dict[str, Any] = {"IpProtocol": protocol}
    if ports != "*":
        low, high = _pair(ports)
        found |= {"FromPort": low, "ToPort": high}
    if other.startswith("@"):
        return found | {f"{end}SecurityGroupId": {"Fn::GetAtt": [other[1:], "GroupId"]}}
    if other.startswith("pl:"):
        return found | {f"{end}PrefixListId": ref(other[3:])}
    return found | {"CidrIpv6" if ":" in other else "CidrIp": other}


def service(
    name: str, subnet: str, *groups: str, public: bool = False, **more: str
) -> Resources:
    """Return a service in a subnet; with no groups it has the VPC's default one."""
    held = [{"Fn::GetAtt": [one, "GroupId"]} for one in groups]
    at: dict[str, Any] = {
        "Subnets": [ref(one) for one in (subnet, *more.values())],
        "AssignPublicIp": "ENABLED" if public else "DISABLED",
    }
    at |= {"SecurityGroups": held} if held else {}
    return {
        name: resource("ECS::Service", NetworkConfiguration={"AwsvpcConfiguration": at})
    }


def balancer(
    name: str,
    subnet: str,
    *groups: str,
    kind: str = "application",
    public: bool = True,
    dual: bool = False,
) -> Resources:
    """Return a load balancer in a subnet."""
    held = [{"Fn::GetAtt": [one, "GroupId"]} for one in groups]
    return {
        name: resource(
            "ElasticLoadBalancingV2::LoadBalancer",
            Type=kind,
            Scheme="internet-facing" if public else "internal",
            IpAddressType="dualstack" if dual else "ipv4",
            Subnets=[ref(subnet)],
            **({"SecurityGroups": held} if held else {}),
        )
    }


def nat(name: str, subnet: str, **more: str) -> Resources:
    """Return a NAT gateway, with an address unless it is private."""
    public = {} if more else {"AllocationId": "eipalloc-0123456789abcdef0"}
    return {name: resource("EC2::NatGateway", SubnetId=ref(subnet), **public, **more)}


def prefixes(name: str, *cidrs: str) -> Resources:
    """Return a prefix list."""
    family = "IPv6" if any(":" in one for one in cidrs) else "IPv4"
    entries = [{"Cidr": one} for one in cidrs]
    kind = "EC2::PrefixList"
    return {
        name: resource(
            kind,
            PrefixListName=name,
            AddressFamily=family,
            MaxEntries=max(1, len(entries)),
            Entries=entries,
        )
    }


def _entry(name: str, egress: bool, line: str) -> dict[str, Any]:
    number, action, protocol, ports, cidr = line.split()
    extra: dict[str, Any] = {"Ipv6CidrBlock" if ":" in cidr else "CidrBlock": cidr}
    if ports != "*" and protocol in ("1", "58"):
        kind, code = _pair(ports)
        extra["Icmp"] = {"Type": kind, "Code": code}
    elif ports != "*":
        low, high = _pair(ports)
        extra["PortRange"] = {"From": low, "To": high}
    return resource(
        "EC2::NetworkAclEntry",
        NetworkAclId=ref(name),
        RuleNumber=int(number),
        Protocol=int(protocol),
        RuleAction=action,
        Egress=egress,
        **extra,
    )


def _pair(text: str) -> tuple[int, int]:
    """Return `80`, `1024-65535` or `8:-1` as two numbers."""
    one, _, two = text.partition(":" if ":" in text else "-")
    return int(one), int(two or one)


def _destination(text: str) -> dict[str, Any]:
    if text.startswith("pl:"):
        return {"DestinationPrefixListId": ref(text[3:])}
    if text.startswith("pl-"):
        return {"DestinationPrefixListId": text}
    key = "DestinationIpv6CidrBlock" if ":" in text else "DestinationCidrBlock"
    return {key: text}


def _target(text: str) -> dict[str, Any]:
    keys = {
        "Nat": "NatGatewayId",
        "Out": "EgressOnlyInternetGatewayId",
        "pcx": "VpcPeeringConnectionId",
        "tgw": "TransitGatewayId",
    }
    key = keys.get(text[:3], "GatewayId")
    return {key: text if text[:3] in ("pcx", "tgw", "vgw") else ref(text)}


def _associated(name: str, subnets: Iterable[str], kind: str) -> Resources:
    return {
        f"{name}Of{subnet}": resource(
            f"EC2::Subnet{kind}Association",
            SubnetId=ref(subnet),
            **{f"{kind}Id": ref(name)},
        )
        for subnet in subnets
    }
