"""What resources' own policies are of.

A policy that stands by itself names what it is of by reference, by name or by ARN.
Where that cannot be read it may be of all of the kind, and counts so with a doubt; of
what is in no template it is of itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.checks.access.grants import any_of
from cfngen.model import (
    Call,
    Choice,
    Model,
    Reference,
    Resource,
    Text,
    Value,
    listed,
    opaque,
    references,
    text,
)
from cfngen.prove.access.arns import FORMS, secret_of
from cfngen.prove.access.places import BUS, FUNCTION, PERMISSION, POINT

ABOUT: Mapping[str, tuple[str, str]] = {
    POINT: ("Bucket", "AWS::S3::Bucket"),
    PERMISSION: ("FunctionName", FUNCTION),
    BUS: ("EventBusName", "AWS::Events::EventBus"),
    "AWS::Kinesis::ResourcePolicy": ("ResourceArn", "AWS::Kinesis::Stream"),
    "AWS::Lambda::ResourcePolicy": ("ResourceArn", FUNCTION),
    "AWS::S3::BucketPolicy": ("Bucket", "AWS::S3::Bucket"),
    "AWS::SNS::TopicInlinePolicy": ("TopicArn", "AWS::SNS::Topic"),
    "AWS::SNS::TopicPolicy": ("Topics", "AWS::SNS::Topic"),
    "AWS::SQS::QueueInlinePolicy": ("Queue", "AWS::SQS::Queue"),
    "AWS::SQS::QueuePolicy": ("Queues", "AWS::SQS::Queue"),
    "AWS::SSM::ResourcePolicy": ("ResourceArn", "AWS::SSM::Parameter"),
    "AWS::SecretsManager::ResourcePolicy": ("SecretId", "AWS::SecretsManager::Secret"),
}
"""The property that names what a policy is of, where it stands by itself, and of which
type that is."""

BEHIND: Mapping[str, str] = {
    "AWS::Kinesis::StreamConsumer": "StreamARN",
    "AWS::Lambda::Alias": "FunctionName",
    "AWS::Lambda::Version": "FunctionName",
}
"""The property that names what a part of it belongs to, by the part's type."""

BEFORE = ("/", ":")
"""What stands before a name in an ARN and in the address of a queue."""

LETTERS = 7
"""How much may follow a name: the `-a1B2c3` of a secret."""

QUALIFIED = re.compile(r"(?:(?:.*:)?function:|\d{12}:)?([^:]+)(?::([^:]+))?")
"""A function by its name or ARN, and the version or alias behind it."""


@dataclass(frozen=True)
class About:
    """What a policy is of: its path, what it depends on, and the version or alias."""

    path: str
    doubt: str = ""
    qualifier: str = ""


def abouts(model: Model, policy: Resource) -> Iterator[About]:
    """Yield what a policy is of; with a doubt where it may be."""
    if policy.type not in ABOUT:
        yield About(policy.path)
        return
    property, type = ABOUT[policy.type]
    found = False
    for value in listed(policy.get(property)):
        ends = _qualifiers(model, value) if type == FUNCTION else {""}
        for one in model.of(type):
            named = _names(model, value, one)
            sure = named is True and len(ends) == 1
            for end in sorted(ends) if named is not False else ():
                found = True
                yield About(one.path, "" if sure else f"{policy.path}.{property}", end)
    if not found:
        yield About(policy.path)


def _names(model: Model, value: Value, resource: Resource) -> bool | None:
    """Return whether a value names a resource; None where it may."""
    if isinstance(value, Choice):
        said = {_names(model, one, resource) for one in (value.yes, value.no)}
        return said.pop() if len(said) == 1 else None
    paths = {_behind(model, one.path) for one in references(value)}
    if resource.path in paths:
        return None if isinstance(value, Call) else True
    others = [model.resources.get(one) for one in paths]
    if others:
        return any_of(None if one is None or opaque(one) else False for one in others)
    return _called(resource, value)


def _behind(model: Model, path: str) -> str:
    """Return the path of what a resource belongs to; else the path itself."""
    path = secret_of(model, path)
    found = model.resources.get(path)
    named = found.get(BEHIND[found.type]) if found and found.type in BEHIND else None
    return named.path if isinstance(named, Reference) else path


def _called(resource: Resource, value: Value) -> bool | None:
    """Return whether a name, an ARN or an address is a resource's; None if perhaps."""
    whole, written = text(value), _end(value)
    given = resource.get(FORMS[resource.type].given)
    if given is None and whole is not None:  # AWS makes the name up
        return False
    name = (text(given) or "").removeprefix("/")  # that of a parameter may have one
    if not name or not written:
        return None
    if resource.type == FUNCTION:
        plain = QUALIFIED.fullmatch(written)
        return plain is not None and plain[1] == name
    ends = tuple(f"{sign}{name}" for sign in BEFORE)
    if written in (name, f"/{name}") or written.endswith(ends):
        return True
    # Six letters may follow the name of a secret, or be part of another name.
    secret = resource.type == "AWS::SecretsManager::Secret" and written[-7:-6] == "-"
    if secret and written[:-7].endswith((*ends, name)):
        return None
    return False if whole or len(written) > len(name) + LETTERS else None


def _end(value: Value) -> str | None:
    """Return a name, or an ARN as far as it is known from its account on."""
    last = value.parts[-1] if isinstance(value, Text) else None
    return last if isinstance(last, str) and last.startswith(":") else text(value)


def _qualifiers(model: Model, value: Value) -> set[str]:
    """Return the versions or aliases that a function may be named by."""
    if isinstance(value, Choice):
        return _qualifiers(model, value.yes) | _qualifiers(model, value.no)
    return {_qualifier(model, value)}


def _qualifier(model: Model, value: Value) -> str:
    """Return the version or alias by which a function is named, `:live`, `:*` for one
    that AWS numbers, or nothing.

    Who is let in by one has to call the function by it:
    https://docs.aws.amazon.com/lambda/latest/api/API_AddPermission.html
    """
    if isinstance(value, Reference):
        found = model.resources.get(value.path)
        if found is None or found.type not in BEHIND:
            return ""
        return f":{text(found.get('Name')) or '*'}"
    plain = QUALIFIED.fullmatch(_end(value) or "")
    return f":{plain[2]}" if plain and plain[2] else ""
