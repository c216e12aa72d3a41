"""Markdown for a comment on GitHub: nothing in a value can end what it stands in."""

from __future__ import annotations

import re
from collections.abc import Sequence

MOST = 65_536
"""Characters of a comment: https://github.com/orgs/community/discussions/41331. Bytes
are counted here, of which there are never fewer."""


def code(text: str) -> str:
    """Return a text as code, whatever backticks it holds."""
    longest = _ticks(text)
    fence, gap = "`" * (longest + 1), " " if longest else ""
    return f"{fence}{gap}{text}{gap}{fence}"


def escaped(text: str) -> str:
    """Return a text in which no character means anything to Markdown or HTML."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&@])", _as_entity, text)


def _as_entity(found: re.Match[str]) -> str:
    """Return a character as HTML writes it by number; a mention is none then."""
    return f"&#{ord(found[1])};"


def cell(text: str) -> str:
    """Return a text as code that stands in a table.

    A bar ends a cell even inside of code, and what escapes it can itself be escaped, so
    that such a text is written in HTML: https://github.github.com/gfm/#example-200
    """
    return f"<code>{escaped(text)}</code>" if {"|", "\\"} & set(text) else code(text)


def row(cells: Sequence[str]) -> str:
    """Return a row of a table; a cell is Markdown already, without a bar."""
    return f"| {' | '.join(cells)} |\n"


def folded(title: str, lines: Sequence[str], language: str = "diff") -> str:
    """Return lines in a block that unfolds; its fence is longer than any in them.

    GitHub colours lines by their `language`; those of a diff begin with + and -.
    """
    text = "\n".join(lines)
    fence = "`" * max(3, _ticks(text) + 1)
    return (
        f"\n<details><summary>{escaped(title)}</summary>\n\n"
        f"{fence}{language}\n{text}\n{fence}\n\n</details>\n"
    )


def _ticks(text: str) -> int:
    """Return how many backticks stand together at most."""
    return max(map(len, re.findall("`+", text)), default=0)


def fitting(parts: Sequence[str], room: int, left_out: str) -> tuple[str, int]:
    """Return the first parts that have room, and the room that is left in bytes.

    `left_out` tells of those that have none; its `{}` is their number.
    """
    text = ""
    for number, part in enumerate(parts):
        if size(part) > room:
            return text + left_out.format(len(parts) - number), 0
        text, room = text + part, room - size(part)
    return text, room


def size(text: str) -> int:
    """Return the bytes of a text."""
    return len(text.encode())
