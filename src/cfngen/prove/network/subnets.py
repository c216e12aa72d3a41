"""VPCs and subnets: their ranges, their network ACL and their route table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from ipaddress import IPv6Network, ip_network
from typing import TypeVar

from cfngen.checks.network.elsewhere import Elsewhere
from cfngen.checks.network.ground import SUBNET, TABLE_ASSOCIATION, VPC
from cfngen.checks.network.ranges import MORE
from cfngen.checks.network.routes import ACL_ASSOCIATION
from cfngen.model import Model, Resource, Value, switched
from cfngen.prove.network import acls, routes
from cfngen.prove.network.addresses import PRIVATE, Addresses, both, spans
from cfngen.prove.network.naming import subnet_names
from cfngen.prove.network.places import Subnet, Vpc
from cfngen.prove.network.rules import Acl, Names, Origin, Ranges, Table
from cfngen.prove.network.unknowns import Option, key, options
from cfngen.prove.packets import Family
from cfngen.prove.packets.packets import less

V6 = "Ipv6CidrBlock"
SUBNET_V6 = 64
ADDED = "AWS::EC2::SubnetCidrBlock"

Fact = TypeVar("Fact", Acl, Table)


def vpcs_of(model: Model, addresses: Addresses) -> dict[str, Vpc]:
    """Return the VPCs of a model, and those that its resources name, by path.

    One whose range is not known is in the private ranges.
    """
    inside = _blocks(model, addresses)
    found = {vpc.path: [vpc.get("CidrBlock")] for vpc in model.of(VPC)}
    for type in (SUBNET, "AWS::EC2::SecurityGroup", "AWS::EC2::RouteTable"):
        for one in model.of(type):
            if key(one.get("VpcId")) or type == SUBNET:
                found.setdefault(key(one.get("VpcId")), [])
    for one in model.of(MORE):
        for name in ("CidrBlock", V6):
            if one.get(name) is not None:
                found.setdefault(key(one.get("VpcId")), []).append(one.get(name))
    return {
        path: Vpc(path, _held(_ranges(addresses, path, blocks), inside.get(path, [])))
        for path, blocks in found.items()
    }


def _blocks(model: Model, addresses: Addresses) -> dict[str, list[Ranges]]:
    """Return the ranges of subnets that are known, by VPC."""
    found: dict[str, list[Ranges]] = {}
    for one in model.of(SUBNET):
        for option in options([one.get("CidrBlock"), one.get(V6)]):
            texts = map(addresses.text, option.value or ())
            some = [text for text in texts if isinstance(text, str)]
            found.setdefault(key(one.get("VpcId")), []).append(spans(*some))
    return found


def _held(whole: Ranges, subnets: list[Ranges]) -> Ranges:
    """Return the ranges of a VPC, with those of its subnets that lie outside of them:
    its own are not known then."""
    beyond = (
        Ranges(*(less(one.of(family), whole.of(family)) for family in Family))
        for one in subnets
    )
    return both(whole, *beyond)


def _ranges(addresses: Addresses, path: str, blocks: list[Value]) -> Ranges:
    """Return the ranges of a VPC."""
    found = [
        spans(text) if isinstance(text, str) else spans(*PRIVATE)
        for text in map(addresses.text, blocks or [None])
    ]
    symbolic = addresses.symbolic.get(path)
    return both(*found, *((spans(str(symbolic)),) if symbolic else ()))


@dataclass(frozen=True)
class Surroundings:
    """What the subnets of a model are in, by path."""

    vpcs: Mapping[str, Vpc]
    acls: dict[str, Acl]
    tables: dict[str, Table]


def subnets_of(
    model: Model, addresses: Addresses, around: Surroundings, elsewhere: Elsewhere
) -> dict[str, Subnet]:
    """Return the subnets of a model by path.

    Where it is not known which network ACL or route table one has, what stands for all
    that it may have is added to those around.
    """
    by_table, by_acl = (
        _by_subnet(model, type, name)
        for type, name in (
            (TABLE_ASSOCIATION, "RouteTableId"),
            (ACL_ASSOCIATION, "NetworkAclId"),
        )
    )
    sixes = _sixes(model, addresses)
    found: dict[str, Subnet] = {}
    for resource in model.of(SUBNET):
        vpc = key(resource.get("VpcId"))
        outside = elsewhere.given.get(resource.path, "")
        acl = _chosen(
            *(resource.path, f"{vpc}.{acls.DEFAULT}", by_acl, outside, around.acls),
            acls.one_of,
        )
        table = _chosen(
            *(resource.path, f"{vpc}.{routes.MAIN}", by_table, outside, around.tables),
            routes.one_of,
        )
        v4, unknowns = _four(addresses, around.vpcs, resource, vpc)
        six, more = sixes.get(resource.path, (Ranges(), ()))
        found[resource.path] = Subnet(
            resource.path,
            vpc,
            both(v4, six),
            acl,
            table,
            Origin(resource.path),
            tuple(dict.fromkeys((*unknowns, *more))),
            subnet_names(resource),
        )
    return found


def _four(
    addresses: Addresses, vpcs: Mapping[str, Vpc], subnet: Resource, vpc: str
) -> tuple[Ranges, Names]:
    """Return the IPv4 range of a subnet; all of its VPC where it is not known."""
    given = subnet.get("CidrBlock")
    if given is None and switched(subnet.get("Ipv6Native")):
        return Ranges(), ()
    found = addresses.block(given, Family.V4)
    if not found.unknowns:
        return found.ranges, ()
    return Ranges(v4=vpcs[vpc].ranges.v4 if vpc in vpcs else ()), found.unknowns


def _sixes(model: Model, addresses: Addresses) -> dict[str, tuple[Ranges, Names]]:
    """Return the IPv6 ranges of subnets, and the conditions that they hang on.

    Where AWS gives them, it is the next /64 of the VPC's symbolic block that no other
    subnet has.
    """
    subnets = {one.path: one for one in model.of(SUBNET)}
    given = {path: options(one.get(V6)) for path, one in subnets.items()}
    for one in model.of(ADDED):
        given[key(one.get("SubnetId"))] = options(one.get(V6), one.when)
    wanted = {
        path: (subnets[path], _text(addresses, every))
        for path, every in given.items()
        if path in subnets and (_any(every) or _by_pool(subnets[path]))
    }
    taken = {str(ip_network(text, strict=False)) for _, text in wanted.values() if text}
    found: dict[str, tuple[Ranges, Names]] = {}
    for path, (subnet, text) in wanted.items():
        block = text or _next(addresses, key(subnet.get("VpcId")), taken)
        taken.add(block)
        conditions = given[path][0].unknowns
        found[path] = (spans(block) if block else Ranges(), conditions)
    return found


def _any(every: tuple[Option, ...]) -> bool:
    return any(one.value is not None for one in every)


def _text(addresses: Addresses, every: tuple[Option, ...]) -> str:
    """Return the first range of some that is known, empty where none is."""
    found = (addresses.text(one.value) for one in every)
    return next((text for text in found if isinstance(text, str)), "")


def _by_pool(subnet: Resource) -> bool:
    return subnet.get("Ipv6IpamPoolId") is not None


def _next(addresses: Addresses, vpc: str, taken: set[str]) -> str:
    """Return the next /64 of a VPC's symbolic block; one of no VPC's where it has
    none."""
    whole = addresses.symbolic.get(vpc) or IPv6Network("2001:db8:ffff::/48")
    every = map(str, whole.subnets(new_prefix=SUBNET_V6))
    return next((one for one in every if one not in taken), "")


def _by_subnet(model: Model, type: str, name: str) -> dict[str, list[tuple[str, str]]]:
    """Return what each subnet is associated with, with the conditions of each."""
    found: dict[str, list[tuple[str, str]]] = {}
    for one in model.of(type):
        for option in options(dict(one.properties), one.when):
            subnet, other = (key(option.value.get(n)) for n in ("SubnetId", name))
            why = ", ".join(option.unknowns)
            found.setdefault(subnet, []).append((other, why))
    return found


def _chosen(
    subnet: str,
    default: str,
    associated: Mapping[str, list[tuple[str, str]]],
    outside: str,
    facts: dict[str, Fact],
    stand_in: Callable[[str, list[Fact], Names, bool], Fact],
) -> str:
    """Return the key of the network ACL or route table that a subnet has.

    Of several, or where one hangs on what is not known, it is that of a fact that
    stands for all of them, the VPC's own among them.
    """
    given: list[tuple[str, str]] = associated.get(subnet, [])
    if len(given) == 1 and not given[0][1] and given[0][0] in facts:
        return given[0][0]
    if not given and not outside and default in facts:
        return default
    candidates: list[str] = [path for path, _ in given]
    foreign: list[str] = [path for path in candidates if path not in facts]
    unknowns = [*(why for _, why in given), *foreign, outside]
    names = tuple(dict.fromkeys(filter(None, unknowns)))
    found = [facts[one] for one in (*candidates, default) if one in facts]
    path = f"{subnet}.{default.rpartition('.')[2]}"
    several = names or (f"associations of {subnet}",)
    facts[path] = stand_in(path, found, several, bool(foreign or outside))
    return path
