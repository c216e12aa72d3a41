"""CG201: the address ranges of each environment fit together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from itertools import combinations
from typing import Any

from cfngen.findings import Finding
from cfngen.lint.resolve import Origin, Scope, scopes
from cfngen.lint.subject import Subject

LARGEST, SMALLEST = 16, 28
"""Prefix lengths that VPCs and subnets may have:
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html"""


@dataclass(frozen=True)
class Block:
    """The range of a VPC or subnet, if it is one, and where it comes from."""

    resource: str
    origin: Origin
    range: IPv4Network | None
    vpc: str
    condition: Any

    def finding(self, message: str, mend: str = "") -> Finding:
        """Return the finding where the range is given."""
        return self.origin.finding("CG201", message, mend)


def check(subject: Subject) -> Iterator[Finding]:
    """Subnets lie inside their VPC and apart from each other, in each environment.

    Ranges come from parameter files, where neither cfn-lint nor CloudFormation compares
    them: the subnet fails while the stack is being made. Ranges have to be written
    without host bits and be of a size from /16 to /28.
    """
    for stack in subject.nested:
        for scope in scopes(subject, stack):
            ranges = list(_blocks(scope, "AWS::EC2::VPC"))
            ranges += _blocks(scope, "AWS::EC2::VPCCidrBlock")
            subnets = list(_blocks(scope, "AWS::EC2::Subnet"))
            yield from _unsound([*ranges, *subnets])
            yield from _outside(ranges, subnets)
            yield from _overlapping(subnets)


def _blocks(scope: Scope, kind: str) -> Iterator[Block]:
    """Yield the ranges of the resources of a type that can be followed."""
    for name, properties in scope.template.resources(kind):
        path = ("Resources", name, "Properties", "CidrBlock")
        origin = scope.follow(properties.get("CidrBlock"), path)
        if origin is not None:
            vpc = name if kind == "AWS::EC2::VPC" else _vpc(properties)
            condition = scope.template.section("Resources", name).get("Condition")
            yield Block(name, origin, _range(origin.text), vpc, condition)


def _vpc(properties: Mapping[str, Any]) -> str:
    """Return the logical id of the VPC that a resource lies in; empty if unknown."""
    match properties.get("VpcId"):
        case {"Ref": str(name)}:
            return name
        case _:
            return ""


def _range(text: str) -> IPv4Network | None:
    """Return a range; None where it is not one or has host bits."""
    try:
        return IPv4Network(text) if "/" in text else None
    except ValueError:
        return None


def _unsound(blocks: list[Block]) -> Iterator[Finding]:
    """Yield what is no range, or one of a size that EC2 refuses."""
    for block in blocks:
        text = block.origin.text
        if block.range is None:
            yield block.finding(
                f"{block.resource} has the range {text}, which is none.", _guess(text)
            )
        elif not LARGEST <= block.range.prefixlen <= SMALLEST:
            yield block.finding(
                f"{block.resource} has the range {text}.",
                f"EC2 takes sizes from /{LARGEST} to /{SMALLEST}.",
            )


def _guess(text: str) -> str:
    """Return the range that a text with host bits was meant to be."""
    try:
        return f"Did you mean {IPv4Network(text, strict=False)}?"
    except ValueError:
        return "Write an IPv4 range like 10.0.0.0/24."


def _outside(ranges: list[Block], subnets: list[Block]) -> Iterator[Finding]:
    """Yield the subnets outside all ranges of their VPC."""
    for subnet in subnets:
        own = [block.range for block in ranges if block.vpc == subnet.vpc]
        known = [block for block in own if block is not None]
        if subnet.range is None or not own or len(known) < len(own):
            continue
        if not any(subnet.range.subnet_of(block) for block in known):
            within = " and ".join(str(block) for block in known)
            yield subnet.finding(
                f"{subnet.resource} has the range {subnet.range}, outside its VPC's.",
                f"The VPC has {within}.",
            )


def _overlapping(subnets: list[Block]) -> Iterator[Finding]:
    """Yield each subnet that shares addresses with one before it.

    Subnets under different conditions may never exist together, and are let be.
    """
    for one, other in combinations(subnets, 2):
        if one.range is None or other.range is None:
            continue
        together = one.vpc == other.vpc and one.condition == other.condition
        if together and one.range.overlaps(other.range):
            yield other.finding(
                f"{other.resource} has the range {other.range}, which overlaps "
                f"{one.resource}'s {one.range}."
            )
