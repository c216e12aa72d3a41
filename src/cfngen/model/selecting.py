"""A part of a model, chosen by a path as people write it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from fnmatch import fnmatchcase

from cfngen.errors import InputError
from cfngen.model.model import Model, Resource
from cfngen.model.values import Value

WILD = "*?"


@dataclass(frozen=True)
class Selection:
    """What a path leads to: all, stacks by path, resources, or values by path.

    `values` are those of one property, by resource path and property.
    """

    stacks: tuple[str, ...] = ()
    resources: tuple[Resource, ...] = ()
    values: Mapping[str, Value] = field(default_factory=dict)
    whole: bool = False


def select(model: Model, path: str) -> Selection:
    """Return the part of a model that a path leads to; all of it where it is empty.

    `Network` is a stack, `Network/Vpc` a resource, `*/TaskDefinition` every one that
    the pattern fits, and `Database/Database.Engine` a property. Raises InputError, with
    what may have been meant, where the path leads nowhere.
    """
    if not path:
        stacks, resources = tuple(model.stacks), tuple(model.resources.values())
        return Selection(stacks, resources, whole=True)
    if path in model.stacks:
        return Selection((path,), tuple(_inside(model, path)))
    chosen = tuple(_fitting(model, path))
    if chosen:
        return Selection(resources=chosen)
    owner, dot, property = path.partition(".")
    owners = tuple(_fitting(model, owner)) if dot else ()
    if not owners:
        raise _unknown(model, owner if dot else path)
    found = {
        f"{one.path}.{property}": value
        for one in owners
        if (value := one.get(*map(_step, property.split(".")))) is not None
    }
    if not found:
        raise _lacking(owners, property)
    return Selection(values=found)


def _inside(model: Model, stack: str) -> Iterator[Resource]:
    """Yield the resources of a stack, without those of stacks that it nests."""
    return (one for one in model.resources.values() if one.stack == stack)


def _fitting(model: Model, path: str) -> Iterator[Resource]:
    """Yield the resource at a path, or those that a pattern fits."""
    if path in model.resources:
        yield model[path]
    elif any(wild in path for wild in WILD):
        for name, resource in model.resources.items():
            if fnmatchcase(name, path):
                yield resource


def _step(text: str) -> str | int:
    """Return a step of a path; a number is a position in a list."""
    return int(text) if text.isdecimal() else text


def _unknown(model: Model, path: str) -> InputError:
    """Return the error of a path at which there is nothing."""
    words = [*model.stacks, *model.resources]
    return InputError(f"{path}: no resource is there.", _meant(path, words))


def _lacking(owners: tuple[Resource, ...], property: str) -> InputError:
    """Return the error of a property that none of some resources has."""
    first = property.partition(".")[0]
    names = sorted({name for one in owners for name in one.properties})
    paths = ", ".join(one.path for one in owners[:3])
    more = f" and {len(owners) - 3} more" if len(owners) > 3 else ""
    message = f"{paths}{more}: there is no property {property}."
    listed = f"There is: {', '.join(names) or 'none'}."
    return InputError(message, "" if first in names else _meant(first, names) or listed)


def _meant(word: str, words: Iterable[str]) -> str:
    """Return the question which of some words was meant; empty where none is close.

    Names without their stack come first, then those that begin alike.
    """
    every = {one.lower(): one for one in words}
    asked = word.lower()
    last = [one for one in every if one.rpartition("/")[2] == asked]
    begin = [one for one in every if one.startswith(asked)]
    close = (last or begin)[:3] or get_close_matches(asked, every, 1)
    return f"Did you mean {' or '.join(every[one] for one in close)}?" if close else ""
