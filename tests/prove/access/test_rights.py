"""What the resources of claims stand for."""

from __future__ import annotations

import pytest

from cfngen.prove.access import rights_of
from tests.models import model

ECS = "arn:aws:ecs:us-east-1:${AWS::AccountId}"
LOGS = "arn:aws:logs:us-east-1:${AWS::AccountId}"

SAID = {
    "everything": ("*", ["*"]),
    "an ARN": ("arn:aws:s3:::x/*", ["arn:aws:s3:::x/*"]),
    "a bucket": ("Storage/FilesBucket", ["arn:aws:s3:::${Storage/FilesBucket}"]),
    "its objects": (
        "Storage/FilesBucket/*",
        ["arn:aws:s3:::${Storage/FilesBucket}/*"],
    ),
    "by its logical id": (
        "FilesBucket/a/*",
        ["arn:aws:s3:::${Storage/FilesBucket}/a/*"],
    ),
    "by its name": ("files-bucket", ["arn:aws:s3:::${Storage/FilesBucket}"]),
    "a log group and its streams": (
        "ServiceWeb/LogGroup",
        [
            f"{LOGS}:log-group:/ecs/rails-prod-web",
            f"{LOGS}:log-group:/ecs/rails-prod-web:*",
        ],
    ),
    "all revisions": (
        "ServiceWeb/TaskDefinition",
        [
            f"{ECS}:task-definition/rails-prod-web:${{ServiceWeb/TaskDefinition}}",
            f"{ECS}:task-definition/rails-prod-web:*",
            f"{ECS}:task-definition/rails-prod-web",
        ],
    ),
    "a role": (
        "web.task",
        ["arn:aws:iam::${AWS::AccountId}:role/${ServiceWeb/TaskRole}"],
    ),
    "nothing": ("Storage/Files/*", []),
}


@pytest.mark.parametrize("case", SAID.values(), ids=SAID)
def test_resources_of_claims(case: tuple[str, list[str]]) -> None:
    said, expected = case
    patterns = rights_of(model("rails", "prod")).patterns(said)
    assert [one.text for one in patterns] == expected


@pytest.mark.parametrize("system", ["nextjs", "platform", "rails", "revendiste"])
@pytest.mark.parametrize("environment", ["dev", "prod"])
def test_every_task_can_start(system: str, environment: str) -> None:
    found = model(system, environment)
    rights = rights_of(found)
    region = str(found.region)
    through = {"kms:ViaService": f"secretsmanager.{region}.amazonaws.com"}
    for task in found.of("AWS::ECS::TaskDefinition"):
        role = task.get("ExecutionRoleArn").path
        stack = role.rpartition("/")[0]
        assert rights.may(role, "ecr:GetAuthorizationToken", "*") is True
        assert rights.may(role, "kms:Decrypt", "Security/Key", through) is not None
        logs = [one for one in found.of("AWS::Logs::LogGroup") if one.stack == stack]
        assert True in {rights.may(role, "logs:PutLogEvents", o.path) for o in logs}
