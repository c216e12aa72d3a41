"""The rules of a security group, written inside it or as resources of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cfngen.checks.network.ground import named
from cfngen.model import Model, Resource, Value, listed, number, text
from cfngen.resolve.scope import Path

GROUP = "AWS::EC2::SecurityGroup"
INGRESS, EGRESS = "SecurityGroupIngress", "SecurityGroupEgress"
ALL = "-1"
PORT = 65_535
EVERY = ((-1, -1), (0, 0), (0, PORT), (1, PORT))
"""The ports that people write where a rule is for all of them."""

PROTOCOLS = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6"}

BLOCKS = ("CidrIp", "CidrIpv6")
GROUPS = ("SourceSecurityGroupId", "DestinationSecurityGroupId")
LISTS = ("SourcePrefixListId", "DestinationPrefixListId")
NAMES = ("SourceSecurityGroupName",)
PEERS = (*BLOCKS, *GROUPS, *LISTS, *NAMES)
"""The properties that say who is at the other end of a rule."""


@dataclass(frozen=True)
class Rule:
    """One rule: the resource that holds it, the way to it there, and what it says."""

    resource: Resource
    path: Path
    given: dict[str, Value]

    @property
    def protocol(self) -> str:
        """Return the protocol by name, -1 for all; empty where it is not known."""
        found = (text(self.given.get("IpProtocol")) or "").lower()
        return PROTOCOLS.get(found, found)

    @property
    def ports(self) -> tuple[float | None, float | None]:
        """Return the first and the last port, None where one is not known."""
        return number(self.given.get("FromPort")), number(self.given.get("ToPort"))

    @property
    def peers(self) -> list[str]:
        """Return the properties that name the other end."""
        return [name for name in PEERS if self.given.get(name) is not None]


def every_rule(model: Model) -> Iterator[tuple[str, Rule]]:
    """Yield every rule that is surely there, with its direction."""
    for group in model.of(GROUP):
        if not group.when:
            for direction in (INGRESS, EGRESS):
                yield from ((direction, rule) for rule in _inline(group, direction))
    for direction in (INGRESS, EGRESS):
        for one in model.of(f"AWS::EC2::{direction}"):
            if not one.when:
                yield direction, Rule(one, (), dict(one.properties))


def rules_of(model: Model, group: Resource, direction: str) -> tuple[Rule, ...]:
    """Return the rules of a group in a direction, as far as they can be read."""
    alone = (
        Rule(one, (), dict(one.properties))
        for one in model.of(f"AWS::EC2::{direction}")
        if named(one.get("GroupId")) == group.path and not one.when
    )
    return (*_inline(group, direction), *alone)


def _inline(group: Resource, direction: str) -> Iterator[Rule]:
    """Yield the rules inside a group that can be read."""
    for index, given in enumerate(listed(group.get(direction))):
        if isinstance(given, dict):
            yield Rule(group, (direction, index), given)
