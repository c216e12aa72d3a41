"""A policy as IAM takes it, as a person reviews it, and with the reasons for it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from textwrap import wrap
from typing import Any

from cfngen.permissions import LONGEST, LeftOut, Need, Policy, characters

VERSION = 1
"""Raised when a key goes or changes its meaning; new keys may come without."""

WIDTH, FEW = 80, 4
"""Columns of lists, and how many resources are named before the rest is counted."""


def as_json(policy: Policy) -> str:
    """Return the policy's document, or a list of them where one would be too long."""
    found = policy.documents
    return _dumped(found[0] if len(found) == 1 else found)


def as_text(policy: Policy) -> str:
    """Return the statements of each document, a paragraph each."""
    return "\n".join(_documents(policy)) + "\n"


def explained(policy: Policy) -> str:
    """Return every action with what needs it, and what is left out, by service."""
    return "\n".join(_explained(policy)) + "\n"


def explained_json(policy: Policy) -> str:
    """Return `{"version", "needs", "left_out"}` as text, an entry for each reason."""
    return _dumped(
        {
            "version": VERSION,
            "needs": [_need(one) for one in policy.needs],
            "left_out": [_left(one) for one in policy.left_out],
        }
    )


def size(policy: Policy) -> str:
    """Return in a sentence how long the policy is."""
    lengths = [characters(document) for document in policy.documents]
    actions = len({need.action for need in policy.needs})
    if len(lengths) == 1:
        return f"{actions} actions, {lengths[0]:,} of {LONGEST:,} characters."
    return (
        f"{actions} actions in {len(lengths)} documents, the longest of "
        f"{max(lengths):,} of {LONGEST:,} characters: a managed policy each."
    )


def _documents(policy: Policy) -> Iterator[str]:
    """Yield the lines of every document."""
    found = policy.documents
    for number, document in enumerate(found, 1):
        if number > 1:
            yield ""
        length = characters(document)
        yield f"Document {number} of {len(found)}: {length:,} of {LONGEST:,} characters"
        for statement in document["Statement"]:
            yield ""
            yield from _statement(statement)


def _statement(statement: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of one statement: what, on what, when."""
    yield f"{statement['Sid']}:"
    names = (action.partition(":")[2] for action in _listed(statement["Action"]))
    service = _listed(statement["Action"])[0].partition(":")[0]
    yield from _wrapped(f"{service}: {', '.join(names)}")
    for arn in _listed(statement["Resource"]):
        yield "  on *: nothing narrower is known" if arn == "*" else f"  on {arn}"
    for operator, keys in statement.get("Condition", {}).items():
        for key, values in keys.items():
            yield f"  if {key} {operator} {', '.join(_listed(values))}"


def _explained(policy: Policy) -> Iterator[str]:
    """Yield the lines of what needs each action."""
    by_action: dict[str, list[Need]] = {}
    for need in policy.needs:
        by_action.setdefault(need.action, []).append(need)
    for action, needs in sorted(by_action.items()):
        yield action
        for need in needs:
            yield f"  {need.why}{_places(need.paths)}"
    if policy.left_out:
        yield ""
        yield "Listed for these types, and not needed here:"
        for left in policy.left_out:
            yield f"  {left.action} ({left.type}): {left.why}"


def _places(paths: tuple[str, ...]) -> str:
    """Return the first places that need something, and how many more there are."""
    if not paths:
        return ""
    more = f" and {len(paths) - FEW} more" if len(paths) > FEW else ""
    return f" <- {', '.join(paths[:FEW])}{more}"


def _need(need: Need) -> dict[str, Any]:
    """Return a need as JSON."""
    return {
        "action": need.action,
        "resources": list(need.resources),
        "why": need.why,
        "paths": list(need.paths),
    }


def _left(left: LeftOut) -> dict[str, str]:
    """Return what is left out as JSON."""
    return {"action": left.action, "type": left.type, "why": left.why}


def _wrapped(text: str) -> Iterable[str]:
    """Return a long text in lines that begin further right."""
    return wrap(text, WIDTH, initial_indent="  ", subsequent_indent="    ")


def _listed(value: Any) -> list[str]:
    """Return what IAM lets stand alone as a list."""
    return value if isinstance(value, list) else [value]


def _dumped(value: Any) -> str:
    """Return a value as JSON text."""
    return json.dumps(value, indent=2, ensure_ascii=False) + "\n"
