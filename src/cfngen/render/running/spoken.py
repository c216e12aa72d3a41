"""What others have written, made safe for a terminal and for a log."""

from __future__ import annotations

from cfngen.printable import printable

LONGEST = 500
"""Characters of a line of a program's log that are shown."""


def spoken(text: str, most: int = 0) -> str:
    """Return a text on one line, what no terminal should act on as escapes.

    Reasons and logs may hold what somebody has sent to a program, such as the sequences
    that clear a screen. Of more than `most` characters the rest is left out; 0 shows
    all.
    """
    line = " ".join(text.split())
    safe = printable(line)
    return f"{safe[:most]}..." if 0 < most < len(safe) else safe
