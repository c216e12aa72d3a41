"""Patterns against brute force: every word over three letters, up to a length."""

from __future__ import annotations

import re
from functools import cache
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cfngen.prove.access.tokens import (
    Atom,
    Pattern,
    contained,
    covers,
    meets,
    plain,
)

LETTERS = "abc"
WORDS = tuple(
    "".join(letters)
    for length in range(7)
    for letters in product(LETTERS, repeat=length)
)
GLOBS = st.text("ab*?", max_size=4)
SECRET, OTHER = Atom("Secret"), Atom("Other")
OPEN = Atom("Parameter", doubtful=True)


@cache
def words(glob: str) -> frozenset[str]:
    """Return the words that a pattern fits."""
    regex = re.compile(glob.replace("*", ".*").replace("?", "."))
    return frozenset(word for word in WORDS if regex.fullmatch(word))


@settings(max_examples=600, deadline=None)
@given(GLOBS, st.lists(GLOBS, min_size=1, max_size=2))
def test_containment_is_that_of_brute_force(inner: str, outer: list[str]) -> None:
    covered = frozenset().union(*map(words, outer))
    said = contained(plain(inner), tuple(map(plain, outer)))
    assert said == (words(inner) <= covered)


@settings(max_examples=150, deadline=None)
@given(st.text("ab*?", max_size=3), st.text("ab*?", max_size=3))
def test_meeting_is_that_of_brute_force(one: str, other: str) -> None:
    assert meets(plain(one), plain(other)) == bool(words(one) & words(other))


@settings(max_examples=150, deadline=None)
@given(
    st.text("ab*?x", max_size=4),
    st.text("ab*?x", max_size=4),
    st.sampled_from(("a", "c", "ab", "bca")),
)
def test_what_holds_with_atoms_holds_with_any_text(
    inner: str, outer: str, filled: str
) -> None:
    left, right = (
        Pattern(tuple(SECRET if letter == "x" else letter for letter in glob))
        for glob in (inner, outer)
    )
    if contained(left, (right,)):
        small, large = (glob.replace("x", filled) for glob in (inner, outer))
        assert words(small) <= words(large)


@settings(max_examples=150, deadline=None)
@given(
    st.text("ab*?x", max_size=3),
    st.text("ab*?", max_size=3),
    st.sampled_from(("a", "c", "ab")),
)
def test_no_is_no_whatever_the_atom_is(one: str, other: str, filled: str) -> None:
    left = Pattern(tuple(SECRET if letter == "x" else letter for letter in one))
    if covers(plain(other), left) is False:
        assert not words(one.replace("x", filled)) & words(other)


CASES = {
    "itself": ((SECRET,), (SECRET,), True),
    "another": ((SECRET,), (OTHER,), False),
    "star": ((SECRET,), ("*",), True),
    "no single character": ((SECRET,), ("?",), False),
    "objects": ((SECRET, "/*"), (SECRET, "/*"), True),
    "objects of one folder": ((SECRET, "/a/*"), (SECRET, "/*"), True),
    "not of another bucket": ((SECRET, "/*"), (OTHER, "/*"), False),
    "not the bucket itself": ((SECRET,), (SECRET, "/*"), False),
    "behind a star": (("arn:", SECRET, ":x"), ("arn:*:x",), True),
    "what may be anything is in everything": ((OPEN,), ("*",), True),
    "and is what it is wherever it stands": ((OPEN, "a"), (OPEN, "*"), True),
    "and in nothing less": (("a", OPEN), ("a?*b",), False),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_atoms(
    case: tuple[tuple[str | Atom, ...], tuple[str | Atom, ...], bool],
) -> None:
    inner, outer, expected = case
    assert contained(Pattern(inner), (Pattern(outer),)) is expected


def test_patterns_cover_together_what_none_covers_alone() -> None:
    halves = (plain("?"), plain("??*"), plain(""))
    assert contained(plain("*"), halves)
    assert not contained(plain("*"), halves[:2])


ASKED = {
    "a name that is made up may be spelled out": (("db-*",), (SECRET,), None),
    "but not one of another resource": ((OTHER,), (SECRET,), False),
    "beginnings that differ": (("arn:s3:*",), ("arn:sqs:", SECRET), False),
    "a star takes it": (("arn:sqs:*",), ("arn:sqs:", SECRET), True),
    "an open pattern": ((OPEN,), ("arn:sqs:x",), None),
}


@pytest.mark.parametrize("case", ASKED.values(), ids=ASKED)
def test_covering_is_yes_no_or_unknown(
    case: tuple[tuple[str | Atom, ...], tuple[str | Atom, ...], bool | None],
) -> None:
    pattern, word, expected = case
    assert covers(Pattern(pattern), Pattern(word)) is expected
