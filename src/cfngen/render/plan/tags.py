"""Resources of which nothing changes but the same tags, to be told in one line.

A tag of the stack, or one that names a release, is on every resource and so changes
every resource.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cfngen.plan.planned import Kind, Planned
from cfngen.render.plan.values import Said, told

LEAST = 2
"""Resources that share a line; one alone is shown as any other."""

PLACE = re.compile(r"\w*Tags(?:\[(?P<item>.+?)\](?:\.Value)?|\.(?P<key>.+))")
"""A tag of a list or of a map: Tags[Owner].Value, HostedZoneTags[Owner], Tags.Owner."""

PROPERTY = re.compile(r"\w*Tags")
"""All tags of a resource, told as a whole where it had none before."""

UNTOLD = "Tags"
"""The place of tags of which no more is told than that they change."""


@dataclass(frozen=True)
class Tag:
    """A tag that changes, empty where nobody tells which, and what it was and is."""

    key: str
    before: str | None = None
    after: str | None = None


@dataclass(frozen=True)
class Tagged:
    """Resources of which the same tags change; `why` is what they have in common."""

    tags: tuple[Tag, ...]
    why: str
    resources: tuple[Planned, ...]


def tagged(changes: Iterable[Planned]) -> tuple[Tagged, ...]:
    """Return the resources that share a line, by what changes in them."""
    alike: dict[tuple[Tag, ...], list[Planned]] = {}
    for one in changes:
        tags = tags_of(one)
        if tags:
            alike.setdefault(tags, []).append(one)
    return tuple(
        Tagged(tags, _why(found), tuple(found))
        for tags, found in alike.items()
        if len(found) >= LEAST
    )


def tags_of(one: Planned) -> tuple[Tag, ...]:
    """Return the tags that change in a resource; none where anything else does.

    Nested stacks have none: what they pass on changes what is in them.
    """
    if one.kind is not Kind.UPDATE or one.noise or one.lost or one.doubt or one.nested:
        return ()
    found = [_tags(said) for cause in one.causes for said in told(cause)]
    return tuple(tag for tags in found for tag in tags) if all(found) else ()


def _tags(said: Said) -> list[Tag]:
    """Return the tags that a place is of; none for a place of anything else."""
    if said.place == UNTOLD and said.before is None and said.after is None:
        return [Tag("")]
    if PROPERTY.fullmatch(said.place):
        return _all(said)
    match = PLACE.fullmatch(said.place)
    key = (match["item"] or match["key"]) if match else ""
    if not key or key.isdigit():
        return []
    return [Tag(key, _value(said.before), _value(said.after))]


def _all(said: Said) -> list[Tag]:
    """Return the first tags of a resource, or the last ones; none for other values."""
    try:
        sides = [json.loads(text or "[]") for text in (said.before, said.after)]
        old, new = ({str(t["Key"]): str(t["Value"]) for t in side} for side in sides)
    except (ValueError, TypeError, KeyError):
        return []
    return [Tag(key, old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new))]


def _value(text: str | None) -> str | None:
    """Return a tag's value, also out of a whole tag: `{"Key": …, "Value": …}`."""
    try:
        whole = json.loads(text or "")
    except ValueError:
        return text
    return str(whole["Value"]) if isinstance(whole, dict) and "Value" in whole else text


def _why(found: Sequence[Planned]) -> str:
    """Return where the change of all of them comes from; empty for several places."""
    whys = {cause.why for one in found for cause in one.causes}
    return whys.pop() if len(whys) == 1 else ""


def without(changes: Sequence[Planned], told: Iterable[Tagged]) -> Iterator[Planned]:
    """Yield what is left to be shown, without nested stacks of which nothing is."""
    gone = {one.path for line in told for one in line.resources}
    real = [one for one in changes if one.path not in gone and not one.noise]
    for one in (one for one in changes if one.path not in gone):
        inside = f"{one.path}/"
        passes = one.nested and one.kind is Kind.UPDATE and not one.lost
        emptied = passes and any(path.startswith(inside) for path in gone)
        if not emptied or any(o.path.startswith(inside) and not o.nested for o in real):
            yield one
