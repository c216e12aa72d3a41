"""Statements that resources hold without a document: permissions of functions, layers
and event buses.

https://docs.aws.amazon.com/lambda/latest/dg/access-control-resource-based.html
https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-event-bus-permissions-manage.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from cfngen.checks.access.documents import ANYBODY, Statement
from cfngen.model import Resource, Text, Value, worded

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


def _principal(value: Value) -> Value:
    """Return a principal as a statement has it: everybody, a service, or another."""
    if value == ANYBODY:
        return value
    dotted = isinstance(value, str | Text) and "." in worded(value)
    service = dotted and not worded(value).startswith("arn:")
    return {"Service" if service else "AWS": value}
