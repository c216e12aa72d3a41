"""Giving properties the types that the resource's schema asks for.

Plain moto hands `"false"` to a service that tests for truth. CloudFormation converts
strings to the booleans and numbers of the provider schema, and refuses unknown keys,
missing keys and values of the wrong shape for the resource alone:
https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-schema.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cfngen.local.language.evaluation import UNKNOWN
from cfngen.local.language.refusals import ResourceFailed
from cfngen.schemas import Schema

LATE = (UNKNOWN, "{{resolve:")
JSON_NAMES = {str: "String", list: "JSONArray", dict: "JSONObject", bool: "Boolean"}


class Unfit(ResourceFailed):
    """Properties do not fit; each problem is `#/path: what is wrong`."""

    def __init__(self, logical_id: str, problems: tuple[str, ...]) -> None:
        super().__init__(
            f"Properties validation failed for resource {logical_id} with message:\n"
            + "\n".join(problems)
        )
        self.problems = problems


def conform(
    logical_id: str, properties: Mapping[str, Any], schema: Schema
) -> dict[str, Any]:
    """Return the properties in the schema's types.

    Raises Unfit, which lists every property that does not fit.
    """
    problems: list[str] = []
    result = _conform(dict(properties), schema.body, schema, "#", problems)
    if problems:
        raise Unfit(logical_id, tuple(problems))
    return dict(result)


def _conform(
    value: Any, node: Mapping[str, Any], schema: Schema, path: str, problems: list[str]
) -> Any:
    node = schema.resolved(node)
    if isinstance(value, str) and any(mark in value for mark in LATE):
        return value
    kind = node.get("type")
    if isinstance(value, dict):
        return _mapping(value, node, schema, path, problems)
    if isinstance(value, list):
        if kind in ("string", "integer", "number", "boolean", "object"):
            problems.append(_mismatch(path, kind, value))
        items = node.get("items", {})
        return [
            _conform(item, items, schema, f"{path}/{index}", problems)
            for index, item in enumerate(value)
        ]
    return _scalar(value, kind, path, problems)


def _mapping(
    value: dict[str, Any],
    node: Mapping[str, Any],
    schema: Schema,
    path: str,
    problems: list[str],
) -> dict[str, Any]:
    known: Mapping[str, Any] = node.get("properties", {})
    if node.get("type") in ("array", "integer", "number", "boolean"):
        problems.append(_mismatch(path, str(node["type"]), value))
    if node.get("additionalProperties") is False and known:
        patterns = tuple(node.get("patternProperties", {}))
        problems.extend(
            f"{path}: extraneous key [{key}] is not permitted"
            for key in value
            if key not in known and not any(re.search(p, key) for p in patterns)
        )
    problems.extend(
        f"{path}: required key [{key}] not found"
        for key in node.get("required", ())
        if key not in value
    )
    return {
        key: _conform(item, known.get(key, {}), schema, f"{path}/{key}", problems)
        for key, item in value.items()
    }


def _scalar(value: Any, kind: Any, path: str, problems: list[str]) -> Any:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if kind == "string":
        return text
    if kind == "boolean" and text.lower() in ("true", "false"):
        return text.lower() == "true"
    if kind == "integer" and re.fullmatch(r"-?\d+(\.0+)?", text):
        return int(float(text))
    if kind == "number" and re.fullmatch(r"-?\d+(\.\d+)?", text):
        return float(text) if "." in text else int(text)
    if kind in ("boolean", "integer", "number", "array", "object"):
        problems.append(_mismatch(path, kind, value))
    return value


def _mismatch(path: str, kind: str, value: Any) -> str:
    wanted = {"array": "JSONArray", "object": "JSONObject"}.get(kind, kind.title())
    found = JSON_NAMES.get(type(value), "Number")
    return f"{path}: expected type: {wanted}, found: {found}"
