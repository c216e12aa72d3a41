"""Buckets: their names, who may read them, and where they send logs and events."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from ipaddress import ip_address

from cfngen.checks.access.documents import ANYBODY, Statement, document
from cfngen.checks.check import Problem
from cfngen.checks.data.replication import BUCKET
from cfngen.checks.data.serving import lets_in, means
from cfngen.model import (
    Model,
    Reference,
    Resource,
    Text,
    listed,
    references,
    switched,
    target,
    text,
)

POLICY = "AWS::S3::BucketPolicy"
BLOCK = "PublicAccessBlockConfiguration"
LOGGED_TO = ("LoggingConfiguration", "DestinationBucketName")
LONGEST_NAME = 63

KEPT_STARTS = ("xn--", "sthree-", "amzn-s3-demo-")
KEPT_ENDS = ("-s3alias", "--ol-s3", ".mrap", "--x-s3", "--table-s3")

CLOSED_ACLS = ("Private", "BucketOwnerFullControl", "BucketOwnerRead")

TOLD: Mapping[str, tuple[str, str, str]] = {
    "QueueConfigurations": ("Queue", "AWS::SQS::Queue", "sqs:SendMessage"),
    "TopicConfigurations": ("Topic", "AWS::SNS::Topic", "sns:Publish"),
}
"""Where a bucket names what it tells of events, its type, and the action for it."""


def named(model: Model) -> Iterator[Problem]:
    """A bucket's name is one that S3 gives away.

    It has 3 to 63 lower-case letters, digits, dots and hyphens, is no IP address, and
    has no beginning or end that AWS keeps; parts that are not known yet count as one
    character.
    """
    for bucket in model.of(BUCKET):
        value = bucket.get("BucketName")
        parts = value.parts if isinstance(value, Text) else (value,)
        written = "".join(p if isinstance(p, str) else "0" for p in parts)
        if any(isinstance(p, str) for p in parts) and written:
            for message in _unfit(written, isinstance(value, str)):
                mend = "Choose another name, or none: S3 names it then."
                yield Problem(bucket, ("BucketName",), message, mend)


def closed(model: Model) -> Iterator[Problem]:
    """A bucket that keeps the public out has no policy and no ACL that lets it in.

    A new bucket blocks public access and has no ACLs, unless it says otherwise. S3
    then refuses a public policy ("AccessDenied") and an ACL
    ("AccessControlListNotSupported").
    """
    for policy in model.of(POLICY):
        bucket = _held(model, policy)
        if bucket is None or not _blocks(bucket, "BlockPublicPolicy"):
            continue
        for found in document(policy, "PolicyDocument"):
            for statement in found.statements():
                if _public(statement):
                    message = f"everybody is let in, which {bucket.path} blocks."
                    mend = "Name who may, or set BlockPublicPolicy to false."
                    yield statement.problem("Principal", message, mend)
    for bucket in model.of(BUCKET):
        acl = text(bucket.get("AccessControl"))
        if acl is None or acl in CLOSED_ACLS:
            continue
        if bucket.get("OwnershipControls", "Rules", 0, "ObjectOwnership") == (
            "BucketOwnerEnforced"
        ):
            message = f"a bucket whose owner owns all objects has no ACL {acl}."
            mend = "Leave AccessControl out, and write a policy."
            yield Problem(bucket, ("AccessControl",), message, mend)
        elif acl.startswith("Public") and _blocks(bucket, "BlockPublicAcls"):
            message = f"the bucket blocks what the ACL {acl} lets in."
            yield Problem(bucket, ("AccessControl",), message, "Leave it out.")


def logged(model: Model) -> Iterator[Problem]:
    """The bucket that takes another's access logs can, and lets S3 write them.

    S3 delivers no logs to a bucket of another region, to one that encrypts with a key
    of KMS, and to one whose policy does not let logging.s3.amazonaws.com put objects;
    it refuses one with a default retention.
    """
    for bucket in model.of(BUCKET):
        aim = target(model, bucket.get(*LOGGED_TO))
        if aim is None or aim.type != BUCKET:
            continue
        for message, mend in _deaf(model, bucket, aim):
            yield Problem(bucket, LOGGED_TO, message, mend)


def notifying(model: Model) -> Iterator[Problem]:
    """What a bucket tells of its events lets S3 in.

    S3 tries it when the bucket is made and refuses the bucket ("Unable to validate
    the following destination configurations").
    """
    for bucket in model.of(BUCKET):
        for kind, (name, type, action) in TOLD.items():
            for index, one in enumerate(
                listed(bucket.get("NotificationConfiguration", kind))
            ):
                aim = target(model, one.get(name)) if isinstance(one, dict) else None
                if aim is None or aim.type != type:
                    continue
                if lets_in(model, aim, "s3", action) is False:
                    path = ("NotificationConfiguration", kind, index, name)
                    message = f"{aim.path} does not let S3 in."
                    mend = f"Allow {action} to s3.amazonaws.com in its policy."
                    yield Problem(bucket, path, message, mend)


def guarded(model: Model) -> Iterator[Problem]:
    """A bucket has one policy, which speaks of that bucket.

    S3 refuses statements about another one ("Policy has invalid resource"), and a
    second policy takes the place of the first.
    """
    seen: dict[str, Resource] = {}
    for policy in model.of(POLICY):
        bucket = _held(model, policy)
        if bucket is None:
            continue
        other = seen.setdefault(bucket.path, policy)
        if other is not policy and not (other.when or policy.when):
            message = f"{other.path} is the policy of {bucket.path} already."
            yield Problem(policy, ("Bucket",), message, "Write one policy.")
        for found in document(policy, "PolicyDocument"):
            for statement in found.statements():
                for value in statement.items("Resource"):
                    elsewhere = [
                        one
                        for one in references(value)
                        if (aim := target(model, one))
                        and aim.type == BUCKET
                        and aim is not bucket
                    ]
                    if elsewhere and _begins(value, elsewhere[0]):
                        message = f"the policy of {bucket.path} speaks of "
                        message += f"{elsewhere[0].path}."
                        mend = f"Name {bucket.path} and what is in it."
                        yield statement.problem("Resource", message, mend)


def _held(model: Model, policy: Resource) -> Resource | None:
    """Return the bucket that a policy is of, by reference or by name."""
    named = policy.get("Bucket")
    return next((one for one in model.of(BUCKET) if means(named, one)), None)


def _begins(value: object, reference: Reference) -> bool:
    """Return whether a text is an ARN that begins with a reference."""
    first = value.parts[0] if isinstance(value, Text) else value
    plain = isinstance(first, str) and first.endswith(":::")
    return first == reference or plain


def _unfit(name: str, whole: bool) -> Iterator[str]:
    """Yield what is wrong with a name, or with what is known of it."""
    if len(name) > LONGEST_NAME or (whole and len(name) < 3):
        yield f"'{name}' has {len(name)} characters, and not 3 to {LONGEST_NAME}."
    if not re.fullmatch(r"[a-z0-9.-]*", name):
        yield f"'{name}' has other characters than a-z, 0-9, dots and hyphens."
    if ".." in name or name.startswith((*KEPT_STARTS, ".", "-")):
        yield f"'{name}' begins, or goes on, as no bucket's name may."
    if name.endswith((*KEPT_ENDS, ".", "-")):
        yield f"'{name}' ends as no bucket's name may."
    try:
        ip_address(name)
    except ValueError:
        return
    yield f"'{name}' is an IP address."


def _blocks(bucket: Resource, what: str) -> bool:
    """Return whether a bucket blocks something public for sure: it does by default."""
    block = bucket.get(BLOCK)
    if block is None:
        return True
    return switched(bucket.get(BLOCK, what)) is True


def _public(statement: Statement) -> bool:
    """Return whether a statement lets everybody in, whatever the circumstances."""
    named = ANYBODY in statement.principals("AWS")
    return statement.allows and named and not statement.body.get("Condition")


def _deaf(model: Model, bucket: Resource, aim: Resource) -> Iterator[tuple[str, str]]:
    """Yield why a bucket takes no logs of another, and how to mend it."""
    here, there = (text(model.stack_of(one).region) for one in (bucket, aim))
    if here and there and here != there:
        yield f"{aim.path} is in {there} and takes no logs of {here}.", "Name another."
    ways = listed(aim.get("BucketEncryption", "ServerSideEncryptionConfiguration"))
    for way in ways:
        default = (
            way.get("ServerSideEncryptionByDefault") if isinstance(way, dict) else {}
        )
        algorithm = default.get("SSEAlgorithm") if isinstance(default, dict) else None
        if isinstance(algorithm, str) and algorithm.startswith("aws:kms"):
            mend = "Encrypt it with AES256."
            yield (
                f"{aim.path} encrypts with a key of KMS, which S3's logs cannot.",
                mend,
            )
    if aim.get("ObjectLockConfiguration", "Rule") is not None:
        yield f"{aim.path} has a default retention.", "Remove it."
    acl = aim.get("AccessControl")
    open = acl is not None and (acl == "LogDeliveryWrite" or text(acl) is None)
    if not open and lets_in(model, aim, "logging.s3", "s3:PutObject") is False:
        mend = "Allow s3:PutObject to logging.s3.amazonaws.com in its policy."
        yield f"{aim.path} does not let S3 write logs.", mend
