"""What stands against changes once all of them are known, and what does not happen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from cfngen.diff import limits
from cfngen.diff.change import Change
from cfngen.diff.effect import Effect, Fate
from cfngen.diff.schemas import schema_of
from cfngen.diff.slots import SUBNET, Slot, overlap, slots
from cfngen.diff.values import same
from cfngen.model import Model, Resource, references

GONE = (Effect.DESTROY, Effect.ORPHAN)

TAKEN = "its {} {} taken by {}, which goes only after the new one has come"
ITSELF = "the one that it replaces"

Key = tuple[str, ...]


@dataclass(frozen=True)
class _Old:
    """What is there until all that is new has come, and what comes to another value."""

    slots: Mapping[Key, Sequence[tuple[Slot, str]]]
    subnets: Sequence[Resource]
    renewed: Collection[str]


def refused(changes: Sequence[Change], before: Model, after: Model) -> Iterator[Change]:
    """Yield the changes with what of the others stands against each."""
    replaced = {c.path for c in changes if c.effect is Effect.REPLACE}
    perhaps = {c.path for c in changes if c.effect is Effect.MAY_REPLACE}
    old = _old(changes, before, replaced | perhaps)
    for change in changes:
        said: list[str] = []
        if change.certain and change.path in after.resources:
            new = after[change.path]
            if change.path not in before.resources or change.effect is Effect.REPLACE:
                said += _taken(change, new, after, old)
            elif change.effect is Effect.UPDATE:
                was = before[change.path]
                said += limits.refusals(was, new, before, after, replaced)
        goes = change.fate in (Fate.DELETED, Fate.SNAPSHOT)
        stays = goes and limits.protected(before[change.path])
        notes = (*change.notes, limits.PROTECTED) if stays else change.notes
        yield replace(change, refusals=(*change.refusals, *said), notes=notes)


def _old(changes: Sequence[Change], before: Model, renewed: Collection[str]) -> _Old:
    """Return what surely goes, and only after what is new has come."""
    leaving = [
        before[change.path]
        for change in changes
        if change.certain and change.path in before.resources
        if change.effect in (*GONE, Effect.REPLACE)
    ]
    held: dict[Key, list[tuple[Slot, str]]] = {}
    for one in leaving:
        for slot in slots(schema_of(before, one), before.stack_of(one).region, one):
            held.setdefault(slot.key, []).append((slot, one.path))
    return _Old(held, [one for one in leaving if one.type == SUBNET], renewed)


def _taken(change: Change, new: Resource, after: Model, old: _Old) -> Iterator[str]:
    """Yield that the place of a new resource is not free."""
    for slot in slots(schema_of(after, new), after.stack_of(new).region, new):
        for other, path in old.slots.get(slot.key, ()):
            known = path == new.path and change.refusals
            equal = same([*slot.values], [*other.values])
            if equal and not known and not _renewed([*slot.values], old):
                yield _said(slot.given, path, new)
                return
    if new.type == SUBNET and not _renewed(new.get("VpcId"), old):
        for subnet in old.subnets:
            if overlap(new, subnet):
                yield _said(("CidrBlock",), subnet.path, new)
                return


def _renewed(value: object, old: _Old) -> bool:
    """Return whether a value may come to another one, by what it refers to."""
    return any(found.path in old.renewed for found in references(value))


def _said(names: Sequence[str], path: str, new: Resource) -> str:
    """Return that properties of a new resource are those of an old one."""
    *first, last = names
    words = f"{', '.join(first)} and {last}" if first else last
    other = ITSELF if path == new.path else path
    return TAKEN.format(words, "are" if first else "is", other)
