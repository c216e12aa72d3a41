"""A text of claims as statements: lines that belong together, without comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cfngen.findings import Finding, Place
from cfngen.prove.claims.claim import Said
from cfngen.prove.claims.tokens import Line, Token, Unreadable, found
from cfngen.prove.claims.words import STARTERS

BREAK = re.compile(r"\r\n?")
"""How lines end elsewhere; a comment that did not end there would hide all after it."""
GOES_ON = (",", ";")
UNFINISHED = {"role": ("only", "on", "for"), "only": ("read",)}
"""Words behind which a claim of a kind cannot end: there it goes on as well."""


@dataclass(frozen=True)
class Part:
    """A text of claims, and the place of its first character.

    All of a `fixed` text is in that place: it is not written, it follows from there.
    """

    text: str
    place: Place
    fixed: bool = False

    def lines(self) -> Iterator[Line]:
        """Yield the lines without their comments; every line starts in one column."""
        first = self.place
        whole = BREAK.sub("\n", self.text.removeprefix("\ufeff"))
        for number, text in enumerate(whole.split("\n")):
            line = first.line if self.fixed else first.line + number
            place = Place(first.file, first.path, line, first.column)
            yield Line(text.partition("#")[0], place, self.fixed)


@dataclass(frozen=True)
class Statement:
    """One statement: its words and signs, and how it reads as a whole."""

    tokens: tuple[Token, ...]
    said: Said


@dataclass(frozen=True)
class Unsaid:
    """Lines that make no statement: why, and the two words that they begin with."""

    finding: Finding
    words: tuple[str, ...]


def statements(part: Part) -> Iterator[Statement | Unsaid]:
    """Yield the statements of a text, and what is wrong with lines in their stead.

    A line that ends in a comma or a semicolon goes on in the next that is not blank,
    and so does one on a role that ends in only, on, for or read.
    """
    begun: list[Line] = []
    for line in part.lines():
        if not line.text.strip():
            continue
        if begun and line.text.split()[0] in STARTERS:
            yield _unended(begun, "the next one begins a claim of its own")
            begun = []
        begun.append(line)
        if not _goes_on(begun):
            yield _statement(begun)
            begun = []
    if begun:
        yield _unended(begun, "nothing follows")


def _goes_on(lines: list[Line]) -> bool:
    """Return whether a statement cannot be over yet."""
    last = lines[-1].text.split()[-1]
    unfinished = UNFINISHED.get(lines[0].text.split()[0], ())
    return last.endswith(GOES_ON) or last in unfinished


def _statement(lines: list[Line]) -> Statement | Unsaid:
    """Return some lines as one statement, or what is wrong with them."""
    try:
        tokens = tuple(token for line in lines for token in line.tokens())
    except Unreadable as error:
        return _unsaid(lines, error.finding)
    text = " ".join(" ".join(line.text.split()) for line in lines)
    return Statement(tokens, Said(text, tokens[0].place))


def _unsaid(lines: list[Line], finding: Finding) -> Unsaid:
    """Return what is wrong with lines; a set or a group has its name in the first."""
    return Unsaid(finding, tuple(lines[0].text.replace("=", " ").split()[:2]))


def _unended(lines: list[Line], why: str) -> Unsaid:
    """Return the finding that a list does not end."""
    last = lines[-1]
    text = last.text.rstrip()
    end = text[-1] if text.endswith(GOES_ON) else text.split()[-1]
    message = f"The line ends in '{end}', and {why}."
    mend = f"Remove the '{end}', or write what follows it."
    finding = found(last.at(len(text) - len(end)), message, mend)
    return _unsaid(lines, finding)
