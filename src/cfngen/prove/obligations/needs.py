"""What a task needs: which services it calls, and what its roles have to be allowed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from cfngen.model import (
    Model,
    Reference,
    Resource,
    Text,
    Unknown,
    Value,
    joined,
    target,
    text,
)
from cfngen.prove.access.tokens import Atom
from cfngen.regions import partition
from cfngen.resolve.scope import Path

EXECUTION, TASK = "ExecutionRoleArn", "TaskRoleArn"
"""The roles of a task: ECS starts it with the one, its code runs with the other."""

ANY = "*"

USUAL, PARTITION = "us-east-1", Atom("AWS::Partition")
"""A region of the partition that ARNs are of where no region is known, and how that is
written in templates."""

Services = tuple[str, ...]
"""Services of AWS, or `internet` for whatever is there, all over tcp/443."""


@dataclass(frozen=True)
class Grant:
    """What a role has to be allowed; `about` is the resource, or `*`.

    `by` is the service that asks in the role's name, where one does: it is Secrets
    Manager that calls KMS.
    """

    action: str
    about: Value
    by: str = ""


@dataclass(frozen=True)
class Need:
    """One thing that a task needs: what for, and where its definition says so.

    `what` goes on from "can". Of `ways` one is the right one, and all of its services
    are called; where there are several, `unknown` says what decides.
    """

    path: Path
    what: str
    ways: tuple[Services, ...]
    grants: tuple[Grant, ...] = ()
    unknown: str = ""
    role: str = EXECUTION


def first(model: Model, value: Value) -> Resource | None:
    """Return the resource that a value is, or that a text begins with."""
    head = reference(value)
    return target(model, head) if head is not None else None


def reference(value: Value) -> Reference | None:
    """Return the reference that a value is, or that a text begins with."""
    head = value.parts[0] if isinstance(value, Text) else value
    return head if isinstance(head, Reference) else None


def written(value: Value) -> str:
    """Return the parts of a text that are known, put together; of what AWS fetches or
    works out nothing is."""
    shown = value.parts if isinstance(value, Text) else (value,)
    return "".join(part for part in shown if isinstance(part, str))


def arn(
    model: Model, task: Resource, service: str, rest: str, region: str = ""
) -> Value:
    """Return the ARN of something in the account and the region of a task, or another
    region."""
    there = region or model.stack_of(task).region
    return joined((start(service, there, Unknown("AWS::AccountId")), rest))


def start(service: str, region: Value, account: Value) -> Value:
    """Return what ARNs of a service begin with, in one region and account."""
    whole = f"arn:{partition(text(region) or USUAL)}:{service}:"
    return joined((whole, region, ":", account, ":"))


def foreign(model: Model, task: Resource, region: str) -> bool:
    """Return whether a region is another one than a task's, as far as that is known.

    Endpoints of a VPC lead to the services of its own region.
    https://docs.aws.amazon.com/vpc/latest/privatelink/privatelink-access-aws-services.html
    """
    own = text(model.stack_of(task).region)
    return bool(own and region) and own != region


def upto(value: Value, *ends: str) -> Value:
    """Return a text up to the first of some characters, parts not known left in."""
    signs = re.compile(f"[{re.escape(''.join(ends))}]")
    found: list[Value] = []
    for part in value.parts if isinstance(value, Text) else [value]:
        end = signs.search(part) if isinstance(part, str) else None
        if isinstance(part, str) and end is not None:
            return joined((*found, part[: end.start()]))
        found.append(part)
    return joined(found)


def halves(value: Value, sign: str) -> tuple[Value, Value] | None:
    """Return a text up to a sign and from behind it; None where it has none."""
    whole = list(value.parts) if isinstance(value, Text) else [value]
    for index, part in enumerate(whole):
        if isinstance(part, str) and sign in part:
            before, _, after = part.partition(sign)
            return joined((*whole[:index], before)), joined(
                (after, *whole[index + 1 :])
            )
    return None


def once(found: Iterator[Need]) -> Iterator[Need]:
    """Yield each need once, whichever container has it first, with all that it takes
    for any of them."""
    seen: dict[tuple[object, ...], Need] = {}
    for need in found:
        key = (need.what, need.role, need.ways)
        first = seen.setdefault(key, need)
        more = [one for one in need.grants if one not in first.grants]
        seen[key] = replace(first, grants=(*first.grants, *more))
    yield from seen.values()
