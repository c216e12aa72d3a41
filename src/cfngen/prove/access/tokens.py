"""Patterns over text that is not wholly known: what they cover, and what two share.

A pattern is text in which `*` stands for any text and `?` for one character, and atoms:
names that AWS or somebody else fills in. An atom stands for some text without wildcards
that is not empty, always the same. So what holds with every atom read as a letter of
its own holds whatever its text will be: a letter that `*` takes and `?` does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

MANY, ONE = "*", "?"
ANY_OTHER = "\0"
"""A character that stands in no pattern: all of those behave alike."""


@dataclass(frozen=True)
class Atom:
    """Text that is known by name only.

    With `doubtful` it may hold wildcards, or be several things: a parameter without a
    value, or a condition that is not known.
    """

    name: str
    doubtful: bool = False


Symbol = str | Atom

BY_ID = (":iam::", ":s3:::", ":secretsmanager:", ":sts::")
LOGICAL = 6
"""How much of a logical id a name that AWS makes up has at least."""


@dataclass(frozen=True)
class Pattern:
    """Text with `*`, `?` and atoms; neighbouring pieces of text may be apart."""

    pieces: tuple[Symbol, ...]

    @cached_property
    def symbols(self) -> tuple[Symbol, ...]:
        """Return it letter by letter, an atom being one."""
        return tuple(self._symbols())

    def _symbols(self) -> Iterator[Symbol]:
        for piece in self.pieces:
            yield from (piece,) if isinstance(piece, Atom) else piece

    @property
    def text(self) -> str:
        """Return it in one line, atoms as `${name}`."""
        return "".join(
            f"${{{piece.name}}}" if isinstance(piece, Atom) else piece
            for piece in self.pieces
        )

    @property
    def doubts(self) -> tuple[str, ...]:
        """Return the names of what may be anything."""
        atoms = (one for one in self.pieces if isinstance(one, Atom))
        return tuple(dict.fromkeys(one.name for one in atoms if one.doubtful))

    @property
    def wild(self) -> bool:
        """Return whether it stands for more than one text."""
        return any(one in (MANY, ONE) for one in self.symbols) or bool(self.doubts)

    def then(self, text: str) -> Pattern:
        """Return it with more text behind it."""
        return Pattern((*self.pieces, text)) if text else self


def plain(text: str) -> Pattern:
    """Return text as a pattern, without atoms."""
    return Pattern((text,))


EVERYTHING = Pattern((MANY,))


@cache
def contained(inner: Pattern, outer: tuple[Pattern, ...]) -> bool:
    """Return whether whatever a pattern stands for is covered by one of some others.

    Exact, by the subset construction: every word of `inner` is followed through all of
    `outer` at once. They may cover it only together.
    """
    if EVERYTHING in outer or inner in outer:
        return True
    shapes = tuple(one.symbols for one in outer)
    letters = _letters(shapes)
    start = (0, _closed(shapes, ((i, 0) for i, _ in enumerate(shapes))))
    seen, waiting = {start}, [start]
    while waiting:
        place, states = waiting.pop()
        if place == len(inner.symbols):
            if not any(at == len(shapes[i]) for i, at in states):
                return False
            continue
        for following in _after(inner.symbols, place, states, shapes, letters):
            if following not in seen:
                seen.add(following)
                waiting.append(following)
    return True


def meets(one: Pattern, other: Pattern, loosely: bool = False) -> bool:
    """Return whether some text fits both patterns.

    `loosely`: an atom may be whatever the other pattern spells out there, a doubtful
    one anything; names do not collide by chance.
    """
    left, right = one.symbols, other.symbols
    seen: set[tuple[int, int]] = set()
    waiting = [(0, 0)]
    while waiting:
        i, j = waiting.pop()
        if (i, j) in seen:
            continue
        seen.add((i, j))
        if i == len(left) and j == len(right):
            return True
        waiting += _together(left, i, right, j, loosely)
    return False


@cache
def covers(pattern: Pattern, word: Pattern) -> bool | None:
    """Return whether a pattern fits a text; None where that depends on atoms.

    Of a text with wildcards, whether it fits some of what it stands for.
    """
    if not pattern.doubts and not word.doubts and meets(pattern, word):
        return True
    perhaps = meets(pattern, word, loosely=True) and not _strange(pattern, word)
    return None if perhaps else False


def _strange(pattern: Pattern, word: Pattern) -> bool:
    """Return whether a pattern spells a name out where AWS makes up another one; an
    account that is spelled out may be the one.

    AWS puts the logical id into names of buckets, secrets and roles, or its beginning:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
    """
    said, asked = list(pattern.symbols), list(word.symbols)
    for end in (0, -1):
        while said and asked and said[end] == asked[end]:
            said.pop(end)
            asked.pop(end)
    made = asked[0] if len(asked) == 1 else None
    by_id = any(word.text.startswith(one, word.text.find(":", 4)) for one in BY_ID)
    if not isinstance(made, Atom) or made.doubtful or not by_id:
        return False
    open = (one in (MANY, ONE) or getattr(one, "doubtful", False) for one in said)
    if made.name.startswith("AWS::") or any(open):
        return False
    spelled = "".join(one for one in said if isinstance(one, str)).lower()
    return made.name.rpartition("/")[2][:LOGICAL].lower() not in spelled


States = frozenset[tuple[int, int]]
Shapes = Sequence[tuple[Symbol, ...]]


def _letters(shapes: Shapes) -> tuple[str, ...]:
    """Return the characters that some patterns tell apart, and one of the others."""
    found = {one for shape in shapes for one in shape if isinstance(one, str)}
    return (*sorted(found - {MANY, ONE}), ANY_OTHER)


def _closed(shapes: Shapes, states: Iterator[tuple[int, int]]) -> States:
    """Return states and those that are reached by letting `*` stand for nothing."""
    found: set[tuple[int, int]] = set()
    for i, start in states:
        at = start
        found.add((i, at))
        while at < len(shapes[i]) and shapes[i][at] == MANY:
            at += 1
            found.add((i, at))
    return frozenset(found)


def _after(
    inner: tuple[Symbol, ...],
    place: int,
    states: States,
    shapes: Shapes,
    letters: tuple[str, ...],
) -> Iterator[tuple[int, States]]:
    """Yield where one letter of the inner pattern leads."""
    here = inner[place]
    if here == MANY:
        yield place + 1, states
        for letter in letters:
            yield place, _moved(shapes, states, letter)
    elif here == ONE:
        for letter in letters:
            yield place + 1, _moved(shapes, states, letter)
    else:
        yield place + 1, _moved(shapes, states, here)


def _moved(shapes: Shapes, states: States, letter: Symbol) -> States:
    """Return where the outer patterns stand after a letter."""
    return _closed(shapes, _moves(shapes, states, letter))


def _moves(shapes: Shapes, states: States, letter: Symbol) -> Iterator[tuple[int, int]]:
    """Yield each state that a letter leads to; an atom fits itself and `*`."""
    for i, at in states:
        here = shapes[i][at] if at < len(shapes[i]) else None
        if here == MANY:
            yield i, at
        elif here == letter or (isinstance(letter, str) and here == ONE):
            yield i, at + 1


def _together(
    left: tuple[Symbol, ...], i: int, right: tuple[Symbol, ...], j: int, loosely: bool
) -> Iterator[tuple[int, int]]:
    """Yield the places to which two patterns can go on together."""
    a = left[i] if i < len(left) else None
    b = right[j] if j < len(right) else None
    if _many(a, loosely):
        yield i + 1, j
        if b is not None:
            yield i, j + 1
    if _many(b, loosely):
        yield i, j + 1
        if a is not None:
            yield i + 1, j
    if a is None or b is None:
        return
    if a == b or (ONE in (a, b) and isinstance(a, str) and isinstance(b, str)):
        yield i + 1, j + 1
    if loosely and isinstance(a, Atom) != isinstance(b, Atom):
        yield i + 1, j + 1  # the atom ends here, or goes on
        yield (i, j + 1) if isinstance(a, Atom) else (i + 1, j)


def _many(symbol: Symbol | None, loosely: bool) -> bool:
    """Return whether a symbol may stand for any text."""
    return symbol == MANY or (loosely and isinstance(symbol, Atom) and symbol.doubtful)
