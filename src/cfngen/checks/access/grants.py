"""What a role may do, and who may become it: yes, no, or None where unknown.

Conditions count as fulfilled and denials as absent, so that "no" is sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cfngen.checks.access.documents import (
    GUARDS,
    ROLE,
    Document,
    Statement,
    document,
)
from cfngen.model import (
    Model,
    Reference,
    Resource,
    Text,
    Unknown,
    Value,
    listed,
    mentions,
    references,
    target,
    text,
)

ATTACHED = ("AWS::IAM::ManagedPolicy", "AWS::IAM::Policy")
ASSUME = "sts:AssumeRole"
ANY = "*"


def role_of(model: Model, value: Value) -> Resource | None:
    """Return the role that a value names, by its ARN or as a part of one."""
    named = list(references(value))
    found = target(model, named[0]) if len(named) == 1 else None
    return found if found is not None and found.type == ROLE else None


@dataclass(frozen=True)
class Asked:
    """A resource that a role needs: its path, and the end of its ARN if known.

    `tail` begins with the kind of resource, `task-definition/web:1`.
    """

    path: str
    tail: str = ""


def may(
    model: Model, role: Resource, action: str, asked: Asked | None = None
) -> bool | None:
    """Return whether a role may do something to a resource, or to any at all."""
    documents = list(_documents(model, role))
    answers = [
        _grants(statement, action, asked)
        for one in documents
        for statement in (one.statements() if one else ())
    ]
    hidden = any(one is None or not one.whole for one in documents)
    answer = any_of([*answers, None if hidden else False])
    if answer is not False or asked is None:
        return answer
    let = any(_lets_in(guard, role, action) for guard in _guarding(model, asked))
    return None if let else False


def trusts_service(role: Resource, service: str) -> bool | None:
    """Return whether an AWS service, `ecs-tasks`, may become a role."""
    documents = list(document(role, "AssumeRolePolicyDocument"))
    if not documents:
        return None
    answers = [_trusts(s, service) for one in documents for s in one.statements()]
    hidden = not all(one.whole for one in documents)
    return any_of([*answers, None if hidden else False])


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """Return whether one answer is yes; None where one is unknown and none is yes."""
    known = set(answers)
    return True if True in known else None if None in known else False


def matches(pattern: Value, action: str) -> bool | None:
    """Return whether an element of a statement covers an action."""
    if not isinstance(pattern, str):
        return None
    return fnmatchcase(action.lower(), pattern.lower())


def names(value: Value, role: Resource) -> bool:
    """Return whether a value names a role, or may: by reference, name or ARN."""
    if any(part.path == role.path for part in references(value)):
        return True
    if isinstance(value, Reference):
        return False
    given = role.get("RoleName")
    last = value.parts[-1] if isinstance(value, Text) else value
    if not isinstance(last, str) or (last is not value and "/" not in last):
        return True
    if given is None:  # CloudFormation makes the name up
        return False
    name = text(given)
    return name is None or name == last.rpartition("/")[2]


def _guarding(model: Model, asked: Asked) -> Iterator[Document | None]:
    """Yield what a resource's own policy says, None where that cannot be read."""
    for type, property in GUARDS.items():
        for one in model.of(type):
            about = one.path == asked.path or mentions(dict(one.properties), asked.path)
            if about and one.get(property) is not None:
                found = tuple(document(one, property))
                yield from found or (None,)


def _lets_in(guard: Document | None, role: Resource, action: str) -> bool:
    """Return whether a resource's own policy lets a role in, or may.

    In one account that is enough without a policy of the role's, but for the account
    itself as the principal, which leaves it to them.
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
    """
    if guard is None or not guard.whole:
        return True
    return any(
        statement.allows
        and _invites(statement, role)
        and any(matches(one, action) is not False for one in statement.items("Action"))
        for statement in guard.statements()
    )


def _invites(statement: Statement, role: Resource) -> bool:
    """Return whether a role is a principal of a statement, or may be."""
    named = statement.body.get("Principal")
    if named != ANY and not isinstance(named, dict):
        return True
    return any(
        one == ANY or (not _account(one) and names(one, role))
        for one in statement.principals("AWS")
    )


def _account(principal: Value) -> bool:
    """Return whether a principal is an account as a whole."""
    last = principal.parts[-1] if isinstance(principal, Text) else principal
    whole = isinstance(last, str) and (last.endswith(":root") or last.isdigit())
    return whole or principal == Unknown("AWS::AccountId")


def _documents(model: Model, role: Resource) -> Iterator[Document | None]:
    """Yield the policies of a role, None for one that cannot be read."""
    for index, _ in enumerate(listed(role.get("Policies"))):
        found = tuple(document(role, "Policies", index, "PolicyDocument"))
        yield from found or (None,)
    for arn in listed(role.get("ManagedPolicyArns")):
        policy = target(model, arn)
        yield from _of(policy) if policy else (None,)
    for policy in model.of(*ATTACHED):
        if any(names(name, role) for name in listed(policy.get("Roles"))):
            yield from _of(policy)
    for policy in model.of("AWS::IAM::RolePolicy"):
        if names(policy.get("RoleName"), role):
            yield from _of(policy)


def _of(policy: Resource) -> Iterator[Document | None]:
    """Yield the document of a policy that stands by itself."""
    found = tuple(document(policy, "PolicyDocument"))
    yield from found or (None,)


def _grants(statement: Statement, action: str, asked: Asked | None) -> bool | None:
    """Return whether a statement allows an action on a resource."""
    if not statement.allows:
        return False if statement.denies else None
    if "Action" not in statement.body or "Resource" not in statement.body:
        return None
    acts = any_of(matches(pattern, action) for pattern in statement.items("Action"))
    if acts is False or asked is None:
        return acts
    service = action.partition(":")[0]
    covered = any_of(covers(one, asked, service) for one in statement.items("Resource"))
    return False if covered is False else None if None in (acts, covered) else True


def covers(pattern: Value, asked: Asked, service: str) -> bool | None:
    """Return whether a Resource of a statement is one that is asked for.

    `service` is the action's: an ARN of another one covers nothing.
    """
    if pattern == ANY:
        return True
    if any(part.path == asked.path for part in references(pattern)):
        return True
    parts = pattern.parts if isinstance(pattern, Text) else (pattern,)
    if isinstance(parts[0], Reference):
        return False
    if not isinstance(parts[0], str):
        return None
    if _service(parts[0]) not in ("", service, ANY):
        return False
    return _ends(parts[-1], asked.tail) if asked.tail else None


def _ends(last: Value, tail: str) -> bool | None:
    """Return whether an ARN ends as it should; None where that is not written."""
    kind = tail.partition("/")[0] + "/"
    if not isinstance(last, str) or kind not in last:
        return None
    pattern = last[last.index(kind) :]
    return fnmatchcase(tail, pattern) or fnmatchcase(tail.rpartition(":")[0], pattern)


def _service(arn: str) -> str:
    """Return the service that an ARN, or the beginning of one, names."""
    parts = arn.split(":")
    return parts[2] if len(parts) > 3 and parts[0] == "arn" else ""


def _trusts(statement: Statement, service: str) -> bool | None:
    """Return whether a statement of a trust policy lets a service in."""
    if not statement.allows:
        return False if statement.denies else None
    acts = any_of(matches(pattern, ASSUME) for pattern in statement.items("Action"))
    if acts is False:
        return False
    named = statement.body.get("Principal")
    if not isinstance(named, dict) or ANY in statement.principals("AWS"):
        return None
    lets = any_of(_names(name, service) for name in statement.principals("Service"))
    return False if lets is False else None if None in (acts, lets) else True


def _names(principal: Value, service: str) -> bool | None:
    """Return whether a principal is a service, or its form for one region."""
    if not isinstance(principal, str):
        return None
    return principal.split(".amazonaws.com")[0].split(".")[0] == service.split(".")[0]
