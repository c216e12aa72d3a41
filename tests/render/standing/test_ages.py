"""Spans of time in words."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cfngen.render.standing.ages import span


@pytest.mark.parametrize(
    ("time", "words"),
    [
        (timedelta(seconds=-3), "0 s"),
        (timedelta(seconds=59), "59 s"),
        (timedelta(seconds=60), "1 min"),
        (timedelta(hours=23, minutes=59), "23 h"),
        (timedelta(days=1), "1 day"),
        (timedelta(days=90), "90 days"),
    ],
    ids=["ahead", "seconds", "minute", "hours", "day", "days"],
)
def test_a_span_is_told_by_its_largest_unit(time: timedelta, words: str) -> None:
    assert span(time) == words
