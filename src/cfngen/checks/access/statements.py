"""What IAM refuses in a document, and what grants nothing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cfngen.checks.access.actions import resources_of
from cfngen.checks.access.documents import (
    INLINE,
    Document,
    Statement,
    guards,
    identity,
    trusts,
)
from cfngen.checks.check import Problem
from cfngen.model import Model, Reference, Resource, Text, Value, listed, target, text

SID = re.compile(r"[A-Za-z0-9]*")

SERVICES: Mapping[str, str] = {
    "CodeBuild": "codebuild",
    "CodePipeline": "codepipeline",
    "DynamoDB": "dynamodb",
    "ECR": "ecr",
    "ECS": "ecs",
    "KMS": "kms",
    "Lambda": "lambda",
    "Logs": "logs",
    "S3": "s3",
    "SNS": "sns",
    "SQS": "sqs",
    "SecretsManager": "secretsmanager",
    "StepFunctions": "states",
}
"""The prefix of a service's actions, by its name in resource types."""

NO_ARN: Mapping[str, str] = {
    "AWS::CodeBuild::Project": "a name",
    "AWS::CodePipeline::Pipeline": "a name",
    "AWS::DynamoDB::Table": "a name",
    "AWS::ECR::Repository": "a name",
    "AWS::ECS::Cluster": "a name",
    "AWS::IAM::Role": "a name",
    "AWS::KMS::Key": "an id",
    "AWS::Lambda::Function": "a name",
    "AWS::Logs::LogGroup": "a name",
    "AWS::S3::Bucket": "a name",
    "AWS::SQS::Queue": "a URL",
}
"""What Ref returns where it is no ARN, by type."""

BUCKET, PIPELINE = "AWS::S3::Bucket", "AWS::CodePipeline::Pipeline"


def named(model: Model) -> Iterator[Problem]:
    """Names inside policies are unique, and IAM takes them.

    Two statements of a document with one Sid are refused ("Statement IDs (SID) in a
    single policy must be unique"), and so is a Sid of IAM with other characters than
    letters and digits. Of two inline policies with one name only one is kept.
    """
    for document in (*identity(model), *trusts(model)):
        yield from _repeated(document)
        for statement in document.statements():
            sid = text(statement.body.get("Sid"))
            if sid is not None and not SID.fullmatch(sid):
                message = f"Sid '{sid}' has other characters than letters and digits."
                yield statement.problem("Sid", message, "Use letters and digits only.")
    for document in guards(model):
        yield from _repeated(document)
    for holder in model.of(*INLINE):
        yield from _policies(holder)


def fitting(model: Model) -> Iterator[Problem]:
    """A statement's actions are carried out on what its resources are.

    An action on the resource of another service grants nothing, nor does an action on
    the objects of a bucket where the bucket alone is named, or the reverse. What Ref
    returns is often a name, and IAM refuses a Resource that is no ARN.
    """
    for document in identity(model):
        for statement in document.statements():
            yield from _references(model, statement)
            for action in statement.items("Action"):
                if isinstance(action, str) and "Resource" in statement.body:
                    yield from _action(model, statement, action)


def _repeated(document: Document) -> Iterator[Problem]:
    """Yield the statements whose Sid an earlier one has."""
    seen: set[str] = set()
    for statement in document.statements():
        sid = text(statement.body.get("Sid"))
        if sid in seen:
            message = f"two statements have the Sid '{sid}'."
            yield statement.problem("Sid", message, "Rename one, or leave it out.")
        seen |= {sid} if sid else set()


def _policies(holder: Resource) -> Iterator[Problem]:
    """Yield the inline policies whose name an earlier one has."""
    seen: set[str] = set()
    for index, policy in enumerate(listed(holder.get("Policies"))):
        name = text(policy.get("PolicyName")) if isinstance(policy, dict) else None
        if name in seen:
            path = ("Policies", index, "PolicyName")
            message = f"two inline policies are called '{name}'."
            yield Problem(holder, path, message, "Rename one.")
        seen |= {name} if name else set()


def _references(model: Model, statement: Statement) -> Iterator[Problem]:
    """Yield the resources that are named by something that is no ARN."""
    for value in statement.items("Resource"):
        found = target(model, value)
        if found is None or value.attribute or found.type not in NO_ARN:
            continue
        message = f"Ref of {found.path} is {NO_ARN[found.type]} and no ARN."
        mend = f"Write Fn::GetAtt {found.name}.Arn."
        if found.type == PIPELINE:  # it has no such attribute
            mend = f"Write arn:aws:codepipeline:<region>:<account>:${{{found.name}}}"
        yield statement.problem("Resource", message, mend)


def _action(model: Model, statement: Statement, action: str) -> Iterator[Problem]:
    """Yield that none of the resources is one that an action is for."""
    service = action.partition(":")[0].lower()
    resources = statement.items("Resource")
    if service in SERVICES.values() and all(
        _elsewhere(model, one, service) for one in resources
    ):
        message = f"'{action}' is for none of the resources that are named."
        mend = f"Name a resource of {service}."
        yield statement.problem("Resource", message, mend)
        return
    kinds = set(resources_of(action)) & {"bucket", "object"}
    if service == "s3" and len(kinds) == 1:
        wanted = kinds.pop()
        if resources and all(
            _part(model, one) not in ("", wanted) for one in resources
        ):
            ends = "the bucket's ARN and /*" if wanted == "object" else "its ARN alone"
            message = f"'{action}' is for the {wanted}, which no resource here is."
            yield statement.problem("Resource", message, f"Name {ends}.")


def _elsewhere(model: Model, value: Value, service: str) -> bool:
    """Return whether a Resource belongs to another service for sure."""
    first = value.parts[0] if isinstance(value, Text) else value
    if not isinstance(first, Reference):
        return False
    found = target(model, first)
    kind = found.type.split("::") if found is not None else []
    return len(kind) == 3 and SERVICES.get(kind[1], service) != service


def _part(model: Model, value: Value) -> str:
    """Return whether a Resource is a bucket or an object; empty where unknown."""
    match value:
        case Reference():
            found = target(model, value)
            return "bucket" if found is not None and found.type == BUCKET else ""
        case Text((Reference() as first, str(rest), *_)):
            found = target(model, first)
            if found is None or found.type != BUCKET:
                return ""
            return "object" if _slashed(rest) else ""
        case Text((str(before), Reference() as named, *rest)):
            found = target(model, named)
            whole = before.startswith("arn:") and before.endswith(":s3:::")
            if found is None or found.type != BUCKET or not whole:
                return ""
            after = rest[0] if rest else None
            return "bucket" if after is None else "object" if _slashed(after) else ""
        case _:
            return ""


def _slashed(part: Value) -> bool:
    """Return whether a piece of text begins with a slash."""
    return isinstance(part, str) and part.startswith("/")
