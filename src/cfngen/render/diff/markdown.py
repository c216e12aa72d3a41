"""A diff as Markdown, short enough to be a comment on GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfngen.diff import Change, Diff, Difference
from cfngen.render.diff.values import HIDDEN, follows, pair, place, why
from cfngen.render.diff.words import (
    IDLE,
    Sides,
    alarms,
    at_stake,
    closing,
    group,
    refused,
    remarks,
    sentence,
    shown,
    summary,
)
from cfngen.render.markdown import (
    MOST,
    cell,
    code,
    escaped,
    fitting,
    folded,
    row,
    size,
)

WIDTH = 300
"""Characters of a value; a longer one is cut."""

LEFT_OUT = "\n_{} more: see `cfngen diff`; a comment on GitHub has no room for them._\n"


def render(diff: Diff, sides: Sides) -> str:
    """Return the diff: what is at stake, a table, and details to unfold.

    At most MOST bytes: rows and details that do not fit are counted in their place,
    the least grave first.
    """
    changes = shown(diff, sides)
    head = "".join(_head(diff, sides))
    end = "".join(f"\n{line}\n" for line in closing(sides))
    room = MOST - size(head) - size(end) - 2 * size(LEFT_OUT)
    rows = [_row(change, sides) for change in changes]
    table, room = fitting([TABLE, *rows] if rows else [], room, LEFT_OUT)
    sections = [
        *(_details(c, changes, sides) for c in changes),
        *_rest(diff, changes, sides),
    ]
    details, _ = fitting([s for s in sections if s], room, LEFT_OUT)
    return f"{head}{table}{details}{end}"


TABLE = "\n| | Resource | Type |\n| --- | --- | --- |\n"


def _head(diff: Diff, sides: Sides) -> Iterator[str]:
    """Yield the title, the counts, what is at stake and what AWS refuses."""
    said = " ".join((summary(diff, sides), *map(escaped, alarms(diff, sides))))
    yield f"### {escaped(sides.title)}\n\n{said}\n"
    if sides.effects:
        stake = at_stake(diff)
        others = [change for change in refused(diff) if not change.loses]
        yield from _loud("CAUTION", "Data or an identity is at stake", stake)
        yield from _loud("WARNING", "AWS refuses the whole update", others)


def _loud(kind: str, title: str, changes: Sequence[Change]) -> Iterator[str]:
    """Yield changes in a box that GitHub paints."""
    if changes:
        yield f"\n> [!{kind}]\n> {title}:\n"
    for change in changes[:MOST_LOUD]:
        said = "; ".join([sentence(change), *remarks(change)])
        yield f"> - {code(change.path)} {escaped(said[:MOST_SAID])}\n"
    if len(changes) > MOST_LOUD:
        yield f"> - and {len(changes) - MOST_LOUD} more\n"


MOST_LOUD, MOST_SAID = 40, 500
"""Lines of what is at stake, and characters of each; the table has the rest."""


def _row(change: Change, sides: Sides) -> str:
    """Return a row of the table."""
    return row((group(change, sides), cell(change.path), cell(change.type)))


def _details(change: Change, changes: Sequence[Change], sides: Sides) -> str:
    """Return what unfolds below a resource; empty where there is nothing to add."""
    differences = [
        difference
        for difference in (*change.properties, *change.attributes)
        if sides.effects or not difference.follows
    ]
    said = [f"# {remark}" for remark in remarks(change)] if sides.effects else []
    lines = [*said, *(line for d in differences for line in _lines(d, changes, sides))]
    title = f"{change.path}: {sentence(change)}" if sides.effects else change.path
    return folded(title, lines) if lines else ""


def _rest(diff: Diff, changes: Sequence[Change], sides: Sides) -> Iterator[str]:
    """Yield settings and outputs."""
    idle = [
        Difference((setting.name,), setting.before, setting.after)
        for setting in diff.settings
        if not setting.read
    ]
    outputs = [o for o in diff.outputs if sides.effects or not o.follows]
    for title, found in (
        (IDLE, idle),
        ("Outputs", outputs),
    ):
        lines = [line for d in found for line in _lines(d, changes, sides)]
        yield folded(title, lines) if lines else ""


def _lines(
    difference: Difference, changes: Sequence[Change], sides: Sides
) -> Iterator[str]:
    """Yield a difference as lines of a block in the language `diff`."""
    name, reason = place(difference), why(difference, sides.effects)
    after_words = f"  # {reason}" if reason else ""
    before, after = pair(difference, WIDTH)
    if difference.follows:
        yield f"! {name}: {follows(difference, changes)}{after_words}"
    elif not before and not after:
        yield f"! {name}: {HIDDEN}{after_words}"
    else:
        if difference.before is not None:
            yield f"- {name}: {before}"
        if difference.after is not None:
            yield f"+ {name}: {after}{after_words}"
        elif after_words:
            yield f"!{after_words}"
