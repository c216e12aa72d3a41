"""On which resources things are allowed, before there are any."""

from __future__ import annotations

import json
from fnmatch import fnmatchcase

import pytest

from cfngen.checks.access.actions import resources_of
from cfngen.local.types.names import generated
from cfngen.model import Model
from cfngen.params import Parameters
from cfngen.permissions import Place, policy
from cfngen.permissions.calls import CALLS
from cfngen.permissions.corrections import ADDITIONS
from cfngen.permissions.handlers import listed
from cfngen.permissions.names import BY_CHANGE_SET, NAMES
from cfngen.resolve import Root, resolve
from cfngen.template import tree_of
from tests.committed import FILES, resources
from tests.models import of_resources
from tests.permissions.environments import ACCOUNT, policy_of

SUFFIX = "1ABCDEFGHIJKL"


def allowed(system: str, name: str, action: str) -> set[str]:
    """Return the resources that an environment's policy allows an action on."""
    needs = policy_of(system, name).needs
    return {arn for need in needs if need.action == action for arn in need.resources}


def on(model: Model, action: str) -> set[str]:
    """Return the resources that a model's policy allows an action on."""
    found = policy(model, Place(ACCOUNT)).needs
    return {arn for need in found if need.action == action for arn in need.resources}


def test_stacks_are_named_and_no_other_systems_are() -> None:
    stacks = allowed("rails", "prod", "cloudformation:CreateChangeSet")
    east = f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/"
    west = f"arn:aws:cloudformation:us-west-2:{ACCOUNT}:stack/"
    assert f"{east}rails-prod/*" in stacks
    assert f"{east}rails-prod-Network-*/*" in stacks
    assert f"{west}rails-prod-recovery/*" in stacks
    nested = f"{east}rails-prod-ServiceWeb-{SUFFIX}/uuid"
    assert any(fnmatchcase(nested, arn) for arn in stacks)
    others = (f"{east}rails-prod-two/uuid", f"{east}rails-dev/uuid")
    assert not any(fnmatchcase(one, arn) for one in others for arn in stacks)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        pytest.param(
            "logs:DeleteLogGroup",
            f"arn:aws:logs:sa-east-1:{ACCOUNT}:log-group:/ecs/revendiste-prod-backend",
            id="a log group that has a name",
        ),
        pytest.param(
            "ecs:RegisterTaskDefinition",
            f"arn:aws:ecs:sa-east-1:{ACCOUNT}:task-definition/revendiste-prod-backend:*",
            id="a family of task definitions",
        ),
        pytest.param(
            "secretsmanager:GetSecretValue",
            f"arn:aws:secretsmanager:sa-east-1:{ACCOUNT}:secret:DatabaseSecret-*",
            id="a secret by its logical id",
        ),
        pytest.param(
            "ecr:DeleteRepository",
            f"arn:aws:ecr:sa-east-1:{ACCOUNT}:repository/revendiste-prod-registry-*",
            id="a repository in small letters",
        ),
        pytest.param(
            "s3:PutObject",
            f"arn:aws:s3:::cfngen-{ACCOUNT}-sa-east-1/*",
            id="templates in their bucket",
        ),
        pytest.param(
            "ec2:DeleteVpc",
            f"arn:aws:ec2:sa-east-1:{ACCOUNT}:*",
            id="what EC2 names, by account and region",
        ),
        pytest.param("ec2:DescribeVpcs", "*", id="what IAM cannot narrow"),
        pytest.param(
            "cloudwatch:PutMetricAlarm",
            f"arn:aws:cloudwatch:sa-east-1:{ACCOUNT}:alarm:TargetTracking-service/*",
            id="the alarms of target tracking",
        ),
        pytest.param("ecs:ListTasks", "*", id="tasks of no container instance"),
        pytest.param("cloudwatch:GetMetricData", "*", id="metrics of no dataset"),
        pytest.param(
            "ecs:TagResource",
            f"arn:aws:ecs:sa-east-1:{ACCOUNT}:task-definition/revendiste-prod-backend",
            id="tags of a task definition that has no revision yet",
        ),
        pytest.param(
            "cloudformation:DescribeEvents",
            f"arn:aws:cloudformation:sa-east-1:{ACCOUNT}:changeSet/cfngen-*/*",
            id="a change set that is named without its stack",
        ),
    ],
)
def test_an_action_is_allowed_on(action: str, expected: str) -> None:
    assert expected in allowed("revendiste", "prod", action)


def test_only_what_names_a_change_set_alone_is_allowed_on_change_sets() -> None:
    needs = policy_of("rails", "prod").needs
    found = {n.action for n in needs for arn in n.resources if ":changeSet/" in arn}
    assert found == set(BY_CHANGE_SET)
    wider = set(resources_of("cloudformation:DescribeEvents"))
    assert "changeset" in wider
    assert "cloudformation:DeleteStack" not in found


def test_secrets_are_not_all_those_of_the_account() -> None:
    for arn in allowed("revendiste", "prod", "secretsmanager:GetSecretValue"):
        assert "revendiste-prod-" in arn or arn.endswith("Secret-*"), arn


@pytest.mark.parametrize(
    ("type", "action", "resource"),
    [
        pytest.param("AWS::IAM::Role", "iam:CreateRole", "role/", id="a role"),
        pytest.param("AWS::S3::Bucket", "s3:CreateBucket", "", id="a bucket"),
        pytest.param(
            "AWS::RDS::DBInstance", "rds:CreateDBInstance", "db:", id="a database"
        ),
        pytest.param("AWS::SQS::Queue", "sqs:CreateQueue", "", id="a queue"),
        pytest.param("AWS::Events::Rule", "events:PutRule", "rule/", id="a rule"),
        pytest.param(
            "AWS::ECR::Repository", "ecr:CreateRepository", "repository/", id="images"
        ),
    ],
)
def test_the_emulators_names_are_among_those_allowed(
    type: str, action: str, resource: str
) -> None:
    made = generated("stack", "ALogicalIdOfSomeLength", type)
    found = on(of_resources(ALogicalIdOfSomeLength={"Type": type}), action)
    ends = {arn.split(":", 5)[-1] for arn in found}
    assert any(fnmatchcase(f"{resource}{made}", end) for end in ends), (made, ends)


@pytest.mark.parametrize("stack", ["a-dev", "nextjs-prod", "a-system-of-a-long-n-prod"])
@pytest.mark.parametrize("logical", ["Role", "AnExecutionRoleWithAVeryLongLogicalId"])
def test_a_name_that_is_cut_is_still_allowed(stack: str, logical: str) -> None:
    body = {"Resources": {logical: {"Type": "AWS::IAM::Role", "Properties": {}}}}
    tree = tree_of({"t.json": json.dumps(body)}, "t.json", "foreign")
    model = resolve((Root(tree, stack, "us-east-1"),), Parameters("", ""))
    made = f"arn:aws:iam::{ACCOUNT}:role/{shared(f'{stack}', logical, 64)}"
    assert any(fnmatchcase(made, arn) for arn in on(model, "iam:CreateRole"))


def shared(stack: str, logical: str, most: int) -> str:
    """Return a generated name as CloudFormation shares its letters out.

    Stack and logical id have half of what is left each, and what the other leaves:
    IdentifierUtils of cloudformation-cli-java-plugin.
    """
    free = most - len(SUFFIX) - 2
    half = free // 2
    first = min(len(stack), max(half, free - len(logical)))
    return f"{stack[:first]}-{logical[: free - first]}-{SUFFIX}"


def test_every_kind_in_the_table_is_one_that_some_action_is_narrowed_to() -> None:
    types = {resource["Type"] for file in FILES for _, resource in resources(file)}
    asked = {action for type in types for action in listed(type)}
    asked |= {action for one in ADDITIONS for action in one.actions}
    asked |= {call.action for call in CALLS}
    found: dict[str, set[str]] = {}
    for action in asked:
        service = action.partition(":")[0]
        found.setdefault(service, set()).update(resources_of(action))
    for service, kinds in NAMES.items():
        assert set(kinds) <= found[service], service
