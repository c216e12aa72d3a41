"""A network ACL per tier: the tier's rules as entries, over AWS's implicit deny."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args

from troposphere import Ref, ec2

from cfngen.errors import InputError
from cfngen.layers.cidr import EVERYWHERE
from cfngen.layers.network.acl_rules import Rule, rules
from cfngen.layers.network.nat import has_nat
from cfngen.layers.network.vpc import Ground
from cfngen.layers.testers import testers
from cfngen.physical import name_tag
from cfngen.spec.network import Tier

RULES_PER_DIRECTION = 19
"""AWS's quota is 20 each way, and its own deny is one of them:
https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html"""

TCP, ICMP = 6, 1
BLOCK, PRIME, ICMP_NUMBER, TESTERS_NUMBER = 3000, 2999, 32000, 32100


def add(ground: Ground) -> None:
    """Add each tier's network ACL, its entries, and its hold on the tier's subnets.

    Raises InputError when a tier needs more rules than AWS allows.
    """
    for tier, subnets in ground.subnets.items():
        acl = ground.add(
            ec2.NetworkAcl(
                f"{tier.capitalize()}NetworkAcl",
                VpcId=Ref(ground.vpc),
                Tags=name_tag(ground.system.system, tier),
            )
        )
        for entry in _entries(ground, tier, acl):
            ground.add(entry)
        for subnet in subnets:
            ground.add(
                ec2.SubnetNetworkAclAssociation(
                    f"{subnet.title}NetworkAclAssociation",
                    SubnetId=Ref(subnet),
                    NetworkAclId=Ref(acl),
                )
            )


def _entries(
    ground: Ground, tier: Tier, acl: ec2.NetworkAcl
) -> Iterator[ec2.NetworkAclEntry]:
    """Yield the entries of a tier's ACL, inbound first."""
    wanted = rules(ground.system, tier)
    for inbound in (True, False):
        every = [
            *_tcp(ground, acl, [rule for rule in wanted if rule.inbound == inbound]),
            *_path_mtu(acl, inbound, wanted),
        ]
        if len(every) > RULES_PER_DIRECTION:
            raise InputError(
                f"The {tier} subnets need {len(every)} network ACL rules in one "
                f"direction; AWS allows {RULES_PER_DIRECTION}.",
                "Let services share a container port: each task has its own address.",
            )
        yield from every


def _tcp(
    ground: Ground, acl: ec2.NetworkAcl, wanted: list[Rule]
) -> Iterator[ec2.NetworkAclEntry]:
    """Yield the TCP entries of one direction: per rule, one for each zone of its peer.

    A rule's number says what it allows and not how many stand before it. So a change
    elsewhere in the spec never renumbers it, which would replace it. Only ports that
    are a multiple of PRIME apart share a number; then the later one takes the next.
    """
    taken: set[int] = set()
    for rule in wanted:
        for zone, cidr in _addresses(ground, rule):
            number = _number(rule, zone)
            while number in taken:
                number += 1
            taken.add(number)
            condition = _condition(ground, rule)
            yield ec2.NetworkAclEntry(
                f"{acl.title}{_words(rule, zone)}",
                **_entry(acl, rule.inbound, number, cidr),
                **({"Condition": condition} if condition else {}),
                Protocol=TCP,
                PortRange=ec2.PortRange(From=rule.span[0], To=rule.span[1]),
            )


def _path_mtu(
    acl: ec2.NetworkAcl, inbound: bool, wanted: tuple[Rule, ...]
) -> Iterator[ec2.NetworkAclEntry]:
    """Yield the entry without which large packets vanish on the way to the internet.

    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html#path_mtu_discovery
    """
    if any(rule.peer == "anywhere" for rule in wanted):
        yield ec2.NetworkAclEntry(
            f"{acl.title}{'Inbound' if inbound else 'Outbound'}PathMtu",
            **_entry(acl, inbound, ICMP_NUMBER, EVERYWHERE),
            Protocol=ICMP,
            Icmp=ec2.ICMP(Type=3, Code=4),
        )


def _entry(
    acl: ec2.NetworkAcl, inbound: bool, number: int, cidr: Any
) -> dict[str, Any]:
    """Return what every entry says."""
    return {
        "NetworkAclId": Ref(acl),
        "Egress": not inbound,
        "RuleNumber": number,
        "RuleAction": "allow",
        "CidrBlock": cidr,
    }


def _addresses(ground: Ground, rule: Rule) -> tuple[tuple[int, Any], ...]:
    """Return a rule's peer as zones (0: no zone) and CIDR blocks."""
    match rule.peer:
        case "anywhere":
            return ((0, EVERYWHERE),)
        case "testers":
            return ((0, testers(ground.layer)[0]),)
        case tier:
            return tuple(enumerate(ground.cidrs[tier], start=1))


def _condition(ground: Ground, rule: Rule) -> str:
    """Return the condition of a rule that does not always stand, else nothing."""
    if rule.peer == "testers":
        return testers(ground.layer)[1]
    return has_nat(ground.layer, ground.system) if rule.with_nat else ""


def _number(rule: Rule, zone: int) -> int:
    """Return a rule's number, 1 to 32766: a block per peer, in it a place per port."""
    if rule.peer == "testers":
        return TESTERS_NUMBER
    block = 0
    if rule.peer != "anywhere":
        block = 3 * get_args(Tier).index(rule.peer) + zone
    return 100 + block * BLOCK + rule.span[0] % PRIME


def _words(rule: Rule, zone: int) -> str:
    """Return a rule as part of a logical id: `InboundFromPublic1Port3000`."""
    way = "InboundFrom" if rule.inbound else "OutboundTo"
    first, last = rule.span
    ports = f"Port{first}" if first == last else f"Ports{first}To{last}"
    return f"{way}{rule.peer.capitalize()}{zone or ''}{ports}"
