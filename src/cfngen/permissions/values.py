"""What CloudFormation looks up for the values of a template, as whoever deploys it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from cfngen.model import Dynamic, Stack, Text, Value, parts, text
from cfngen.permissions.narrowing import Ground
from cfngen.permissions.need import Need

OF_TYPES: Mapping[str, tuple[str, ...]] = {
    "AWS::EC2::AvailabilityZone::Name": ("ec2:DescribeAvailabilityZones",),
    "AWS::EC2::Image::Id": ("ec2:DescribeImages",),
    "AWS::EC2::Instance::Id": ("ec2:DescribeInstances",),
    "AWS::EC2::KeyPair::KeyName": ("ec2:DescribeKeyPairs",),
    "AWS::EC2::SecurityGroup::GroupName": ("ec2:DescribeSecurityGroups",),
    "AWS::EC2::SecurityGroup::Id": ("ec2:DescribeSecurityGroups",),
    "AWS::EC2::Subnet::Id": ("ec2:DescribeSubnets",),
    "AWS::EC2::VPC::Id": ("ec2:DescribeVpcs",),
    "AWS::EC2::Volume::Id": ("ec2:DescribeVolumes",),
    "AWS::Route53::HostedZone::Id": (
        "route53:GetHostedZone",
        "route53:ListHostedZones",
    ),
}
"""Parameters of these types must name something that is there:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html"""

SSM = "AWS::SSM::Parameter::"
"""How the types begin whose values are read from Systems Manager."""

ZONES, ZONES_OF = "ec2:DescribeAvailabilityZones", "Fn::GetAZs"
"""What a function of templates asks."""

DYNAMIC: Mapping[str, tuple[str, ...]] = {
    "secretsmanager": ("secretsmanager:GetSecretValue",),
    "ssm": ("ssm:GetParameters",),
    "ssm-secure": ("ssm:GetParameters",),
}
"""What a dynamic reference is read with:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html"""


Asked = tuple[str, str, Stack, str]
"""An action, why, and where: the stack and a path."""


def read(ground: Ground, via: bool) -> Iterator[Need]:
    """Yield what values need to be looked up, those of parameters first.

    `via` allows it to CloudFormation only, on behalf of who deploys.
    """
    for action, why, stack, path in (*_parameters(ground), *_properties(ground)):
        service = action.partition(":")[0]
        regions = (text(stack.region) or "*",)
        resources = ground.resources(action, regions)
        narrowed = ground.conditions(resources, service, regions, via)
        yield Need(action, resources, why, (path,), narrowed)


def _parameters(ground: Ground) -> Iterator[Asked]:
    """Yield the actions that the types of parameters need."""
    for path, stack in ground.model.stacks.items():
        if ZONES_OF in json.dumps(stack.template.body):
            yield ZONES, f"the template asks {ZONES_OF}", stack, path or "the root"
        for name, parameter in stack.template.section("Parameters").items():
            type = str(parameter.get("Type", ""))
            at = "/".join(filter(None, (path, name)))
            single = type.removeprefix("List<").removesuffix(">")
            for action in OF_TYPES.get(single, ()):
                yield action, f"a parameter is of {single}", stack, at
            if type.startswith(SSM):
                yield "ssm:GetParameters", f"a parameter is of {type}", stack, at


def _properties(ground: Ground) -> Iterator[Asked]:
    """Yield the actions that dynamic references in properties need."""
    for resource in ground.model.resources.values():
        stack = ground.model.stack_of(resource)
        for part in parts(dict(resource.properties)):
            if isinstance(part, Dynamic):
                service = _service(part.reference)
                for action in DYNAMIC.get(service, ()):
                    why = f"a property is a dynamic reference to {service}"
                    yield action, why, stack, resource.path


def _service(reference: Value) -> str:
    """Return the service of a dynamic reference, `{{resolve:service:…}}`."""
    first = reference.parts[0] if isinstance(reference, Text) else reference
    written = (text(first) or "").removeprefix("{{").removeprefix("resolve:")
    return written.partition(":")[0]
