"""Filters that count what logs say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.checks.watching.metrics import FILTER
from cfngen.model import Model, Resource, Value, listed, number, text
from cfngen.resolve.scope import Path

MOST_DIMENSIONS = 3


def emitting(model: Model) -> Iterator[Problem]:
    """A metric filter counts into a namespace of its own what its pattern picks.

    CloudWatch Logs refuses a namespace of AWS's, a default value beside dimensions,
    more than three of them, a field where the pattern picks none, a value that is
    neither a number nor a field, and a dimension that is no field.
    """
    for filter in model.of(FILTER):
        steps = listed(filter.get("MetricTransformations"))
        if len(steps) > 1:
            message = "a filter counts one metric."
            path: Path = ("MetricTransformations",)
            yield Problem(filter, path, message, "Write a filter for each.")
        for index, step in enumerate(steps):
            if isinstance(step, dict):
                yield from _step(filter, ("MetricTransformations", index), step)


def _step(filter: Resource, path: Path, step: Mapping[str, Value]) -> Iterator[Problem]:
    """Yield what is wrong with what a filter counts."""
    namespace = text(step.get("MetricNamespace")) or ""
    if namespace.startswith("AWS/"):
        message = f"{namespace} is a namespace of AWS's."
        place = (*path, "MetricNamespace")
        yield Problem(filter, place, message, "Choose one without AWS/.")
    dimensions = listed(step.get("Dimensions"))
    if dimensions and step.get("DefaultValue") is not None:
        message = "a metric with dimensions has no default value."
        yield Problem(filter, (*path, "DefaultValue"), message, "Leave it out.")
    if len(dimensions) > MOST_DIMENSIONS:
        message = f"a metric of logs has {MOST_DIMENSIONS} dimensions at most."
        yield Problem(filter, (*path, "Dimensions"), message)
    fields: list[tuple[Path, Value]] = [(("MetricValue",), step.get("MetricValue"))]
    fields += [
        (("Dimensions", index, "Value"), one.get("Value"))
        for index, one in enumerate(dimensions)
        if isinstance(one, dict)
    ]
    for place, value in fields:
        yield from _field(filter, (*path, *place), value)


def _field(filter: Resource, path: Path, value: Value) -> Iterator[Problem]:
    """Yield a value that is no number and no field of the pattern."""
    word, pattern = text(value), text(filter.get("FilterPattern"))
    if word is None or pattern is None:
        return
    if not word.startswith("$"):
        if path[-1] != "MetricValue":
            message = f"the dimension '{word}' is no field."
            yield Problem(filter, path, message, "Write $.field, or another of its.")
        elif number(word) is None:
            message = f"'{word}' is neither a number nor a field."
            yield Problem(filter, path, message, "Write 1 to count, or $.field")
        return
    kind = pattern.strip()[:1]
    if kind not in ("{", "["):
        message = f"{word} is a field, and the pattern picks words."
        mend = "Write a pattern in braces or brackets, or count with 1."
        yield Problem(filter, path, message, mend)
    elif kind == "[" and not _picked(word, pattern):
        message = f"the pattern has no field {word[1:]}."
        yield Problem(filter, path, message, "Name it in the brackets.")


def _picked(word: str, pattern: str) -> bool:
    """Return whether a pattern in brackets names a field, or may."""
    names = re.findall(r"[\[,]\s*([\w-]+)", pattern)
    return word[1:] in names or word[1:].isdigit() or "." in word
