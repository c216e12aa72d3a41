"""What else may have interfaces: read by the names of properties, or left unread."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.network.elsewhere import Elsewhere
from cfngen.model import (
    Choice,
    Resource,
    Unknown,
    Value,
    opaque,
    parts,
    switched,
    target,
)
from cfngen.prove.network.attaching import Site, Wiring, interfaces, workload
from cfngen.prove.network.naming import workload_names
from cfngen.prove.network.places import Interface, Kind, Workload
from cfngen.resolve.scope import Path

SUBNETS = frozenset(
    ("SubnetIds", "SubnetId", "Subnets", "VpcSubnetIds", "ClientSubnets")
)
SUBNET_GROUPS = frozenset(
    (
        *("DBSubnetGroupName", "ClusterSubnetGroupName", "SubnetGroupName"),
        *("ReplicationSubnetGroupIdentifier", "CacheSubnetGroupName"),
    )
)
GROUPS = (
    *("SecurityGroupIds", "SecurityGroups", "VpcSecurityGroupIds", "SecurityGroupId"),
    *("SecurityGroup", "VpcSecurityGroups"),
)
"""What types call their subnets and security groups in the provider schemas."""

NOT_INSIDE = frozenset(
    (
        *("AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::SubnetCidrBlock"),
        *("AWS::EC2::SubnetNetworkAclAssociation", "AWS::EC2::SubnetCidrReservation"),
        *("AWS::EC2::VPCBlockPublicAccessExclusion", "AWS::EC2::FlowLog"),
        *("AWS::EC2::Subnet", "AWS::EC2::VPCEndpoint", "AWS::EC2::Instance"),
        *("AWS::EC2::NatGateway", "AWS::EC2::NetworkInterface"),
        *("AWS::EC2::SecurityGroupIngress", "AWS::EC2::SecurityGroupEgress"),
        *("AWS::ECS::Service", "AWS::ECS::TaskSet", "AWS::Scheduler::Schedule"),
        *("AWS::Events::Rule", "AWS::Lambda::Function", "AWS::CodeBuild::Project"),
        *("AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::RDS::DBProxy"),
        *("AWS::ElastiCache::ReplicationGroup", "AWS::ElastiCache::CacheCluster"),
        *("AWS::ElastiCache::ServerlessCache", "AWS::EFS::MountTarget"),
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        *("AWS::ElasticLoadBalancing::LoadBalancer", "AWS::CloudFormation::Stack"),
        *("AWS::Neptune::DBInstance", "AWS::DocDB::DBInstance"),
    )
)
"""Types that name subnets and are not in them, and those that are read elsewhere."""

NEVER = (
    *("AWS::IAM::", "AWS::Logs::", "AWS::CloudWatch::", "AWS::KMS::", "AWS::S3::"),
    *("AWS::SNS::", "AWS::SQS::", "AWS::ECR::", "AWS::Backup::", "AWS::WAFv2::"),
    *("AWS::SecretsManager::Secret", "AWS::ApplicationAutoScaling::"),
    "AWS::ECS::TaskDefinition",
)
"""How the types begin that are large and never have interfaces."""

BEHIND = "what is behind it is not at hand"
INSTANCES = "which instances it starts, and with which groups, is not read"
PODS = "it has security groups that no template names"
UNREAD = {
    "AWS::EC2::EC2Fleet": INSTANCES,
    "AWS::EC2::SpotFleet": INSTANCES,
    "AWS::EKS::Cluster": PODS,
    "AWS::EKS::Nodegroup": PODS,
    "AWS::EKS::FargateProfile": PODS,
    "AWS::EMR::Cluster": INSTANCES,
    "AWS::EC2::VPCPeeringConnection": BEHIND,
    "AWS::EC2::TransitGatewayAttachment": BEHIND,
    "AWS::EC2::TransitGatewayVpcAttachment": BEHIND,
    "AWS::EC2::VPNGateway": BEHIND,
    "AWS::EC2::ClientVpnEndpoint": BEHIND,
    "AWS::NetworkFirewall::Firewall": "what it lets through is not read",
}
MACHINE = "AWS::StepFunctions::StateMachine"


def others_of(site: Site) -> Iterator[Workload]:
    """Yield what has subnets in its properties and is of no type that is known.

    It may have public addresses, and those of IPv6. Where it names no groups it may
    carry any.
    """
    for one in site.model.resources.values():
        if _looked_at(one):
            found = tuple(_interfaces(site, one))
            if found:
                names = workload_names(one, Kind.OTHER)
                yield workload(one, Kind.OTHER, names, found)


def _looked_at(one: Resource) -> bool:
    if one.type.startswith(NEVER):
        return False
    grouping = one.type.endswith("SubnetGroup") or opaque(one)
    return one.type not in NOT_INSIDE and not grouping and one.type not in UNREAD


def _interfaces(site: Site, one: Resource) -> Iterator[Interface]:
    """Yield the interfaces of each part of a resource that names subnets."""
    public = switched(one.get("PubliclyAccessible"))
    for path, given in _dicts(dict(one.properties), ()):
        named = sorted(SUBNETS & given.keys())
        grouped = sorted(SUBNET_GROUPS & given.keys())
        if not named and not grouped:
            continue
        groups = next((given[n] for n in GROUPS if given.get(n) is not None), None)
        if groups is None:
            groups = Unknown(f"the security groups of {one.path}")
        subnets = given[named[0]] if named else _members(site, given[grouped[0]])
        if subnets is not None:
            yield from interfaces(
                site, one, Wiring(subnets, groups, public, None, path)
            )


def _members(site: Site, value: Value) -> Value:
    """Return the subnets of a subnet group."""
    group = target(site.model, value)
    return group.get("SubnetIds") if group is not None else value


def _dicts(value: Value, path: Path) -> Iterator[tuple[Path, dict[str, Value]]]:
    """Yield every dict inside a value with the way to it."""
    match value:
        case dict():
            yield path, value
            for name, inner in value.items():
                yield from _dicts(inner, (*path, name))
        case list():
            for index, inner in enumerate(value):
                yield from _dicts(inner, (*path, index))
        case Choice():
            yield from _dicts(value.yes, path)
            yield from _dicts(value.no, path)


def unread_of(site: Site, elsewhere: Elsewhere) -> dict[str, str]:
    """Return what may take part and is not looked into, each with the reason."""
    found = {
        one.path: why for type, why in UNREAD.items() for one in site.model.of(type)
    }
    for one in site.model.of(MACHINE):
        if _starts_tasks(one):
            found[one.path] = "tasks that it starts, and where, are not read"
    network = {*site.vpcs, *site.subnets}
    for path, by in elsewhere.given.items():
        if path in network:
            found[by] = "what it puts into the network is not at hand"
    return found


def _starts_tasks(machine: Resource) -> bool:
    """Return whether a state machine starts tasks, or may."""
    written = [machine.get(name) for name in ("Definition", "DefinitionString")]
    texts = [
        part for value in written for part in parts(value) if isinstance(part, str)
    ]
    return not texts or any(":ecs:" in one for one in texts)
