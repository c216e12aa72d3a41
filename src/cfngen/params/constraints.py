"""One value against its definition in the template, as CloudFormation judges it.

In a list every item has to satisfy AllowedPattern and AllowedValues.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple

from cfngen.params.javaregex import whole_match
from cfngen.params.kinds import expected, is_list, item, items

LONGEST = 4096
"""Bytes of a parameter's value:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html"""


WHOLE = "WholeNumber"
"""What a definition has, beside CloudFormation's words, where fractions are wrong."""


class Problem(NamedTuple):
    """What is wrong with one value, and how to mend it."""

    id: str
    message: str
    mend: str


def problems(name: str, text: str, definition: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield every constraint that the value breaks; the first is its type, if it is."""
    kind = str(definition.get("Type", "String"))
    each = items(kind, text)
    misfits = [(part, words) for part in each if (words := expected(item(kind), part))]
    for part, words in misfits:
        whole = f"The item {shown(part)} of {name}" if is_list(kind) else name
        message = f"{whole} is not {words}."
        if not is_list(kind):
            message = f"{name} is {shown(part)}, not {words}."
        yield Problem("CG412", message, f"Its type is {kind}.")
    if misfits:
        return
    for part in each:
        yield from _choice(name, part, definition)
        yield from _pattern(name, part, definition)
        yield from _fraction(name, part, definition)
        if item(kind) == "Number":
            yield from _range(name, part, definition)
    yield from _length(name, text, definition)


def shown(text: str) -> str:
    """Return a value in quotes, cut where it is long."""
    cut = text if len(text) <= 60 else f"{text[:57]}..."
    return json.dumps(cut, ensure_ascii=False)


def plain(value: Any) -> str:
    """Return a scalar of a template as the text that a parameter would be."""
    return value if isinstance(value, str) else json.dumps(value)


def _choice(name: str, part: str, definition: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the problem of a value that is not among AllowedValues."""
    allowed = [plain(value) for value in definition.get("AllowedValues", (part,))]
    if part not in allowed:
        close = [] if part.isdigit() else get_close_matches(part, allowed, 1)
        guess = f"Did you mean {close[0]}? " if close else ""
        message = f"{name} cannot be {shown(part)}."
        yield Problem("CG414", message, f"{guess}Allowed: {', '.join(allowed)}.")


def _pattern(name: str, part: str, definition: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the problem of a value that AllowedPattern does not match as a whole."""
    pattern = definition.get("AllowedPattern")
    if pattern is not None and not whole_match(str(pattern), part):
        hint = definition.get("ConstraintDescription")
        mend = f"Write {hint}." if hint else f"Match the pattern {pattern}"
        yield Problem("CG413", f"{name} cannot be {shown(part)}.", mend)


def _fraction(name: str, part: str, definition: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the problem of a number that is not written as a whole one.

    Where a property is an integer, a fraction stops the deployment on its way.
    """
    if definition.get(WHOLE) and not re.fullmatch(r"[+-]?\d+", part, re.ASCII):
        message = f"{name} is {shown(part)}, not a whole number."
        yield Problem("CG412", message, "Write it without fraction and exponent.")


def _range(name: str, part: str, definition: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the problems of a number outside MinValue and MaxValue."""
    least, most = definition.get("MinValue"), definition.get("MaxValue")
    if least is not None and float(part) < float(least):
        message = f"{name} is {part}, less than {plain(least)}."
        yield Problem("CG416", message, _bounds(least, most, ""))
    if most is not None and float(part) > float(most):
        message = f"{name} is {part}, more than {plain(most)}."
        yield Problem("CG416", message, _bounds(least, most, ""))


def _length(name: str, text: str, definition: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield the problems of a text outside MinLength and MaxLength, or too long."""
    least, most = definition.get("MinLength"), definition.get("MaxLength")
    bounds = _bounds(least, most, " characters")
    if least is not None and len(text) < int(least):
        message = f"{name} has {len(text)} characters, fewer than {plain(least)}."
        yield Problem("CG415", message, bounds)
    if most is not None and len(text) > int(most):
        message = f"{name} has {len(text)} characters, more than {plain(most)}."
        yield Problem("CG415", message, bounds)
    size = len(text.encode())
    if size > LONGEST:
        message = f"{name} has {size:,} bytes; a parameter has at most {LONGEST:,}."
        yield Problem("CG415", message, "Keep it elsewhere, and give its name.")


def _bounds(least: Any, most: Any, unit: str) -> str:
    """Return the bounds in words."""
    parts = [
        f"at least {plain(least)}" if least is not None else "",
        f"at most {plain(most)}" if most is not None else "",
    ]
    return f"It takes {' and '.join(filter(None, parts))}{unit}."
