"""The values that differ, in words: the same in every form of a diff."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from os.path import commonprefix

from cfngen.diff import Change, Difference, Effect
from cfngen.diff.judging import renews
from cfngen.model import Value, worded
from cfngen.printable import printable

NONE = "(none)"
HIDDEN = "changed, and not shown"
CUT = "…"
CONTEXT = 20
"""Characters kept before the first one that differs, where a value is cut."""


def place(difference: Difference) -> str:
    """Return the path of a difference: `Containers[web].Image`."""
    text = ".".join(difference.path).replace(".[", "[")
    return printable(text)


def pair(difference: Difference, width: int) -> tuple[str, str]:
    """Return both values, cut to a width around the first character that differs.

    Values that look the same and are not are secrets: both are empty then.
    """
    if difference.moved:
        texts = [", ".join(map(worded, side)) for side in _both(difference)]
    else:
        texts = [_text(side) for side in _both(difference)]
    before, after = map(printable, texts)
    if before == after:
        return ("", "")
    start = max(0, len(commonprefix((before, after))) - CONTEXT)
    return _cut(before, start, width), _cut(after, start, width)


def _both(difference: Difference) -> tuple[Value, Value]:
    """Return the values on both sides."""
    return difference.before, difference.after


def _text(value: Value) -> str:
    """Return a value as a line."""
    if value is None:
        return NONE
    return '""' if value == "" else worded(value)


def _cut(text: str, start: int, width: int) -> str:
    """Return a part of a text, marked where something is left out."""
    if len(text) <= width:
        return text
    first = CUT if start else ""
    last = CUT if start + width < len(text) else ""
    return f"{first}{text[start : start + width]}{last}"


def why(difference: Difference, effects: bool) -> str:
    """Return the reason of a difference's effect, empty where there is none."""
    said = [difference.reason] if effects and difference.reason else []
    said += ["order"] if difference.moved else []
    return ", ".join(said)


def follows(difference: Difference, changes: Sequence[Change]) -> str:
    """Return why a value comes to another one though its text stays."""
    sure = any(
        change.path == difference.follows and change.effect is Effect.REPLACE
        for change in changes
    )
    value = "new value" if renews(difference) else "perhaps a new value"
    return f"{value}, as {difference.follows} {'is' if sure else 'may be'} replaced"


def together(
    differences: Sequence[Difference],
) -> Iterator[tuple[Difference, int]]:
    """Yield differences, and how many more come of the same replacement as each."""
    alike: dict[tuple[object, ...], list[Difference]] = {}
    for number, difference in enumerate(differences):
        key: tuple[object, ...] = (number,)
        if difference.follows:
            key = (difference.follows, difference.effect, renews(difference))
        alike.setdefault(key, []).append(difference)
    for first, *more in alike.values():
        yield first, len(more)
