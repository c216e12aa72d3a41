"""Log groups, and filters of what is logged."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.model import Model, text

GROUP = "AWS::Logs::LogGroup"
KEPT = ("STANDARD", "INFREQUENT_ACCESS")
FILTERS = ("AWS::Logs::MetricFilter", "AWS::Logs::SubscriptionFilter")
PAIRS = {"}": "{", "]": "[", ")": "("}
WORDS = re.compile(r"\b(AND|OR)\b")
QUOTED = re.compile(r'"(?:\\.|[^"\\])*"|%[^%]*%')


def kept(model: Model) -> Iterator[Problem]:
    """A log group says how long it keeps what it gets.

    Without RetentionInDays it keeps all of it for ever, at a price that only grows. A
    group of the class DELIVERY keeps nothing for longer than AWS says.
    """
    for group in model.of(GROUP):
        passing = group.get("LogGroupClass") not in (None, *KEPT)
        if group.get("RetentionInDays") is None and not passing:
            message = "the log group keeps everything for ever."
            yield Problem(group, ("RetentionInDays",), message, "Set RetentionInDays.")


def filtered(model: Model) -> Iterator[Problem]:
    """A filter's pattern can be read.

    Quotes and brackets are closed; a JSON pattern compares fields, `$.level`, with one
    "=", and joins with && and ||. CloudWatch Logs refuses the rest.
    """
    for one in model.of(*FILTERS):
        for message in mistakes_of(text(one.get("FilterPattern")) or ""):
            yield Problem(one, ("FilterPattern",), message)


def mistakes_of(pattern: str) -> Iterator[str]:
    """Yield what is wrong with a filter pattern."""
    bare = QUOTED.sub("", pattern.strip())
    if '"' in bare:
        yield "a quotation mark is not closed."
        return
    first, last = bare[:1], bare[-1:]
    if first not in ("{", "["):
        return
    closing = {"{": "}", "[": "]"}[first]
    if last != closing:
        yield f"it begins with {first} and does not end with {closing}."
    elif not _balanced(bare):
        yield "its brackets are not closed."
    elif first == "{":
        yield from _json(bare[1:-1])


def _balanced(text: str) -> bool:
    """Return whether each bracket is closed by its own."""
    open: list[str] = []
    for letter in text:
        if letter in PAIRS.values():
            open.append(letter)
        elif letter in PAIRS and (not open or open.pop() != PAIRS[letter]):
            return False
    return not open


def _json(inside: str) -> Iterator[str]:
    """Yield what is wrong with the comparisons of a JSON pattern."""
    if "$" not in inside:
        yield "it names no field; fields begin with $."
    elif "==" in inside:
        yield "it compares with ==; one = is right."
    elif WORDS.search(inside):
        yield "it joins with words; && and || are right."
