"""From what has to be allowed to IAM documents that are short enough."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from cfngen.permissions.narrowing import ANY
from cfngen.permissions.need import REGION, Condition, Need

VERSION = "2012-10-17"

LONGEST = 6144
"""Characters of a managed policy, white space not counted:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html"""

ROOM = LONGEST - 100
"""What the statements may have, the frame of the document and the commas left out."""

Document = Mapping[str, Any]
Key = tuple[str, tuple[str, ...], tuple[Condition, ...]]


def documents(needs: Iterable[Need]) -> tuple[Document, ...]:
    """Return policy documents that allow what is needed and nothing else.

    Statements stand by service; a document is as full as the longest allows. What is
    needed on the same resources under the same conditions is one statement.
    """
    found: list[list[Document]] = [[]]
    for statement in _numbered(_statements(needs)):
        full = characters([*found[-1], statement]) > ROOM
        if full and found[-1]:
            found.append([])
        found[-1].append(statement)
    return tuple({"Version": VERSION, "Statement": one} for one in found if one)


def characters(document: Any) -> int:
    """Return the characters that IAM counts: those that are no white space."""
    return len("".join(json.dumps(document, separators=(",", ":")).split()))


def _statements(needs: Iterable[Need]) -> Iterator[Document]:
    """Yield statements, one for each service, resources and conditions."""
    actions: dict[Key, dict[str, None]] = {}
    for need in sorted(_merged(needs), key=lambda need: need.action):
        key = (need.service, need.resources, need.conditions)
        actions.setdefault(key, {})[need.action] = None
    for (service, where, when), found in sorted(actions.items()):
        yield from _short_enough(service, tuple(found), where, when)


def _merged(needs: Iterable[Need]) -> Iterator[Need]:
    """Yield each action once for its conditions, regions of either together."""
    found: dict[tuple[str, tuple[Condition, ...]], list[Need]] = {}
    for need in needs:
        others = tuple(one for one in need.conditions if one[1] != REGION)
        found.setdefault((need.action, others), []).append(need)
    for (action, others), same in found.items():
        resources = dict.fromkeys(arn for one in same for arn in one.resources)
        anywhere = [one for one in same if ANY[0] in one.resources]
        conditions = (*others, *_regions(anywhere)) if anywhere else others
        yield Need(action, ANY if anywhere else tuple(resources), "", (), conditions)


def _regions(needs: Iterable[Need]) -> Iterator[Condition]:
    """Yield the regions that needs are narrowed to together; none if one is not."""
    each = [[c for c in need.conditions if c[1] == REGION] for need in needs]
    if all(each):
        names = {name for found in each for _, _, names in found for name in names}
        yield "StringEquals", REGION, tuple(sorted(names))


def _short_enough(
    service: str,
    actions: tuple[str, ...],
    resources: tuple[str, ...],
    conditions: tuple[Condition, ...],
) -> Iterator[Document]:
    """Yield a statement, or two of half its actions where it is too long for one."""
    statement: dict[str, Any] = {
        "Sid": _sid(service, resources),
        "Effect": "Allow",
        "Action": list(actions) if len(actions) > 1 else actions[0],
        "Resource": list(resources) if len(resources) > 1 else resources[0],
    }
    if conditions:
        statement["Condition"] = _written(conditions)
    if characters([statement]) <= ROOM or len(actions) == 1:
        yield statement
        return
    half = len(actions) // 2
    for part in (actions[:half], actions[half:]):
        yield from _short_enough(service, part, resources, conditions)


def _written(conditions: Iterable[Condition]) -> dict[str, dict[str, Any]]:
    """Return conditions as IAM reads them."""
    found: dict[str, dict[str, Any]] = {}
    for operator, key, values in conditions:
        one = values[0] if len(values) == 1 else list(values)
        found.setdefault(operator, {})[key] = one
    return found


def _sid(service: str, resources: tuple[str, ...]) -> str:
    """Return a statement's name: which service, and how narrow it is.

    `Any` where IAM or AWS gives nothing to narrow by, `Here` where it is account and
    region, `Named` where it is names.
    """
    wide = all(arn.split(":", 5)[-1] == "*" for arn in resources)
    how = "Any" if resources == ANY else "Here" if wide else "Named"
    return "".join(part.capitalize() for part in service.split("-")) + how


def _numbered(statements: Iterable[Document]) -> Iterator[Document]:
    """Yield statements whose names tell them apart: the second of a name has a 2."""
    seen: dict[str, int] = {}
    for statement in statements:
        name = statement["Sid"]
        seen[name] = seen.get(name, 0) + 1
        yield {**statement, "Sid": f"{name}{seen[name] if seen[name] > 1 else ''}"}
