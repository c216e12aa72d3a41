"""What is said of a load balancer's listeners elsewhere than at themselves."""

from __future__ import annotations

from cfngen.model import Model, listed, target

LINKED = "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic"


def tests_of(model: Model) -> set[str]:
    """Return the listeners that a release is tested by."""
    found: set[str] = set()
    for group in model.of("AWS::CodeDeploy::DeploymentGroup"):
        pairs = group.get("LoadBalancerInfo", "TargetGroupPairInfoList")
        for pair in listed(pairs):
            route = pair.get("TestTrafficRoute") if isinstance(pair, dict) else None
            given = route.get("ListenerArns") if isinstance(route, dict) else None
            tests = (target(model, value) for value in listed(given))
            found |= {listener.path for listener in tests if listener}
    return found
