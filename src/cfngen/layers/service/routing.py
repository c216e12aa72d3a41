"""How requests reach a service: a target group and rules of the HTTPS listener.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
"""

from __future__ import annotations

from troposphere import Ref
from troposphere import elasticloadbalancingv2 as elb

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.naming import name_tag
from cfngen.spec.priority import priority
from cfngen.spec.service import Route, Service
from cfngen.spec.system import System

DRAIN_SECONDS = 30
"""How long a task that is taken out of service may finish its requests. AWS's default
of 300 would make every release that much longer."""


def target_group(
    layer: Layer, system: System, name: str, service: Service
) -> elb.TargetGroup:
    """Return the target group of a service: its tasks, by IP address.

    A task is healthy after two good answers, 15 s apart, and unhealthy after three bad
    ones, so that it takes and loses traffic within a minute.
    """
    return elb.TargetGroup(
        "TargetGroup",
        TargetType="ip",
        Protocol="HTTP",
        Port=service.port,
        VpcId=layer.enter(ports.VPC_ID),
        HealthCheckPath=service.health_check,
        HealthCheckIntervalSeconds=15,
        HealthCheckTimeoutSeconds=5,
        HealthyThresholdCount=2,
        UnhealthyThresholdCount=3,
        Matcher=elb.Matcher(HttpCode="200"),
        TargetGroupAttributes=[
            _attribute("deregistration_delay.timeout_seconds", str(DRAIN_SECONDS)),
            _attribute("stickiness.enabled", "false"),
        ],
        Tags=name_tag(system.system, name),
    )


def listener_rule(
    layer: Layer, name: str, route: Route, target: elb.TargetGroup
) -> elb.ListenerRule:
    """Return the rule that forwards a route's requests to the target group.

    Its logical id holds its priority: a rule that changes place is a new rule, made
    before the old one goes, and never asks for a place that is still taken.
    """
    place = priority(name, route)
    return elb.ListenerRule(
        f"ListenerRule{place}",
        ListenerArn=layer.enter(ports.HTTPS_LISTENER_ARN),
        Priority=place,
        Conditions=_conditions(route),
        Actions=[
            elb.ListenerRuleAction(Type="forward", TargetGroupArn=Ref(target)),
        ],
    )


def _conditions(route: Route) -> list[elb.Condition]:
    """Return what a request must match: its path, and its host if the route has one."""
    path = elb.Condition(
        Field="path-pattern",
        PathPatternConfig=elb.PathPatternConfig(Values=[route.path]),
    )
    if not route.host:
        return [path]
    host = elb.Condition(
        Field="host-header",
        HostHeaderConfig=elb.HostHeaderConfig(Values=[route.host]),
    )
    return [host, path]


def _attribute(key: str, value: str) -> elb.TargetGroupAttribute:
    """Return an attribute of a target group."""
    return elb.TargetGroupAttribute(Key=key, Value=value)
