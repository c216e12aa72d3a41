"""One line of claims as words and signs, each with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from cfngen.findings import Finding, Place
from cfngen.prove.claims.words import ARROW, NEVER, SIGNS

ID = "CG800"

PUNCTUATION = ",;=[]()"
IN_ARROWS = "-=<>~!|\\/"
STARTS_ARROW = "-=<>~|\\"
LETTERS = frozenset(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./*?@+%:${}!&"
)
"""What words consist of: names, ports, addresses, actions and ARNs."""

ENDLESS = re.compile(r"\S{300,}")
"""Longer than any name that AWS has; a message does not repeat all of it."""


class Unreadable(Exception):
    """Where a statement cannot be read any further, why, and how to mend it."""

    def __init__(self, place: Place, message: str, mend: str) -> None:
        super().__init__(message)
        self.place, self.message, self.mend = place, message, mend

    @property
    def finding(self) -> Finding:
        """Return the finding that says so."""
        return found(self.place, self.message, self.mend)


def found(place: Place, message: str, mend: str, id: str = ID) -> Finding:
    """Return a finding on a place of the claims, in words that a terminal shows."""
    return Finding(
        *(place.file, place.path, id, _plain(message), _plain(mend)),
        line=place.line,
        column=place.column,
    )


def _plain(text: str) -> str:
    """Return a text without endless words and characters that cannot be printed."""
    short = ENDLESS.sub(lambda word: f"{word[0][:40]}…{word[0][-15:]}", text)
    return "".join(one if one.isprintable() else "\ufffd" for one in short)


@dataclass(frozen=True)
class Token:
    """A word, an arrow or another sign."""

    text: str
    place: Place
    word: bool = False


@dataclass(frozen=True)
class Line:
    """A line's text without its comment, and the place of its first character.

    All of a `fixed` line is in one place: that of the value it follows from.
    """

    text: str
    place: Place
    fixed: bool = False

    def at(self, column: int) -> Place:
        """Return the place of a character, counted from 0."""
        here = self.place
        if self.fixed:
            return here
        return Place(here.file, here.path, here.line, here.column + column)

    def tokens(self) -> Iterator[Token]:
        """Yield what the line consists of; raise Unreadable for anything else."""
        at = 0
        while at < len(self.text):
            if self.text[at].isspace() and self.text[at] not in SIGNS:
                at += 1
                continue
            text, word = _piece(self, at)
            yield Token(text, self.at(at), word)
            at += len(text)


def _piece(line: Line, at: int) -> tuple[str, bool]:
    """Return the piece that starts at a character, and whether it is a word."""
    text = line.text
    for arrow in (NEVER, ARROW):
        if text.startswith(arrow, at):
            return arrow, False
    letter = text[at]
    if letter == ":" and _apart(text, at):
        return letter, False
    starts = letter in STARTS_ARROW or (letter == "!" and text[at - 1 : at] != "[")
    if starts and _run(text, at) != "=":
        raise _no_arrow(line, at, _run(text, at))
    if letter in PUNCTUATION:
        return letter, False
    end = at
    while end < len(text) and text[end] in LETTERS and not _ends_word(text, end):
        end += 1
    if end == at:
        raise _stray(line, at)
    return text[at:end], True


def _apart(text: str, at: int) -> bool:
    """Return whether a colon stands for itself; `s3:GetObject` and `::/0` are words."""
    before = text[at - 1 : at] or " "
    after = text[at + 1 : at + 2] or " "
    return after.isspace() or (before.isspace() and after != ":")


def _ends_word(text: str, at: int) -> bool:
    """Return whether a word ends before a letter that could be part of it."""
    return (
        text.startswith((ARROW, NEVER), at)
        or (text[at] == "!" and text[at - 1 : at] not in ("[", ""))
        or (text[at] == ":" and _apart(text, at))
    )


def _run(text: str, at: int) -> str:
    """Return the signs from a character on that look like an arrow."""
    end = at
    while end < len(text) and (
        text[end] in IN_ARROWS or (text[end] in "xX" and text[end - 1 : end] == "-")
    ):
        end += 1
    return text[at:end]


def _no_arrow(line: Line, at: int, run: str) -> Unreadable:
    """Return the error of signs that are no arrow."""
    if run.startswith("<"):
        mend = f"Arrows point to the right: write B {ARROW} A."
    else:
        arrow = NEVER if set(run) & set("/!|\\xX~") else ARROW
        mend = f"Write {arrow} in one piece, between blanks."
    return Unreadable(line.at(at), f"'{run}' is no arrow.", mend)


def _stray(line: Line, at: int) -> Unreadable:
    """Return the error of a character that has no meaning."""
    letter = line.text[at]
    if letter in SIGNS:
        return _pasted(line, at)
    if letter in "\"'`":
        return Unreadable(line.at(at), "A quote stands here.", "Remove the quotes.")
    shown = letter if letter.isprintable() else f"U+{ord(letter):04X}"
    mend = "Write plain letters, digits and dashes; a comment begins with #."
    return Unreadable(line.at(at), f"'{shown}' has no meaning here.", mend)


def _pasted(line: Line, at: int) -> Unreadable:
    """Return the error of characters that come from a document."""
    end = at
    while end < len(line.text) and line.text[end] in (*SIGNS, *IN_ARROWS):
        end += 1
    piece = line.text[at:end]
    if not piece.strip() or piece == "\u200b" or SIGNS[piece[0]] == " ":
        message = "A blank of another kind stands here."
        return Unreadable(line.at(at), message, "Write a plain blank in its place.")
    plain = "".join(SIGNS.get(letter, letter) for letter in piece)
    if plain == '"':
        return Unreadable(line.at(at), "A quote stands here.", "Remove the quotes.")
    if len(piece) > 1 and plain not in (ARROW, NEVER):
        plain = NEVER if "/" in plain else ARROW
    message = f"'{piece}' is not what a keyboard writes."
    return Unreadable(line.at(at), message, f"Write {plain} with plain characters.")
