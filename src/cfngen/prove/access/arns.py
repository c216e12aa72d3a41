"""What ARNs look like, so that every way of writing one is the same pattern.

`Ref` of a bucket behind `arn:aws:s3:::`, its attribute Arn, and the name that a
template gives it are one thing. The forms are those of AWS's table:
https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cfngen.model import Model, Reference, Resource, Text, Unknown, Value, text, worded
from cfngen.prove.access.tokens import Atom, Pattern, Symbol
from cfngen.regions import partition


@dataclass(frozen=True)
class Form:
    """How a type's ARN is written, `{n}` being its name.

    `given` is the property that names it; `ref` whether Ref is the ARN; `tail` what
    AWS adds to a name that is given, and `end` to the attribute Arn. A tail that ends
    in a colon or a slash is followed by a number.
    """

    arn: str
    given: str = ""
    ref: bool = False
    tail: str = ""
    end: str = ""


FORMS: Mapping[str, Form] = {
    "AWS::ApiGateway::RestApi": Form("arn:{p}:execute-api:{r}:{a}:{n}"),
    "AWS::AppRunner::Service": Form(
        "arn:{p}:apprunner:{r}:{a}:service/{n}", "ServiceName", ref=True, tail="/"
    ),
    "AWS::Batch::JobDefinition": Form(
        *("arn:{p}:batch:{r}:{a}:job-definition/{n}", "JobDefinitionName"),
        ref=True,
        tail=":",
    ),
    "AWS::CodeBuild::Project": Form("arn:{p}:codebuild:{r}:{a}:project/{n}", "Name"),
    "AWS::CodePipeline::Pipeline": Form("arn:{p}:codepipeline:{r}:{a}:{n}", "Name"),
    "AWS::DynamoDB::Table": Form("arn:{p}:dynamodb:{r}:{a}:table/{n}", "TableName"),
    "AWS::ECR::Repository": Form(
        "arn:{p}:ecr:{r}:{a}:repository/{n}", "RepositoryName"
    ),
    "AWS::ECS::Cluster": Form("arn:{p}:ecs:{r}:{a}:cluster/{n}", "ClusterName"),
    "AWS::ECS::TaskDefinition": Form(
        "arn:{p}:ecs:{r}:{a}:task-definition/{n}", "Family", ref=True, tail=":"
    ),
    "AWS::ECR::RegistryPolicy": Form("arn:{p}:ecr:{r}:{a}:repository/*"),
    "AWS::Events::EventBus": Form("arn:{p}:events:{r}:{a}:event-bus/{n}", "Name"),
    "AWS::IAM::Group": Form("arn:{p}:iam::{a}:group{path}{n}", "GroupName"),
    "AWS::IAM::ManagedPolicy": Form(
        "arn:{p}:iam::{a}:policy{path}{n}", "ManagedPolicyName", ref=True
    ),
    "AWS::IAM::Role": Form("arn:{p}:iam::{a}:role{path}{n}", "RoleName"),
    "AWS::IAM::User": Form("arn:{p}:iam::{a}:user{path}{n}", "UserName"),
    "AWS::KMS::Key": Form("arn:{p}:kms:{r}:{a}:key/{n}"),
    "AWS::Kinesis::Stream": Form("arn:{p}:kinesis:{r}:{a}:stream/{n}", "Name"),
    "AWS::Lambda::Function": Form(
        "arn:{p}:lambda:{r}:{a}:function:{n}", "FunctionName"
    ),
    "AWS::Logs::LogGroup": Form(
        "arn:{p}:logs:{r}:{a}:log-group:{n}", "LogGroupName", end=":*"
    ),
    "AWS::S3::Bucket": Form("arn:{p}:s3:::{n}", "BucketName"),
    "AWS::SNS::Topic": Form("arn:{p}:sns:{r}:{a}:{n}", "TopicName", ref=True),
    "AWS::SQS::Queue": Form("arn:{p}:sqs:{r}:{a}:{n}", "QueueName"),
    # Six random letters follow the name:
    # https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
    "AWS::SecretsManager::Secret": Form(
        "arn:{p}:secretsmanager:{r}:{a}:secret:{n}", "Name", ref=True, tail="-??????"
    ),
    "AWS::SSM::Parameter": Form("arn:{p}:ssm:{r}:{a}:parameter/{n}", "Name"),
    "AWS::StepFunctions::StateMachine": Form(
        "arn:{p}:states:{r}:{a}:stateMachine:{n}", "StateMachineName", ref=True
    ),
}

OWN = {"AWS::IAM::ManagedPolicy": "PolicyArn", "AWS::SecretsManager::Secret": "Id"}
"""Attributes that are the resource's own ARN and are not called so."""

BEHIND = tuple(
    f"AWS::SecretsManager::{one}"
    for one in ("SecretTargetAttachment", "RotationSchedule", "ResourcePolicy")
)
"""Types whose Ref is the ARN of the secret that they belong to.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secrettargetattachment.html
"""

NAMES = ("", "QueueName", "TopicName", "Name", "RestApiId")
"""Attributes that are the resource's name, where Ref is no ARN."""

VARIABLE = re.compile(r"(\$\{[^}]*\})")
"""A policy variable, `${aws:username}`, which IAM fills in for each request."""

HOLE = re.compile(r"(\{[a-z]+\})")
ACCOUNT, REGION = Atom("AWS::AccountId"), Atom("AWS::Region")


def pattern(model: Model, value: Value) -> Pattern:
    """Return a Resource of a statement, or another value, as a pattern."""
    return _merged(_pieces(model, value))


def arn(model: Model, resource: Resource) -> Pattern:
    """Return a resource's ARN; one atom where its form is not in the table."""
    form = FORMS.get(resource.type)
    if form is None:
        return Pattern((Atom(resource.path),))
    return _merged(_filled(model, resource, form))


def session(model: Model, role: Resource) -> Pattern:
    """Return the ARN of a role's sessions, without their own names: it has no path."""
    form = replace(FORMS["AWS::IAM::Role"], arn="arn:{p}:sts::{a}:assumed-role/{n}")
    return _merged(_filled(model, role, form))


def _merged(pieces: Iterator[Symbol]) -> Pattern:
    """Return a pattern whose neighbouring texts are one, so that equals are equal."""
    found: list[Symbol] = []
    for piece in pieces:
        last = found[-1] if found else None
        if isinstance(piece, str) and isinstance(last, str):
            found[-1] = last + piece
        elif piece != "":
            found.append(piece)
    return Pattern(tuple(found))


def _pieces(model: Model, value: Value) -> Iterator[Symbol]:
    """Yield text and atoms of a value."""
    match value:
        case Text(parts):
            for part in parts:
                yield from _pieces(model, part)
        case Reference():
            yield from _referred(model, value)
        case Unknown("AWS::Partition"):
            yield "aws"  # as nobody names a region
        case Unknown(name):
            yield Atom(name, doubtful=not name.startswith("AWS::"))
        case _:
            written = text(value)
            if written is None:
                yield Atom(worded(value), doubtful=True)
                return
            for piece in VARIABLE.split(written):
                variable = VARIABLE.fullmatch(piece)
                yield Atom(piece[2:-1], doubtful=True) if variable else piece


def _referred(model: Model, value: Reference) -> Iterator[Symbol]:
    """Yield what a reference is: the resource's ARN, its name, or another attribute."""
    found = model.resources.get(value.path)
    if found is not None and found.type in BEHIND and value.attribute in ("", "Id"):
        yield from _secret(model, found.path)
        return
    form = FORMS.get(found.type) if found is not None else None
    if found is None or not _own(found, value.attribute, form):
        if found is not None and form and value.attribute in NAMES:
            yield from _named(model, found, form)
        else:
            yield Atom(f"{value.path}.{value.attribute}".rstrip("."))
        return
    yield from arn(model, found).pieces
    if form and value.attribute == "Arn":
        yield form.end


def secret_of(model: Model, path: str) -> str:
    """Return the path of the secret that a resource belongs to; else the path itself.

    One that is attached to a database is often named by its attachment.
    """
    seen: set[str] = set()
    while path not in seen and path in model.resources:
        seen.add(path)
        found = model.resources[path]
        named = found.get("SecretId") if found.type in BEHIND else None
        if not isinstance(named, Reference):
            break
        path = named.path
    return path


def _secret(model: Model, path: str) -> Iterator[Symbol]:
    """Yield the ARN of the secret that a resource belongs to; it may give the name."""
    secret = model.resources.get(secret_of(model, path))
    if secret is not None and secret.type not in BEHIND:
        yield from arn(model, secret).pieces
        return
    given = text(secret.get("SecretId")) if secret is not None else None
    whole = given is not None and given.startswith("arn:")
    yield given if given and whole else Atom(path, doubtful=True)


def _own(resource: Resource, attribute: str, form: Form | None) -> bool:
    """Return whether an attribute is the resource's own ARN."""
    if not attribute:
        return form is None or form.ref
    kind = resource.type.rpartition("::")[2]
    return attribute in ("Arn", f"{kind}Arn", OWN.get(resource.type))


def _filled(model: Model, resource: Resource, form: Form) -> Iterator[Symbol]:
    """Yield a form with the resource's own parts in it."""
    stack = model.stack_of(resource)
    region, account = text(stack.region), text(stack.account)
    for piece in HOLE.split(form.arn):
        match piece:
            case "{p}":
                yield partition(region or "") or "aws"
            case "{r}":
                yield region or REGION
            case "{a}":
                yield account or ACCOUNT
            case "{n}":
                name = _named(model, resource, form)
                yield from _slashed(name) if form.arn.endswith("/{n}") else name
            case "{path}":
                yield from _pieces(model, resource.get("Path") or "/")
            case _:
                yield piece


def _slashed(name: Iterator[Symbol]) -> Iterator[Symbol]:
    """Yield a name without the slash that it begins with: a parameter's ARN has one."""
    first = next(name)
    yield first if isinstance(first, Atom) else first.removeprefix("/")
    yield from name


def _named(model: Model, resource: Resource, form: Form) -> Iterator[Symbol]:
    """Yield a resource's name: as given, or an atom where AWS makes it up."""
    given = resource.get(form.given) if form.given else None
    if given is None:
        yield Atom(resource.path)
        return
    yield from _pieces(model, given)
    yield form.tail
    if form.tail.endswith((":", "/")):
        yield Atom(resource.path)
