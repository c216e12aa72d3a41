"""Listeners that a release is tested by before users reach it."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.balancing.reading import RULE, listener_of, served
from cfngen.model import Model, listed, target


def tested(model: Model) -> set[str]:
    """Return the listeners that a release is tested by, by CodeDeploy or by ECS."""
    return _by_codedeploy(model) | _by_ecs(model)


def _by_codedeploy(model: Model) -> set[str]:
    """Return the listeners that CodeDeploy sends requests of tests through."""
    found: set[str] = set()
    for group in model.of("AWS::CodeDeploy::DeploymentGroup"):
        pairs = group.get("LoadBalancerInfo", "TargetGroupPairInfoList")
        for pair in listed(pairs):
            route = pair.get("TestTrafficRoute") if isinstance(pair, dict) else None
            given = route.get("ListenerArns") if isinstance(route, dict) else None
            tests = (target(model, value) for value in listed(given))
            found |= {listener.path for listener in tests if listener}
    return found


def _by_ecs(model: Model) -> set[str]:
    """Return the listeners that ECS itself tests a release by, and nothing else.

    Of an Application Load Balancer a rule is named, of others the listener.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_AdvancedConfiguration.html
    """
    return {*_named(model, "TestListenerRule")} - {
        *_named(model, "ProductionListenerRule")
    }


def _named(model: Model, name: str) -> Iterator[str]:
    """Yield the listeners that services name for their releases, or rules of them."""
    for one in served(model):
        advanced = one.entry.get("AdvancedConfiguration")
        given = advanced.get(name) if isinstance(advanced, dict) else None
        found = target(model, given)
        if found is not None and found.type == RULE:
            found = listener_of(model, found)
        if found is not None:
            yield found.path
