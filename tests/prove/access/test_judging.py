"""Our systems broken on purpose: which claim tells, and of which statement."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from cfngen.prove.access import rights_of
from cfngen.prove.claims.roles import derived_roles
from cfngen.prove.verdict import Truth
from tests.models import Bodies, model, spec
from tests.prove.access.made import (
    allow,
    arn,
    document,
    resource,
    rights,
    role,
    verdict,
    verdicts_of,
)
from tests.prove.claims.specs import source_of

Change = Callable[[Bodies], None]


@dataclass(frozen=True)
class Broken:
    """A change of a system's templates, the claims that it breaks, by how they begin,
    and the statement that is at fault: the resource, and what is said of it."""

    system: str
    change: Change
    claims: tuple[str, ...]
    at: str
    says: str


def properties(bodies: Bodies, file: str, name: str) -> Any:
    return bodies[f"{file}.json"]["Resources"][name]["Properties"]


def more(file: str, name: str, *statements: Any) -> Change:
    """Return that a role is given one more inline policy."""

    def change(bodies: Bodies) -> None:
        policy = {"PolicyName": "more", "PolicyDocument": document(statements)}
        properties(bodies, file, name).setdefault("Policies", []).append(policy)

    return change


def attached(file: str, name: str, arn: str) -> Change:
    """Return that a managed policy is attached to a role."""

    def change(bodies: Bodies) -> None:
        properties(bodies, file, name)["ManagedPolicyArns"] = [arn]

    return change


def trusted(file: str, name: str, principal: Any) -> Change:
    """Return that a role trusts somebody else, too."""

    def change(bodies: Bodies) -> None:
        trust = properties(bodies, file, name)["AssumeRolePolicyDocument"]
        action = {"Effect": "Allow", "Action": "sts:AssumeRole"}
        trust["Statement"].append({**action, "Principal": principal})

    return change


def subject(value: str, operator: str = "StringLike") -> Change:
    """Return that the role of GitHub's workflows takes other tokens."""

    def change(bodies: Bodies) -> None:
        trust = properties(bodies, "delivery", "DeployRole")["AssumeRolePolicyDocument"]
        tests = trust["Statement"][0]["Condition"]
        key = "token.actions.githubusercontent.com:sub"
        tests["StringEquals"].pop(key)
        if value:
            tests[operator] = {**tests.get(operator, {}), key: value}

    return change


def added(file: str, name: str, type: str, **values: Any) -> Change:
    """Return that there is one more resource."""

    def change(bodies: Bodies) -> None:
        resource = {"Type": f"AWS::{type}", "Properties": values}
        bodies[f"{file}.json"]["Resources"][name] = resource

    return change


def wider(file: str, name: str, sid: int, **values: Any) -> Change:
    """Return that a statement of a role's first policy is changed."""

    def change(bodies: Bodies) -> None:
        policy = properties(bodies, file, name)["Policies"][0]["PolicyDocument"]
        policy["Statement"][sid] |= values

    return change


def keyed(principal: Any) -> Change:
    """Return that the system's key lets somebody decrypt."""

    def change(bodies: Bodies) -> None:
        statement = allow("kms:Decrypt", Principal=principal)
        policy = properties(bodies, "security", "Key")["KeyPolicy"]
        policy["Statement"].append(statement)

    return change


def all_of(*changes: Change) -> Change:
    """Return several changes as one."""

    def change(bodies: Bodies) -> None:
        for one in changes:
            one(bodies)

    return change


READ = "secretsmanager:GetSecretValue"
DECRYPT = allow("kms:Decrypt")
RUN = ["ecs:RunTask", "ecs:RegisterTaskDefinition"]
PASS = allow("iam:PassRole", "arn:aws:iam::*:role/*")
WEB, BACKEND = "service-web", "service-backend"
TASK, START = "ServiceWeb/TaskRole", "ServiceWeb/ExecutionRole"
ONLY = "role web.task only "
STARTS = "role web.execution only "
NO_MORE = "role web.task, web.execution no-escalation"
FOR = "role web.task, web.execution only for "
SECRETS = (
    "only web.execution read Database",
    "only web.execution read Cache",
    "only web.execution read ServiceWeb",
)
LOGS = "only nobody read Storage/AccessLogBucket"
ARTIFACTS = "only Delivery/BuildRole, Delivery/PrepareRole, Delivery/PipelineRole read "
POLICY = "arn:aws:iam::aws:policy/"

BROKEN: dict[str, Broken] = {
    "run and register tasks with any role": Broken(
        "nextjs",
        more(WEB, "TaskRole", allow(RUN), PASS),
        (ONLY, NO_MORE),
        TASK,
        "iam:PassRole",
    ),
    "read every secret": Broken(
        "nextjs",
        more(WEB, "TaskRole", allow("secretsmanager:Get*"), DECRYPT),
        (ONLY, *SECRETS),
        TASK,
        "secretsmanager:",
    ),
    "read every secret without the key": Broken(
        "nextjs",
        more(WEB, "TaskRole", allow("secretsmanager:Get*")),
        (ONLY,),
        TASK,
        "secretsmanager:getsecretvalue",
    ),
    "delete what it only starts": Broken(
        "nextjs",
        more(WEB, "ExecutionRole", allow("ecr:DeleteRepository")),
        (STARTS,),
        START,
        "ecr:DeleteRepository",
    ),
    "pull any image": Broken(
        "nextjs",
        wider(WEB, "ExecutionRole", 1, Resource="*"),
        (STARTS,),
        START,
        "ecr:BatchGetImage",
    ),
    "write any log": Broken(
        "platform",
        wider("service-api", "ExecutionRole", 2, Resource="*"),
        ("role api.execution only ",),
        "ServiceApi/ExecutionRole",
        "logs:PutLogEvents",
    ),
    "all of a service": Broken(
        "nextjs",
        wider(WEB, "ExecutionRole", 2, Action="logs:*"),
        (STARTS,),
        START,
        "logs:",
    ),
    "the administrator's policy": Broken(
        "nextjs",
        attached(WEB, "TaskRole", POLICY + "AdministratorAccess"),
        (ONLY, *SECRETS, LOGS),
        TASK,
        "a4b:",
    ),
    "a policy of AWS's that reads all files": Broken(
        "rails",
        attached(WEB, "ExecutionRole", POLICY + "AmazonS3ReadOnlyAccess"),
        (STARTS, LOGS),
        START,
        "s3:",
    ),
    "a policy from another stack": Broken(
        "rails",
        added(
            "service-web",
            "More",
            "IAM::Policy",
            PolicyName="more",
            Roles=[{"Ref": "TaskRole"}],
            PolicyDocument=document([allow("s3:DeleteBucket")]),
        ),
        (ONLY,),
        "ServiceWeb/More",
        "s3:DeleteBucket",
    ),
    "files of every bucket": Broken(
        "rails",
        wider(WEB, "TaskRole", 1, Resource="arn:aws:s3:::*/*"),
        (ONLY, LOGS, ARTIFACTS),
        TASK,
        "s3:GetObject",
    ),
    "all but some actions": Broken(
        "rails",
        more(
            WEB, "TaskRole", {"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}
        ),
        (
            ONLY,
            NO_MORE,
            *("only web.execution read",) * 4,
            LOGS,
            ARTIFACTS,
        ),
        TASK,
        "",
    ),
    "its own policies": Broken(
        "nextjs",
        more(WEB, "TaskRole", allow("iam:PutRolePolicy", arn("TaskRole"))),
        (ONLY, NO_MORE),
        TASK,
        "iam:PutRolePolicy",
    ),
    "other versions of policies": Broken(
        "nextjs",
        more(WEB, "ExecutionRole", allow("iam:CreatePolicyVersion")),
        (STARTS, NO_MORE),
        START,
        "iam:CreatePolicyVersion",
    ),
    "functions with its other role": Broken(
        "nextjs",
        all_of(
            more(
                WEB,
                "TaskRole",
                allow("iam:PassRole", arn("ExecutionRole")),
                allow("lambda:CreateFunction"),
            ),
            trusted(WEB, "ExecutionRole", {"Service": "lambda.amazonaws.com"}),
        ),
        (ONLY, NO_MORE, FOR),
        TASK,
        "iam:PassRole",
    ),
    "tasks with its other role": Broken(
        "nextjs",
        more(
            WEB,
            "TaskRole",
            allow("iam:PassRole", arn("ExecutionRole")),
            allow("ecs:RunTask"),
        ),
        (ONLY, NO_MORE),
        TASK,
        "iam:PassRole",
    ),
    "a shell in other tasks": Broken(
        "rails",
        more(WEB, "ExecutionRole", allow("ecs:ExecuteCommand")),
        (STARTS, NO_MORE),
        START,
        "ecs:ExecuteCommand",
    ),
    "a build with other commands": Broken(
        "rails",
        more(WEB, "TaskRole", allow("codebuild:StartBuild")),
        (ONLY, NO_MORE),
        TASK,
        "codebuild:StartBuild",
    ),
    "one more service": Broken(
        "nextjs",
        trusted(WEB, "TaskRole", {"Service": "ec2.amazonaws.com"}),
        (FOR,),
        TASK,
        "ec2.amazonaws.com",
    ),
    "another account": Broken(
        "nextjs",
        trusted(WEB, "ExecutionRole", {"AWS": "123456789012"}),
        (FOR,),
        START,
        "123456789012",
    ),
    "anybody": Broken(
        "nextjs", trusted(WEB, "TaskRole", "*"), (FOR, STARTS), TASK, "anyone"
    ),
    "a role of the same system": Broken(
        "nextjs",
        trusted(WEB, "ExecutionRole", {"AWS": arn("TaskRole")}),
        (FOR, NO_MORE, ONLY),
        START,
        "ServiceWeb/TaskRole",
    ),
    "every branch": Broken(
        "nextjs",
        subject("repo:example/nextjs:*"),
        ("role Delivery/DeployRole",),
        "Delivery/DeployRole",
        "repo:example/nextjs:*",
    ),
    "every repository": Broken(
        "nextjs",
        subject("repo:*"),
        ("role Delivery/DeployRole",),
        "Delivery/DeployRole",
        "repo:*",
    ),
    "no subject at all": Broken(
        "nextjs",
        subject(""),
        ("role Delivery/DeployRole",),
        "Delivery/DeployRole",
        "workflows of GitHub of anyone",
    ),
    "a secret's policy for another account": Broken(
        "nextjs",
        all_of(
            keyed({"AWS": "123456789012"}),
            added(
                "database",
                "Open",
                "SecretsManager::ResourcePolicy",
                SecretId={"Ref": "DatabaseSecret"},
                ResourcePolicy=document(
                    [allow(READ, Principal={"AWS": "123456789012"})]
                ),
            ),
        ),
        ("only web.execution read Database",),
        "Database/Open",
        "123456789012",
    ),
    "a bucket's policy for a service": Broken(
        "rails",
        all_of(
            keyed({"Service": "cloudfront.amazonaws.com"}),
            added(
                "storage",
                "Open",
                "S3::BucketPolicy",
                Bucket={"Ref": "FilesBucket"},
                PolicyDocument=document(
                    [
                        allow(
                            "s3:GetObject",
                            Principal={"Service": "cloudfront.amazonaws.com"},
                        )
                    ]
                ),
            ),
        ),
        ("only web.task read Storage/FilesBucket",),
        "Storage/Open",
        "cloudfront.amazonaws.com",
    ),
    "a database's secret for a service that uses none": Broken(
        "revendiste",
        more("service-frontend", "ExecutionRole", allow(READ), DECRYPT),
        (
            "role frontend.execution only ",
            "only backend.execution, sync-payments",
            "only backend.execution, sync-payments",
        ),
        "ServiceFrontend/ExecutionRole",
        "secretsmanager:",
    ),
    "a schedule that runs any task": Broken(
        "revendiste",
        wider("jobs", "SyncPaymentsScheduleRole", 0, Resource="*"),
        ("role sync-payments.schedule only ",),
        "Jobs/SyncPaymentsScheduleRole",
        "ecs:RunTask",
    ),
    "a schedule that passes roles of others": Broken(
        "revendiste",
        wider(
            "jobs", "SyncPaymentsScheduleRole", 2, Resource=[arn("CheckPayoutTaskRole")]
        ),
        ("role sync-payments.schedule only ",),
        "Jobs/SyncPaymentsScheduleRole",
        "iam:PassRole",
    ),
    "a schedule's role for tasks": Broken(
        "revendiste",
        trusted(
            "jobs", "SyncPaymentsScheduleRole", {"Service": "ecs-tasks.amazonaws.com"}
        ),
        ("role sync-payments.schedule only for",),
        "Jobs/SyncPaymentsScheduleRole",
        "ecs-tasks.amazonaws.com",
    ),
}


@pytest.mark.parametrize("case", BROKEN.values(), ids=BROKEN)
def test_what_is_broken_is_refuted_by_the_claim_that_says_so(case: Broken) -> None:
    system = spec(case.system)
    found = rights_of(model(case.system, "prod", case.change))
    verdicts = verdicts_of(derived_roles(system, source_of(system)), found)
    refuted = [one for one in verdicts if one.truth is not Truth.PROVED]
    assert {one.truth for one in refuted} == {Truth.REFUTED}
    texts = sorted(one.said.text for one in refuted)
    assert len(texts) == len(case.claims), texts
    for start in case.claims:
        assert any(text.startswith(start) for text in texts), (start, texts)
    first = next(o for o in refuted if o.said.text.startswith(case.claims[0]))
    assert any(one.at.resource == case.at for one in first.broken)
    told = [line for one in first.broken for line in (one.what, *one.others)]
    assert any(case.says in line for line in told), told
    assert all(one.repair and one.at.path for one in first.broken)


EMPTY = {
    "no such role": "role webb.task only nothing",
    "no such resource": "role R only s3:GetObject on Storage/Files/*",
    "no such role to escalate": "role *.schedule no-escalation",
    "no such role to trust": "role S only for ecs-tasks.amazonaws.com",
    "no such reader": "only S read R",
    "a user, whom nobody becomes": "role U only for ecs-tasks.amazonaws.com",
}


@pytest.mark.parametrize("text", EMPTY.values(), ids=EMPTY)
def test_a_claim_on_nothing_proves_nothing(text: str) -> None:
    said = verdict(rights(R=role(), U=resource("IAM::User")), text)
    assert said.truth is Truth.VACUOUS
    assert "nothing is called so" in said.why


def test_a_name_of_nothing_has_one_that_may_be_meant() -> None:
    said = verdict(rights(ReaderRole=role()), "role ReaderRoel only nothing")
    assert said.why.endswith("nothing is called so. Did you mean 'ReaderRole'?")
