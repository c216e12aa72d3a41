"""Which roles may be handed on, and to whom."""

from __future__ import annotations

import pytest

from cfngen.model import references
from cfngen.permissions.handlers import listed
from cfngen.permissions.passing import NOT_PASSED, ROLE_TYPE
from tests.permissions.environments import (
    ACCOUNT,
    every_environment,
    model_of,
    policy_of,
)


def passed(system: str, name: str) -> dict[str, tuple[str, ...]]:
    """Return the roles that each service may be given."""
    return {
        need.conditions[0][2][0]: need.resources
        for need in policy_of(system, name).needs
        if need.action == "iam:PassRole"
    }


@pytest.mark.parametrize(
    ("system", "services"),
    [
        pytest.param("nextjs", {"ecs-tasks", "vpc-flow-logs"}, id="nextjs"),
        pytest.param(
            "platform", {"backup", "ecs-tasks", "vpc-flow-logs"}, id="platform"
        ),
        pytest.param(
            "rails",
            {"codebuild", "codedeploy", "codepipeline", "ecs-tasks", "vpc-flow-logs"},
            id="rails",
        ),
        pytest.param(
            "revendiste", {"ecs-tasks", "scheduler", "vpc-flow-logs"}, id="revendiste"
        ),
    ],
)
def test_roles_are_handed_to_the_services_that_they_trust(
    system: str, services: set[str]
) -> None:
    named = {f"{service}.amazonaws.com" for service in services}
    assert set(passed(system, "prod")) >= named
    extra = set(passed(system, "prod")) - named
    assert extra <= {"s3.amazonaws.com", "monitoring.rds.amazonaws.com"}


def test_a_role_is_named_by_the_stack_that_makes_it() -> None:
    roles = passed("revendiste", "prod")["scheduler.amazonaws.com"]
    assert roles == (f"arn:aws:iam::{ACCOUNT}:role/revendiste-prod-Jobs-*",)


@every_environment
def test_every_role_that_a_resource_names_can_be_passed(system: str, name: str) -> None:
    found = [n for n in policy_of(system, name).needs if n.action == "iam:PassRole"]
    asking = {path for need in found for path in need.paths}
    model = model_of(system, name)
    for resource in model.resources.values():
        if "iam:PassRole" not in listed(resource.type):
            continue
        if resource.type in NOT_PASSED:
            continue
        named = (model.resources.get(r.path) for r in references(resource.properties))
        if any(role is not None and role.type == ROLE_TYPE for role in named):
            assert resource.path in asking


@every_environment
def test_no_role_is_passed_to_whom_it_may_concern(system: str, name: str) -> None:
    for need in policy_of(system, name).needs:
        if need.action == "iam:PassRole":
            ((operator, key, services),) = need.conditions
            assert (operator, key) == ("StringEquals", "iam:PassedToService")
            assert len(services) == 1
            assert all(f"role/{system}-{name}-" in arn for arn in need.resources)


@every_environment
def test_services_make_their_own_roles_and_no_others(system: str, name: str) -> None:
    for need in policy_of(system, name).needs:
        if need.action == "iam:CreateServiceLinkedRole":
            ((_, key, (service,)),) = need.conditions
            assert key == "iam:AWSServiceName"
            assert need.resources == (
                f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/{service}/*",
            )
            assert need.paths
            assert "https://docs.aws.amazon.com/" in need.why
