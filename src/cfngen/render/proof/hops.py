"""One packet's way in lines: every hop numbered, the one that decides marked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap

from cfngen.printable import printable
from cfngen.prove.network.rules import Origin
from cfngen.prove.reach.walking import Hop, Walk
from cfngen.render.page import BOLD, FAINT, GREEN, RED, Page
from cfngen.render.proof.marks import Marks
from cfngen.render.proof.places import Where, lines, named, short
from cfngen.render.proof.words import packet

WIDEST = 36
"""Columns that the words of hops are aligned within."""

INDENT, FURTHER = " " * 4, " " * 10


@dataclass(frozen=True)
class Way:
    """How ways are written: on which page, with which signs and places.

    `sure` says that no unknown decides whether a packet gets through.
    """

    page: Page
    marks: Marks
    where: Where
    sure: bool = True

    def lines(self, walk: Walk, at: Origin | None = None) -> Iterator[str]:
        """Yield a packet and its hops; `at` is the rule that decides, if one does."""
        yield from self.labelled("packet", packet(walk, self.marks))
        width = min(WIDEST, max((len(hop.words) for hop in walk.hops), default=0))
        deciding = _deciding(walk, at)
        back = False
        for number, hop in enumerate(walk.hops, 1):
            if hop.back and not back:
                yield f"{INDENT}and the answer:"
            back = hop.back
            decides = number - 1 == deciding
            yield from self._hop(number, hop, width, decides)
            whole = decides or not hop.passes
            yield from self.places(hop.by) if whole else self._near(hop.by)

    def places(self, origin: Origin, indent: str = FURTHER) -> Iterator[str]:
        """Yield where a fact is written, a line each."""
        for line in lines(self.where(origin)):
            for piece in self.page.wrap(line, indent):
                yield self.page.paint(piece, FAINT)

    def _near(self, origin: Origin) -> Iterator[str]:
        """Yield in one line where a fact is written, and what it comes from."""
        words = short(self.where(origin))
        for piece in self.page.wrap(words, FURTHER) if words else ():
            yield self.page.paint(piece, FAINT)

    def labelled(self, label: str, words: str, indent: str = INDENT) -> Iterator[str]:
        """Yield words behind a label, in as many lines as they need."""
        return iter(
            wrap(
                printable(words.replace("\n", " ")),
                self.page.columns,
                initial_indent=f"{indent}{label:<8}",
                subsequent_indent=f"{indent}{' ' * 8}",
                break_long_words=False,
                break_on_hyphens=False,
            )
        )

    def _hop(self, number: int, hop: Hop, width: int, decides: bool) -> Iterator[str]:
        """Yield the lines of a hop: its words, what decides, and how."""
        mark = self.marks.passes if hop.passes else self.marks.stops
        sign = mark.ljust(max(len(self.marks.passes), len(self.marks.stops)))
        head = f"{number:>6} {sign} "
        detail = hop.detail.removeprefix(f"{hop.by.words} ")
        rest = [printable(part) for part in (named(hop.by), detail) if part]
        if decides:
            rest.append(f"{self.marks.here} this {self._does(hop)} it")
        words = printable(hop.words)
        tone = RED if not hop.passes else BOLD if decides else ""
        whole = "  ".join((f"{head}{words:<{width}}", *rest))
        if len(whole) <= self.page.columns:
            yield self._marked(whole.rstrip(), mark, tone, hop)
            return
        yield self._marked(f"{head}{words}", mark, tone, hop)
        for line in self._packed(rest):
            yield self.page.paint(line, tone)

    def _does(self, hop: Hop) -> str:
        """Return what a hop does to a packet."""
        verb = "admit" if hop.passes else "stop"
        return f"{verb}s" if self.sure else f"may {verb}"

    def _packed(self, parts: Sequence[str]) -> Iterator[str]:
        """Yield parts in as few lines as have room for them, none broken if it fits."""
        line = ""
        for part in parts:
            longer = f"{line}  {part}" if line else part
            if line and len(FURTHER) + len(longer) > self.page.columns:
                yield from self.page.wrap(line, FURTHER)
                longer = part
            line = longer
        if line:
            yield from self.page.wrap(line, FURTHER)

    def _marked(self, line: str, mark: str, tone: str, hop: Hop) -> str:
        """Return a hop's first line in its colour; of those that pass the sign only."""
        if tone:
            return self.page.paint(line, tone)
        sign = self.page.paint(mark, GREEN if hop.passes else RED)
        return line.replace(f" {mark} ", f" {sign} ", 1)


def _deciding(walk: Walk, at: Origin | None) -> int | None:
    """Return which hop decides: the first that stops, or the last that admits."""
    stopping = [i for i, hop in enumerate(walk.hops) if not hop.passes]
    if stopping:
        return stopping[0]
    admitting = [i for i, hop in enumerate(walk.hops) if hop.by == at and not hop.back]
    return admitting[-1] if admitting else None
