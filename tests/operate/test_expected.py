"""Which differences are meant to be."""

from __future__ import annotations

import pytest

from cfngen.cloud.values import Difference
from cfngen.operate import expected
from cfngen.operate.expected import why

SERVICE, RULE = "AWS::ECS::Service", "AWS::ElasticLoadBalancingV2::ListenerRule"
INSTANCE, CLUSTER = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
BOTH = (expected.SCALING, expected.RELEASES)
GROUP = "/Actions/0/ForwardConfig/TargetGroups/0"
FAMILY = "arn:aws:ecs:us-east-1:123456789012:task-definition/rails-web"


def difference(path: str, before: str, after: str) -> Difference:
    return Difference(path, before, after, "NOT_EQUAL")


@pytest.mark.parametrize(
    ("type", "path", "before", "after", "reason"),
    [
        (SERVICE, "/DesiredCount", "1", "4", expected.SCALED),
        (SERVICE, "/TaskDefinition", "rails-web", f"{FAMILY}:7", expected.RELEASED),
        (SERVICE, "/LoadBalancers/0/TargetGroupArn", "a", "b", expected.MOVED),
        (RULE, f"{GROUP}/Weight", "100", "0", expected.MOVED),
        (INSTANCE, "/AllocatedStorage", "20", "40", expected.GREW),
        (CLUSTER, "/EngineVersion", "15", "15.7", expected.PATCHED),
    ],
    ids=["scaled", "released", "moved", "weighed", "grew", "patched"],
)
def test_what_others_change_by_design_is_expected(
    type: str, path: str, before: str, after: str, reason: str
) -> None:
    assert why(type, difference(path, before, after), BOTH) == reason


@pytest.mark.parametrize(
    ("type", "path", "before", "after"),
    [
        (SERVICE, "/DesiredCountry", "1", "4"),
        (SERVICE, "/TaskDefinition", "rails-web", f"{FAMILY}er:7"),
        (SERVICE, "/LoadBalancers/0/ContainerPort", "80", "81"),
        (RULE, "/Actions/0/Type", "forward", "redirect"),
        (INSTANCE, "/AllocatedStorage", "40", "20"),
        (INSTANCE, "/AllocatedStorage", "many", "20"),
        (CLUSTER, "/EngineVersion", "15", "16.1"),
        (CLUSTER, "/EngineVersion", "1", "15"),
        (CLUSTER, "/AllocatedStorage", "20", "40"),
    ],
    ids=[
        *("another property", "another family", "port", "action", "shrank"),
        *("no number", "major", "prefix", "another type"),
    ],
)
def test_what_only_looks_like_it_is_not(
    type: str, path: str, before: str, after: str
) -> None:
    assert why(type, difference(path, before, after), BOTH) == ""


def test_nobody_scales_where_no_scaling_is() -> None:
    one = difference("/DesiredCount", "1", "4")
    assert why(SERVICE, one, (SERVICE, expected.RELEASES)) == ""


def test_nobody_releases_where_codedeploy_is_not() -> None:
    one = difference("/TaskDefinition", "rails-web", f"{FAMILY}:7")
    assert why(SERVICE, one, (SERVICE, expected.SCALING)) == ""
