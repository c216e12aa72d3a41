"""What two resources cannot hold at once, not even while one takes the other's place.

CloudFormation makes what is new before it deletes what is old, so a new resource that
takes the place of one that goes finds it taken:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from ipaddress import ip_network

from cfngen.diff.naming import DELETED_FIRST, names
from cfngen.diff.values import same
from cfngen.model import Resource, references, text
from cfngen.schemas import Schema

Names = tuple[str, ...]

RULE = ("IpProtocol", "FromPort", "ToPort", "CidrIp", "CidrIpv6")

SLOTS: Mapping[str, tuple[Names, Names]] = {
    "AWS::EC2::NatGateway": (("AllocationId",), ()),
    "AWS::EC2::NetworkAclEntry": (("NetworkAclId", "RuleNumber"), ("Egress",)),
    "AWS::EC2::Route": (
        ("RouteTableId",),
        (
            *("DestinationCidrBlock", "DestinationIpv6CidrBlock"),
            "DestinationPrefixListId",
        ),
    ),
    "AWS::EC2::SecurityGroupEgress": (
        ("GroupId",),
        (*RULE, "DestinationSecurityGroupId", "DestinationPrefixListId"),
    ),
    "AWS::EC2::SecurityGroupIngress": (
        ("GroupId",),
        (*RULE, "SourceSecurityGroupId", "SourcePrefixListId"),
    ),
    "AWS::ElasticLoadBalancingV2::Listener": (("LoadBalancerArn", "Port"), ()),
    "AWS::ElasticLoadBalancingV2::ListenerRule": (("ListenerArn", "Priority"), ()),
    "AWS::Route53::RecordSet": (
        ("Name", "Type"),
        ("HostedZoneId", "HostedZoneName", "SetIdentifier"),
    ),
}
"""The properties that say which place a resource takes: those that have to be there,
and those that may be. https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html,
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html"""

SUBNET = "AWS::EC2::Subnet"

SCOPES: Mapping[str, Names] = {"AWS::Scheduler::Schedule": ("GroupName",)}
"""Properties within which a name is unique, where the schema does not tell."""


def shared(
    schema: Schema, new: Resource, old: Resource, renewed: Collection[str]
) -> Names:
    """Return the properties by which a new resource takes the place of an old one.

    Empty where both can be there at once. `renewed` are the paths of what may be
    replaced in the same update: a reference to it comes to another value.
    """
    if schema.body.get("replacementStrategy") == DELETED_FIRST:
        return ()
    for needed, others in _slots(schema):
        if any(new.get(name) is None for name in needed):
            continue
        values = [new.get(name) for name in (*needed, *others)]
        fresh = any(one.path in renewed for one in references(values))
        if not fresh and same(values, [old.get(n) for n in (*needed, *others)]):
            return tuple(n for n in (*needed, *others) if new.get(n) is not None)
    overlap = new.type == SUBNET and _overlap(new, old, renewed)
    return ("CidrBlock",) if overlap else ()


def _slots(schema: Schema) -> Iterator[tuple[Names, Names]]:
    """Yield what resources of a type are told apart by."""
    if schema.type in SLOTS:
        yield SLOTS[schema.type]
        return
    own = names(schema)
    if own:
        yield own, (*_scope(schema, own), *SCOPES.get(schema.type, ()))


def _scope(schema: Schema, own: Names) -> Names:
    """Return what has to be equal as well, lest a name be unique within it only.

    A name that identifies its resource is unique by itself; another may be so within a
    cluster or a VPC, which is one of the properties that never change.
    """
    if set(own) == set(schema.identifier):
        return ()
    fixed = {path[0] for path in schema.paths("createOnlyProperties")}
    return tuple(sorted(fixed.difference(own)))


def _overlap(new: Resource, old: Resource, renewed: Collection[str]) -> bool:
    """Return whether two subnets of one VPC share addresses."""
    vpc = new.get("VpcId")
    if any(one.path in renewed for one in references(vpc)):
        return False
    ranges = [text(one.get("CidrBlock")) for one in (new, old)]
    if not same(vpc, old.get("VpcId")) or None in ranges:
        return False
    try:
        one, other = (ip_network(str(range), strict=False) for range in ranges)
        return one.version == other.version and one.overlaps(other)
    except ValueError:
        return False
