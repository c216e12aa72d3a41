"""Resources' own policies: of secrets, buckets, keys, queues, topics, repositories.

A policy that stands by itself names what it is of by reference, by name or by ARN.
Where that cannot be read it may be of all of the kind, and counts so with a doubt.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cfngen.checks.access.documents import GUARDS, Statement, document
from cfngen.model import Model, Resource, Value, listed, references, text
from cfngen.prove.access.arns import FORMS, secret_of
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.principals import Principal, Who, principals, spared
from cfngen.prove.access.terms import Term, term
from cfngen.prove.access.tokens import EVERYTHING

POINT = "AWS::S3::AccessPoint"

HELD: Mapping[str, str] = {
    **GUARDS,
    POINT: "Policy",
    "AWS::DynamoDB::Table": "ResourcePolicy.PolicyDocument",
    "AWS::EFS::FileSystem": "FileSystemPolicy",
    "AWS::KMS::ReplicaKey": "KeyPolicy",
    "AWS::OpenSearchService::Domain": "AccessPolicies",
    "AWS::SNS::TopicInlinePolicy": "PolicyDocument",
    "AWS::SQS::QueueInlinePolicy": "PolicyDocument",
}
"""What says who may use a resource, by type. An access point's policy counts as one of
its bucket, which has to let the same through:
https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-points-policies.html"""

ABOUT: Mapping[str, tuple[str, str]] = {
    POINT: ("Bucket", "AWS::S3::Bucket"),
    "AWS::S3::BucketPolicy": ("Bucket", "AWS::S3::Bucket"),
    "AWS::SNS::TopicInlinePolicy": ("TopicArn", "AWS::SNS::Topic"),
    "AWS::SNS::TopicPolicy": ("Topics", "AWS::SNS::Topic"),
    "AWS::SQS::QueueInlinePolicy": ("Queue", "AWS::SQS::Queue"),
    "AWS::SQS::QueuePolicy": ("Queues", "AWS::SQS::Queue"),
    "AWS::SecretsManager::ResourcePolicy": ("SecretId", "AWS::SecretsManager::Secret"),
}
"""The property that names what a policy is of, where it stands by itself, and of which
type that is."""

BEFORE = ("/", ":")
"""What stands before a name in an ARN and in the address of a queue."""


NOT_SURE = frozenset((Who.ANYONE, Who.OWN_ACCOUNT, Who.ACCOUNT, Who.UNKNOWN))
"""Whom a denial spares without saying which roles those are."""


@dataclass(frozen=True)
class Guarding:
    """One statement about a resource, and of whom it speaks.

    Of a denial, `spared` are whom its NotPrincipal leaves out.
    """

    term: Term
    principals: tuple[Principal, ...]
    spared: tuple[Principal, ...] = ()

    def speaks_of(self, holder: Holder) -> bool | None:
        """Return whether it names a holder itself, or everybody; None where it may.

        A denial of all but some is of those who are not among them for sure:
        https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
        """
        found = {one.who for one in self.principals}
        if self.spared and not self.term.allows:
            unsure = {one.who for one in self.spared} & NOT_SURE
            return None if unsure else not _naming(holder, self.spared)
        named = _naming(holder, self.principals)
        if Who.ANYONE in found or any(not one.doubt for one in named):
            return True
        return None if named or Who.UNKNOWN in found else False

    def delegates(self) -> bool | None:
        """Return whether it leaves the account's identities to their own policies."""
        found = {one.who for one in self.principals}
        if found & {Who.OWN_ACCOUNT, Who.ANYONE}:
            return True
        return None if found & {Who.UNKNOWN, Who.ACCOUNT} else False


@dataclass(frozen=True)
class Guard:
    """All that is said about one resource; `doubts` name what cannot be read.

    Without statements and doubts it has no policy of its own.
    """

    statements: tuple[Guarding, ...] = ()
    doubts: tuple[str, ...] = ()


def _naming(holder: Holder, principals: Iterable[Principal]) -> list[Principal]:
    """Return the principals that are a holder, or may be."""
    return [
        one for one in principals if (one.who, one.name) == (Who.HOLDER, holder.path)
    ]


def guards(model: Model, holders: Mapping[str, Holder]) -> Mapping[str, Guard]:
    """Return the policy of every resource that has one, by its path."""
    found: dict[str, Guard] = {}
    for type, property in HELD.items():
        at = property.split(".")
        for one in model.of(type):
            if one.get(*at) is None:
                continue
            read = _guard(model, holders, one, at)
            for path, doubt in _about(model, one):
                held, more = found.get(path, Guard()), _doubted(read, doubt)
                found[path] = Guard(
                    (*held.statements, *more.statements), (*held.doubts, *more.doubts)
                )
    return found


def _doubted(guard: Guard, doubt: str) -> Guard:
    """Return a policy that is perhaps of what it is asked about."""
    if not doubt:
        return guard
    said = (
        replace(one, term=replace(one.term, doubts=(*one.term.doubts, doubt)))
        for one in guard.statements
    )
    return Guard(tuple(said), guard.doubts)


def _about(model: Model, policy: Resource) -> Iterator[tuple[str, str]]:
    """Yield the paths of what a policy is of; with a doubt where it may be."""
    if policy.type not in ABOUT:
        yield policy.path, ""
        return
    property, type = ABOUT[policy.type]
    for value in listed(policy.get(property)):
        named = {secret_of(model, one.path) for one in references(value)}
        for one in model.of(type):
            if one.path in named:
                yield one.path, ""
            elif not named and _called(one, value) is not False:
                sure = _called(one, value)
                yield one.path, "" if sure else f"{policy.path}.{property}"


def _called(resource: Resource, value: Value) -> bool | None:
    """Return whether a name, an ARN or an address is a resource's; None if perhaps."""
    written, given = text(value), resource.get(FORMS[resource.type].given)
    if written is None:
        return None
    if given is None:  # AWS makes the name up
        return False
    name = text(given)
    if name is None:
        return None
    ends = tuple(f"{sign}{name}" for sign in BEFORE)
    if written == name or written.endswith(ends):
        return True
    # Six letters may follow the name of a secret, or be part of another name.
    secret = resource.type == "AWS::SecretsManager::Secret" and written[-7:-6] == "-"
    return None if secret and written[:-7].endswith((*ends, name)) else False


def _guard(
    model: Model, holders: Mapping[str, Holder], resource: Resource, at: Sequence[str]
) -> Guard:
    """Return what one policy says."""
    read = next(document(resource, *at), None)
    if read is None:
        return Guard(doubts=(f"{resource.path}.{'.'.join(at)}",))
    doubts = () if read.whole else (f"statements of {resource.path}",)
    return Guard(
        tuple(_guarding(model, holders, one) for one in read.statements()), doubts
    )


def _guarding(
    model: Model, holders: Mapping[str, Holder], statement: Statement
) -> Guarding:
    """Return one statement; what an access point's is about counts as its bucket. But
    what it denies is denied only to who comes by it."""
    found = term(model, statement)
    if statement.resource.type == POINT:
        doubts = (
            () if found.allows else (f"whether one comes by {found.origin.resource}",)
        )
        found = replace(found, resources=(EVERYTHING,), doubts=(*found.doubts, *doubts))
    named = tuple(principals(model, holders, statement))
    return Guarding(found, named, spared(model, holders, statement))
