"""VPC endpoints, and the DNS of the VPC that they need."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import combinations

from cfngen.checks.check import Problem
from cfngen.checks.network.ground import VPC, named, sure
from cfngen.model import (
    Model,
    Resource,
    Text,
    Value,
    known,
    listed,
    switched,
    target,
    targets,
    text,
    worded,
)

ENDPOINT = "AWS::EC2::VPCEndpoint"
GATEWAY, INTERFACE = "Gateway", "Interface"
BY_GATEWAY = ("s3", "dynamodb", "s3express")
"""The services that gateway endpoints lead to:
https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/s3-express-networking.html"""

REGIONAL = re.compile(
    r"(?:cn\.)?com\.amazonaws\.([a-z]{2}(?:-[a-z]+)+-[0-9]+)\.(.+)", re.ASCII
)
"""The name of a service of AWS in a region; others are global, or somebody's own."""


def kind(endpoint: Resource) -> str:
    """Return the type of an endpoint, which is Gateway where nobody says."""
    given = endpoint.get("VpcEndpointType")
    return GATEWAY if given is None else text(given) or ""


def service(endpoint: Resource) -> str:
    """Return the service that an endpoint leads to, `ecr.api`; empty if unknown."""
    given = endpoint.get("ServiceName")
    if isinstance(given, Text) and isinstance(given.parts[-1], str):
        return given.parts[-1].lstrip(".")  # com.amazonaws.${AWS::Region}.ecr.api
    if not isinstance(given, str):
        return ""
    regional = REGIONAL.fullmatch(given)
    return regional[2] if regional else given


def names(model: Model) -> Iterator[Problem]:
    """A VPC with DNS host names has DNS support too.

    EC2 refuses host names where the VPC's own name server is off ("You can only enable
    DNS hostnames if DNS support is enabled").
    """
    for vpc in model.of(VPC):
        support = switched(vpc.get("EnableDnsSupport"))
        if switched(vpc.get("EnableDnsHostnames")) and support is False:
            path = ("EnableDnsHostnames",)
            yield Problem(vpc, path, "It has DNS host names and no DNS support.")


def sound(model: Model) -> Iterator[Problem]:
    """An endpoint has what its type needs, in its VPC and region, and is no second one.

    A gateway endpoint needs route tables, an interface endpoint one subnet a zone, and
    with private DNS both DNS attributes of the VPC. EC2 refuses a second endpoint with
    private DNS ("there is already a conflicting DNS domain for … in the VPC"), a second
    gateway endpoint for a route table, and the service of another region.
    """
    for endpoint in model.of(ENDPOINT):
        yield from _parts(model, endpoint)
        yield from _zones(model, endpoint)
        yield from _private_names(model, endpoint)
        yield from _region(model, endpoint)
    for one, other in combinations(sure(model, ENDPOINT), 2):
        yield from _twice(one, other)


def _parts(model: Model, endpoint: Resource) -> Iterator[Problem]:
    """Yield what an endpoint of a type cannot have, or lacks."""
    tables, subnets = endpoint.get("RouteTableIds"), endpoint.get("SubnetIds")
    if kind(endpoint) == GATEWAY:
        if tables is None or tables == []:
            message = "A gateway endpoint without RouteTableIds leads nowhere."
            yield Problem(endpoint, (), message)
        for name in ("SubnetIds", "SecurityGroupIds"):
            if endpoint.get(name) is not None:
                yield Problem(endpoint, (name,), f"A gateway endpoint has no {name}.")
        found = service(endpoint)
        if _there(endpoint) and found not in BY_GATEWAY:
            message = f"There is no gateway endpoint for {found}."
            yield Problem(endpoint, ("ServiceName",), message, "Make it an Interface.")
        vpc = named(endpoint.get("VpcId"))
        for table in targets(model, tables):
            if vpc and named(table.get("VpcId")) not in ("", vpc):
                message = f"{table.path} is of another VPC than the endpoint."
                yield Problem(endpoint, ("RouteTableIds",), message)
    if kind(endpoint) == INTERFACE:
        if tables is not None:
            message = "An interface endpoint has no RouteTableIds."
            yield Problem(endpoint, ("RouteTableIds",), message)
        if subnets is None or subnets == []:
            message = "An interface endpoint without SubnetIds has no address."
            yield Problem(endpoint, (), message)


def _zones(model: Model, endpoint: Resource) -> Iterator[Problem]:
    """Yield an interface endpoint with two subnets in a zone."""
    if kind(endpoint) != INTERFACE:
        return
    seen: dict[str, Resource] = {}
    for subnet in targets(model, endpoint.get("SubnetIds")):
        zone = subnet.get("AvailabilityZone")
        other = seen.setdefault(worded(zone), subnet) if zone is not None else subnet
        if other is not subnet:
            message = f"{other.path} and {subnet.path} are in the same zone."
            yield Problem(endpoint, ("SubnetIds",), message, "Name one a zone.")


def _private_names(model: Model, endpoint: Resource) -> Iterator[Problem]:
    """Yield private DNS that the VPC cannot serve."""
    vpc = target(model, endpoint.get("VpcId"))
    if vpc is None or not switched(endpoint.get("PrivateDnsEnabled")):
        return
    support, hosts = vpc.get("EnableDnsSupport"), vpc.get("EnableDnsHostnames")
    if switched(support) is False or hosts is None or switched(hosts) is False:
        message = f"Private DNS needs EnableDnsSupport and -Hostnames of {vpc.path}."
        yield Problem(endpoint, ("PrivateDnsEnabled",), message)


def _region(model: Model, endpoint: Resource) -> Iterator[Problem]:
    """Yield an endpoint for a service of another region."""
    here, there = text(model.stack_of(endpoint).region), _there(endpoint)
    if here and there and there != here and not endpoint.get("ServiceRegion"):
        message = f"The service is of {there}, the VPC in {here}."
        mend = f"Write {here}, or name {there} as the ServiceRegion."
        yield Problem(endpoint, ("ServiceName",), message, mend)


def _there(endpoint: Resource) -> str:
    """Return the region of an endpoint's service, where its name says it."""
    regional = REGIONAL.fullmatch(named(endpoint.get("ServiceName")))
    return regional[1] if regional else ""


def _twice(one: Resource, other: Resource) -> Iterator[Problem]:
    """Yield the second endpoint to a service."""
    vpcs = {named(one.get("VpcId")), named(other.get("VpcId"))}
    same = service(one) == service(other) != "" and len(vpcs) == 1 and "" not in vpcs
    regions = [e.get("ServiceRegion") for e in (one, other)]
    if not same or kind(one) != kind(other) or regions[0] != regions[1]:
        return
    if kind(one) == GATEWAY:
        shared = _tables(one.get("RouteTableIds")) & _tables(other.get("RouteTableIds"))
        for table in sorted(shared):
            message = f"{one.path} leads from {table} to {service(one)} already."
            yield Problem(other, ("RouteTableIds",), message)
    elif all(switched(e.get("PrivateDnsEnabled")) for e in (one, other)):
        message = f"{one.path} has the private DNS name of {service(one)} already."
        yield Problem(other, ("PrivateDnsEnabled",), message)


def _tables(values: Value) -> set[str]:
    return {named(value) for value in listed(values)} - {""}


def logs(model: Model) -> Iterator[Problem]:
    """A flow log has a destination of its type, and a role that may write there.

    For CloudWatch Logs it needs a log group and a role that vpc-flow-logs.amazonaws.com
    may assume; for S3 it needs a bucket's ARN and can have no role. EC2 refuses the
    rest ("DeliverLogsPermissionArn …"), or takes it and delivers nothing.
    """
    for log in model.of("AWS::EC2::FlowLog"):
        given = log.get("LogDestinationType")
        type = "cloud-watch-logs" if given is None else text(given)
        role, group = log.get("DeliverLogsPermissionArn"), log.get("LogGroupName")
        destination = log.get("LogDestination")
        if type == "cloud-watch-logs":
            if role is None:
                yield Problem(log, (), "It needs a DeliverLogsPermissionArn: a role.")
            if (group is None) == (destination is None):
                message = "It needs a LogGroupName or a LogDestination, one of them."
                yield Problem(log, (), message)
            yield from _trust(model, log)
        if type == "s3":
            yield from _to_bucket(log)


def _to_bucket(log: Resource) -> Iterator[Problem]:
    """Yield what a flow log that goes to S3 cannot have, or lacks."""
    for name in ("DeliverLogsPermissionArn", "LogGroupName"):
        if log.get(name) is not None:
            yield Problem(log, (name,), f"A flow log that goes to S3 has no {name}.")
    destination = log.get("LogDestination")
    if destination is None:
        yield Problem(log, (), "It needs a LogDestination: the bucket's ARN.")
    elif isinstance(destination, str) and not destination.startswith("arn:"):
        message = f"{destination} is not the ARN of a bucket."
        yield Problem(log, ("LogDestination",), message)


def _trust(model: Model, log: Resource) -> Iterator[Problem]:
    """Yield a role that flow logs may not assume."""
    role = target(model, log.get("DeliverLogsPermissionArn"))
    trust = role.get("AssumeRolePolicyDocument") if role else None
    if (
        trust is not None
        and known(trust)
        and "vpc-flow-logs.amazonaws.com" not in str(trust)
    ):
        message = (
            f"{role.path if role else ''} does not trust vpc-flow-logs.amazonaws.com."
        )
        yield Problem(log, ("DeliverLogsPermissionArn",), message)
