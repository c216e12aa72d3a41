"""What a value without quotes means: what it looks like, and nothing cleverer."""

from __future__ import annotations

import pytest

from cfngen.spec.scalars import plain


@pytest.mark.parametrize(
    "text",
    [
        *("yes", "no", "on", "off", "Yes", "NO", "y", "n"),
        *("12:30", "2026-07-01", "1_000", "0o17", "0x1F", "1.2.3", "10.0.0.0/16"),
        *(".inf", ".nan", "+", "-", ".", "1e", "nULL", "tRUE", "9" * 19, "None"),
        *("0755", "08", "-01", "00", "012345670123", "01.5", "00.5", "01e3"),
    ],
)
def test_stays_text(text: str) -> None:
    assert plain(text) == text


@pytest.mark.parametrize(
    ("text", "value"),
    [
        *(("0", 0), ("8080", 8080), ("-1", -1), ("+5", 5), ("-0", 0)),
        *(
            ("7.1", 7.1),
            (".5", 0.5),
            ("1.", 1.0),
            ("0.5", 0.5),
            ("0.", 0.0),
            ("1e3", 1000.0),
        ),
        *(("true", True), ("False", False), ("null", None), ("~", None), ("", None)),
    ],
)
def test_is_a_value(text: str, value: object) -> None:
    assert plain(text) == value
    assert type(plain(text)) is type(value)
