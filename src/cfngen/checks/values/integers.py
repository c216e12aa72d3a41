"""Properties that hold a whole number."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cfngen.checks.check import Problem
from cfngen.diff.schemas import schema_of
from cfngen.model import Model, Resource, Value, number, parts, plain, text
from cfngen.resolve.origin import written
from cfngen.resolve.scope import Path
from cfngen.schemas import Schema


def whole(model: Model) -> Iterator[Problem]:
    """A property that takes a whole number is given one.

    CloudFormation refuses "1.5" or "two" where the provider's schema says integer
    ("expected type: Integer"), and only once the deployment gets there: a parameter of
    type Number may have a fraction. What a template writes itself cfn-lint judges.
    """
    for resource in model.resources.values():
        schema = schema_of(model, resource)
        found = _integers(resource.properties, schema.body, schema, ())
        for path, value in found if not resource.when else ():
            if _refused(value) and not _literal(model, resource, path, value):
                message = f"{path[-1]} is {plain(value)!r}, which is no whole number."
                yield Problem(resource, path, message, "Write a whole number.")


def _integers(
    value: Value, node: Mapping[str, Any], schema: Schema, path: Path
) -> Iterator[tuple[Path, Value]]:
    """Yield what stands where a schema says integer and nothing else, with its path."""
    node = schema.resolved(node)
    match value:
        case dict():
            known = node.get("properties", {})
            for key in (name for name in value if name in known):
                yield from _integers(value[key], known[key], schema, (*path, key))
        case list():
            each = node.get("items", {})
            for index, item in enumerate(value):
                yield from _integers(item, each, schema, (*path, index))
        case _ if node.get("type") == "integer":
            yield path, value


def _refused(value: Value) -> bool:
    """Return whether a scalar is known, and surely no whole number."""
    if isinstance(value, bool) or text(value) is None:
        return False
    known = number(value)
    return known is None or not known.is_integer()


def _literal(model: Model, resource: Resource, path: Path, value: Value) -> bool:
    """Return whether a template writes a value itself, or in a branch of an Fn::If."""
    steps = ("Resources", resource.name, "Properties", *written(model, resource, path))
    here = model.stack_of(resource).template.node(steps).plain()
    return text(value) in map(text, parts(here))
