"""Resources that seem to go on under another logical id, which none of them does.

CloudFormation deletes the one and makes the other; stack refactoring or an import can
keep it: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-refactoring.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from cfngen.diff.change import Change
from cfngen.diff.effect import Effect
from cfngen.diff.values import same
from cfngen.model import Model, Resource, Value

GONE = (Effect.DESTROY, Effect.ORPHAN)


def renamed(changes: Sequence[Change], before: Model, after: Model) -> Iterator[Change]:
    """Yield the changes, what goes and what comes in its stead naming each other."""
    pairs = dict(_pairs(changes, before, after))
    both = pairs | {new: old for old, new in pairs.items()}
    for change in changes:
        yield replace(change, renamed=both.get(change.path, ""))


def _pairs(
    changes: Sequence[Change], before: Model, after: Model
) -> Iterator[tuple[str, str]]:
    """Yield paths, old and new, of resources with one type and the same properties.

    Tags may differ, as the Name among them does. One without other properties is like
    any other; it has to keep its own name or its stack.
    """
    come = [
        c
        for c in changes
        if c.effect is Effect.CREATE and c.path not in before.resources
    ]
    for change in changes:
        if change.effect not in GONE or change.path in after.resources:
            continue
        old = before[change.path]
        for other in come:
            new = after[other.path]
            alike = old.type == new.type and same(_bare(old), _bare(new))
            if alike and (_bare(old) or old.name == new.name):
                come.remove(other)
                yield old.path, new.path
                break


def _bare(resource: Resource) -> Mapping[str, Value]:
    """Return the properties of a resource without its tags."""
    return {k: value for k, value in resource.properties.items() if k != "Tags"}
