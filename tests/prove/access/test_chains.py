"""What a role can come to: each known path, and what is none."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.checks.access.actions import exists
from cfngen.prove.access.launches import GRANTING, LAUNCHES, LIFTING, TAKING, UPDATING
from cfngen.prove.verdict import Truth
from tests.prove.access.made import (
    ECS,
    LAMBDA,
    UNKNOWN,
    allow,
    arn,
    deny,
    resource,
    rights,
    role,
    trusting,
    verdict,
)

PROVED, REFUTED, UNDECIDED = Truth.PROVED, Truth.REFUTED, Truth.UNDECIDED
ROOT = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}
POWER = allow("secretsmanager:GetSecretValue")


def passing(target: Any, service: str | None = ECS) -> Any:
    condition = {"StringEquals": {"iam:PassedToService": service}} if service else None
    more = {"Condition": condition} if condition else {}
    return allow("iam:PassRole", target, **more)


CASES: dict[str, tuple[list[Any], Truth]] = {
    "nothing": ([], PROVED),
    "passing without a launch": ([passing(arn("Mighty"))], PROVED),
    "a launch without passing": ([allow("ecs:RunTask")], PROVED),
    "running a task as it": ([passing(arn("Mighty")), allow("ecs:RunTask")], REFUTED),
    "registering one for others to run": (
        [passing(arn("Mighty")), allow("ecs:RegisterTaskDefinition")],
        REFUTED,
    ),
    "passing to a service that launches nothing": (
        [passing(arn("Mighty"), "monitoring.rds.amazonaws.com"), allow("ecs:RunTask")],
        PROVED,
    ),
    "passing to a service that it does not trust": (
        [passing(arn("Mighty"), LAMBDA), allow("lambda:CreateFunction")],
        PROVED,
    ),
    "passing to any service": (
        [passing(arn("Mighty"), None), allow("ecs:RunTask")],
        REFUTED,
    ),
    "passing to a pattern of services": (
        [
            allow(
                "iam:PassRole",
                arn("Mighty"),
                Condition={"StringLike": {"iam:PassedToService": "*.amazonaws.com"}},
            ),
            allow("ecs:StartTask"),
        ],
        REFUTED,
    ),
    "passing what has no more": ([passing(arn("Poor")), allow("ecs:RunTask")], PROVED),
    "passing what has the same": (
        [passing(arn("Mighty")), allow("ecs:RunTask"), POWER],
        PROVED,
    ),
    "passing what has the same, denied": (
        [
            passing(arn("Mighty")),
            allow("ecs:RunTask"),
            POWER,
            deny("secretsmanager:GetSecretValue"),
        ],
        REFUTED,
    ),
    "passing any role": (
        [passing("*"), allow(["ecs:RunTask", "ecs:RegisterTaskDefinition"])],
        REFUTED,
    ),
    "passing any role of a name": (
        [passing("arn:aws:iam::*:role/app-*"), allow("ecs:RunTask")],
        REFUTED,
    ),
    "passing a role of somebody else": (
        [passing("arn:aws:iam::123456789012:role/app"), allow("ecs:RunTask")],
        UNDECIDED,
    ),
    "passing nobody knows whom": ([passing(UNKNOWN), allow("ecs:RunTask")], UNDECIDED),
    "writing its own policy": ([allow("iam:PutRolePolicy", arn("R"))], REFUTED),
    "any of IAM": ([allow("iam:*")], REFUTED),
    "reading IAM": ([allow(["iam:Get*", "iam:List*"])], PROVED),
    "keys for users": ([allow("iam:CreateAccessKey")], REFUTED),
    "all of everything is all already": ([allow("*")], PROVED),
    "all but IAM": (
        [{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}],
        REFUTED,
    ),
    "assuming a role that trusts the account": (
        [allow("sts:AssumeRole", arn("Open"))],
        REFUTED,
    ),
    "assuming one that does not": ([allow("sts:AssumeRole", arn("Mighty"))], PROVED),
    "assuming any": ([allow("sts:AssumeRole")], REFUTED),
    "assuming one elsewhere": (
        [allow("sts:AssumeRole", "arn:aws:iam::123456789012:role/x")],
        UNDECIDED,
    ),
    "new code for a function": (
        [allow("lambda:UpdateFunctionCode", arn("Function"))],
        REFUTED,
    ),
    "new code for another function": (
        [allow("lambda:UpdateFunctionCode", arn("Other"))],
        PROVED,
    ),
    "a shell in a task": ([allow("ecs:ExecuteCommand")], REFUTED),
    "a session in a task": ([allow("ssm:StartSession")], REFUTED),
    "a session in an instance": (
        [allow("ssm:SendCommand", "arn:aws:ec2:*:*:instance/*")],
        REFUTED,
    ),
    "a session in no instance": (
        [allow("ssm:SendCommand", "arn:aws:ssm:*::document/x")],
        PROVED,
    ),
    "other settings for a function": (
        [allow("lambda:UpdateFunctionConfiguration", arn("Function"))],
        REFUTED,
    ),
    "new code for functions elsewhere": (
        [allow("lambda:UpdateFunctionCode", "arn:aws:lambda:*:*:function:app-*")],
        UNDECIDED,
    ),
    "another build": ([allow("codebuild:UpdateProject", arn("Project"))], REFUTED),
    "a stack that may have a role": (
        [allow("cloudformation:UpdateStack", "arn:aws:cloudformation:*:*:stack/a/*")],
        UNDECIDED,
    ),
    "a change set of one": ([allow("cloudformation:ExecuteChangeSet")], UNDECIDED),
    "passing to a service of which no path is known": (
        [passing(arn("Mover"), None), allow("dms:*")],
        UNDECIDED,
    ),
    "passing to a part of a service": (
        [passing(arn("Copier"), None), allow("s3:CreateJob")],
        UNDECIDED,
    ),
    "passing to one without a right there": (
        [passing(arn("Mover"), None), allow("s3:GetObject")],
        PROVED,
    ),
    "passing to a service of China": (
        [
            passing(arn("Mighty"), "ecs-tasks.amazonaws.com.cn"),
            allow("ecs:RunTask"),
        ],
        REFUTED,
    ),
    "passing, denied": (
        [passing("*"), allow("ecs:RunTask"), deny("iam:PassRole")],
        PROVED,
    ),
    "passing all but one that is denied": (
        [
            passing([arn("Mighty"), arn("Poor")]),
            allow("ecs:RunTask"),
            deny("iam:PassRole", arn("Mighty")),
        ],
        PROVED,
    ),
    "assuming any, denied": ([allow("sts:AssumeRole"), deny("sts:*")], PROVED),
    "rights by identity centre": (
        [allow("sso:PutInlinePolicyToPermissionSet")],
        REFUTED,
    ),
    "taking a denial away": (
        [allow("iam:DeleteRolePolicy"), deny("s3:GetObject")],
        REFUTED,
    ),
    "taking away what is no denial": ([allow("iam:DeleteRolePolicy")], PROVED),
    "other commands for a build": (
        [allow("codebuild:StartBuild", arn("Project"))],
        REFUTED,
    ),
}


def world(*statements: Any) -> dict[str, Any]:
    """Return a role among others: a mighty one, a poor one, one that is open."""
    return {
        "R": role(*statements),
        "Mighty": role(POWER),
        "Poor": role(),
        "Open": role(POWER, trust=trusting({"AWS": ROOT})),
        "Runner": role(POWER, trust=trusting({"Service": LAMBDA})),
        "Builder": role(POWER, trust=trusting({"Service": "codebuild.amazonaws.com"})),
        "Function": resource("Lambda::Function", Role=arn("Runner")),
        "Other": resource("Lambda::Function", Role=arn("Poor")),
        "Project": resource("CodeBuild::Project", ServiceRole=arn("Builder")),
        "Task": resource("ECS::TaskDefinition", TaskRoleArn=arn("Mighty")),
        "Copier": role(
            POWER, trust=trusting({"Service": "batchoperations.s3.amazonaws.com"})
        ),
        "Mover": role(POWER, trust=trusting({"Service": "dms.amazonaws.com"})),
        "Profile": resource("IAM::InstanceProfile", Roles=[{"Ref": "Mighty"}]),
        "Host": resource("EC2::Instance", IamInstanceProfile={"Ref": "Profile"}),
    }


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_escalation(case: tuple[list[Any], Truth]) -> None:
    statements, expected = case
    said = verdict(rights(**world(*statements)), "role R no-escalation")
    assert said.truth is expected, said
    if expected is not PROVED:
        assert all(one.at.resource == "R" for one in said.broken)


def test_a_chain_is_told_step_by_step() -> None:
    found = rights(
        R=role(passing(arn("First")), allow("ecs:RunTask")),
        First=role(allow("sts:AssumeRole", arn("Second"))),
        Second=role(POWER, trust=trusting({"AWS": ROOT})),
    )
    said = verdict(found, "role R no-escalation")
    assert [one.what.partition(":")[0] for one in said.broken] == [
        "R can come to the rights of First",
        "R can come to the rights of Second",
    ]
    steps = said.broken[1].others
    assert steps[0].startswith("1 R: iam:PassRole on First to ecs-tasks.amazonaws.com")
    assert steps[1].startswith("2 First: sts:AssumeRole on Second")
    assert steps[2] == "gains secretsmanager:GetSecretValue on *"
    assert said.broken[1].at.path == ("Policies", 0, "PolicyDocument", "Statement", 0)


def test_a_role_that_names_another_needs_no_policy_of_it() -> None:
    found = rights(R=role(), Second=role(POWER, trust=trusting({"AWS": arn("R")})))
    said = verdict(found, "role R no-escalation")
    assert said.truth is REFUTED
    assert said.broken[0].at.resource == "Second"


def test_what_a_role_has_under_a_condition_is_no_more_than_that() -> None:
    def escalates(own: Any, gained: Any) -> bool:
        starts = passing(arn("First")), allow("ecs:RunTask")
        found = rights(R=role(*starts, own), First=role(gained))
        return verdict(found, "role R no-escalation").truth is REFUTED

    narrow = {**POWER, "Condition": {"StringEquals": {"aws:RequestedRegion": "x"}}}
    other = {**POWER, "Condition": {"StringEquals": {"aws:RequestedRegion": "y"}}}
    assert not escalates(narrow, narrow)
    assert not escalates(POWER, narrow)
    assert escalates(narrow, POWER)
    assert escalates(narrow, other)


def test_a_role_that_trusts_anyone_is_everybodys() -> None:
    found = rights(R=role(), Second=role(POWER, trust=trusting({"AWS": "*"})))
    assert verdict(found, "role R no-escalation").truth is REFUTED


def test_what_a_role_gains_may_be_unknown() -> None:
    policy = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    found = rights(
        R=role(passing(arn("First")), allow("ecs:RunTask")),
        First=role(ManagedPolicyArns=[policy]),
    )
    said = verdict(found, "role R no-escalation")
    assert said.truth is UNDECIDED
    assert said.unknowns == (policy,)


def test_every_action_of_the_paths_is_one_of_iams() -> None:
    named = [
        *(*GRANTING, *LIFTING, *UPDATING),
        *(action for actions in LAUNCHES.values() for action in actions),
        *(action for one in TAKING for action in one.actions),
    ]
    assert [one for one in named if not exists(one)] == []


def test_a_role_in_digits_may_be_this_one() -> None:
    named = trusting({"AWS": "arn:aws:iam::123456789012:role/r"})
    found = rights(R=role(RoleName="r"), Second=role(POWER, trust=named))
    assert verdict(found, "role R no-escalation").truth is UNDECIDED


def test_an_account_in_digits_may_be_this_one() -> None:
    found = rights(
        R=role(allow("sts:AssumeRole", arn("Second"))),
        Second=role(POWER, trust=trusting({"AWS": "123456789012"})),
    )
    said = verdict(found, "role R no-escalation")
    assert said.unknowns == ("whether 123456789012 is this account",)


def test_a_resource_that_gives_another_role_more_is_more() -> None:
    guard = resource(
        "SecretsManager::ResourcePolicy",
        SecretId={"Ref": "S"},
        ResourcePolicy={"Statement": [{**POWER, "Principal": {"AWS": arn("Second")}}]},
    )
    found = rights(
        R=role(),
        Second=role(trust=trusting({"AWS": arn("R")})),
        S=resource("SecretsManager::Secret"),
        P=guard,
    )
    assert verdict(found, "role R no-escalation").truth is REFUTED


def test_what_depends_on_who_asks_is_not_the_same_for_two() -> None:
    own = allow("s3:*", "arn:aws:s3:::x/${aws:PrincipalTag/team}/*")
    second = role(own, trust=trusting({"AWS": arn("R")}))
    found = rights(R=role(own, allow("sts:AssumeRole", arn("Second"))), Second=second)
    assert verdict(found, "role R no-escalation").truth is UNDECIDED
