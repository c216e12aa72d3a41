"""Differences that are meant to be: what releases, scaling and AWS change by design."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from cfngen.cloud.values import Difference

Holds = Callable[[Difference], bool]


def _always(difference: Difference) -> bool:
    """Say yes."""
    return True


def _grown(difference: Difference) -> bool:
    """Say whether a number is larger than the template has it."""
    try:
        return float(difference.actual) > float(difference.expected)
    except ValueError:
        return False


def _narrower(difference: Difference) -> bool:
    """Say whether a version is one of those that the template asks for: 15.7 of 15."""
    return difference.actual.startswith(f"{difference.expected}.")


def _same_family(difference: Difference) -> bool:
    """Say whether two task definitions differ in their revision only."""
    expected, _, _ = difference.expected.rpartition("/")[2].partition(":")
    actual, _, _ = difference.actual.rpartition("/")[2].partition(":")
    return bool(expected) and expected == actual


def _of_a_target_group(difference: Difference) -> bool:
    """Say whether it is about which target group is served, and with what share."""
    return difference.path.rpartition("/")[2] in ("TargetGroupArn", "Weight")


@dataclass(frozen=True)
class Rule:
    """A property, or all below it, that may differ, and why.

    `needs` is the type of what makes the difference; without one in the tree, nobody
    should have.
    """

    type: str
    path: str
    why: str
    holds: Holds = _always
    needs: str = ""

    def explains(self, type: str, difference: Difference) -> bool:
        """Say whether a difference of a resource is of this kind."""
        within = f"{difference.path}/".startswith(f"{self.path}/")
        return type == self.type and within and self.holds(difference)


SCALED = "scaling changes the number of tasks"
RELEASED = "a release made a new revision of the task definition"
MOVED = "a blue/green release moved users to the other target group"
GREW = "storage grows, as far as MaxAllocatedStorage lets it, and never shrinks"
PATCHED = "AWS keeps the minor version up to date"

SCALING = "AWS::ApplicationAutoScaling::ScalableTarget"
RELEASES = "AWS::CodeDeploy::DeploymentGroup"
LISTENER = "AWS::ElasticLoadBalancingV2::Listener"

RULES = (
    Rule("AWS::ECS::Service", "/DesiredCount", SCALED, needs=SCALING),
    Rule("AWS::ECS::Service", "/TaskDefinition", RELEASED, _same_family, RELEASES),
    Rule("AWS::ECS::Service", "/LoadBalancers", MOVED, _of_a_target_group, RELEASES),
    Rule(LISTENER, "/DefaultActions", MOVED, _of_a_target_group, RELEASES),
    Rule(f"{LISTENER}Rule", "/Actions", MOVED, _of_a_target_group, RELEASES),
    Rule("AWS::RDS::DBInstance", "/AllocatedStorage", GREW, _grown),
    Rule("AWS::RDS::DBInstance", "/EngineVersion", PATCHED, _narrower),
    Rule("AWS::RDS::DBCluster", "/EngineVersion", PATCHED, _narrower),
    Rule("AWS::ElastiCache::ReplicationGroup", "/EngineVersion", PATCHED, _narrower),
)


def why(type: str, difference: Difference, there: Collection[str]) -> str:
    """Return why a difference is to be expected; empty where it is not.

    `there` are the types of all resources of the tree.
    """
    for rule in RULES:
        if rule.explains(type, difference) and (not rule.needs or rule.needs in there):
            return rule.why
    return ""
