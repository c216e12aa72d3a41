"""The ECS service: how many tasks run, where, and how a release replaces them.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ecs-service.html
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from troposphere import If, NoValue, Ref, ecs
from troposphere import elasticloadbalancingv2 as elb

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.service import settings
from cfngen.spec.service import Service

GRACE_SECONDS = 60
"""How long failing load balancer checks do not count against a new task."""


def ecs_service(
    layer: Layer,
    name: str,
    service: Service,
    task: ecs.TaskDefinition,
    target: elb.TargetGroup | None,
    rules: Sequence[elb.ListenerRule],
) -> ecs.Service:
    """Return the ECS service of a task definition, behind its target group if any.

    A release starts all new tasks before it stops old ones, and is rolled back when the
    new ones do not become healthy. ECS accepts a target group only once a rule of the
    load balancer points to it, so the service waits for its rules.
    """
    optional: dict[str, Any] = {"DependsOn": [r.title for r in rules]} if rules else {}
    if target is not None:
        optional["LoadBalancers"] = [
            ecs.LoadBalancer(
                ContainerName=name,
                ContainerPort=service.port,
                TargetGroupArn=Ref(target),
            )
        ]
        optional["HealthCheckGracePeriodSeconds"] = GRACE_SECONDS
    return ecs.Service(
        "Service",
        Cluster=layer.enter(ports.CLUSTER_ARN),
        TaskDefinition=Ref(task),
        CapacityProviderStrategy=[
            ecs.CapacityProviderStrategyItem(CapacityProvider="FARGATE", Weight=1)
        ],
        DesiredCount=_desired_count(layer, name, service),
        NetworkConfiguration=_network(layer, name, service),
        DeploymentController=ecs.DeploymentController(Type="ECS"),
        DeploymentConfiguration=_deployment(),
        # A zone that comes back gets its share of tasks again; it needs room for one
        # task more than desired, which MaximumPercent gives.
        AvailabilityZoneRebalancing="ENABLED",
        EnableECSManagedTags=True,
        PropagateTags="SERVICE",
        **optional,
    )


def _desired_count(layer: Layer, name: str, service: Service) -> If:
    """Return no task without an image, else the fixed number or whatever runs now.

    With scaling, the count is left out: CloudFormation then keeps the one that scaling
    chose, https://github.com/aws/containers-roadmap/issues/493
    """
    condition = settings.has_image(layer, name)
    if settings.scales(service):
        return If(condition, NoValue, 0)
    return If(condition, layer.setting(settings.fewest_tasks(name, service)), 0)


def _deployment() -> ecs.DeploymentConfiguration:
    """Return the rolling release that gives up, and back, when new tasks fail."""
    return ecs.DeploymentConfiguration(
        MinimumHealthyPercent=100,
        MaximumPercent=200,
        DeploymentCircuitBreaker=ecs.DeploymentCircuitBreaker(
            Enable=True, Rollback=True
        ),
    )


def _network(layer: Layer, name: str, service: Service) -> ecs.NetworkConfiguration:
    """Return the tasks' subnets; without NAT a public address is their way out."""
    public = service.subnets == "public"
    subnets = ports.PUBLIC_SUBNET_IDS if public else ports.PRIVATE_SUBNET_IDS
    return ecs.NetworkConfiguration(
        AwsvpcConfiguration=ecs.AwsvpcConfiguration(
            Subnets=layer.enter(subnets),
            SecurityGroups=[layer.enter(ports.task_security_group_id(name))],
            AssignPublicIp="ENABLED" if public else "DISABLED",
        )
    )
