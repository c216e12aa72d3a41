"""What is said of a change, in words: the same in every form of a diff."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cfngen.diff import Change, Diff, Effect, Fate
from cfngen.diff.corrections import REVISIONS

IDLE = "Settings that differ, and change no resource"
MOST_NAMED = 3
"""Resources that a line below all others names."""

GROUPS = {
    Effect.DESTROY: "Deleted",
    Effect.REPLACE: "Replaced",
    Effect.MAY_REPLACE: "May be replaced",
    Effect.ORPHAN: "Kept unmanaged",
    Effect.CREATE: "Created",
    Effect.UPDATE: "Updated",
    Effect.NO_CHANGE: "In the template only",
}
"""The heading of each effect, the worst first."""


@dataclass(frozen=True)
class Sides:
    """What is compared: two environments, or an `environment` at two times.

    `effects` says whether the second is to take the first's place, `nameless` that the
    environment's name is left out of names.
    """

    system: str
    before: str
    after: str
    environment: str = ""
    effects: bool = True
    nameless: bool = False

    @property
    def title(self) -> str:
        """Return both sides in a line."""
        subject = f"{self.system} {self.environment}".strip()
        return f"{subject}: {self.before} → {self.after}"


def at_stake(diff: Diff) -> list[Change]:
    """Return the changes that take data or an identity with them."""
    return [change for change in diff.changes if change.loses]


def refused(diff: Diff) -> list[Change]:
    """Return the changes that AWS refuses."""
    return [change for change in diff.changes if change.refusals]


def group(change: Change, sides: Sides) -> str:
    """Return the heading that a change belongs to."""
    if sides.effects:
        return GROUPS[change.effect]
    if change.effect in (Effect.DESTROY, Effect.ORPHAN):
        return f"Only in {sides.before}"
    return f"Only in {sides.after}" if change.effect is Effect.CREATE else "Different"


def shown(diff: Diff, sides: Sides) -> list[Change]:
    """Return the changes as they are shown.

    Where no effects are, what only follows from a replacement is none, and the order
    is that of the paths below their headings.
    """
    if sides.effects:
        return list(diff.changes)
    own = [change for change in diff.changes if change.own]
    return sorted(own, key=lambda c: (group(c, sides), c.path))


def sentence(change: Change) -> str:
    """Return what happens to a resource, to follow its name."""
    if change.effect is Effect.ORPHAN:
        verb = "leaves the stack and is kept by its DeletionPolicy"
        return verb if change.certain else f"perhaps {verb}"
    if change.effect is Effect.NO_CHANGE:
        return "stays as it is"
    may = change.effect is Effect.MAY_REPLACE or not change.certain
    modal = "would be" if change.refusals else "may be" if may else "is"
    done = {Effect.DESTROY: change.fate.value, Effect.CREATE: "created"}
    word = done.get(change.effect, "updated")
    if change.effect in (Effect.REPLACE, Effect.MAY_REPLACE):
        word = f"replaced; {_old(change)}"
    return f"{modal} {word}"


def detail(change: Change) -> str:
    """Return what the heading that a change stands under leaves open."""
    words = [] if change.certain else ["perhaps"]
    if change.effect is Effect.DESTROY and change.fate is Fate.SNAPSHOT:
        words.append("after a final snapshot")
    elif change.effect in (Effect.REPLACE, Effect.MAY_REPLACE):
        if change.type in REVISIONS:
            words.append("the next revision")
        elif change.fate is not Fate.DELETED:
            words.append(_old(change))
    return ", ".join(words)


def _old(change: Change) -> str:
    """Return what becomes of the one that is replaced."""
    if change.type in REVISIONS:
        return "it gets its next revision"
    if change.fate is Fate.KEPT:
        return "the old one is kept, outside the stack"
    return f"the old one is {change.fate}"


def remarks(change: Change) -> Iterator[str]:
    """Yield what else is to be said of a change, the gravest first."""
    if change.stateful is not None and change.effect >= Effect.ORPHAN:
        yield f"{_left(change)}: {change.stateful.lost}"
        if change.fate is Fate.DELETED and change.stateful.guard:
            yield f"note: {change.stateful.guard}"
    yield from (f"refused: {reason}" for reason in change.refusals)
    yield from (f"note: {note}" for note in change.notes)
    if change.renamed:
        goes = "goes" if change.effect is Effect.CREATE else "is created"
        yield f"note: the same as {change.renamed}, which {goes}; nothing is moved"


def _left(change: Change) -> str:
    """Return how much is left of what a resource holds."""
    if change.fate is Fate.SNAPSHOT:
        return "left in a final snapshot only"
    return "left behind" if change.fate is Fate.KEPT else "lost with it"


def summary(diff: Diff, sides: Sides) -> str:
    """Return how many of each, in a line."""
    counts = Counter(group(change, sides) for change in shown(diff, sides))
    order = [*GROUPS.values()] if sides.effects else sorted(counts)
    words = [
        f"{counts[name]} {name[0].lower()}{name[1:]}" for name in order if counts[name]
    ]
    return f"{', '.join(words)}." if words else "No resource differs."


def alarms(diff: Diff, sides: Sides) -> Iterator[str]:
    """Yield what nobody may miss, a line each."""
    stake, stopped = at_stake(diff), refused(diff)
    if stake and sides.effects:
        yield f"Data or an identity is at stake: {_first(stake)}."
    if stopped and sides.effects:
        yield f"AWS refuses {_first(stopped)}, and with it the whole update."


def _first(changes: Sequence[Change]) -> str:
    """Return the paths of the first changes, and how many there are beside."""
    paths = [change.path for change in changes]
    some, more = paths[:MOST_NAMED], len(paths) - MOST_NAMED
    return f"{', '.join(some)} and {more} more" if more > 0 else ", ".join(some)


def closing(sides: Sides) -> Iterator[str]:
    """Yield what a reader has to know of the comparison itself."""
    if sides.nameless:
        yield (
            "What differs by the environment's name only is left out; --names shows it."
        )
