"""Alarms on other alarms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.watching.alarms import COMPOSITE
from cfngen.checks.watching.metrics import KNOWN
from cfngen.model import Model, Reference, Text, target

RULE = ("AlarmRule",)
MARK = "\x01"

QUOTED = r"\"[^\"]*\"|'[^']*'"
STATE = r"(ALARM|OK|INSUFFICIENT_DATA)\s*\(\s*[^()\s]+\s*\)"
SEVERAL = r"AT_LEAST\s*\([^()]*\([^()]*\)\s*\)"
CONSTANT = r"\b(TRUE|FALSE)\b"


def composed(model: Model) -> Iterator[Problem]:
    """A composite alarm is a rule about alarms.

    It joins ALARM(…), OK(…), INSUFFICIENT_DATA(…) and AT_LEAST(…) by AND, OR and NOT;
    CloudWatch refuses another form ("Error in AlarmRule") and names that are no
    alarm's.
    """
    for alarm in model.of(COMPOSITE):
        rule = alarm.get(*RULE)
        if not isinstance(rule, str | Text):
            continue
        pieces = rule.parts if isinstance(rule, Text) else (rule,)
        written = "".join(p if isinstance(p, str) else MARK for p in pieces)
        if not _sound(written):
            message = "the rule cannot be read."
            mend = 'Write: ALARM("one") AND NOT OK("other")'
            yield Problem(alarm, RULE, message, mend)
        for piece in pieces:
            found = target(model, piece)
            if found is None or not isinstance(piece, Reference):
                continue
            if found.type in KNOWN:
                message = f"{found.path} is no alarm but {found.type}."
                yield Problem(alarm, RULE, message, "Name an alarm.")
            elif found is alarm:
                message = "the rule names the alarm itself."
                yield Problem(alarm, RULE, message, "Name another one.")


def _sound(rule: str) -> bool:
    """Return whether a rule is one: states joined by words, parentheses in pairs."""
    left = re.sub(QUOTED, "name", rule)
    left = re.sub(f"{STATE}|{SEVERAL}", " 1 ", left)
    if MARK in left:
        return True
    left = re.sub(CONSTANT, " 1 ", left)
    left = re.sub(r"\bNOT\b", " ", left)
    while (shorter := re.sub(r"\(\s*1\s*\)|1\s+(AND|OR)\s+1", " 1 ", left)) != left:
        left = shorter
    return left.strip() == "1"
