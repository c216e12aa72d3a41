"""The service layer: one container image that runs as a number of Fargate tasks.

Each service has a stack of its own, so that a release touches nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence

from troposphere import GetAtt, ecs, logs
from troposphere import elasticloadbalancingv2 as elb

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.service import roles, routing, running, settings, task
from cfngen.layers.service.scaling import add_scaling
from cfngen.layers.service.variables import variables
from cfngen.naming import log_group, physical
from cfngen.settings import ENVIRONMENT_NAME, LOG_RETENTION
from cfngen.spec.service import Service
from cfngen.spec.system import System


def build(system: System, name: str, service: Service) -> Layer:
    """Build the layer of one service."""
    layer = Layer(f"service-{name}", f"{system.system}: service {name}")
    layer.setting(ENVIRONMENT_NAME)
    parts = _parts(layer, system, name, service)
    definition = layer.add(task.serving(layer, system.system, parts))
    target, rules = _routes(layer, system, name, service)
    runs = layer.add(
        running.ecs_service(layer, name, service, definition, target, rules)
    )
    if settings.scales(service):
        add_scaling(layer, name, service, runs)
    _leave(layer, name, parts, runs)
    if service.migrate:
        layer.add(task.migrating(layer, system.system, parts))
        family = physical(system.system, f"{name}-migrate")
        layer.leave(ports.migration_family(name), family)
    return layer


def _parts(layer: Layer, system: System, name: str, service: Service) -> task.Parts:
    """Add the secrets, the log group and the roles, and return them together."""
    found = variables(layer, system, name, service)
    group = layer.add(
        logs.LogGroup(
            "LogGroup",
            # Kept, its fixed name would keep the stack from being made again.
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
            LogGroupName=log_group(system.system, name),
            KmsKeyId=layer.enter(ports.KEY_ARN),
            RetentionInDays=layer.setting(LOG_RETENTION),
        )
    )
    execution = roles.execution_role(layer, name, group, found.secret_arns)
    return task.Parts(
        name=name,
        service=service,
        variables=found,
        log_group=group,
        execution_role=layer.add(execution),
        task_role=layer.add(roles.task_role(name)),
    )


def _routes(
    layer: Layer, system: System, name: str, service: Service
) -> tuple[elb.TargetGroup | None, Sequence[elb.ListenerRule]]:
    """Add the way from the load balancer to the service, if the system has one."""
    if system.edge is None:
        return None, ()
    target = layer.add(routing.target_group(layer, system, name, service))
    layer.leave(
        ports.target_group_full_name(name), GetAtt(target, "TargetGroupFullName")
    )
    rules = [
        layer.add(routing.listener_rule(layer, name, route, target))
        for route in service.routes
    ]
    return target, rules


def _leave(layer: Layer, name: str, parts: task.Parts, runs: ecs.Service) -> None:
    """Let out what watches and releases the service."""
    layer.leave(ports.service_name(name), GetAtt(runs, "Name"))
    layer.leave(ports.task_role_arn(name), GetAtt(parts.task_role, "Arn"))
    layer.leave(ports.execution_role_arn(name), GetAtt(parts.execution_role, "Arn"))
