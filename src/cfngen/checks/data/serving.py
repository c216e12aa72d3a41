"""Whether a resource's policy lets an AWS service in: yes, no, or None if unknown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cfngen.checks.access.documents import ANYBODY, Document, Statement, document
from cfngen.checks.access.grants import any_of, matches
from cfngen.model import Model, Reference, Resource, Value, listed, mentions

HOLDERS: Mapping[str, tuple[tuple[str, str], ...]] = {
    "AWS::S3::Bucket": (("AWS::S3::BucketPolicy", "Bucket"),),
    "AWS::SNS::Topic": (
        ("AWS::SNS::TopicPolicy", "Topics"),
        ("AWS::SNS::TopicInlinePolicy", "TopicArn"),
    ),
    "AWS::SQS::Queue": (
        ("AWS::SQS::QueuePolicy", "Queues"),
        ("AWS::SQS::QueueInlinePolicy", "Queue"),
    ),
}
"""The types that hold the policies of another, and how they name what they are for."""

NAMES = ("BucketName", "QueueName", "TopicName")


def policies(model: Model, resource: Resource) -> Iterator[Document | None]:
    """Yield the policies of a resource, None for one that cannot be read.

    A policy that may not be there, or may be of this resource, counts as such a one.
    """
    if resource.type == "AWS::KMS::Key":
        yield from tuple(document(resource, "KeyPolicy")) or (None,)
        return
    for type, property in HOLDERS[resource.type]:
        for holder in model.of(type):
            meant = any_of(means(v, resource) for v in listed(holder.get(property)))
            found = tuple(document(holder, "PolicyDocument"))
            if meant:
                yield from (None,) if holder.when or not found else found
            elif meant is None:
                yield None


def means(value: Value, resource: Resource) -> bool | None:
    """Return whether a value means a bucket, queue or topic; None where unknown.

    It refers to it, or says its name: as it is, or at the end of an ARN or an address.
    """
    if isinstance(value, Reference):
        return value.path == resource.path
    if mentions(value, resource.path):
        return True
    named = next(filter(None, map(resource.get, NAMES)), None)
    if not isinstance(value, str) or not isinstance(named, str):
        return None if named is not None or not isinstance(value, str) else False
    return re.split("[:/]", value)[-1] == named


def lets_in(model: Model, resource: Resource, service: str, action: str) -> bool | None:
    """Return whether the policies of a resource let a service, `s3`, do something.

    False also where it has no policy: services of AWS come in by a policy only.
    """
    answers: list[bool | None] = [False]
    for one in policies(model, resource):
        written = listed(one.body.get("Statement")) if one is not None else [None]
        if one is None or not all(isinstance(body, dict) for body in written):
            answers.append(None)
        for statement in one.statements() if one is not None else ():
            answers.append(_allows(statement, service, action))
    return any_of(answers)


def _allows(statement: Statement, service: str, action: str) -> bool | None:
    """Return whether a statement lets a service do something."""
    effect, principal = statement.body.get("Effect"), statement.body.get("Principal")
    if effect == "Deny" or effect is None:
        return False
    acts = any_of(matches(one, action) for one in statement.items("Action"))
    if {"NotAction", "NotPrincipal"} & set(statement.body):
        return None
    if not isinstance(principal, str | dict):
        return False if principal is None or acts is False else None
    if ANYBODY in statement.principals("AWS"):
        return acts
    named = any_of(_is(one, service) for one in statement.principals("Service"))
    if acts is False or named is False:
        return False
    return True if statement.allows and acts and named else None


def _is(principal: Value, service: str) -> bool | None:
    """Return whether a principal is a service, or its form for one region."""
    if not isinstance(principal, str):
        return None
    name = principal.split(".amazonaws.com")[0]
    return principal == ANYBODY or name == service or name.startswith(f"{service}.")
