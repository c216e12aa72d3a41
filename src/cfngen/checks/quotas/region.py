"""What an account may have in one region until AWS raises it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.checks.network.ground import SUBNET, VPC, named, sure
from cfngen.checks.network.lists import PREFIX_LIST
from cfngen.model import Model, Resource, known, listed, number, target, worded

PER_REGION: Mapping[str, tuple[int, str]] = {
    "AWS::EC2::EIP": (5, "Elastic IP addresses"),
    VPC: (5, "VPCs"),
    "AWS::EC2::InternetGateway": (5, "internet gateways"),
}
"""How many of a type an account may have in a region, and what they are called."""

NAT_GATEWAYS, SUBNETS, BLOCKS, NAMES, LISTED = 5, 200, 5, 10, 1_000
POOLS = ("PublicIpv4Pool", "IpamPoolId", "NetworkBorderGroup")
"""What says that an address is of a pool or a zone of its own."""

FURTHER = "AWS::EC2::VPCCidrBlock"
IPV4 = ("CidrBlock", "Ipv4IpamPoolId")


def counts(model: Model) -> Iterator[Problem]:
    """A system alone stays within what an account may have in a region by default.

    5 VPCs, 5 internet gateways, 5 Elastic IP addresses, 5 NAT gateways in a zone, 200
    subnets, 5 ranges of IPv4 and 5 of IPv6 in a VPC, 1,000 entries in a prefix list, 10
    names of a certificate. AWS raises these on request; until then the resource fails,
    the address with "The maximum number of addresses has been reached." Addresses from
    a pool of one's own are not counted here.
    """
    for type, (limit, called) in PER_REGION.items():
        by_stack = defaultdict(list)
        for resource in sure(model, type):
            if all(resource.get(pool) is None for pool in POOLS):
                by_stack[worded(model.stack_of(resource).region)].append(resource)
        for found in by_stack.values():
            yield from _past(found, limit, f"{called} in a region")
    yield from _by_vpc(list(sure(model, SUBNET)), SUBNETS, "subnets in a VPC")
    yield from _ranges(model)
    yield from _nat_gateways(model)
    yield from _names(model)
    yield from _entries(model)


def _past(found: list[Resource], limit: int, called: str) -> Iterator[Problem]:
    """Yield the first resource that is one too many."""
    if len(found) > limit:
        message = f"It is one of {len(found)} {called}; the quota is {limit}."
        mend = "Have the quota raised (Service Quotas), or do with fewer."
        yield Problem(found[limit], (), message, mend)


def _ranges(model: Model) -> Iterator[Problem]:
    """Yield the ranges of a VPC that are too many of their family."""
    further = list(sure(model, FURTHER))
    four = [one for one in further if any(one.get(n) is not None for n in IPV4)]
    own = BLOCKS - 1  # the VPC itself has one
    yield from _by_vpc(four, own, "further ranges of IPv4 in a VPC")
    six = [one for one in further if one not in four]
    yield from _by_vpc(six, BLOCKS, "ranges of IPv6 in a VPC")


def _by_vpc(inside: list[Resource], limit: int, called: str) -> Iterator[Problem]:
    """Yield what a VPC has too many of."""
    found = defaultdict(list)
    for resource in inside:
        found[named(resource.get("VpcId"))].append(resource)
    for vpc, here in found.items():
        if vpc:
            yield from _past(here, limit, called)


def _nat_gateways(model: Model) -> Iterator[Problem]:
    """Yield the NAT gateways that are too many in their zone."""
    found = defaultdict(list)
    for gateway in sure(model, "AWS::EC2::NatGateway"):
        subnet = target(model, gateway.get("SubnetId"))
        zone = subnet.get("AvailabilityZone") if subnet else None
        if zone is not None and (known(zone) or "GetAZs" in worded(zone)):
            found[worded(zone)].append(gateway)
    for inside in found.values():
        yield from _past(inside, NAT_GATEWAYS, "NAT gateways in a zone")


def _names(model: Model) -> Iterator[Problem]:
    """Yield the certificates that have too many names.

    https://docs.aws.amazon.com/acm/latest/userguide/acm-limits.html
    """
    for one in sure(model, "AWS::CertificateManager::Certificate"):
        path = ("SubjectAlternativeNames",)
        every = {named(one.get("DomainName")), *map(named, listed(one.get(*path)))}
        given = every - {""}
        if len(given) > NAMES:
            message = f"It has {len(given)} names; the quota is {NAMES}."
            yield Problem(one, path, message, "AWS raises it to 100 on request.")


def _entries(model: Model) -> Iterator[Problem]:
    """Yield the prefix lists that are made for too many entries."""
    for one in sure(model, PREFIX_LIST):
        room = number(one.get("MaxEntries"))
        if room is not None and room > LISTED:
            message = f"It has room for {room:g} entries; the quota is {LISTED:,}."
            mend = "Have the quota raised, or make several lists."
            yield Problem(one, ("MaxEntries",), message, mend)
