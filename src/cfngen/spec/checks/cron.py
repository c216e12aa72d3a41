"""What is wrong with a cron expression, as EventBridge Scheduler reads it.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html#cron-based
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

MONTHS = (
    *("JAN", "FEB", "MAR", "APR", "MAY", "JUN"),
    *("JUL", "AUG", "SEP", "OCT", "NOV", "DEC"),
)
WEEK = ("SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT")

DAYS = (2, 4)
"""Positions of the two fields of days, of which one decides."""

OTHER_DAY = "?"
"""Says in a field of days that the other one decides."""


@dataclass(frozen=True)
class Field:
    """One of the six fields: its numbers, their words, and forms of its own."""

    name: str
    least: int
    most: int
    words: tuple[str, ...] = ()
    forms: str = "(?!)"

    def takes(self, text: str) -> bool:
        """Return whether the field can be this text, which is not a question mark."""
        entries = text.split(",")
        # AWS takes one nth day of the week and no list of them.
        return all(map(self._entry, entries)) and (len(entries) == 1 or "#" not in text)

    def _entry(self, text: str) -> bool:
        """Return whether an entry of a list is a form, a value, a range or steps."""
        span, slash, step = text.partition("/")
        ends = span.split("-")
        whole = span == "*" or (len(ends) <= 2 and all(map(self._value, ends)))
        steps = not slash or (step.isdigit() and 0 < int(step) <= self.most)
        return bool(re.fullmatch(self.forms, text)) or (whole and steps)

    def _value(self, text: str) -> bool:
        """Return whether a single value is one of the field's."""
        number = text.isdigit() and self.least <= int(text) <= self.most
        return number or text in self.words

    @property
    def values(self) -> str:
        """Return the field's values, in words."""
        words = f" or {self.words[0]} to {self.words[-1]}" if self.words else ""
        return f"{self.least} to {self.most}{words}"


FIELDS = (
    Field("minute", 0, 59),
    Field("hour", 0, 23),
    Field("day of month", 1, 31, forms="LW?|([1-9]|[12][0-9]|3[01])W"),
    Field("month", 1, 12, MONTHS),
    Field(
        *("day of week", 1, 7, WEEK),
        forms="L|([1-7]|SUN|MON|TUE|WED|THU|FRI|SAT)(L|#[1-5])",
    ),
    Field("year", 1970, 2199),
)


def mistakes(expression: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with an expression of six fields, and how to mend it."""
    texts = expression.split(" ")
    for position, (field, text) in enumerate(zip(FIELDS, texts, strict=True)):
        if not (position in DAYS and text == OTHER_DAY) and not field.takes(text):
            yield (
                f"'{text}' is no {field.name}.",
                f"Write {field.values}, ranges of them as 1-5, steps as */2, or *.",
            )
    left_open = [position for position in DAYS if texts[position] == OTHER_DAY]
    if len(left_open) != 1:
        which = "both are question marks" if left_open else "neither is a question mark"
        yield (
            f"Of the two days, of month and of week, {which}.",
            'Write ? for the one that does not matter: "30 6 * * ? *"',
        )
