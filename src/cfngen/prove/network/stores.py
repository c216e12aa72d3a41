"""Databases, caches and file systems."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.model import (
    Resource,
    Unknown,
    Value,
    listed,
    switched,
    target,
    text,
)
from cfngen.prove.network.attaching import Site, Wiring, interfaces, workload
from cfngen.prove.network.listening import (
    CLUSTER,
    INSTANCE,
    NODES,
    REPLICATION,
    listening,
)
from cfngen.prove.network.naming import kebab, workload_names
from cfngen.prove.network.places import Kind, Workload
from cfngen.prove.network.unknowns import key

PROXY = "AWS::RDS::DBProxy"
ATTACHMENT = "AWS::EC2::VPCGatewayAttachment"
SERVERLESS, MOUNT = "AWS::ElastiCache::ServerlessCache", "AWS::EFS::MountTarget"

NFS = 2049
BOTH_FAMILIES = ("DUAL", "dual_stack", "ipv6")


def stores_of(site: Site) -> Iterator[Workload]:
    """Yield what keeps data and has interfaces."""
    yield from _clusters(site)
    for one in site.model.of(INSTANCE):
        if target(site.model, one.get("DBClusterIdentifier")) is None:
            yield _instance(site, one)
    for one in site.model.of(PROXY):
        wiring = Wiring(one.get("VpcSubnetIds"), one.get("VpcSecurityGroupIds"), False)
        yield _store(site, one, Kind.OTHER, wiring, _ports(one, "EngineFamily"))
    yield from _caches(site)
    for one in site.model.of(MOUNT):
        wiring = Wiring(one.get("SubnetId"), one.get("SecurityGroups"), False)
        files = target(site.model, one.get("FileSystemId"))
        more = (files.name, kebab(files.name)) if files else ()
        yield _store(site, one, Kind.FILES, wiring, (NFS,), *more)


def _store(
    site: Site,
    one: Resource,
    kind: Kind,
    wiring: Wiring,
    ports: tuple[int, ...],
    *words: str,
) -> Workload:
    found = interfaces(site, one, wiring)
    return workload(one, kind, workload_names(one, kind, *words), found, ports)


def _clusters(site: Site) -> Iterator[Workload]:
    """Yield clusters, each one workload with all of its instances.

    It is public where one of them is, and may be where that of one is not known.
    """
    members: dict[str, list[Resource]] = {}
    for one in site.model.of(INSTANCE):
        members.setdefault(key(one.get("DBClusterIdentifier")), []).append(one)
    for one in site.model.of(CLUSTER):
        subnets = _subnets(site, one, "DBSubnetGroupName")
        every = [*members.get(one.path, ()), *_alone(one)]
        answers = [_public(site, each, subnets) for each in every]
        public = True if True in answers else None if None in answers else False
        groups, six = one.get("VpcSecurityGroupIds"), _six(one)
        yield _store(
            *(site, one, Kind.DATABASE, Wiring(subnets, groups, public, six)),
            _ports(one),
        )


def _alone(cluster: Resource) -> list[Resource]:
    """Return a cluster that says itself whether it is public: Multi-AZ ones do."""
    multi = cluster.get("DBClusterInstanceClass") is not None
    return [cluster] if multi or cluster.get("PubliclyAccessible") is not None else []


def _instance(site: Site, one: Resource) -> Workload:
    """Return a database instance of its own.

    A read replica is in its source's subnets where it names none, and on its port.
    """
    source = target(site.model, one.get("SourceDBInstanceIdentifier"))
    near = source if one.get("DBSubnetGroupName") is None and source else one
    subnets = _subnets(site, near, "DBSubnetGroupName")
    groups, unknowns = one.get("VPCSecurityGroups"), ()
    cluster = one.get("DBClusterIdentifier")
    if cluster is not None and groups is None:
        groups = Unknown(f"the security groups of {key(cluster)}")
    public = _public(site, one, subnets)
    wiring = Wiring(subnets, groups, public, _six(near), unknowns=unknowns)
    heard = source if source is not None and one.get("Port") is None else one
    return _store(site, one, Kind.DATABASE, wiring, _ports(heard))


def _public(site: Site, one: Resource, subnets: Value) -> bool | None:
    """Return whether a database has a public address.

    Where nobody says, AWS's pages differ: not in a subnet group of one's own, or
    wherever the VPC has an internet gateway. So it has none where there is no gateway.
    https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
    """
    given = one.get("PubliclyAccessible")
    if given is not None:
        return switched(given)
    found = [site.subnets.get(key(item)) for item in listed(subnets)]
    vpcs = {subnet.vpc if subnet else "" for subnet in found}
    gateways = {key(a.get("VpcId")) for a in site.model.of(ATTACHMENT)}
    ours = all(vpc in site.model.resources for vpc in vpcs)
    return False if found and ours and not gateways & {*vpcs, ""} else None


def _six(one: Resource) -> bool | None:
    """Return whether a store has addresses of IPv6 where its subnets have both."""
    given = one.get("NetworkType")
    return False if given is None else _families(text(given))


def _families(given: str | None) -> bool | None:
    return None if given is None else given in BOTH_FAMILIES


def _subnets(site: Site, one: Resource, name: str) -> Value:
    """Return the subnets of the group that a resource names."""
    given = one.get(name)
    group = target(site.model, given)
    if group is not None and group.get("SubnetIds") is not None:
        return group.get("SubnetIds")
    return [Unknown(f"the subnets of {key(given) or 'the default subnet group'}")]


def _ports(one: Resource, name: str = "Engine") -> tuple[int, ...]:
    """Return the port of a store in a tuple, none where it is not known."""
    port = listening(one, name)
    return () if port is None else (port,)


def _caches(site: Site) -> Iterator[Workload]:
    """Yield caches: replication groups, clusters of their own, serverless ones."""
    for type, groups in (
        (REPLICATION, "SecurityGroupIds"),
        (NODES, "VpcSecurityGroupIds"),
    ):
        for one in site.model.of(type):
            subnets = _subnets(site, one, "CacheSubnetGroupName")
            wiring = Wiring(subnets, one.get(groups), False, _six(one))
            ports = _ports(one)
            yield _store(site, one, Kind.CACHE, wiring, ports)
    for one in site.model.of(SERVERLESS):
        wiring = Wiring(one.get("SubnetIds"), one.get("SecurityGroupIds"), False, None)
        first = _ports(one)
        both = (*first, *(port + 1 for port in first))
        yield _store(site, one, Kind.CACHE, wiring, both)
