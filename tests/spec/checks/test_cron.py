"""Which cron expressions EventBridge Scheduler takes, field by field."""

from __future__ import annotations

import re

import pytest

from cfngen.spec.checks.cron import FIELDS, mistakes
from cfngen.spec.words import CRON

FITTING = ("0", "0", "*", "*", "?", "*")


def with_field(position: int, text: str) -> str:
    """Return a good expression with one field replaced."""
    fields = [*FITTING]
    fields[position] = text
    if position == 4 and text != "?":
        fields[2] = "?"
    return " ".join(fields)


@pytest.mark.parametrize(
    ("position", "text"),
    [
        *((0, text) for text in ("0", "59", "*", "*/5", "3/10", "0-30/2", "1,2,30-40")),
        *((1, text) for text in ("23", "8-18", "22-2")),
        *((2, text) for text in ("1", "31", "L", "LW", "15W", "1,15,L", "*/2")),
        *((3, text) for text in ("12", "JAN", "JAN-MAR", "1,JUL,10-12")),
        *((4, text) for text in ("1", "SAT", "MON-FRI", "L", "6L", "FRIL", "3#2")),
        *((5, text) for text in ("1970", "2199", "2026-2030", "2026/2")),
    ],
)
def test_takes(position: int, text: str) -> None:
    assert re.fullmatch(CRON.pattern, with_field(position, text))
    assert list(mistakes(with_field(position, text))) == []


@pytest.mark.parametrize(
    ("position", "text"),
    [
        *((0, text) for text in ("60", "5-", "-5", "*/0", "*/60", "1//2", "1-2-3")),
        *((0, text) for text in ("", "1,", "**", "?", "MON", "L", "1#2")),
        *((1, text) for text in ("24", "1-24")),
        *((2, text) for text in ("0", "32", "32W", "W", "JAN", "?,1", "2#1")),
        *((3, text) for text in ("0", "13", "MON", "JANUARY", "?", "L")),
        *((4, text) for text in ("0", "8", "JAN", "8L", "3#6", "3#1,6#3", "W", "1,?")),
        *((5, text) for text in ("1969", "2200", "26", "?")),
    ],
)
def test_refuses(position: int, text: str) -> None:
    ((message, mend),) = mistakes(with_field(position, text))
    assert message == f"'{text}' is no {FIELDS[position].name}."
    assert FIELDS[position].values in mend


@pytest.mark.parametrize("days", [("*", "*"), ("1", "MON"), ("?", "?")])
def test_one_day_decides(days: tuple[str, str]) -> None:
    ((message, _),) = mistakes(f"0 6 {days[0]} * {days[1]} *")
    assert "question mark" in message
