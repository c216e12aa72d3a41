"""The ECS service: how many tasks run, where, and how a release replaces them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html
"""

from __future__ import annotations

from typing import Any

from troposphere import If, NoValue, Ref, ecs

from cfngen import ports
from cfngen.layers import task
from cfngen.layers.layer import Layer
from cfngen.layers.service import settings
from cfngen.layers.service.routing import Way
from cfngen.layers.task.capacity import strategy
from cfngen.layers.task.settings import FARGATE_SPOT, exec_enabled, has_image
from cfngen.physical import physical
from cfngen.spec.service import Service
from cfngen.spec.system import System

GRACE_SECONDS = 60
"""How long failing load balancer checks do not count against a new task."""


def ecs_service(
    layer: Layer,
    system: System,
    name: str,
    service: Service,
    definition: ecs.TaskDefinition,
    routed: Way,
) -> ecs.Service:
    """Return the ECS service of a task definition, behind its target group if any.

    ECS accepts a target group only once a rule of the load balancer points to it, so
    the service waits for its rules. One that CodeDeploy releases is another resource:
    ECS cannot hand a service over from one of the two ways to the other.
    """
    blue_green = system.blue_green(service)
    released = _by_codedeploy() if blue_green else _by_ecs(layer)
    revision = Ref(definition)
    after = [rule.title for rule in routed.rules]
    if system.pipelined:
        # The newest revision, whoever made it: the pipeline makes them past us.
        revision, after = physical(system.system, name), [definition.title, *after]
    return ecs.Service(
        "BlueGreenService" if blue_green else "Service",
        Cluster=layer.enter(ports.CLUSTER_ARN),
        TaskDefinition=revision,
        DesiredCount=_desired_count(layer, system, name, service),
        # With CodeDeploy the task role alone decides on shells: a switch here would
        # write the service, which ECS refuses, or takes with the count of 0.
        EnableExecuteCommand=blue_green or If(exec_enabled(layer), True, False),
        NetworkConfiguration=ecs.NetworkConfiguration(
            AwsvpcConfiguration=ecs.AwsvpcConfiguration(
                **task.place(layer, name, service)
            )
        ),
        **released,
        EnableECSManagedTags=True,
        PropagateTags="SERVICE",
        **_behind(routed, name, service),
        **({"DependsOn": after} if after else {}),
    )


def _desired_count(layer: Layer, system: System, name: str, service: Service) -> Any:
    """Return no task without an image, else the fixed number or whatever runs now.

    With bounds, the count is left out: CloudFormation then keeps the one that scaling
    chose, https://github.com/aws/containers-roadmap/issues/493. A service that
    CodeDeploy releases begins with none and its bounds do the rest: a count that
    changed would have CloudFormation write the service, task definition and all, which
    ECS refuses:
    https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1529
    """
    if system.blue_green(service):
        return 0
    condition = has_image(layer, name)
    if settings.bounded(system, service):
        return If(condition, NoValue, 0)
    return If(condition, layer.setting(settings.fewest_tasks(name, service)), 0)


def _by_ecs(layer: Layer) -> dict[str, Any]:
    """Return the rolling release that gives up, and back, when new tasks fail.

    A release starts all new tasks before it stops old ones.
    """
    return {
        "CapacityProviderStrategy": strategy(layer, ecs.CapacityProviderStrategyItem),
        # ECS refuses another strategy without a new deployment.
        "ForceNewDeployment": ecs.ForceNewDeployment(
            EnableForceNewDeployment=True,
            ForceNewDeploymentNonce=layer.setting(FARGATE_SPOT),
        ),
        "DeploymentController": ecs.DeploymentController(Type="ECS"),
        "DeploymentConfiguration": ecs.DeploymentConfiguration(
            MinimumHealthyPercent=100,
            MaximumPercent=200,
            DeploymentCircuitBreaker=ecs.DeploymentCircuitBreaker(
                Enable=True, Rollback=True
            ),
        ),
        # A zone that comes back gets its share of tasks again; it needs room for one
        # task more than desired, which MaximumPercent gives.
        "AvailabilityZoneRebalancing": "ENABLED",
    }


def _by_codedeploy() -> dict[str, Any]:
    """Return that CodeDeploy releases, and nothing that a setting would change later.

    It has no circuit breaker, since CodeDeploy takes a release back by itself, and no
    strategy of its own, since each release brings the one of that moment.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_UpdateService.html
    """
    return {"DeploymentController": ecs.DeploymentController(Type="CODE_DEPLOY")}


def _behind(routed: Way, name: str, service: Service) -> dict[str, Any]:
    """Return the target group that tasks begin in, if the service takes requests."""
    if not routed.groups:
        return {}
    balancer = ecs.LoadBalancer(
        ContainerName=service.front or name,
        ContainerPort=service.entry_port,
        TargetGroupArn=Ref(routed.groups[0]),
    )
    return {
        "LoadBalancers": [balancer],
        "HealthCheckGracePeriodSeconds": GRACE_SECONDS,
    }
