"""A page of text: its colours, and lines no wider than a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from textwrap import wrap

from cfngen.printable import printable
from cfngen.render.plan.values import middle

RED, YELLOW, GREEN, BOLD, FAINT = "31", "33", "32", "1", "2"
INSIDE = " " * 6


@dataclass(frozen=True)
class Page:
    """Whether there are colours, and how many columns."""

    colour: bool
    columns: int

    def paint(self, words: str, tone: str) -> str:
        """Return the words in a colour, where colours are wanted."""
        return f"\x1b[{tone}m{words}\x1b[0m" if self.colour and tone else words

    def wrap(self, words: str, indent: str = INSIDE) -> Iterator[str]:
        """Yield words in as many lines as they need, the second further right."""
        yield from wrap(
            printable(words.replace("\n", " ")),
            self.columns,
            initial_indent=indent,
            subsequent_indent=f"{indent}  ",
            break_long_words=False,
            break_on_hyphens=False,
        )

    def cut(self, text: str) -> str:
        """Return a text that has room in a line below a name."""
        return middle(text, self.columns - len(INSIDE) - 4)
