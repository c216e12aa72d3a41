"""The values that a plan changes, in words: the same in every form of a plan."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import unified_diff
from os.path import commonprefix
from typing import Any

from cfngen.cloud.changes import KNOWN_AFTER_APPLY
from cfngen.diff import Difference
from cfngen.diff.values import differences
from cfngen.model import Value, worded
from cfngen.plan.planned import Cause
from cfngen.printable import printable
from cfngen.render.diff.values import CUT, HIDDEN, NONE
from cfngen.render.plan.sids import by_sid
from cfngen.render.statements import sentences, wide

EMPTY = '""'
LATER = "(known afterwards)"
LATER_OR_NONE = "(none, or known afterwards)"
"""CloudFormation leaves both out."""

CONTEXT = 12
"""Characters kept of what both values begin and end with, where a value is cut."""

MOST_LINES = 16
"""Lines that are shown of a text with several."""

PREFIX = "Properties."
RECREATES = {"Always": "replaces it", "Conditionally": "may replace it"}


@dataclass(frozen=True)
class Said:
    """One place of a resource that gets another value, and why that matters.

    None is a value that is not there. Where both are None, or the same, the place alone
    is known.
    """

    place: str
    before: str | None
    after: str | None
    why: str = ""
    widens: bool = False

    @property
    def hidden(self) -> bool:
        """Say whether the values themselves are not to be seen."""
        return self.before == self.after

    @property
    def later(self) -> bool:
        """Say whether the new value is not told."""
        return self.after in (LATER, LATER_OR_NONE)

    @property
    def tall(self) -> bool:
        """Say whether a value has several lines."""
        return any("\n" in text for text in (self.before, self.after) if text)

    def word(self) -> str:
        """Return what stands in the place of hidden values."""
        return HIDDEN if self.before is not None else "changes"


def told(cause: Cause) -> Iterator[Said]:
    """Yield what a cause changes: of JSON, each place inside that differs."""
    name, why = printable(_place(cause)), _why(cause)
    for found in _inside(cause) or [Difference((), *_plain(cause))]:
        before, after = _text(found.before), _text(found.after)
        step = ".".join(("", *found.path)).replace(".[", "[")
        widens = bool(after and wide(after)) and not (before and wide(before))
        yield Said(f"{name}{printable(step)}", before, after, why, widens)


def _place(cause: Cause) -> str:
    """Return where a cause is, items of lists in brackets: Tags[Owner].Value."""
    numbered = re.sub(r"\.(\d+)(?=\.|$)", r"[\1]", cause.path)
    return (cause.place or numbered).removeprefix(PREFIX)


def _why(cause: Cause) -> str:
    """Return where a change comes from, and what it does."""
    words = (cause.why, RECREATES.get(cause.recreates, ""))
    return "; ".join(printable(word) for word in words if word)


def _inside(cause: Cause) -> list[Difference]:
    """Return where two values of JSON differ; nothing where they are none."""
    before, after = _parsed(cause.before), _parsed(cause.after)
    if not isinstance(before, dict | list) or type(before) is not type(after):
        return []
    both = sentences(before), sentences(after)
    return list(by_sid(differences(*both, lambda _: False)))


def _parsed(text: str | None) -> Any:
    """Return what a text says if it is JSON."""
    try:
        return json.loads(text) if text else None
    except ValueError:
        return None


def _plain(cause: Cause) -> tuple[str | None, str | None]:
    """Return the values of a cause as wholes, with words for what is not told.

    What goes is the template's doing; what refers to something else gets a value.
    """
    if cause.after is not None or cause.before is None:
        return cause.before, cause.after
    refers = cause.why and not cause.why.startswith("the ")
    return cause.before, LATER if refers else LATER_OR_NONE


def _text(value: Value) -> str | None:
    """Return a value as it is shown."""
    if value is None:
        return None
    return worded(value).replace(KNOWN_AFTER_APPLY, LATER) or EMPTY


def shortened(said: Said, width: int) -> tuple[str, str]:
    """Return both values in a line each, of about a width at most.

    What is cut tells how long it was; what both have in common is cut first, so that
    what differs stays to be seen.
    """
    before, after = (printable(text or NONE) for text in (said.before, said.after))
    if max(len(before), len(after)) <= width:
        return before, after
    if said.before is None or said.after is None:
        return middle(before, width), middle(after, width)
    start = max(0, len(commonprefix((before, after))) - CONTEXT)
    left = min(len(before), len(after)) - start - CONTEXT
    tail = len(commonprefix((before[::-1], after[::-1])))
    end = max(0, min(tail - CONTEXT, left))
    room = max(width - 2 * len(CUT), 3 * CONTEXT)
    return _core(before, start, end, room), _core(after, start, end, room)


def _core(text: str, start: int, end: int, width: int) -> str:
    """Return a text without some characters at either end, marked where they were."""
    inner = middle(text[start : len(text) - end], width, len(text))
    return f"{CUT if start else ''}{inner}{CUT if end else ''}"


def middle(text: str, width: int, whole: int = 0) -> str:
    """Return a text cut in its middle, where the number of its characters stands.

    `whole` is that number where the text itself is a part already.
    """
    if len(text) <= width:
        return text
    mark = f"{CUT}({whole or len(text):,} characters){CUT}"
    head = max(0, width - len(mark)) // 2
    tail = max(0, width - len(mark) - head)
    return f"{text[:head]}{mark}{text[len(text) - tail :]}"


def by_lines(said: Said) -> Iterator[tuple[str, str]]:
    """Yield what differs between texts of several lines: a sign and a line each."""
    texts = ("" if t in (None, EMPTY) else str(t) for t in (said.before, said.after))
    before, after = (text.splitlines() for text in texts)
    changed = [
        (line[0], printable(line[1:]))
        for line in list(unified_diff(before, after, n=0, lineterm=""))[2:]
        if not line.startswith("@@")
    ]
    yield from changed[:MOST_LINES]
    if len(changed) > MOST_LINES:
        yield " ", f"{CUT} and {len(changed) - MOST_LINES} more lines"
