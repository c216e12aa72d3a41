"""One difference between a resource and its template, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from cfngen.cloud.values import Difference, Drifted
from cfngen.model import Dynamic, Model, Resource, Secret, Value, parts, plain
from cfngen.operate.expected import Around, why
from cfngen.operate.hiding import FETCHED, hidden, pointed, refers, safe
from cfngen.resolve.origin import settings


@dataclass(frozen=True)
class Told:
    """A difference as it may be shown; `path` is `Tags/0/Value`.

    `kind` is NOT_EQUAL, ADD or REMOVE. `why` says why it was to be expected, empty
    where it was not; `setting` names the parameter that the property is made of first.
    """

    path: str
    kind: str
    expected: str
    actual: str
    why: str = ""
    setting: str = ""


@dataclass(frozen=True)
class Origin:
    """What is committed for a tree, None where it cannot be read, and what the tree
    holds in the cloud."""

    model: Model | None
    there: Around = field(default_factory=Around)

    def file(self, path: str) -> str:
        """Return the template that declares a resource, empty where it is unknown."""
        found = self._resource(path)
        if self.model is None or found is None:
            return ""
        return self.model.stack_of(found).template.file

    def told(self, path: str, drifted: Drifted) -> tuple[Told, ...]:
        """Return the differences of the resource at a path."""
        found = self._resource(path)
        around = replace(self.there, model=self.model, resource=found)
        return tuple(self._told(around, drifted, one) for one in drifted.differences)

    def _told(self, around: Around, drifted: Drifted, one: Difference) -> Told:
        """Return a difference; secrets are masked on both sides."""
        resource = around.resource
        steps = pointed(one.path)
        way = tuple(int(step) if step.isdigit() else step for step in steps)
        kept = _secret(resource, way) or FETCHED.search(one.expected) is not None
        named = hidden(steps, _beside(resource, way, one))
        return Told(
            "/".join(steps),
            one.kind,
            safe(one.expected, kept or (named and not refers(one.expected))),
            safe(one.actual, kept or (named and not refers(one.actual))),
            why(drifted.type, one, around),
            "" if one.kind == "ADD" else self._setting(resource, way),
        )

    def _setting(self, resource: Resource | None, way: tuple[str | int, ...]) -> str:
        """Return the parameter that a property is made of, if there is one."""
        if self.model is None or resource is None:
            return ""
        return next(iter(settings(self.model, resource, way)), "")

    def _resource(self, path: str) -> Resource | None:
        """Return what is committed under a path."""
        return None if self.model is None else self.model.resources.get(path)


def _beside(
    resource: Resource | None, way: tuple[str | int, ...], one: Difference
) -> Value:
    """Return the mapping that holds a property, None where that is not sure.

    CloudFormation may count the items of a list in another order; the property is the
    one that it means only if it has the value that it expects.
    """
    if resource is None or plain(resource.get(*way)) != one.expected:
        return None
    return resource.get(*way[:-1])


def _secret(resource: Resource | None, way: tuple[str | int, ...]) -> bool:
    """Say whether a property is committed as a secret: NoEcho or fetched."""
    if resource is None:
        return False
    ways = (way[:length] for length in range(len(way), 0, -1))
    nearest = next((one for one in ways if resource.get(*one) is not None), ())
    value = resource.get(*nearest)
    if nearest != way and isinstance(value, list | dict):
        return False  # others are beside what is not there
    return any(isinstance(part, Secret | Dynamic) for part in parts(value))
