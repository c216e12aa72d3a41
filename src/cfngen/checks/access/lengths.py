"""How long policies are, and how many a role has.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from cfngen.checks.access.documents import ROLE, Document, document, inline
from cfngen.checks.check import Problem
from cfngen.model import Model, Reference, Resource, Text, Unknown, Value, listed

INLINE: Mapping[str, int] = {
    "AWS::IAM::Group": 5120,
    "AWS::IAM::Role": 10240,
    "AWS::IAM::User": 2048,
}
"""Characters of all inline policies together, white space not counted."""

MANAGED = 6144
TRUST, TRUST_AT_MOST = 2048, 8192
ATTACHED, ATTACHED_AT_MOST = 10, 25
"""Quotas as an account has them, and the most that AWS raises them to."""

ACCOUNT = Unknown("AWS::AccountId")
ARN, ACCOUNT_ID = 20, 12
"""Characters of the shortest ARN, and of an account's id."""


def length(model: Model) -> Iterator[Problem]:
    """A policy is no longer than IAM takes.

    All inline policies of a role: 10,240 characters (user 2,048, group 5,120); a
    managed policy: 6,144; a trust policy: 8,192 if the quota is raised to the utmost.
    White space does not count. IAM refuses more ("Maximum policy size … exceeded").
    What is known by name only counts as what it is at least.
    """
    for type, most in INLINE.items():
        for holder in model.of(type):
            long = sum(map(_characters, (*inline(holder), *_apart(model, holder))))
            yield from _over(holder, "Policies", "The inline policies", long, most)
    for policy in model.of("AWS::IAM::ManagedPolicy"):
        long = sum(map(_characters, document(policy, "PolicyDocument")))
        yield from _over(policy, "PolicyDocument", "The policy", long, MANAGED)
    for role, long in _trusts(model):
        what = "The trust policy"
        yield from _over(role, "AssumeRolePolicyDocument", what, long, TRUST_AT_MOST)


def default(model: Model) -> Iterator[Problem]:
    """A role keeps within the quotas that an account has to begin with.

    10 managed policies and a trust policy of 2,048 characters. AWS raises both on
    request, to 25 and 8,192; without the request it refuses the role.
    """
    for role in model.of(ROLE):
        many = len(_attached(model, role))
        if many > ATTACHED:
            message = f"{many} managed policies; an account allows {ATTACHED} a role."
            mend = f"Join some, or have the quota raised (at most {ATTACHED_AT_MOST})."
            yield Problem(role, ("ManagedPolicyArns",), message, mend)
    for role, long in _trusts(model):
        if TRUST < long <= TRUST_AT_MOST:
            message = f"a trust policy of {long} characters; an account allows {TRUST}."
            mend = "Shorten it, or have the quota raised."
            yield Problem(role, ("AssumeRolePolicyDocument",), message, mend)


def _apart(model: Model, holder: Resource) -> Iterator[Document]:
    """Yield the inline policies of a role, user or group that stand by themselves."""
    kind = holder.type.rpartition("::")[2]
    own = Reference(holder.path)
    for policy in model.of("AWS::IAM::Policy", f"AWS::IAM::{kind}Policy"):
        named = (*listed(policy.get(f"{kind}s")), policy.get(f"{kind}Name"))
        if own in named and not policy.when:
            yield from document(policy, "PolicyDocument")


def _over(
    holder: Resource, property: str, what: str, long: int, most: int
) -> Iterator[Problem]:
    """Yield that something is longer than it may be."""
    if long > most:
        message = f"{what} has at least {long} characters; IAM takes {most}."
        mend = "Name fewer actions and resources, or split the policy."
        yield Problem(holder, (property,), message, mend)


def _trusts(model: Model) -> Iterator[tuple[Resource, int]]:
    """Yield each role with the length of its trust policy."""
    for role in model.of(ROLE):
        for trust in document(role, "AssumeRolePolicyDocument"):
            yield role, _characters(trust)


def _attached(model: Model, role: Resource) -> set[Value]:
    """Return the managed policies of a role that are sure to differ."""
    named = {
        arn if isinstance(arn, str) else arn.path
        for arn in listed(role.get("ManagedPolicyArns"))
        if isinstance(arn, str | Reference)
    }
    return named | {
        policy.path
        for policy in model.of("AWS::IAM::ManagedPolicy")
        if Reference(role.path) in listed(policy.get("Roles"))
    }


def _characters(policy: Document) -> int:
    """Return how many characters a document has at least, without white space."""
    return _least(policy.body)


def _least(value: Value) -> int:
    """Return the length of a value as JSON, at least."""
    match value:
        case dict():
            pairs = (_least(key) + 1 + _least(item) for key, item in value.items())
            return sum(pairs) + 1 + max(1, len(value))
        case list():
            return sum(map(_least, value)) + 1 + max(1, len(value))
        case str():
            return len("".join(json.dumps(value).split()))
        case bool() | int() | float() | None:
            return len(json.dumps(value))
        case Text():
            return 2 + sum(map(_part, value.parts))
        case Reference():
            return 2 + _part(value)
        case _:
            return 0


def _part(value: Value) -> int:
    """Return how long a piece of text is at least."""
    if isinstance(value, str):
        return len("".join(value.split()))
    if isinstance(value, Reference):
        return ARN if value.attribute.endswith("Arn") else 1
    return ACCOUNT_ID if value == ACCOUNT else 0
