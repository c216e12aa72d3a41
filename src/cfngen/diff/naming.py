"""Resources with a name of their own: CloudFormation cannot replace them.

The new one has to exist before the old one goes, and two cannot have one name:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-name.html
"""

from __future__ import annotations

from collections.abc import Collection

from cfngen.diff.values import same
from cfngen.model import Resource
from cfngen.schemas import Schema

NAME = "Name"

DELETED_FIRST = "delete_then_create"
"""The replacementStrategy of types whose old resource goes before the new one comes."""


def clash(
    schema: Schema, before: Resource, after: Resource, follow: Collection[str]
) -> tuple[str, ...]:
    """Return the properties that name a resource, where its replacement has the same.

    Empty where the names differ, CloudFormation makes them up, or the old resource is
    deleted first. `follow` are the properties that come to another value because what
    they refer to is replaced.
    """
    if schema.body.get("replacementStrategy") == DELETED_FIRST:
        return ()
    found = names(schema)
    given = [name for name in found if after.get(name) is not None]
    if len(given) < len(found):
        return ()
    unchanged = all(same(before.get(name), after.get(name)) for name in found)
    return found if unchanged and not set(found).intersection(follow) else ()


def names(schema: Schema) -> tuple[str, ...]:
    """Return the properties with which a template can name a resource of a type.

    They are those that identify it; where AWS makes the identifier (an ARN), the one
    that is called after the type, as GroupName of a SecurityGroup.
    """
    made = {path[0] for path in schema.paths("readOnlyProperties") if len(path) == 1}
    if not made.intersection(schema.identifier):
        return schema.identifier
    fixed = {path[0] for path in schema.paths("createOnlyProperties")}
    required = schema.body.get("required", ())
    kind = schema.type.rpartition("::")[2]
    optional = sorted(fixed.difference(required, schema.identifier))
    return tuple(n for n in optional if n.endswith(NAME) and _is_after(n, kind))[:1]


def _is_after(name: str, kind: str) -> bool:
    """Return whether a property is a name of the type's own."""
    return kind.endswith(name.removesuffix(NAME))
