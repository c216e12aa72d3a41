"""The address ranges of VPCs and their subnets."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network
from itertools import combinations

from cfngen.checks.check import Problem
from cfngen.checks.network.ground import SUBNET, VPC, named
from cfngen.model import Model, Resource

MORE = "AWS::EC2::VPCCidrBlock"
CIDR, POOL = "CidrBlock", "Ipv4IpamPoolId"

WRITTEN = re.compile(r"[0-9.]+/[0-9]{1,2}")
"""How EC2 has a range written; Python also reads 10.0.0.0/255.255.0.0."""

LARGEST, SMALLEST = 16, 28
"""Prefix lengths that VPCs and subnets may have:
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"""


@dataclass(frozen=True)
class Range:
    """The range of a resource: None where it is none, or is not known.

    `vpc` tells the VPC that it is a range in; it is empty where that is not known.
    """

    resource: Resource
    vpc: str
    block: IPv4Network | None

    def problem(self, message: str, mend: str = "") -> Problem:
        """Return the problem where the range is written."""
        return Problem(self.resource, (CIDR,), message, mend)


def fitting(model: Model) -> Iterator[Problem]:
    """Subnets lie inside their VPC and apart from each other.

    Ranges come from parameter files, where neither cfn-lint nor CloudFormation compares
    them: the subnet fails while the stack is being made. Ranges have to be of a size
    from /16 to /28; of 10.0.1.7/24 EC2 makes 10.0.1.0/24.
    """
    vpcs = [_range(vpc, vpc.path) for vpc in model.of(VPC)]
    vpcs += [_of_vpc(more) for more in model.of(MORE) if _has_ipv4(more)]
    subnets = [_of_vpc(subnet) for subnet in model.of(SUBNET)]
    yield from _unsound([*vpcs, *subnets])
    yield from _outside(vpcs, subnets)
    yield from _overlapping(subnets)


def _range(resource: Resource, vpc: str) -> Range:
    """Return the range of a resource that is in a VPC."""
    return Range(resource, vpc, _block(resource.get(CIDR)))


def _of_vpc(resource: Resource) -> Range:
    """Return the range of a resource that says which VPC it is in."""
    return _range(resource, named(resource.get("VpcId")))


def _has_ipv4(more: Resource) -> bool:
    """Return whether a further block of a VPC is one of IPv4."""
    return more.get(CIDR) is not None or more.get(POOL) is not None


def _block(value: object) -> IPv4Network | None:
    """Return a range as EC2 makes it, without host bits; None where it is not one or
    is not known."""
    if not isinstance(value, str) or not WRITTEN.fullmatch(value):
        return None
    try:
        return IPv4Network(value, strict=False)
    except ValueError:
        return None


def _unsound(ranges: list[Range]) -> Iterator[Problem]:
    """Yield what is no range, or one of a size that EC2 refuses."""
    for one in ranges:
        text = one.resource.get(CIDR)
        if isinstance(text, str) and one.block is None:
            mend = "Write an IPv4 range like 10.0.0.0/24."
            yield one.problem(f"{text or 'An empty text'} is no range.", mend)
        elif one.block and not LARGEST <= one.block.prefixlen <= SMALLEST:
            yield one.problem(
                f"EC2 has no VPC or subnet of the size of {one.block}.",
                f"It takes sizes from /{LARGEST} to /{SMALLEST}.",
            )


def _outside(vpcs: list[Range], subnets: list[Range]) -> Iterator[Problem]:
    """Yield the subnets outside all ranges of their VPC.

    A range that is not known, or of a VPC that is not, may be any.
    """
    for subnet in subnets:
        here = [one for one in vpcs if one.vpc in ("", subnet.vpc)]
        blocks = [one.block for one in here if one.block is not None]
        if subnet.block is None or not subnet.vpc or len(blocks) < len(here):
            continue
        if blocks and not any(map(subnet.block.subnet_of, blocks)):
            within = " and ".join(map(str, blocks))
            message = f"Its range {subnet.block} is outside its VPC's."
            yield subnet.problem(message, f"The VPC has {within}.")


def _overlapping(subnets: list[Range]) -> Iterator[Problem]:
    """Yield each subnet that shares addresses with one before it.

    Subnets under different conditions may never exist together, and are let be.
    """
    for one, other in combinations(subnets, 2):
        if one.block is None or other.block is None or not one.vpc:
            continue
        together = one.vpc == other.vpc and _when(one) == _when(other)
        if together and one.block.overlaps(other.block):
            yield other.problem(
                f"Its range {other.block} overlaps {one.resource.path}'s {one.block}."
            )


def _when(one: Range) -> tuple[str, str] | None:
    """Return the condition that a resource hangs on; None where it exists for sure."""
    return (one.resource.stack, one.resource.when) if one.resource.when else None
