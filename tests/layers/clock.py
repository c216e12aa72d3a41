"""Windows of time, as AWS reads them, in minutes of the week."""

from __future__ import annotations

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
DAY, WEEK = 24 * 60, 7 * 24 * 60


def daily(window: str) -> set[int]:
    """Return the minutes of the week that a daily window covers."""
    start, end = (_minutes(part) for part in window.split("-"))
    length = (end - start) % DAY
    return {
        (day * DAY + start + minute) % WEEK
        for day in range(7)
        for minute in range(length)
    }


def weekly(window: str) -> set[int]:
    """Return the minutes of the week that a weekly window covers."""
    start, end = (_moment(part) for part in window.split("-"))
    return {(start + minute) % WEEK for minute in range((end - start) % WEEK)}


def _moment(text: str) -> int:
    day, _, time = text.partition(":")
    return DAYS.index(day) * DAY + _minutes(time)


def _minutes(text: str) -> int:
    hours, _, minutes = text.partition(":")
    return int(hours) * 60 + int(minutes)
