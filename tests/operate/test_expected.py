"""Which differences are meant to be."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.cloud.values import Difference
from cfngen.model import Model
from cfngen.operate import expected
from cfngen.operate.expected import Around, why
from tests.models import model

SERVICE, RULE = "AWS::ECS::Service", "AWS::ElasticLoadBalancingV2::ListenerRule"
INSTANCE, CLUSTER = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
BOTH = (expected.SCALING, expected.RELEASES)
TREE = Around(BOTH, BOTH, groups=("blue", "green"))
GROUP = "/Actions/0/ForwardConfig/TargetGroups/0"
FAMILY = "arn:aws:ecs:us-east-1:123456789012:task-definition/rails-web"


def difference(path: str, before: str, after: str) -> Difference:
    return Difference(path, before, after, "NOT_EQUAL")


@pytest.mark.parametrize(
    ("type", "path", "before", "after", "reason"),
    [
        (SERVICE, "/DesiredCount", "1", "4", expected.SCALED),
        (SERVICE, "/TaskDefinition", "rails-web", f"{FAMILY}:7", expected.RELEASED),
        (SERVICE, "/LoadBalancers/0/TargetGroupArn", "blue", "green", expected.MOVED),
        (RULE, f"{GROUP}/Weight", "100", "0", expected.MOVED),
        (INSTANCE, "/AllocatedStorage", "20", "40", expected.GREW),
        (CLUSTER, "/EngineVersion", "15", "15.7", expected.PATCHED),
    ],
    ids=["scaled", "released", "moved", "weighed", "grew", "patched"],
)
def test_what_others_change_by_design_is_expected(
    type: str, path: str, before: str, after: str, reason: str
) -> None:
    assert why(type, difference(path, before, after), TREE) == reason


@pytest.mark.parametrize(
    ("type", "path", "before", "after"),
    [
        (SERVICE, "/DesiredCountry", "1", "4"),
        (SERVICE, "/TaskDefinition", "rails-web", f"{FAMILY}er:7"),
        (SERVICE, "/DesiredCount", "1", "0"),
        (SERVICE, "/LoadBalancers/0/ContainerPort", "80", "81"),
        (SERVICE, "/LoadBalancers/0/TargetGroupArn", "blue", "elsewhere"),
        (RULE, "/Actions/0/Type", "forward", "redirect"),
        (INSTANCE, "/AllocatedStorage", "40", "20"),
        (INSTANCE, "/AllocatedStorage", "many", "20"),
        (CLUSTER, "/EngineVersion", "15", "16.1"),
        (CLUSTER, "/EngineVersion", "1", "15"),
        (CLUSTER, "/AllocatedStorage", "20", "40"),
    ],
    ids=[
        *("another property", "another family", "stopped", "port", "another group"),
        *("action", "shrank", "no number", "major", "prefix", "another type"),
    ],
)
def test_what_only_looks_like_it_is_not(
    type: str, path: str, before: str, after: str
) -> None:
    assert why(type, difference(path, before, after), TREE) == ""


def test_nobody_scales_where_no_scaling_is() -> None:
    """A target in another stack scales another service."""
    one = difference("/DesiredCount", "1", "4")
    assert why(SERVICE, one, Around(types=BOTH, beside=(SERVICE,))) == ""


def test_nobody_releases_where_codedeploy_is_not() -> None:
    one = difference("/TaskDefinition", "rails-web", f"{FAMILY}:7")
    assert why(SERVICE, one, Around(types=(SERVICE, expected.SCALING))) == ""


def in_model(made: Model, path: str, pointer: str, before: str, after: str) -> str:
    around = Around(BOTH, BOTH, model=made, resource=made[path])
    return why(made[path].type, difference(pointer, before, after), around)


@pytest.mark.parametrize(
    ("tasks", "fits"),
    [("0", False), ("1", False), ("2", True), ("10", True), ("11", False)],
    ids=["stopped", "too few", "least", "most", "too many"],
)
def test_scaling_goes_as_far_as_its_target(tasks: str, fits: bool) -> None:
    nextjs = model("nextjs", "prod")  # two to ten
    told = in_model(nextjs, "ServiceWeb/Service", "/DesiredCount", "0", tasks)
    assert bool(told) is fits


def test_a_service_that_nothing_scales_is_not_scaled() -> None:
    platform = model("platform", "prod")
    path = "ServiceScheduler/Service"
    assert in_model(platform, path, "/DesiredCount", "1", "3") == ""


@pytest.mark.parametrize(
    ("size", "fits"), [("500", True), ("501", False)], ids=["limit", "beyond"]
)
def test_storage_grows_no_further_than_it_may(size: str, fits: bool) -> None:
    nextjs = model("nextjs", "prod")
    told = in_model(nextjs, "Database/Database", "/AllocatedStorage", "100", size)
    assert bool(told) is fits


def test_a_version_that_is_kept_moves_by_hand_only() -> None:
    nextjs = model("nextjs", "prod")
    kept = {**nextjs["Database/Database"].properties, "AutoMinorVersionUpgrade": False}
    database = replace(nextjs["Database/Database"], properties=kept)
    one = difference("/EngineVersion", "17", "17.4")
    assert why(INSTANCE, one, Around(resource=database)) == ""
    assert in_model(nextjs, "Database/Database", "/EngineVersion", "17", "17.4")
