"""The endpoints layer: private ways to AWS services, which a setting switches on."""

from __future__ import annotations

from collections.abc import Mapping

from awacs.aws import (
    Action,
    Allow,
    Condition,
    PolicyDocument,
    Principal,
    Statement,
    StringEquals,
)
from troposphere import AWS_ACCOUNT_ID, Equals, Ref, Sub, ec2

from cfngen import ports
from cfngen.errors import WiringError
from cfngen.layers.layer import Layer
from cfngen.naming import logical
from cfngen.physical import name_tag
from cfngen.policies import document
from cfngen.settings import ENVIRONMENT_NAME, switch
from cfngen.spec.network import Endpoint
from cfngen.spec.system import System

ENABLED = switch(
    "EnableVpcEndpoints",
    "Reach the AWS services that the spec names by interface endpoints, without NAT.",
)

PREFIXES: Mapping[str, str] = {
    "ecr.api": "ecr",
    "ecr.dkr": "ecr",
    "monitoring": "cloudwatch",
}
"""What IAM calls a service, where its endpoints call it otherwise."""


def build(system: System) -> Layer:
    """Build the endpoints layer.

    Raises WiringError when the spec names no endpoints.
    """
    if not system.network.endpoints:
        raise WiringError(f"{system.system} has no endpoints to build a layer for.")
    layer = Layer("endpoints", f"{system.system}: private ways to AWS services")
    layer.setting(ENVIRONMENT_NAME)
    for service in system.network.endpoints:
        layer.add(_endpoint(layer, system.system, service))
    return layer


def _endpoint(layer: Layer, system: str, service: Endpoint) -> ec2.VPCEndpoint:
    """Return the endpoint of a service, with an address in each private subnet.

    Private DNS makes the service's own name lead to it in the whole VPC.
    https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
    """
    name = service.replace(".", "-")
    return ec2.VPCEndpoint(
        f"{logical(name)}Endpoint",
        Condition=layer.condition(
            "HasVpcEndpoints", Equals(layer.setting(ENABLED), "true")
        ),
        VpcId=layer.enter(ports.VPC_ID),
        VpcEndpointType="Interface",
        ServiceName=Sub(f"com.amazonaws.${{AWS::Region}}.{service}"),
        PrivateDnsEnabled=True,
        SubnetIds=layer.enter(ports.PRIVATE_SUBNET_IDS),
        SecurityGroupIds=[layer.enter(ports.ENDPOINTS_SECURITY_GROUP_ID)],
        PolicyDocument=_policy(service),
        Tags=name_tag(system, name),
    )


def _policy(service: Endpoint) -> PolicyDocument:
    """Return who may pass an endpoint: callers of this account, to its service.

    With keys of another account nobody carries anything out this way. What each role
    may do, its own policy says; to say it here again would only break what is added.
    https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html
    """
    return document(
        Statement(
            Effect=Allow,
            Principal=Principal("*"),
            Action=[Action(PREFIXES.get(service, service), "*")],
            Resource=["*"],
            Condition=Condition(
                StringEquals({"aws:PrincipalAccount": Ref(AWS_ACCOUNT_ID)})
            ),
        )
    )
