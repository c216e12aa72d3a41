"""The rules of a security group, written inside it or as resources of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cfngen.checks.network.elsewhere import reached
from cfngen.checks.network.ground import Block, all_targets, block, named, within
from cfngen.model import Model, Resource, Value, listed, number, target, text
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


@dataclass(frozen=True)
class Rules:
    """The rules of a group in one direction; `whole` if there are surely no others."""

    rules: tuple[Rule, ...]
    whole: bool


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


def rules_of(model: Model, group: Resource, direction: str) -> Rules:
    """Return the rules of a group in a direction."""
    inline = group.get(direction)
    found = list(_inline(group, direction))
    whole = len(found) == len(listed(inline)) and not group.when
    whole = whole and not reached(model, group)
    for one in model.of(f"AWS::EC2::{direction}"):
        owner = named(one.get("GroupId"))
        if not owner or (owner == group.path and one.when):
            whole = False
        elif owner == group.path:
            found.append(Rule(one, (), dict(one.properties)))
    if direction == EGRESS and not inline:
        whole = False  # EC2 adds a rule that allows everything, for [] as well
    return Rules(tuple(found), whole)


def groups_of(model: Model, values: Value) -> list[Resource]:
    """Return the security groups of a list, none unless they are all at hand."""
    return all_targets(model, values, GROUP) or []


def _inline(group: Resource, direction: str) -> Iterator[Rule]:
    """Yield the rules inside a group that can be read."""
    for index, given in enumerate(listed(group.get(direction))):
        if isinstance(given, dict):
            yield Rule(group, (direction, index), given)


@dataclass(frozen=True)
class Door:
    """A port, and one of the protocols that are spoken on it: tcp or udp."""

    port: float
    protocol: str = "tcp"

    def __str__(self) -> str:
        """Return the port in words: `port 80`, and of UDP `port 53 (udp)`."""
        return f"port {self.port:g}" + (" (udp)" if self.protocol == "udp" else "")


def allowed(
    model: Model,
    rules: Rules,
    door: Door,
    groups: Iterable[Resource],
    blocks: Iterable[Block],
) -> bool | None:
    """Return whether traffic to a port may go to or come from some groups.

    `blocks` are the ranges of their subnets. None where it cannot be known.
    """
    peers, ranges = [group.path for group in groups], list(blocks)
    answers = [
        _both(_reaches(rule, door), _meets(model, rule, peers, ranges))
        for rule in rules.rules
    ]
    return _any(answers, rules.whole)


def reaches(rules: Rules, door: Door) -> bool | None:
    """Return whether a port is let through for anybody; None if unknown."""
    return _any([_reaches(rule, door) for rule in rules.rules], rules.whole)


def _any(answers: list[bool | None], whole: bool) -> bool | None:
    """Return whether one of some rules lets through; `whole` if there are no others."""
    if True in answers:
        return True
    return None if None in answers or not whole else False


def _both(one: bool | None, other: bool | None) -> bool | None:
    if one is False or other is False:
        return False
    return None if one is None or other is None else True


def _reaches(rule: Rule, door: Door) -> bool | None:
    """Return whether a rule is about a port."""
    if rule.protocol in ("", ALL):
        return rule.protocol == ALL or None
    if rule.protocol != door.protocol:
        return False
    low, high = rule.ports
    if low is None or high is None:
        return None
    return low <= door.port <= high


def _meets(
    model: Model, rule: Rule, groups: list[str], blocks: list[Block]
) -> bool | None:
    """Return whether one of some groups, or all of their subnets, is the other end."""
    for name in GROUPS:
        if name in rule.given:
            peer = target(model, rule.given[name])
            return peer.path in groups if peer else None
    given = block(rule.given.get("CidrIp"))
    if given is None:
        return None
    if given.prefixlen == 0:
        return True
    if not blocks or any(given.overlaps(b) and not within(b, given) for b in blocks):
        return None
    inside = [within(b, given) for b in blocks]
    if all(inside):
        return True
    return None if any(inside) else False
