"""Who may become a role."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from cfngen.checks.access.documents import Statement, trusts
from cfngen.checks.access.grants import matches, role_of, trusts_service
from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, Text, Value, listed, target
from cfngen.resolve.scope import Path

WEB = "sts:AssumeRoleWithWebIdentity"
SAML = "sts:AssumeRoleWithSAML"
ASSUME = "sts:AssumeRole"

AUDIENCE = ("aud", "iss")
"""Claims that are the same for everybody who uses a provider for AWS."""

SHARED = (
    *("agent.buildkite.com", "app.terraform.io", "gitlab.com", "oidc.codefresh.io"),
    *("proidc.upbound.io", "scalr.io", "studio.datachain.ai/api"),
    *("token.actions.githubusercontent.com", "tokens.cloud.shisho.dev"),
)
"""Providers of everybody, whose claim `sub` says whose a token is; IAM wants it tested.

https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_oidc_secure-by-default.html
"""

OWN_AUDIENCE = (
    *("accounts.google.com", "cognito-identity.amazonaws.com"),
    *("graph.facebook.com", "www.amazon.com"),
)
"""Providers of everybody whose audience is one's own application."""

SUBJECTS = (
    *("repo:x/y:environment:prod", "repo:x/y:environment:z", "repo:x/y:pull_request"),
    *("repo:x/y:ref:refs/heads/main", "repo:x/y:ref:refs/heads/z"),
    "project_path:x/y:ref_type:branch:ref:main",
    "organization:x:project:y:workspace:z:run_phase:apply",
)
"""What GitHub, GitLab and Terraform say of the work of somebody else."""

ASSUMED: Mapping[str, tuple[tuple[str, str], ...]] = {
    "AWS::Backup::BackupSelection": (("BackupSelection/IamRoleArn", "backup"),),
    "AWS::CodeBuild::Project": (("ServiceRole", "codebuild"),),
    "AWS::CodeDeploy::DeploymentGroup": (("ServiceRoleArn", "codedeploy"),),
    "AWS::CodePipeline::Pipeline": (("RoleArn", "codepipeline"),),
    "AWS::EC2::FlowLog": (("DeliverLogsPermissionArn", "vpc-flow-logs"),),
    "AWS::ECS::TaskDefinition": (
        ("ExecutionRoleArn", "ecs-tasks"),
        ("TaskRoleArn", "ecs-tasks"),
    ),
    "AWS::Events::Rule": (("Targets/*/RoleArn", "events"),),
    "AWS::Lambda::Function": (("Role", "lambda"),),
    "AWS::RDS::DBInstance": (("MonitoringRoleArn", "monitoring.rds"),),
    "AWS::S3::Bucket": (("ReplicationConfiguration/Role", "s3"),),
    "AWS::Scheduler::Schedule": (("Target/RoleArn", "scheduler"),),
    "AWS::StepFunctions::StateMachine": (("RoleArn", "states"),),
}
"""Where a resource is given a role, and the service that becomes it."""


def federated(model: Model) -> Iterator[Problem]:
    """A role for an OpenID Connect provider says whose tokens it takes, and can match.

    Of a provider that everybody uses, GitHub, GitLab or Terraform, it takes those of
    everybody unless it tests `sub` or another claim than the audience; IAM refuses such
    a role by now. StringEquals takes `*` for a plain character, so that nobody gets in.
    """
    for statement in _letting(model):
        if not statement.principals("Federated"):
            continue
        acts = statement.items("Action")
        if acts == [ASSUME]:
            message = f"federated identities never come by {ASSUME}."
            yield statement.problem("Action", message, f"Write {WEB} or {SAML}.")
        elif any(matches(one, WEB) for one in acts):
            yield from _claims(model, statement)


def assumed(model: Model) -> Iterator[Problem]:
    """A role that is given to an AWS service lets that service assume it.

    The service says so when it is made or when it first runs ("unable to assume the
    role"), in the worst case days later.
    """
    for type, places in ASSUMED.items():
        for resource in model.of(type):
            for place, service in places:
                for path, value in _values(resource, place):
                    yield from _assumed(model, resource, path, value, service)


def _letting(model: Model) -> Iterator[Statement]:
    """Yield the statements of trust policies that let somebody in."""
    for document in trusts(model):
        for statement in document.statements():
            if statement.allows:
                yield statement


def _claims(model: Model, statement: Statement) -> Iterator[Problem]:
    """Yield what is wrong with the conditions on a token's claims."""
    tests = [
        (operator, key.rpartition(":")[2], values)
        for operator, key, values in statement.conditions()
    ]
    named = [_provider(model, one) for one in statement.principals("Federated")]
    shared = any(one in SHARED for one in named)
    owned = any(one in OWN_AUDIENCE for one in named)
    same = all(key in AUDIENCE for _, key, _ in tests)
    open = (shared and same) or (owned and not tests)
    if open and not statement.veiled:
        yield statement.problem(
            "Condition",
            "no condition says whose tokens are taken: everybody's are.",
            'Add one on "…:sub": "repo:owner/name:ref:refs/heads/main".',
        )
    for operator, key, values in tests:
        yield from _test(statement, operator, key, values, shared)


def _provider(model: Model, principal: Value) -> str:
    """Return the host, and the path, of a provider's URL; empty where unknown."""
    found = target(model, principal)
    if found is not None:
        principal = found.get("Url")
    word = principal.parts[-1] if isinstance(principal, Text) else principal
    last = word if isinstance(word, str) else ""
    for before in (":oidc-provider/", "https://"):
        last = last.rpartition(before)[2]
    return last.rstrip("/")


def _test(
    statement: Statement, operator: str, key: str, values: list[Value], shared: bool
) -> Iterator[Problem]:
    """Yield what is wrong with one condition on a claim."""
    likes = (
        shared and key == "sub" and operator.endswith(("StringLike", "StringEquals"))
    )
    for value in values:
        if not isinstance(value, str):
            continue
        if operator.endswith("StringEquals") and "*" in value:
            message = f"{operator} never matches '{value}': * is a plain character."
            yield statement.problem("Condition", message, "Write StringLike.")
        elif likes and any(fnmatchcase(one, value) for one in SUBJECTS):
            message = f"'{value}' takes the tokens of every repository."
            mend = "Name the repository, repo:owner/name:*"
            yield statement.problem("Condition", message, mend)


def _values(resource: Resource, place: str) -> Iterator[tuple[Path, Value]]:
    """Yield the values at a place, `*` being each item of a list."""
    before, star, after = place.partition("/*/")
    if not star:
        steps = before.split("/")
        yield tuple(steps), resource.get(*steps)
        return
    for index, _ in enumerate(listed(resource.get(before))):
        yield (before, index, after), resource.get(before, index, after)


def _assumed(
    model: Model, resource: Resource, path: Path, value: Value, service: str
) -> Iterator[Problem]:
    """Yield that a role does not let in the service that it is given to."""
    role = role_of(model, value)
    if role is not None and trusts_service(role, service) is False:
        message = f"{service}.amazonaws.com may not assume {role.path}."
        mend = f"Name the service in the AssumeRolePolicyDocument of {role.name}."
        yield Problem(resource, path, message, mend)
