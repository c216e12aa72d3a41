"""What two resources cannot hold at once, not even while one takes the other's place.

CloudFormation makes what is new before it deletes what is old, so a new resource that
takes the place of one that goes finds it taken:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-update-behaviors.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from ipaddress import ip_network

from cfngen.diff.naming import DELETED_FIRST, names
from cfngen.diff.values import same
from cfngen.model import Resource, Value, text, worded
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


@dataclass(frozen=True)
class Slot:
    """A place that one resource can take: the properties that say which, and what."""

    type: str
    region: Value
    names: Names
    values: tuple[Value, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """Return what equal places have in common, and hardly others."""
        return self.type, worded(self.region), *self.names, *map(worded, self.values)

    @property
    def given(self) -> Names:
        """Return the properties that are there."""
        pairs = zip(self.names, self.values, strict=True)
        return tuple(name for name, value in pairs if value is not None)


def slots(schema: Schema, region: Value, resource: Resource) -> Iterator[Slot]:
    """Yield the places that a resource takes until it goes."""
    if schema.body.get("replacementStrategy") == DELETED_FIRST:
        return
    for needed, others in _slots(schema):
        if all(resource.get(name) is not None for name in needed):
            names = (*needed, *others)
            values = tuple(resource.get(name) for name in names)
            yield Slot(resource.type, region, names, values)


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


def overlap(new: Resource, old: Resource) -> bool:
    """Return whether two subnets of one VPC share addresses."""
    ranges = [text(one.get("CidrBlock")) for one in (new, old)]
    if not same(new.get("VpcId"), old.get("VpcId")) or None in ranges:
        return False
    try:
        one, other = (ip_network(str(range), strict=False) for range in ranges)
        return one.version == other.version and one.overlaps(other)
    except ValueError:
        return False
