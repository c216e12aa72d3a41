"""The service layer: one container image that runs as a number of Fargate tasks.

Each service has a stack of its own, so that a release touches nothing else.
"""

from __future__ import annotations

from troposphere import GetAtt, Ref, ecs

from cfngen import ports
from cfngen.layers import task
from cfngen.layers.layer import Layer
from cfngen.layers.service import definitions, running, settings
from cfngen.layers.service.routing import Way, way
from cfngen.layers.service.scaling import add_scaling
from cfngen.layers.task.shared import Parts
from cfngen.physical import physical
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.service import Service
from cfngen.spec.system import System


def build(system: System, name: str, service: Service) -> Layer:
    """Build the layer of one service."""
    layer = Layer(f"service-{name}", f"{system.system}: service {name}")
    layer.setting(ENVIRONMENT_NAME)
    images = definitions.sidecar_images(name, service)
    parts = task.parts(layer, system, name, name, further_images=images)
    definition = layer.add(definitions.serving(layer, system, service, parts))
    routed = way(layer, system, name, service)
    runs = layer.add(
        running.ecs_service(layer, system, name, service, definition, routed)
    )
    if settings.bounded(system, service):
        add_scaling(layer, name, service, runs)
    _leave_targets(layer, name, routed)
    _leave(layer, name, parts, runs)
    if service.migrate:
        layer.add(definitions.migrating(layer, system, service, parts))
        family = physical(system.system, f"{name}-migrate")
        layer.leave(ports.migration_family(name), family)
    return layer


def _leave(layer: Layer, name: str, parts: Parts, runs: ecs.Service) -> None:
    """Let out what watches and releases the service."""
    layer.leave(ports.service_name(name), GetAtt(runs, "Name"))
    layer.leave(ports.log_group_name(name), Ref(parts.log_group))
    layer.leave(ports.task_role_arn(name), GetAtt(parts.task_role, "Arn"))
    layer.leave(ports.execution_role_arn(name), GetAtt(parts.execution_role, "Arn"))


def _leave_targets(layer: Layer, name: str, routed: Way) -> None:
    """Let out the target groups; by name only where releases alternate between two."""
    full_names = (ports.target_group_full_name, ports.green_target_group_full_name)
    for port, group in zip(full_names, routed.groups, strict=False):
        layer.leave(port(name), GetAtt(group, "TargetGroupFullName"))
    if len(routed.groups) > 1:
        names = (ports.target_group_name, ports.green_target_group_name)
        for port, group in zip(names, routed.groups, strict=True):
            layer.leave(port(name), GetAtt(group, "TargetGroupName"))
