"""Resources' own policies: of secrets, buckets, keys, queues, topics, repositories."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.checks.access.documents import GUARDS, document
from cfngen.model import Model, Resource, references
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.principals import Principal, Who, principals
from cfngen.prove.access.terms import Term, term

ABOUT: Mapping[str, str] = {
    "AWS::S3::BucketPolicy": "Bucket",
    "AWS::SNS::TopicPolicy": "Topics",
    "AWS::SQS::QueuePolicy": "Queues",
    "AWS::SecretsManager::ResourcePolicy": "SecretId",
}
"""The property that names what a policy is of, where it stands by itself."""


@dataclass(frozen=True)
class Guarding:
    """One statement about a resource, and of whom it speaks."""

    term: Term
    principals: tuple[Principal, ...]

    def speaks_of(self, holder: Holder) -> bool | None:
        """Return whether it names a holder itself, or everybody; None where it may."""
        found = {one.who for one in self.principals}
        if Who.ANYONE in found or self._names(holder):
            return True
        return None if Who.UNKNOWN in found else False

    def delegates(self) -> bool | None:
        """Return whether it leaves the account's identities to their own policies."""
        found = {one.who for one in self.principals}
        if found & {Who.OWN_ACCOUNT, Who.ANYONE}:
            return True
        return None if Who.UNKNOWN in found else False

    def _names(self, holder: Holder) -> bool:
        return any(
            one.who is Who.HOLDER and one.name == holder.path for one in self.principals
        )


@dataclass(frozen=True)
class Guard:
    """All that is said about one resource; `doubts` name what cannot be read.

    Without statements and doubts it has no policy of its own.
    """

    statements: tuple[Guarding, ...] = ()
    doubts: tuple[str, ...] = ()


def guards(model: Model, holders: Mapping[str, Holder]) -> Mapping[str, Guard]:
    """Return the policy of every resource that has one, by its path."""
    found: dict[str, Guard] = {}
    for type, property in GUARDS.items():
        for one in model.of(type):
            if one.get(property) is None:
                continue
            read = _guard(model, holders, one, property)
            for path in _about(one):
                held = found.get(path, Guard())
                found[path] = Guard(
                    (*held.statements, *read.statements), (*held.doubts, *read.doubts)
                )
    return found


def _about(resource: Resource) -> Iterator[str]:
    """Yield the paths of what a policy is of."""
    property = ABOUT.get(resource.type)
    if property is None:
        yield resource.path
    else:
        named = references(resource.get(property))
        yield from dict.fromkeys(one.path for one in named)


def _guard(
    model: Model, holders: Mapping[str, Holder], resource: Resource, property: str
) -> Guard:
    """Return what one policy says."""
    read = next(document(resource, property), None)
    if read is None:
        return Guard(doubts=(f"{resource.path}.{property}",))
    doubts = () if read.whole else (f"statements of {resource.path}",)
    statements = tuple(
        Guarding(term(model, one), tuple(principals(model, holders, one)))
        for one in read.statements()
    )
    return Guard(statements, doubts)
