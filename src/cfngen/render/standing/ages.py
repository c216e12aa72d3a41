"""Spans of time in words."""

from __future__ import annotations

from datetime import datetime, timedelta

UNITS = ((86_400, "day"), (3_600, "h"), (60, "min"), (1, "s"))


def span(time: timedelta) -> str:
    """Return a span by its largest unit: `3 h`, `2 days`, `0 s`."""
    seconds = max(0, int(time.total_seconds()))
    for size, unit in UNITS:
        if seconds >= size:
            count = seconds // size
            return f"{count} {unit}{'s' if unit == 'day' and count > 1 else ''}"
    return "0 s"


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago something was: `3 h ago`."""
    return f"{span(now - moment)} ago"
