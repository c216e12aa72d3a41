"""Deleting objects whose moto model knows no delete, or deletes too much.

Plain moto leaves a NAT gateway, a listener, a target group and more behind when their
stack goes, and deletes a bucket or a repository with all that is in it. CloudFormation
calls the service's own delete operation:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-deleting-stack.html
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from cfngen.local.engine.handlers import Job
from cfngen.local.engine.records import Resource
from cfngen.local.language.refusals import ResourceFailed
from cfngen.local.types import service

Removal = tuple[str, str, Callable[[Resource], dict[str, Any]]]
"""A service, its delete operation, and the parameters from the resource."""


def _by_id(name: str) -> Callable[[Resource], dict[str, Any]]:
    return lambda resource: {name: resource.physical_id}


def _ids(name: str) -> Callable[[Resource], dict[str, Any]]:
    return lambda resource: {name: [resource.physical_id]}


def _route(resource: Resource) -> dict[str, Any]:
    keys = ("RouteTableId", "DestinationCidrBlock", "DestinationIpv6CidrBlock")
    return {k: resource.properties[k] for k in keys if k in resource.properties}


def _attachment(resource: Resource) -> dict[str, Any]:
    keys = ("InternetGatewayId", "VpcId")
    return {key: resource.properties.get(key, "") for key in keys}


def _allocation(resource: Resource) -> dict[str, Any]:
    return {"AllocationId": resource.handle.allocation_id}


def _repository(resource: Resource) -> dict[str, Any]:
    force = bool(resource.properties.get("EmptyOnDelete"))
    return {"repositoryName": resource.physical_id, "force": force}


def _association(resource: Resource) -> dict[str, Any]:
    """Find the association by its subnet: moto's model forgets its id."""
    wanted = resource.properties["SubnetId"]
    return {
        "AssociationId": next(
            a["routeTableAssociationId"]
            for a in resource.handle.associations
            if a.get("subnetId") == wanted
        )
    }


def table() -> Mapping[str, Removal]:
    """Return the removal of each type."""
    return {
        "AWS::EC2::EIP": ("ec2", "release_address", _allocation),
        "AWS::EC2::FlowLog": ("ec2", "delete_flow_logs", _ids("FlowLogIds")),
        "AWS::EC2::InternetGateway": (
            "ec2",
            "delete_internet_gateway",
            _by_id("InternetGatewayId"),
        ),
        "AWS::EC2::NatGateway": ("ec2", "delete_nat_gateway", _by_id("NatGatewayId")),
        "AWS::EC2::Route": ("ec2", "delete_route", _route),
        "AWS::EC2::RouteTable": ("ec2", "delete_route_table", _by_id("RouteTableId")),
        "AWS::EC2::SubnetRouteTableAssociation": (
            "ec2",
            "disassociate_route_table",
            _association,
        ),
        "AWS::EC2::VPCEndpoint": (
            "ec2",
            "delete_vpc_endpoints",
            _ids("VpcEndpointIds"),
        ),
        "AWS::EC2::VPCGatewayAttachment": (
            "ec2",
            "detach_internet_gateway",
            _attachment,
        ),
        "AWS::ECR::Repository": ("ecr", "delete_repository", _repository),
        "AWS::ElasticLoadBalancingV2::Listener": (
            "elbv2",
            "delete_listener",
            _by_id("ListenerArn"),
        ),
        "AWS::ElasticLoadBalancingV2::ListenerRule": (
            "elbv2",
            "delete_rule",
            _by_id("RuleArn"),
        ),
        "AWS::ElasticLoadBalancingV2::TargetGroup": (
            "elbv2",
            "delete_target_group",
            _by_id("TargetGroupArn"),
        ),
        "AWS::Route53::HostedZone": ("route53", "delete_hosted_zone", _by_id("Id")),
        "AWS::IAM::ManagedPolicy": ("iam", "delete_policy", _by_id("PolicyArn")),
        "AWS::S3::Bucket": ("s3", "delete_bucket", _by_id("Bucket")),
    }


def remove(job: Job, old: Resource) -> bool:
    """Delete the object over the API if its type is in the table; say whether it is.

    Raises ResourceFailed if the service refuses.
    """
    rows = table()
    if job.type not in rows:
        return False
    if job.type == "AWS::IAM::ManagedPolicy":
        _detach(job, old)
    name, operation, parameters = rows[job.type]
    with suppress(service.Crashed):
        service.call(job.region, name, operation, parameters(old))
    return True


def _detach(job: Job, old: Resource) -> None:
    """Detach a managed policy from its roles: IAM refuses to delete it otherwise."""
    for role in old.properties.get("Roles", []):
        parameters = {"RoleName": role, "PolicyArn": old.physical_id}
        # The role may have let go of the policy already.
        with suppress(service.Crashed, ResourceFailed):
            service.call(job.region, "iam", "detach_role_policy", parameters)
