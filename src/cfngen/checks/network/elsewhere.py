"""What somebody outside of the templates at hand may add to a resource."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cfngen.model import Model, Reference, Resource, Value, opaque, parts, references


@dataclass(frozen=True)
class Elsewhere:
    """Resources that others can name: `exported` and `given` to what is not at hand.

    `exported` holds the output, `given` the nested stack without its template or the
    custom resource that a path is given to: rules, routes and listeners may come from
    there.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
    """

    exported: Mapping[str, str]
    given: Mapping[str, str]

    def why(self, path: str) -> tuple[str, ...]:
        """Return by what others may know a resource, nothing where they do not."""
        found = (self.exported.get(path), self.given.get(path))
        return tuple(name for name in found if name)

    def may_be_ours(self, value: Value) -> bool:
        """Return whether what somebody else gives back may be what he was given."""
        return any(
            isinstance(part, Reference) and part.path in self.given.values()
            for part in parts(value)
        )


def elsewhere_of(model: Model) -> Elsewhere:
    """Return what others can name of a model."""
    exported = {
        found.path: f"the export {name}"
        for stack in model.stacks.values()
        for name, output in stack.outputs.items()
        if output.export is not None
        for found in references(output.value)
    }
    given = {
        found.path: one.path
        for one in model.resources.values()
        if opaque(one) and one.path not in model.stacks
        for found in references(dict(one.properties))
    }
    return Elsewhere(exported, given)


def reached(model: Model, resource: Resource) -> bool:
    """Return whether stacks that are not at hand can name a resource."""
    return bool(elsewhere_of(model).why(resource.path))


def given(model: Model, resource: Resource) -> bool:
    """Return whether a resource is given to what cannot be looked into."""
    return resource.path in elsewhere_of(model).given
