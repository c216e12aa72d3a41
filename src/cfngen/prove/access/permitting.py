"""Statements that resources hold without a document, and documents that are a text:
permissions of functions, layers and event buses; policies of logs.

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions-manage.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from cfngen.checks.access.documents import ANYBODY, Document, Statement, document
from cfngen.model import (
    Model,
    Reference,
    Resource,
    Text,
    Unknown,
    Value,
    opaque,
    worded,
)
from cfngen.model.values import joined, mapped
from cfngen.resolve.scope import Path

MARK = "\ue000"
MARKED = re.compile(f"({MARK}[0-9]+{MARK})")
"""What stands in the place of a part that is known by name, while a text is read."""

CONDITIONS: Mapping[str, tuple[str, str]] = {
    "EventSourceToken": ("StringEquals", "lambda:EventSourceToken"),
    "FunctionUrlAuthType": ("StringEquals", "lambda:FunctionUrlAuthType"),
    "InvokedViaFunctionUrl": ("Bool", "lambda:InvokedViaFunctionUrl"),
    "OrganizationId": ("StringEquals", "aws:PrincipalOrgID"),
    "PrincipalOrgID": ("StringEquals", "aws:PrincipalOrgID"),
    "SourceAccount": ("StringEquals", "aws:SourceAccount"),
    "SourceArn": ("ArnLike", "aws:SourceArn"),
}
"""The conditions that properties stand for."""


def permitted(resource: Resource) -> Statement | None:
    """Return the statement that a permission stands for; None for one that cannot be
    read."""
    written = resource.get("Statement")
    if written is None:
        return Statement(resource, ("Action",), _body(resource))
    if isinstance(written, str):
        try:
            written = json.loads(written)
        except ValueError:
            return None
    known = isinstance(written, dict)
    return Statement(resource, ("Statement",), written) if known else None


def _body(resource: Resource) -> Mapping[str, Value]:
    """Return the statement of a permission that is written property by property."""
    conditions: dict[str, dict[str, Value]] = {}
    for property, (operator, key) in CONDITIONS.items():
        value = resource.get(property)
        if value is not None:
            conditions.setdefault(operator, {})[key] = value
    asked = resource.get("Condition")
    if asked is not None:
        parts = [resource.get("Condition", one) for one in ("Type", "Key", "Value")]
        operator, key = worded(parts[0]), worded(parts[1])
        conditions.setdefault(operator, {})[key] = parts[2]
    return {
        "Effect": "Allow",
        "Action": resource.get("Action"),
        "Principal": _principal(resource.get("Principal")),
        "Condition": conditions,
    }


def written(model: Model, resource: Resource, path: Path) -> Document | None:
    """Return the document at a path: a mapping, or a text with names of AWS in it."""
    found = next(document(resource, *path), None)
    body = resource.get(*path)
    if found is not None or not isinstance(body, Text):
        return found
    if not all(isinstance(one, str) or _harmless(model, one) for one in body.parts):
        return None
    marks = {f"{MARK}{at}{MARK}": one for at, one in enumerate(body.parts)}
    pieces = (p if isinstance(p, str) else mark for mark, p in marks.items())
    try:
        read = json.loads("".join(pieces))
    except ValueError:
        return None
    known = isinstance(read, dict)
    return Document(resource, path, _named(read, marks)) if known else None


def _harmless(model: Model, part: Value) -> bool:
    """Return whether a part of a text has no quotation marks, whatever it is: what AWS
    makes up, and neither a parameter nor what somebody else's code answers."""
    if isinstance(part, Reference):
        found = model.resources.get(part.path)
        return found is not None and not opaque(found)
    return isinstance(part, Unknown) and part.name.startswith("AWS::")


def _named(value: Value, marks: Mapping[str, Value]) -> Value:
    """Return a value with what its marks stand for in the text of it."""
    if not isinstance(value, str):
        return mapped(value, lambda one: _named(one, marks))
    return joined(marks.get(piece, piece) for piece in MARKED.split(value))


def _principal(value: Value) -> Value:
    """Return a principal as a statement has it: everybody, a service, or another."""
    if value == ANYBODY:
        return value
    dotted = isinstance(value, str | Text) and "." in worded(value)
    service = dotted and not worded(value).startswith("arn:")
    return {"Service" if service else "AWS": value}
