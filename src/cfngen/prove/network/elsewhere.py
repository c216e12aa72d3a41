"""What stacks and custom resources that are not at hand can name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cfngen.model import Model, Reference, Value, opaque, parts, references
from cfngen.prove.network.rules import Names


@dataclass(frozen=True)
class Elsewhere:
    """Resources that others can name: `exported` and `given` to what is not at hand.

    The same as checks.network.elsewhere says of one resource, found for all in one
    pass. `exported` holds the output, `given` the resource that a path is given to.
    """

    exported: Mapping[str, str]
    given: Mapping[str, str]

    def why(self, path: str) -> Names:
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
