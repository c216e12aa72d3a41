"""What stands against changes once all of them are known, and what does not happen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cfngen.diff import limits, slots
from cfngen.diff.change import Change
from cfngen.diff.effect import Effect, Fate
from cfngen.diff.schemas import schema_of
from cfngen.model import Model, Resource

GONE = (Effect.DESTROY, Effect.ORPHAN)

TAKEN = "its {} {} taken by {}, which goes only after the new one has come"
ITSELF = "the one that it replaces"


def refused(changes: Sequence[Change], before: Model, after: Model) -> Iterator[Change]:
    """Yield the changes with what of the others stands against each."""
    leaving = [before[c.path] for c in changes if c.certain and _leaves(c, before)]
    renewed = {c.path for c in changes if c.effect is Effect.REPLACE}
    perhaps = renewed | {c.path for c in changes if c.effect is Effect.MAY_REPLACE}
    for change in changes:
        said: list[str] = []
        if change.certain and change.path in after.resources:
            if change.path not in before.resources or change.effect is Effect.REPLACE:
                said += _taken(change, after, leaving, before, perhaps)
            elif change.effect is Effect.UPDATE:
                old, new = before[change.path], after[change.path]
                said += limits.refusals(old, new, before, after, renewed)
        goes = change.fate in (Fate.DELETED, Fate.SNAPSHOT)
        stays = goes and limits.protected(before[change.path])
        notes = (*change.notes, limits.PROTECTED) if stays else change.notes
        yield replace(change, refusals=(*change.refusals, *said), notes=notes)


def _leaves(change: Change, before: Model) -> bool:
    """Return whether an old resource goes after what is new has come."""
    gone = change.effect in (*GONE, Effect.REPLACE)
    return gone and change.path in before.resources


def _taken(
    change: Change,
    after: Model,
    leaving: Sequence[Resource],
    before: Model,
    renewed: set[str],
) -> Iterator[str]:
    """Yield that the place of a new resource is not free."""
    new = after[change.path]
    region = after.stack_of(new).region
    for old in leaving:
        if old.type != new.type or before.stack_of(old).region != region:
            continue
        itself = old.path == new.path
        if itself and change.refusals:
            continue
        names = slots.shared(schema_of(after, new), new, old, renewed)
        if names:
            verb = "is" if len(names) == 1 else "are"
            other = ITSELF if itself else old.path
            yield TAKEN.format(_listed(names), verb, other)
            return


def _listed(names: Sequence[str]) -> str:
    """Return names as words: `a, b and c`."""
    *first, last = names
    return f"{', '.join(first)} and {last}" if first else last
