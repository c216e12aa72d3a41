"""What is replaced changes all that refers to it, which may be replaced for that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from cfngen.diff.change import Difference, Path
from cfngen.diff.effect import Effect
from cfngen.diff.judging import judged
from cfngen.diff.schemas import schema_of
from cfngen.diff.values import labels
from cfngen.model import NAMED, Model, Resource, Value, references

Found = Mapping[str, tuple[Difference, ...]]
"""The differences of each resource by its path."""


@dataclass(frozen=True)
class Mention:
    """A property that refers to another resource."""

    resource: Resource
    path: Path
    value: Value


def spread(after: Model, own: Found, first: Mapping[str, Effect]) -> Found:
    """Return the differences, and those that replacements bring, until nothing moves.

    `own` has every resource that is in both models; `first` the effect on those that
    are replaced for another reason than a property. It ends, as effects only grow.
    """
    mentions = _mentions(after, own)
    found: dict[str, dict[tuple[Path, str], Difference]] = {path: {} for path in own}
    effects = {path: worst(all) for path, all in own.items()} | dict(first)
    todo = [path for path, effect in effects.items() if effect >= Effect.MAY_REPLACE]
    while todo:
        path = todo.pop()
        for mention in mentions.get(path, ()):
            there = mention.resource.path
            difference = _following(after, mention, path, effects[path])
            key = difference.path, path
            known = found[there].get(key)
            if known is None or known.effect < difference.effect:
                found[there][key] = difference
            if difference.effect > effects[there]:
                effects[there] = difference.effect
                todo += [there] if difference.effect >= Effect.MAY_REPLACE else []
    return {
        path: (*own[path], *(all[key] for key in sorted(all)))
        for path, all in found.items()
    }


def worst(differences: tuple[Difference, ...]) -> Effect:
    """Return the worst effect of some differences."""
    return max((d.effect for d in differences), default=Effect.NO_CHANGE)


def _following(
    after: Model, mention: Mention, replaced: str, effect: Effect
) -> Difference:
    """Return what it means for a property that something it refers to is replaced."""
    bare = Difference(mention.path, mention.value, mention.value, follows=replaced)
    found = judged(schema_of(after, mention.resource), bare)
    return replace(found, effect=min(found.effect, effect))


def _mentions(model: Model, common: Found) -> Mapping[str, list[Mention]]:
    """Return every property that refers to a resource, by that resource's path."""
    found: dict[str, list[Mention]] = {}
    for path in common:
        resource = model[path]
        for place, value in _named(resource.properties, ()):
            for target in {reference.path for reference in references(value)}:
                if not _is_port(model, resource, place):
                    mention = Mention(resource, place, value)
                    found.setdefault(target, []).append(mention)
    return found


def _is_port(model: Model, resource: Resource, place: Path) -> bool:
    """Return whether a value only goes down into a nested stack that is resolved."""
    return resource.path in model.stacks and place[0] == "Parameters"


def _named(value: Value, path: Path) -> Iterator[tuple[Path, Value]]:
    """Yield what is known by name only inside a value, and where."""
    match value:
        case dict():
            for key, item in value.items():
                yield from _named(item, (*path, key))
        case list():
            for step, item in zip(labels(value), value, strict=True):
                yield from _named(item, (*path, step))
        case _ if isinstance(value, NAMED):
            yield path, value
