"""What a release needs, and nothing that changes infrastructure.

A release updates the root stack by one parameter, an image tag. CloudFormation carries
it out with the rights of whoever asks, so the role has those too, for use through
CloudFormation only. It is given no service role to pass: a stack keeps the last one for
ever and would use it for the operators' deployments as well:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-iam-servicerole.html
"""

from __future__ import annotations

from typing import Any

from awacs import application_autoscaling as scaling
from awacs import cloudformation, cloudwatch, ec2, ecs, iam, route53, s3, scheduler
from awacs.aws import ForAnyValueStringEquals, Statement, StringEquals
from troposphere import Equals, If, Sub

from cfngen import ports
from cfngen.layers.delivery import grants, settings
from cfngen.layers.edge.settings import HOSTED_ZONE
from cfngen.layers.layer import Layer
from cfngen.naming import logical
from cfngen.physical import root_stack_id, template_bucket
from cfngen.policies import allow, arn
from cfngen.spec.system import System

LAYERS = (
    *("network", "security", "endpoints", "registry", "storage", "database", "cache"),
    *("edge", "cluster", "jobs", "monitoring", "backup", "delivery"),
)
"""The layers that a system may have besides its services."""

UPDATE_ROOT = (
    cloudformation.CreateChangeSet,
    cloudformation.DeleteChangeSet,
    cloudformation.DescribeChangeSet,
    cloudformation.DescribeStackEvents,
    cloudformation.DescribeStacks,
    cloudformation.ExecuteChangeSet,
)

UPDATE_NESTED = (
    cloudformation.DescribeStackEvents,
    cloudformation.DescribeStacks,
    cloudformation.UpdateStack,
)

BEYOND_RESOURCES = (
    scaling.DescribeScalableTargets,
    scaling.DescribeScheduledActions,
    ec2.DescribeSecurityGroups,
    ec2.DescribeSubnets,
    ec2.DescribeVpcs,
    ecs.DeregisterTaskDefinition,
    ecs.DescribeTaskDefinition,
    route53.ListHostedZones,
)
"""What an update needs besides and IAM cannot restrict to resources. Those of EC2 and
Route 53 are how CloudFormation checks parameters of AWS's own types:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-supplied-parameter-types.html"""


def documents(layer: Layer, system: System) -> dict[str, tuple[str, list[Statement]]]:
    """Return what a release may do, by the name of the policy that says it.

    Each comes with what it is for. Names of many resources are in policies apart, so
    that each stays below the characters that a policy may have.
    """
    found = {
        "push-images": ("push images", grants.push(layer, system.images)),
        "update-stack": ("update stacks and services", _stacks(layer, system)),
        "register-tasks": ("register task definitions", [_definitions(system)]),
        "pass-roles": (
            "hand tasks their roles",
            [grants.pass_roles(layer, system.tasks)],
        ),
    }
    if system.jobs:
        found["update-schedules"] = ("update schedules", _schedules(layer, system))
    if grants.migrating(system):
        purpose = "migrate the database"
        found["run-migrations"] = (purpose, grants.run_migrations(layer, system))
    return found


def _stacks(layer: Layer, system: System) -> list[Statement]:
    """Return the update of the root stack, and of the services in its nested ones."""
    root = root_stack_id(layer.enter(ports.ROOT_STACK_NAME))
    return [
        allow(list(UPDATE_ROOT), [root]),
        allow(list(UPDATE_NESTED), _nested_stacks()),
        allow([s3.GetObject], [_templates(layer)]),
        _by_cloudformation(list(BEYOND_RESOURCES), ["*"]),
        *_hosted_zone(layer, system),
        *_services(layer),
        _scalable_targets(),
        *_alarms(system),
    ]


def _definitions(system: System) -> Statement:
    """Return the registration of revisions of the system's task definitions."""
    moving = [grants.migration(name) for name in grants.migrating(system)]
    families = grants.families(system, (*system.tasks, *moving))
    return _by_cloudformation([ecs.RegisterTaskDefinition, ecs.TagResource], families)


def _schedules(layer: Layer, system: System) -> list[Statement]:
    """Return the update of the jobs' schedules, which name a revision each."""
    schedules = [layer.enter(ports.schedule_arn(name)) for name in system.jobs]
    roles = [layer.enter(ports.schedule_role_arn(name)) for name in system.jobs]
    actions = [scheduler.GetSchedule, scheduler.UpdateSchedule]
    passed = StringEquals({"iam:PassedToService": "scheduler.amazonaws.com"})
    return [
        _by_cloudformation(actions, list(schedules)),
        allow([iam.PassRole], list(roles), passed),
    ]


def _nested_stacks() -> list[Sub]:
    """Return every nested stack: CloudFormation updates all, though most to the same.

    `<root>-*` would be the stacks of another system too. After the root's name comes a
    logical id, which no name of a root stack has: it begins with a capital letter.
    """
    root = f"${{{ports.ROOT_STACK_NAME.name}}}"
    names = [f"{logical(name)}-*" for name in LAYERS] + [f"{logical('service')}*"]
    return [arn("cloudformation", f"stack/{root}-{name}/*") for name in names]


def _templates(layer: Layer) -> Sub:
    """Return the packaged templates, which CloudFormation reads again at an update."""
    bucket = layer.setting(settings.TEMPLATE_BUCKET)
    usual = layer.condition("HasUsualTemplateBucket", Equals(bucket, ""))
    return Sub(
        "arn:${AWS::Partition}:s3:::${Bucket}/*",
        Bucket=If(usual, template_bucket(), bucket),
    )


def _hosted_zone(layer: Layer, system: System) -> list[Statement]:
    """Return the reading of the hosted zone, which is a parameter of the root."""
    if system.edge is None or system.edge.dns == "external":
        return []
    zone = layer.setting(HOSTED_ZONE).data["Ref"]
    named = Sub(f"arn:${{AWS::Partition}}:route53:::hostedzone/${{{zone}}}")
    return [_by_cloudformation([route53.GetHostedZone], [named])]


def _services(layer: Layer) -> list[Statement]:
    """Return the update of the system's services, which have a cluster of their own."""
    cluster = layer.enter(ports.CLUSTER_NAME).data["Ref"]
    services = arn("ecs", f"service/${{{cluster}}}/*")
    deployments = arn("ecs", f"service-deployment/${{{cluster}}}/*")
    return [
        allow([ecs.DescribeServices], [services]),
        _by_cloudformation([ecs.ListServiceDeployments, ecs.UpdateService], [services]),
        _by_cloudformation([ecs.DescribeServiceDeployments], [deployments]),
    ]


def _scalable_targets() -> Statement:
    """Return the change of a service's bounds, which its first image brings about.

    AWS makes up the identifiers of scalable targets, so they cannot be named.
    """
    return _by_cloudformation(
        [scaling.RegisterScalableTarget],
        [arn("application-autoscaling", "scalable-target/*")],
        StringEquals({"application-autoscaling:service-namespace": "ecs"}),
    )


def _alarms(system: System) -> list[Statement]:
    """Return the change of alarms, which a service's first image arms.

    CloudFormation names them after the stack that they are in.
    """
    if system.monitoring is None:
        return []
    stack = f"${{{ports.ROOT_STACK_NAME.name}}}-{logical('monitoring')}-*"
    return [
        _by_cloudformation(
            [
                cloudwatch.DescribeAlarms,
                cloudwatch.ListTagsForResource,
                cloudwatch.PutMetricAlarm,
            ],
            [arn("cloudwatch", f"alarm:{stack}")],
        )
    ]


def _by_cloudformation(
    actions: list[Any], resources: list[Any], *conditions: Any
) -> Statement:
    """Return a permission that only CloudFormation can use, on the role's behalf.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/fas-requests-and-permission-evaluation.html
    """
    via = ForAnyValueStringEquals({"aws:CalledVia": ["cloudformation.amazonaws.com"]})
    return allow(actions, resources, via, *conditions)
