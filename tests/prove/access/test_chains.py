"""What a role can come to: each known path, and what is none."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.checks.access.actions import exists
from cfngen.prove.access.launches import GRANTING, LAUNCHES, LIFTING, UPDATING
from cfngen.prove.access.takes import TAKING
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
    "a launch of nothing but objects": (
        [passing(arn("Mighty")), allow(["s3:*", "ecs:RunTask"], "arn:aws:s3:::b/*")],
        PROVED,
    ),
    "a launch of nothing but roles": (
        [allow(["iam:PassRole", "ecs:RunTask"], arn("Mighty"))],
        PROVED,
    ),
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
    "commands that name no instance": (
        [allow("ssm:CreateAssociation", "arn:aws:ssm:*:*:document/*")],
        REFUTED,
    ),
    "a task of a window of maintenance": (
        [
            allow(
                "ssm:RegisterTaskWithMaintenanceWindow",
                "arn:aws:ssm:*:*:maintenancewindow/*",
            )
        ],
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
    "passing to a service that may have another path": (
        [passing(arn("Mighty")), allow("ecs:CreateExpressGatewayService")],
        UNDECIDED,
    ),
    "passing to a service and writing its tags": (
        [passing(arn("Mighty")), allow(["ecs:TagResource", "ecs:DescribeServices"])],
        PROVED,
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
    assert said.broken[0].repair.startswith(
        "take R out of AssumeRolePolicyDocument of Second"
    )


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


HANDED: dict[str, tuple[str, dict[str, Any], Truth]] = {
    "another image for a service": (
        "apprunner:UpdateService",
        resource(
            "AppRunner::Service",
            InstanceConfiguration={"InstanceRoleArn": arn("Mighty")},
        ),
        REFUTED,
    ),
    "a job": (
        "batch:SubmitJob",
        resource(
            "Batch::JobDefinition", ContainerProperties={"JobRoleArn": arn("Mighty")}
        ),
        REFUTED,
    ),
    "a job of many nodes": (
        "batch:SubmitJob",
        resource(
            "Batch::JobDefinition",
            NodeProperties={
                "NodeRangeProperties": [
                    {"Container": {}},
                    {"Container": {"JobRoleArn": arn("Mighty")}},
                ]
            },
        ),
        REFUTED,
    ),
    "a job of a poor role": (
        "batch:SubmitJob",
        resource(
            "Batch::JobDefinition", ContainerProperties={"JobRoleArn": arn("Poor")}
        ),
        PROVED,
    ),
    "a function whose role is named": (
        "lambda:UpdateFunctionCode",
        resource(
            "Lambda::Function",
            Role={"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:role/mighty"},
        ),
        REFUTED,
    ),
    "a function of nobody knows which role": (
        "lambda:UpdateFunctionCode",
        resource("Lambda::Function", Role=UNKNOWN),
        UNDECIDED,
    ),
    "a function of a role elsewhere": (
        "lambda:UpdateFunctionCode",
        resource("Lambda::Function", Role={"Fn::ImportValue": "role"}),
        UNDECIDED,
    ),
    "a job of nobody knows what": (
        "batch:SubmitJob",
        resource("Batch::JobDefinition", ContainerProperties=UNKNOWN),
        UNDECIDED,
    ),
    "a function of one role or another": (
        "lambda:UpdateFunctionCode",
        resource(
            "Lambda::Function", Role={"Fn::If": ["Maybe", arn("Mighty"), arn("Poor")]}
        ),
        UNDECIDED,
    ),
}


@pytest.mark.parametrize("case", HANDED.values(), ids=HANDED)
def test_other_work_for_what_has_a_role(case: tuple[str, Any, Truth]) -> None:
    action, worker, expected = case
    named = {"Ref": "It"} if worker["Type"] != "AWS::Lambda::Function" else arn("It")
    found = rights(
        R=role(allow(action, named)),
        Mighty=role(POWER, RoleName="mighty"),
        Poor=role(),
        It=worker,
    )
    assert verdict(found, "role R no-escalation").truth is expected


def test_a_job_by_its_name_without_a_revision() -> None:
    job = resource(
        "Batch::JobDefinition",
        JobDefinitionName="job",
        ContainerProperties={"JobRoleArn": arn("Mighty")},
    )
    start = "arn:aws:batch:us-east-1:${AWS::AccountId}:job-definition"
    for name, expected in (("job", REFUTED), ("job:*", REFUTED), ("jobs", UNDECIDED)):
        own = allow("batch:SubmitJob", {"Fn::Sub": f"{start}/{name}"})
        found = rights(R=role(own), Mighty=role(POWER), It=job)
        assert verdict(found, "role R no-escalation").truth is expected


HOSTS: dict[str, dict[str, Any]] = {
    "an instance by the name of its profile": resource(
        "EC2::Instance", IamInstanceProfile="hosts"
    ),
    "a template of instances": resource(
        "EC2::LaunchTemplate",
        LaunchTemplateData={"IamInstanceProfile": {"Arn": arn("Profile")}},
    ),
    "a configuration of instances": resource(
        "AutoScaling::LaunchConfiguration", IamInstanceProfile={"Ref": "Profile"}
    ),
    "instances for jobs": resource(
        "Batch::ComputeEnvironment",
        ComputeResources={"InstanceRole": {"Ref": "Profile"}},
    ),
    "a fleet": resource(
        "EC2::SpotFleet",
        SpotFleetRequestConfigData={
            "LaunchSpecifications": [{"IamInstanceProfile": {"Arn": arn("Profile")}}]
        },
    ),
    "nodes of Kubernetes": resource("EKS::Nodegroup", NodeRole=arn("Mighty")),
}


@pytest.mark.parametrize("host", HOSTS.values(), ids=HOSTS)
def test_a_shell_in_an_instance(host: dict[str, Any]) -> None:
    profile = {"InstanceProfileName": "hosts", "Roles": [{"Ref": "Mighty"}]}
    found = rights(
        R=role(allow("ssm:StartSession", "arn:aws:ec2:*:*:instance/*")),
        Mighty=role(POWER),
        Profile=resource("IAM::InstanceProfile", **profile),
        Plain=resource("EC2::Instance"),
        Host=host,
    )
    assert verdict(found, "role R no-escalation").truth is REFUTED


TRUSTS: dict[str, Any] = {
    "nobody knows whom": trusting({"AWS": UNKNOWN}),
    "what cannot be read": UNKNOWN,
}


@pytest.mark.parametrize("trust", TRUSTS.values(), ids=TRUSTS)
def test_a_role_that_may_trust_it(trust: Any) -> None:
    found = rights(R=role(), Second=role(POWER, AssumeRolePolicyDocument=trust))
    said = verdict(found, "role R no-escalation")
    assert said.truth is UNDECIDED
    assert "AssumeRolePolicyDocument of Second" in said.broken[0].repair


def test_conditions_that_nobody_knows_are_not_the_same() -> None:
    other = {"StringEquals": {"Fn::If": ["Maybe", {"aws:x": "1"}, {"aws:y": "1"}]}}
    first = {**POWER, "Condition": UNKNOWN}
    second = role({**POWER, "Condition": other}, trust=trusting({"AWS": arn("R")}))
    found = rights(R=role(first), Second=second)
    assert verdict(found, "role R no-escalation").truth is not PROVED


def test_who_may_do_everything_comes_to_what_a_key_keeps() -> None:
    locked = [allow("kms:*", Principal={"AWS": arn("Second")})]
    found = {"R": role(allow("*")), "Second": role(trust=trusting({"Service": ECS}))}
    key = resource("KMS::Key", KeyPolicy={"Statement": locked})
    assert verdict(rights(**found), "role R no-escalation").truth is PROVED
    said = verdict(rights(**found, K=key), "role R no-escalation")
    assert said.truth is REFUTED
    assert any("kms:" in line for line in said.broken[0].others)
    unread = resource("KMS::Key", KeyPolicy=UNKNOWN)
    assert verdict(rights(**found, K=unread), "role R no-escalation").truth is UNDECIDED


BOUNDS: dict[str, tuple[Any, Any, Truth]] = {
    "none": (None, None, PROVED),
    "one that allows as much": (allow("*"), None, PROVED),
    "one that allows less": (allow("s3:*"), None, REFUTED),
    "the same": (allow("s3:*"), {"Ref": "B"}, PROVED),
    "another of the other role": (allow("s3:*"), {"Ref": "C"}, UNDECIDED),
    "one that denies something": (deny("s3:*"), None, UNDECIDED),
    "one that nobody knows": (UNKNOWN, None, UNDECIDED),
}


@pytest.mark.parametrize("case", BOUNDS.values(), ids=BOUNDS)
def test_a_boundary_keeps_what_another_role_has_not_to_heed(
    case: tuple[Any, Any, Truth],
) -> None:
    said, others, expected = case
    own = {"PermissionsBoundary": {"Ref": "B"}} if said else {}
    its = {"PermissionsBoundary": others} if others else {}
    found = rights(
        R=role(POWER, **own),
        Second=role(POWER, trust=trusting({"AWS": arn("R")}), **its),
        B=resource("IAM::ManagedPolicy", PolicyDocument={"Statement": [said]}),
        C=resource("IAM::ManagedPolicy", PolicyDocument={"Statement": [allow("*")]}),
    )
    assert verdict(found, "role R no-escalation").truth is expected


def test_a_denial_of_who_asks_is_not_the_same_for_two() -> None:
    team = {"StringNotEquals": {"aws:PrincipalTag/team": "a"}}
    shared = resource(
        "IAM::ManagedPolicy",
        PolicyDocument={"Statement": [deny("*", Condition=team)]},
        Roles=[{"Ref": "R"}, {"Ref": "Second"}],
    )
    found = rights(
        R=role(POWER),
        Second=role(POWER, trust=trusting({"AWS": arn("R")})),
        Shared=shared,
    )
    assert verdict(found, "role R no-escalation").truth is not PROVED


ASKING = ("aws:MultiFactorAuthPresent", "lambda:SourceFunctionArn", "saml:sub")


@pytest.mark.parametrize("key", ASKING)
def test_a_condition_on_who_asks_is_not_the_same_for_two(key: str) -> None:
    own = {**POWER, "Condition": {"StringEquals": {key: "x"}}}
    second = role(own, trust=trusting({"AWS": arn("R")}))
    found = rights(R=role(own), Second=second)
    assert verdict(found, "role R no-escalation").truth is REFUTED


def test_a_policy_that_nobody_can_read_may_lead_to_more() -> None:
    function = resource("Lambda::Function", Role=arn("Q"))
    of_function = resource(
        "Lambda::ResourcePolicy", ResourceArn=arn("F"), PolicyDocument=UNKNOWN
    )
    found = rights(
        R=role(), Q=role(POWER, trust=trusting({"Service": LAMBDA})), F=function
    )
    assert verdict(found, "role R no-escalation").truth is PROVED
    found = rights(R=role(), Q=role(POWER), F=function, P=of_function)
    said = verdict(found, "role R no-escalation")
    assert (said.truth, said.unknowns) == (UNDECIDED, ("P.PolicyDocument",))
    assert "the policy of F" in said.broken[0].repair
    of_bucket = resource("S3::BucketPolicy", Bucket="b", PolicyDocument=UNKNOWN)
    second = role(trust=trusting({"AWS": arn("R")}))
    found = rights(R=role(), Second=second, P=of_bucket)
    assert verdict(found, "role R no-escalation").truth is UNDECIDED


def test_what_may_not_exist_leads_nowhere_for_sure() -> None:
    managed = resource(
        "IAM::ManagedPolicy",
        PolicyDocument={"Statement": [POWER]},
        Roles=[{"Ref": "Open"}, {"Ref": "Mighty"}],
    )
    maybe = {
        "Open": role(trust=trusting({"AWS": ROOT})),
        "Mighty": role(),
        "Function": resource("Lambda::Function", Role=arn("Mighty")),
    }
    ways = {
        "Open": [allow("sts:AssumeRole", arn("Open"))],
        "Mighty": [passing(arn("Mighty")), allow("ecs:RunTask")],
        "Function": [allow("lambda:UpdateFunctionCode", arn("Function"))],
    }
    for name, own in ways.items():
        there = rights(R=role(*own), Managed=managed, **maybe)
        assert verdict(there, "role R no-escalation").truth is REFUTED
        perhaps = {**maybe, name: {**maybe[name], "Condition": "Maybe"}}
        found = rights(R=role(*own), Managed=managed, **perhaps)
        assert verdict(found, "role R no-escalation").unknowns == ("Maybe",)


@pytest.mark.parametrize("operator", ["StringEquals", "StringLike"])
def test_a_role_is_passed_to_a_service_by_its_name_in_a_region(operator: str) -> None:
    regional = "codedeploy.us-east-1.amazonaws.com"
    to = {operator: {"iam:PassedToService": regional}}
    found = rights(
        R=role(allow("iam:PassRole", arn("Q"), Condition=to), allow("codedeploy:*")),
        Q=role(POWER, trust=trusting({"Service": regional})),
    )
    assert verdict(found, "role R no-escalation").truth is REFUTED


SELF = "arn:aws:iam::*:user/${aws:username}"
OWN_KEYS: dict[str, tuple[str, str, Truth]] = {
    "keys of one's own": ("U", "iam:CreateAccessKey", PROVED),
    "a policy of one's own": ("U", "iam:PutUserPolicy", REFUTED),
    "a policy of a user that a role is not": ("R", "iam:PutUserPolicy", PROVED),
}


@pytest.mark.parametrize("case", OWN_KEYS.values(), ids=OWN_KEYS)
def test_what_a_user_may_do_to_itself(case: tuple[str, str, Truth]) -> None:
    name, action, expected = case
    policies = [
        {"PolicyName": "p", "PolicyDocument": {"Statement": [allow(action, SELF)]}}
    ]
    user = resource("IAM::User", Policies=policies)
    found = rights(U=user, R=role(allow(action, SELF)))
    assert verdict(found, f"role {name} no-escalation").truth is expected


def test_the_same_boundary_may_leave_another_more() -> None:
    team = {"StringEquals": {"aws:PrincipalTag/team": "a"}}
    bound = {"PermissionsBoundary": {"Ref": "B"}}
    found = rights(
        R=role(POWER, **bound),
        Second=role(POWER, trust=trusting({"AWS": arn("R")}), **bound),
        B=resource(
            "IAM::ManagedPolicy",
            PolicyDocument={"Statement": [allow("*", Condition=team)]},
        ),
    )
    assert verdict(found, "role R no-escalation").truth is not PROVED


LEFT_OUT: dict[str, tuple[str, Any]] = {
    "passing": ("iam:PassRole", arn("Mighty")),
    "assuming": ("sts:AssumeRole", arn("Open")),
    "new code": ("lambda:UpdateFunctionCode", arn("Function")),
}


@pytest.mark.parametrize("case", LEFT_OUT.values(), ids=LEFT_OUT)
def test_what_a_statement_leaves_out_is_no_way(case: tuple[str, Any]) -> None:
    action, out = case
    own = {"Effect": "Allow", "Action": action, "NotResource": out}
    found = rights(**world(own, allow("ecs:RunTask")))
    targets = [one.what for one in verdict(found, "role R no-escalation").broken]
    assert targets
    named = out["Fn::GetAtt"][0].replace("Function", "Runner")
    assert not any(f"the rights of {named}:" in one for one in targets)


def test_who_may_do_all_but_some_has_what_is_not_among_it() -> None:
    def escalates(bucket: str) -> bool:
        own = {**allow("s3:GetObject"), "NotResource": "arn:aws:s3:::a/*"}
        del own["Resource"]
        there = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*")
        second = role(there, trust=trusting({"AWS": arn("R")}))
        said = verdict(rights(R=role(own), Second=second), "role R no-escalation")
        return said.truth is REFUTED

    assert escalates("a")
    assert escalates("*")
    assert not escalates("b")


def test_all_but_some_is_not_all() -> None:
    own = {"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::a/*"}
    more = role(allow("s3:GetObject"), trust=trusting({"AWS": arn("R")}))
    found = rights(R=role(own), Second=more)
    targets = [one.what for one in verdict(found, "role R no-escalation").broken]
    assert any("the rights of Second" in one for one in targets)


def test_all_but_some_is_no_more_than_the_same() -> None:
    own = {"Effect": "Allow", "Action": "s3:*", "NotResource": "arn:aws:s3:::a/*"}
    second = role(own, trust=trusting({"AWS": arn("R")}))
    found = rights(R=role(own), Second=second)
    assert verdict(found, "role R no-escalation").truth is PROVED


OBJECTS = {"b": REFUTED, "a": PROVED, "*": UNDECIDED}


@pytest.mark.parametrize("bucket", OBJECTS)
def test_what_a_denial_leaves_out_is_not_denied(bucket: str) -> None:
    out = {"Effect": "Deny", "Action": "s3:*", "NotResource": "arn:aws:s3:::a/*"}
    there = allow("s3:GetObject", f"arn:aws:s3:::{bucket}/*")
    second = role(there, trust=trusting({"AWS": arn("R")}))
    found = rights(R=role(allow("s3:*"), out), Second=second)
    assert verdict(found, "role R no-escalation").truth is OBJECTS[bucket]
