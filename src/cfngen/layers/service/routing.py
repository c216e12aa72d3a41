"""How requests reach a service: target groups, and rules of the listeners.

A service that CodeDeploy releases has two target groups, blue and green: at any time
one has the tasks that answer, and a release starts new ones in the other.

https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html
"""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Equals, If, Ref, Sub
from troposphere import elasticloadbalancingv2 as elb

from cfngen import ports
from cfngen.layers.edge.settings import domain_name
from cfngen.layers.layer import Layer
from cfngen.layers.service.settings import live_target_group
from cfngen.physical import name_tag, under_domain
from cfngen.ports import Port
from cfngen.spec.edge import Edge
from cfngen.spec.priority import priority
from cfngen.spec.service import Route, Service
from cfngen.spec.system import System

DRAIN_SECONDS = 30
"""How long a task that is taken out of service may finish its requests. AWS's default
of 300 would make every release that much longer."""

TARGET_GROUPS = ("TargetGroup", "GreenTargetGroup")
"""Blue and green; most services have the first only."""

LISTENERS = (
    ("ListenerRule", ports.HTTPS_LISTENER_ARN),
    ("TestListenerRule", ports.TEST_LISTENER_ARN),
)
"""Where the rules are; the second, for trying out a release, goes with green."""


@dataclass(frozen=True)
class Way:
    """What leads to a service: nothing if nobody asks it; blue is the first group."""

    groups: tuple[elb.TargetGroup, ...] = ()
    rules: tuple[elb.ListenerRule, ...] = ()


def way(layer: Layer, system: System, name: str, service: Service) -> Way:
    """Add the way from the load balancer to a service, if it takes requests."""
    if system.edge is None or not system.takes_requests(service):
        return Way()
    titles = TARGET_GROUPS if system.blue_green(service) else TARGET_GROUPS[:1]
    groups = tuple(
        layer.add(_target_group(layer, system, name, service, title))
        for title in titles
    )
    action = _forward(layer, name, groups)
    rules = tuple(
        layer.add(_listener_rule(layer, system.edge, name, route, action, listener))
        for listener in LISTENERS[: len(groups)]
        for route in service.routes
    )
    return Way(groups, rules)


def _target_group(
    layer: Layer, system: System, name: str, service: Service, logical_id: str
) -> elb.TargetGroup:
    """Return a target group of a service: its tasks, by IP address.

    A task is healthy after two good answers, 15 s apart, and unhealthy after three bad
    ones, so that it takes and loses traffic within a minute.
    """
    return elb.TargetGroup(
        logical_id,
        TargetType="ip",
        Protocol="HTTP",
        Port=service.entry_port,
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


def _forward(
    layer: Layer, name: str, groups: tuple[elb.TargetGroup, ...]
) -> elb.ListenerRuleAction:
    """Return the action that forwards to the target group that answers users now.

    CodeDeploy rewrites it at each release, without CloudFormation's knowledge, into the
    same shape: both groups, all of the weight on one of them. CloudFormation leaves it
    so until it has to write the rule again; then a setting says which group it is.
    """
    if len(groups) == 1:
        return elb.ListenerRuleAction(Type="forward", TargetGroupArn=Ref(groups[0]))
    live = layer.setting(live_target_group(name))
    is_green = layer.condition("IsGreenLive", Equals(live, "green"))
    weights = (If(is_green, 0, 100), If(is_green, 100, 0))
    shares = [
        elb.TargetGroupTuple(TargetGroupArn=Ref(group), Weight=weight)
        for group, weight in zip(groups, weights, strict=True)
    ]
    return elb.ListenerRuleAction(
        Type="forward", ForwardConfig=elb.ForwardConfig(TargetGroups=shares)
    )


def _listener_rule(
    layer: Layer,
    edge: Edge,
    name: str,
    route: Route,
    action: elb.ListenerRuleAction,
    listener: tuple[str, Port],
) -> elb.ListenerRule:
    """Return the rule of a listener that forwards a route's requests.

    Its logical id holds its priority: a rule that changes place is a new rule, made
    before the old one goes, and never asks for a place that is still taken.
    """
    title, arn = listener
    place = priority(name, route)
    return elb.ListenerRule(
        f"{title}{place}",
        ListenerArn=layer.enter(arn),
        Priority=place,
        Conditions=_conditions(layer, edge, route),
        Actions=[action],
    )


def _conditions(layer: Layer, edge: Edge, route: Route) -> list[elb.Condition]:
    """Return what a request must match: its path, and its host if the route has one."""
    path = elb.Condition(
        Field="path-pattern",
        PathPatternConfig=elb.PathPatternConfig(Values=[route.path]),
    )
    if not route.host:
        return [path]
    host = elb.Condition(
        Field="host-header",
        HostHeaderConfig=elb.HostHeaderConfig(Values=[_host(layer, edge, route.host)]),
    )
    return [host, path]


def _host(layer: Layer, edge: Edge, host: str) -> Ref | Sub | str:
    """Return a host as the environment has it, whose domain may be another."""
    setting = domain_name(edge)
    here = under_domain(host, edge.domain, Ref(setting.name))
    if here != host:
        layer.setting(setting)
    return here


def _attribute(key: str, value: str) -> elb.TargetGroupAttribute:
    """Return an attribute of a target group."""
    return elb.TargetGroupAttribute(Key=key, Value=value)
