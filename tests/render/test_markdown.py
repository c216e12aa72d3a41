"""Markdown in which no value means anything."""

from __future__ import annotations

import pytest

from cfngen.render.markdown import cell, code, escaped, fitting, folded


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("a b", "`a b`", id="plain"),
        pytest.param("a`b", "`` a`b ``", id="a backtick"),
        pytest.param("a|b", "<code>a&#124;b</code>", id="a bar"),
        pytest.param("a\\|@b", "<code>a&#92;&#124;&#64;b</code>", id="an escaped bar"),
    ],
)
def test_a_cell_ends_where_it_should(text: str, written: str) -> None:
    assert cell(text) == written


def test_outside_of_tables_a_bar_is_a_bar() -> None:
    assert code("a|b") == "`a|b`"


def test_mentions_and_tags_are_text() -> None:
    assert escaped("@me <b> #1") == "&#64;me &#60;b&#62; &#35;1"


def test_a_fence_is_longer_than_any_in_it() -> None:
    text = folded("t", ["````", "x"])
    assert "\n`````diff\n````\nx\n`````\n" in text


def test_what_has_no_room_is_counted() -> None:
    assert fitting(["ab", "cd", "ef"], 4, "{} more") == ("abcd1 more", 0)
    assert fitting(["ab", "ä"], 4, "{} more") == ("abä", 0)
