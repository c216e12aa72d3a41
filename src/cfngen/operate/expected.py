"""Differences that are meant to be: what releases, scaling and AWS change by design.

Only what the tree itself can do is one of them: a service that nothing scales, a target
group that is none of the tree's, more storage than the limit were changed by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from math import inf

from cfngen.checks.compute.tasks import possible
from cfngen.cloud.values import Difference
from cfngen.model import Model, Resource, mentions, number, switched

SCALING = "AWS::ApplicationAutoScaling::ScalableTarget"
RELEASES = "AWS::CodeDeploy::DeploymentGroup"
LISTENER = "AWS::ElasticLoadBalancingV2::Listener"
GROUP = "AWS::ElasticLoadBalancingV2::TargetGroup"


@dataclass(frozen=True)
class Around:
    """What a resource stands among.

    `types` are those of all resources of the tree, `beside` those of its own stack,
    `groups` the ARNs of the tree's target groups. `model` is what is committed and
    `resource` the resource in it, both None where they cannot be read.
    """

    types: Collection[str] = ()
    beside: Collection[str] = ()
    groups: Collection[str] = ()
    model: Model | None = None
    resource: Resource | None = None


Holds = Callable[[Difference, Around], bool]


def _scaled(difference: Difference, around: Around) -> bool:
    """Say whether something scales the service, and as far as that.

    No task at all is an outage and not scaling, unless that is the least there may be.
    """
    count = number(difference.actual)
    if count is None:
        return False
    if around.model is None or around.resource is None:
        return SCALING in around.beside and count > 0
    return any(low <= count <= high for low, high in _spans(around))


def _spans(around: Around) -> Iterator[tuple[float, float]]:
    """Yield the least and the most tasks of each target that scales the service.

    Both are zero before the first release; what holds after it is the larger one.
    """
    model, service = around.model, around.resource
    if model is None or service is None:
        return
    for target in model.of(SCALING):
        if mentions(target.get("ResourceId"), service.path):
            least = max(_numbers(model, target, "MinCapacity"), default=1.0)
            most = max(_numbers(model, target, "MaxCapacity"), default=inf)
            # What is planned by the clock may ask for fewer.
            yield (1.0 if target.get("ScheduledActions") else least), most


def _numbers(model: Model, target: Resource, name: str) -> list[float]:
    """Return the numbers that a property of a scalable target may be."""
    values = (number(value) for _, value in possible(model, target, name))
    return [value for value in values if value is not None]


def _grown(difference: Difference, around: Around) -> bool:
    """Say whether storage has grown by itself: to more, and no more than it may."""
    before, after = number(difference.expected), number(difference.actual)
    if before is None or after is None or after <= before:
        return False
    if around.resource is None:
        return True
    most = around.resource.get("MaxAllocatedStorage")
    limit = number(most)
    return after <= limit if limit is not None else most is not None


def _narrower(difference: Difference, around: Around) -> bool:
    """Say whether a version is one of those that the template asks for: 15.7 of 15."""
    of_aws = around.resource and around.resource.get("AutoMinorVersionUpgrade")
    if switched(of_aws) is False:
        return False
    return difference.actual.startswith(f"{difference.expected}.")


def _same_family(difference: Difference, around: Around) -> bool:
    """Say whether two task definitions differ in their revision only."""
    if RELEASES not in around.types:
        return False
    expected, _, _ = difference.expected.rpartition("/")[2].partition(":")
    actual, _, _ = difference.actual.rpartition("/")[2].partition(":")
    return bool(expected) and expected == actual


def _between_groups(difference: Difference, around: Around) -> bool:
    """Say whether it is about which of the tree's target groups is served, and with
    what share."""
    if RELEASES not in around.types:
        return False
    name = difference.path.rpartition("/")[2]
    return name == "Weight" or (
        name == "TargetGroupArn" and difference.actual in around.groups
    )


@dataclass(frozen=True)
class Rule:
    """A property, or all below it, that may differ where `holds` says so, and why."""

    type: str
    path: str
    why: str
    holds: Holds

    def explains(self, type: str, difference: Difference, around: Around) -> bool:
        """Say whether a difference of a resource is of this kind."""
        within = f"{difference.path}/".startswith(f"{self.path}/")
        return type == self.type and within and self.holds(difference, around)


SCALED = "scaling changes the number of tasks"
RELEASED = "a release made a new revision of the task definition"
MOVED = "a blue/green release moved users to the other target group"
GREW = "storage grows, as far as MaxAllocatedStorage lets it, and never shrinks"
PATCHED = "AWS keeps the minor version up to date"

RULES = (
    Rule("AWS::ECS::Service", "/DesiredCount", SCALED, _scaled),
    Rule("AWS::ECS::Service", "/TaskDefinition", RELEASED, _same_family),
    Rule("AWS::ECS::Service", "/LoadBalancers", MOVED, _between_groups),
    Rule(LISTENER, "/DefaultActions", MOVED, _between_groups),
    Rule(f"{LISTENER}Rule", "/Actions", MOVED, _between_groups),
    Rule("AWS::RDS::DBInstance", "/AllocatedStorage", GREW, _grown),
    Rule("AWS::RDS::DBInstance", "/EngineVersion", PATCHED, _narrower),
    Rule("AWS::RDS::DBCluster", "/EngineVersion", PATCHED, _narrower),
    Rule("AWS::ElastiCache::ReplicationGroup", "/EngineVersion", PATCHED, _narrower),
)


def why(type: str, difference: Difference, around: Around) -> str:
    """Return why a difference is to be expected; empty where it is not."""
    for rule in RULES:
        if rule.explains(type, difference, around):
            return rule.why
    return ""
