"""The resources of a template, as CloudFormation documents them.

It shares no line with `cfngen.prove`, so that both are wrong together only where the
documents are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import Any

Range = IPv4Network | IPv6Network
Resource = Mapping[str, Any]

ALL = {4: ip_network("0.0.0.0/0"), 6: ip_network("::/0")}


@dataclass(frozen=True)
class Assumed:
    """What a template leaves open, decided in one way."""

    egress_stays: bool = False
    implicit_v6: bool = True
    tasks_v6: bool = False
    outside_is_internet: bool = False
    lists: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Place:
    """A workload in one subnet; with no groups at all nothing filters."""

    name: str
    subnet: str
    groups: tuple[str, ...]
    public: bool
    v6: bool
    guarded: bool = True


Rule = tuple[Resource, tuple[Range, ...], str]
"""A rule as written, its ranges, and the group that it names."""


class Written:
    """A template, its rules by what they belong to."""

    def __init__(self, resources: Mapping[str, Resource], assumed: Assumed) -> None:
        self.resources = resources
        self.assumed = assumed
        self.ranges = {n: tuple(self._cidrs(p)) for n, p in self.of("Subnet")}
        self.wholes = {n: tuple(self._vpc(n, p)) for n, p in self.of("VPC")}
        self.inside = [one for whole in self.wholes.values() for one in whole]
        self.vpcs = {n: named(p["VpcId"]) for n, p in self.of("Subnet")}
        self.rules = {
            (group, way): tuple(self._rules(group, way))
            for group in (*dict(self.of("SecurityGroup")), *self._defaults())
            for way in ("Ingress", "Egress")
        }
        self.acls = {n: self._associated(n, "NetworkAcl") for n in self.ranges}
        self.tables = {n: self._associated(n, "RouteTable") for n in self.ranges}
        self.entries = {
            (a, w): self._entries(a, w)
            for a in self.acls.values()
            for w in (False, True)
        }
        self.routes = {t: self._routes(t) for t in set(self.tables.values())}
        self.places = tuple(self._places())

    def of(self, kind: str, service: str = "EC2") -> Iterator[tuple[str, Resource]]:
        """Yield the resources of a type with their properties."""
        for name, body in self.resources.items():
            if body["Type"] == f"AWS::{service}::{kind}":
                yield name, body.get("Properties", {})

    def local(self, subnet: str) -> tuple[Range, ...]:
        """Return the ranges of a subnet's VPC."""
        return self.wholes[self.vpcs[subnet]]

    def props(self, name: str) -> Resource:
        """Return a resource's properties."""
        found: Resource = self.resources[name].get("Properties", {})
        return found

    def _cidrs(self, p: Resource) -> Iterator[Range]:
        for key in ("CidrBlock", "Ipv6CidrBlock"):
            if key in p:
                yield ip_network(p[key], strict=False)

    def _vpc(self, name: str, p: Resource) -> Iterator[Range]:
        yield from self._cidrs(p)
        for _, more in self.of("VPCCidrBlock"):
            if named(more["VpcId"]) == name:
                yield from self._cidrs(more)

    def _listed(self, value: Any) -> tuple[Range, ...]:
        listed = dict(self.of("PrefixList")).get(named(value))
        if listed is None:
            return tuple(
                ip_network(c) for n, c in self.assumed.lists if n == named(value)
            )
        return tuple(ip_network(e["Cidr"], strict=False) for e in listed["Entries"])

    def _defaults(self) -> Iterator[str]:
        return (f"{vpc}.DefaultSecurityGroup" for vpc, _ in self.of("VPC"))

    def _rules(self, group: str, way: str) -> Iterator[Rule]:
        """Yield a group's rules: inline, standalone, and those that EC2 adds."""
        whole = {"IpProtocol": "-1"}
        if group.endswith(".DefaultSecurityGroup"):
            yield whole, (() if way == "Ingress" else tuple(ALL.values())), group
            return
        inline = self.props(group).get(f"SecurityGroup{way}", ())
        alone = [
            p for _, p in self.of(f"SecurityGroup{way}") if named(p["GroupId"]) == group
        ]
        if way == "Egress" and not inline and (not alone or self.assumed.egress_stays):
            both = self.assumed.implicit_v6
            yield whole, (tuple(ALL.values()) if both else (ALL[4],)), ""
        end = "Source" if way == "Ingress" else "Destination"
        for rule in (*inline, *alone):
            cidrs = [rule[k] for k in ("CidrIp", "CidrIpv6") if k in rule]
            ranges = tuple(ip_network(c, strict=False) for c in cidrs)
            ranges += self._listed(rule.get(f"{end}PrefixListId", ""))
            yield rule, ranges, named(rule.get(f"{end}SecurityGroupId", "-"))

    def _associated(self, subnet: str, kind: str) -> str:
        """Return what is associated with a subnet, nothing for the VPC's own."""
        for _, p in self.of(f"Subnet{kind}Association"):
            if named(p["SubnetId"]) == subnet:
                return named(p[f"{kind}Id"])
        return ""

    def _entries(self, acl: str, egress: bool) -> list[tuple[Resource, Range]]:
        mine = [
            p
            for _, p in self.of("NetworkAclEntry")
            if named(p["NetworkAclId"]) == acl and bool(p.get("Egress")) == egress
        ]
        mine.sort(key=lambda p: int(p["RuleNumber"]))
        return [(p, cidr) for p in mine for cidr in self._cidrs(p)]

    def _routes(self, table: str) -> list[tuple[Range, int, str]]:
        found = []
        for _, p in self.of("Route"):
            if named(p["RouteTableId"]) != table:
                continue
            for key in ("DestinationCidrBlock", "DestinationIpv6CidrBlock"):
                if key in p:
                    found.append((ip_network(p[key], strict=False), 1, self._to(p)))
            for r in self._listed(p.get("DestinationPrefixListId", "")):
                found.append((r, 0, self._to(p)))
        return found

    def _to(self, p: Resource) -> str:
        """Return where a route leads; to a gateway that is not attached, nowhere."""
        if "NatGatewayId" in p:
            return f"nat:{named(p['NatGatewayId'])}"
        if "EgressOnlyInternetGatewayId" in p:
            return "eigw"
        if "GatewayId" in p:
            attached = [
                named(a["InternetGatewayId"])
                for _, a in self.of("VPCGatewayAttachment")
            ]
            return "igw" if named(p["GatewayId"]) in attached else "nowhere"
        return "outside"

    def _places(self) -> Iterator[Place]:
        for name, p in self.of("Service", "ECS"):
            at = p["NetworkConfiguration"]["AwsvpcConfiguration"]
            public = at["AssignPublicIp"] == "ENABLED"
            yield from self._in(
                name,
                at["Subnets"],
                at.get("SecurityGroups"),
                public,
                self.assumed.tasks_v6,
            )
        for name, p in self.of("LoadBalancer", "ElasticLoadBalancingV2"):
            public = p.get("Scheme", "internet-facing") == "internet-facing"
            free = p.get("Type") == "network" and "SecurityGroups" not in p
            yield from self._in(
                name,
                p["Subnets"],
                p.get("SecurityGroups"),
                public,
                p.get("IpAddressType") == "dualstack",
                not free,
            )
        for name, p in self.of("DBInstance", "RDS"):
            subnets = self.props(named(p["DBSubnetGroupName"]))["SubnetIds"]
            yield from self._in(
                name,
                subnets,
                p.get("VPCSecurityGroups"),
                p["PubliclyAccessible"],
                False,
            )

    def _in(
        self,
        name: str,
        subnets: Any,
        groups: Any,
        public: bool,
        v6: bool,
        guarded: bool = True,
    ) -> Iterator[Place]:
        for subnet in map(named, subnets):
            own = (f"{self.vpcs[subnet]}.DefaultSecurityGroup",)
            held = tuple(map(named, groups)) if groups else own * guarded
            has_v6 = v6 and any(r.version == 6 for r in self.ranges[subnet])
            yield Place(name, subnet, held, public, has_v6, guarded)


def named(value: Any) -> str:
    """Return the logical id that `Ref` or `Fn::GetAtt` names, or the text itself."""
    if isinstance(value, Mapping):
        (inner,) = value.values()
        if isinstance(inner, list):
            return str(inner[0])
        return str(inner).removesuffix(".GroupId")
    return str(value)
