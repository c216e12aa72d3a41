"""The provider schema of a resource, in the region that it is in."""

from __future__ import annotations

from cfngen.diff.change import Path
from cfngen.model import Model, Resource
from cfngen.schemas import Schema, exists, schema

USUAL = "us-east-1"
"""Where every type exists; for a region that is not known, or that lacks the type."""


def schema_of(model: Model, resource: Resource) -> Schema:
    """Return the schema of a resource's type; an empty one where AWS has none."""
    region = model.stack_of(resource).region
    there = isinstance(region, str) and exists(region, resource.type)
    return schema(region if there else USUAL, resource.type)


def unordered(schema: Schema, path: Path) -> bool:
    """Return whether the order of a list means nothing to the resource."""
    steps = tuple("*" if step.startswith("[") else step for step in path)
    return schema.at(steps).get("insertionOrder") is False
