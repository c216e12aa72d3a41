"""Text of others on a line of ours."""

from __future__ import annotations


def printable(text: str) -> str:
    """Return a text on one line, with what ends lines or moves cursors as escapes."""
    return "".join(
        one if one.isprintable() else one.encode("unicode_escape").decode()
        for one in text
    )
