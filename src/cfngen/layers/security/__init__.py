"""The security layer: a security group per workload, and the key of the system."""

from __future__ import annotations

from troposphere import GetAtt

from cfngen import ports
from cfngen.layers.flows import ALB, ENDPOINTS
from cfngen.layers.layer import Layer
from cfngen.layers.security import groups, key
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.system import System


def build(system: System) -> Layer:
    """Build the security layer."""
    layer = Layer("security", f"{system.system}: security groups and encryption key")
    layer.setting(ENVIRONMENT_NAME)
    for workload, group in groups.add(layer, system).items():
        layer.leave(_port(workload), GetAtt(group, "GroupId"))
    layer.leave(ports.KEY_ARN, GetAtt(layer.add(key.build(system)), "Arn"))
    return layer


def _port(workload: str) -> ports.Port:
    """Return the port that a workload's security group leaves through."""
    named = {
        ALB: ports.ALB_SECURITY_GROUP_ID,
        ENDPOINTS: ports.ENDPOINTS_SECURITY_GROUP_ID,
        "database": ports.DATABASE_SECURITY_GROUP_ID,
        "cache": ports.CACHE_SECURITY_GROUP_ID,
    }
    return named.get(workload) or ports.task_security_group_id(workload)
