"""Templates of which something is not known, each with what it was before.

What is taken away is filled in again by the original: one of the ways to fill it in, so
what is sure with the gap must be so, and what is so must be possible with it.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

from cfngen.model import Model
from tests.models import of_template
from tests.prove.oracle.making import Resources

LITERALS = {
    "SecurityGroupIngress": (
        *("CidrIp", "CidrIpv6", "FromPort", "ToPort", "IpProtocol"),
        *("SourceSecurityGroupId", "SourcePrefixListId"),
    ),
    "SecurityGroupEgress": (
        *("CidrIp", "CidrIpv6", "FromPort", "ToPort", "IpProtocol"),
        *("DestinationSecurityGroupId", "DestinationPrefixListId"),
    ),
    "NetworkAclEntry": (
        *("CidrBlock", "Ipv6CidrBlock", "RuleNumber", "Protocol", "RuleAction"),
        *("Egress", "PortRange", "Icmp"),
    ),
    "Route": (
        *("DestinationCidrBlock", "DestinationIpv6CidrBlock", "GatewayId"),
        *("NatGatewayId", "EgressOnlyInternetGatewayId", "DestinationPrefixListId"),
    ),
    "SubnetNetworkAclAssociation": ("NetworkAclId",),
    "SubnetRouteTableAssociation": ("RouteTableId",),
    "NatGateway": ("ConnectivityType",),
    "LoadBalancer": ("Scheme", "IpAddressType", "SecurityGroups"),
    "DBInstance": ("PubliclyAccessible", "VPCSecurityGroups"),
    "PrefixList": ("Entries",),
    "Subnet": ("CidrBlock",),
}
"""What may be a parameter, by the last word of the type."""

MAYBE = (
    "SecurityGroupIngress",
    "NetworkAclEntry",
    "Route",
    "VPCGatewayAttachment",
    "SubnetNetworkAclAssociation",
    "SubnetRouteTableAssociation",
)
"""What may hang on a condition, and nothing refers to it."""

GROUPS = (
    *(0, "SecurityGroups", "VPCSecurityGroups"),
    *("SourceSecurityGroupId", "DestinationSecurityGroupId"),
)
"""What names a group. A parameter names none that its own stack makes, since that one
is made later: what fills such a gap in is a group from elsewhere."""


def unknowing(
    random: Random, resources: Resources, gaps: int
) -> tuple[Model, Resources]:
    """Return a model with some gaps, and the resources as they are with all filled."""
    open_, filled = copy.deepcopy(resources), copy.deepcopy(resources)
    parameters: dict[str, Any] = {"Switch": {"Type": "String"}}
    holes = list(zip(_holes(open_), _holes(filled), strict=True))
    filled["Foreign"] = _foreign(random)
    chosen = random.sample(holes, min(gaps, len(holes)))
    for number, ((held, key), (told, _)) in enumerate(chosen):
        parameters[f"Open{number}"] = {"Type": "String"}
        held[key] = {"Ref": f"Open{number}"}
        if key in GROUPS:
            foreign = {"Ref": "Foreign"}
            told[key] = [foreign] if isinstance(told[key], list) else foreign
    for name in _switched(random, resources):
        open_[name]["Condition"] = "IsOn"
        if random.random() < 0.5:
            del filled[name]
    body = {
        "Parameters": parameters,
        "Conditions": {"IsOn": {"Fn::Equals": [{"Ref": "Switch"}, "on"]}},
        "Resources": open_,
    }
    return of_template(body), filled


def _foreign(random: Random) -> dict[str, Any]:
    """Return a group of another stack: open, shut, or open to whoever carries it."""
    whole = {"IpProtocol": "-1"}
    end = random.choice(
        ({"CidrIp": "0.0.0.0/0"}, {"CidrIp": "127.0.0.1/32"}, {"CidrIpv6": "::/0"})
    )
    own = {"SourceSecurityGroupId": {"Ref": "Foreign"}}
    ingress = random.choice((whole | end, whole | own))
    rules = {"SecurityGroupIngress": [ingress], "SecurityGroupEgress": [whole | end]}
    return {"Type": "AWS::EC2::SecurityGroup", "Properties": rules}


def _holes(resources: Resources) -> Iterator[tuple[Any, Any]]:
    """Yield the places that may hold a parameter: a mapping or list, and the key."""
    for body in resources.values():
        kind, properties = body["Type"].rpartition("::")[2], body["Properties"]
        for key in LITERALS.get(kind, ()):
            if key in properties:
                yield properties, key
        if kind == "SecurityGroup":
            for side in ("SecurityGroupIngress", "SecurityGroupEgress"):
                for rule in properties.get(side, ()):
                    yield from ((rule, key) for key in LITERALS[side] if key in rule)
        if kind == "Service":
            at = properties["NetworkConfiguration"]["AwsvpcConfiguration"]
            yield at, "AssignPublicIp"
            if "SecurityGroups" in at:
                yield at["SecurityGroups"], 0
                yield at, "SecurityGroups"


def _switched(random: Random, resources: Resources) -> list[str]:
    """Return resources that get a condition: all are there, or none."""
    able = [n for n, r in resources.items() if r["Type"].rpartition("::")[2] in MAYBE]
    return random.sample(able, min(len(able), random.randint(0, 1)))
