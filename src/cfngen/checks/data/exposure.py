"""Databases on the internet."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.data.engines import INSTANCE, cluster_of
from cfngen.checks.network.ground import Way, all_targets, way
from cfngen.model import Model, Resource, switched, target

PUBLIC = "PubliclyAccessible"


def exposed(model: Model) -> Iterator[Problem]:
    """A database has no public address.

    With one, a mistake in a security group is all that keeps it from the internet.
    """
    for database in _public(model):
        message = "the database has a public address."
        yield Problem(database, (PUBLIC,), message, "Set PubliclyAccessible to false.")


def reachable(model: Model) -> Iterator[Problem]:
    """A database with a public address is where the internet can reach it.

    RDS refuses it in a VPC without DNS host names ("does not support DNS resolution,
    DNS hostnames, or both"); in subnets without a route to an internet gateway nobody
    reaches the address.
    """
    for database in _public(model):
        subnets = all_targets(model, _group(model, database)) or []
        found = (target(model, subnet.get("VpcId")) for subnet in subnets)
        vpcs = {vpc.path: vpc for vpc in found if vpc is not None}
        for vpc in vpcs.values():
            named = vpc.get("EnableDnsHostnames")
            if named is None or switched(named) is False:
                message = f"{vpc.path} has no DNS host names, which a public database "
                message += "needs."
                mend = "Set EnableDnsHostnames of the VPC to true."
                yield Problem(database, (PUBLIC,), message, mend)
        ways = {way(model, subnet) for subnet in subnets}
        if ways and ways <= {Way.NAT, Way.NOWHERE}:
            message = "it has a public address in subnets that no internet reaches."
            mend = "Set PubliclyAccessible to false."
            yield Problem(database, (PUBLIC,), message, mend)


def _public(model: Model) -> Iterator[Resource]:
    """Yield the instances with a public address."""
    return (one for one in model.of(INSTANCE) if switched(one.get(PUBLIC)))


def _group(model: Model, database: Resource) -> object:
    """Return the subnets of a database, None where they are not known."""
    holder = cluster_of(model, database) or database
    group = target(model, holder.get("DBSubnetGroupName"))
    return group.get("SubnetIds") if group is not None else None
