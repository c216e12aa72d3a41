"""No check speaks of right stores, nor where a value or a resource is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from cfngen.model import NAMED, Model, Unknown, Value
from tests.checks.data.system import CHECKS, SYSTEM, model, problems

Way = tuple[str | int, ...]

ODD: tuple[Any, ...] = ([], -1, "", {"A": [None]})


@cache
def right() -> Model:
    return model({})


def bent(name: str, way: Way, value: Value) -> Model:
    """Return the model with a value inside of one resource replaced."""
    resource = right()[name]
    properties = _put(dict(resource.properties), way, value)
    changed = replace(resource, properties=properties)
    return replace(right(), resources={**right().resources, name: changed})


def _put(inside: Any, way: Way, value: Value) -> Any:
    step, *rest = way
    changed = inside.copy()
    changed[step] = _put(inside[step], tuple(rest), value) if rest else value
    return changed


def _ways(value: Any) -> Iterator[Way]:
    """Yield the way to every value inside a value."""
    inside = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in inside:
        yield (key,)
        if isinstance(item, dict | list) and not isinstance(item, NAMED):
            yield from ((key, *rest) for rest in _ways(item))


WAYS = [
    (name, way)
    for name, resource in SYSTEM.items()
    for way in _ways(resource["Properties"])
    if not any(str(step)[:4] in ("Ref", "Fn::") for step in way)
    and not any(isinstance(step, int) and "Fn::" in str(way) for step in way)
]


def test_right_stores_are_clean() -> None:
    assert problems(right(), CHECKS.values()) == []


@pytest.mark.parametrize(
    ("name", "way"), WAYS, ids=lambda part: "-".join(map(str, part)) if part else ""
)
def test_a_value_that_is_not_known_is_let_be(name: str, way: Way) -> None:
    assert problems(bent(name, way, Unknown("Any")), CHECKS.values()) == []


@pytest.mark.parametrize("name", SYSTEM)
def test_a_resource_that_may_not_exist_is_let_be(name: str) -> None:
    maybe = replace(right()[name], when="Maybe")
    there = replace(right(), resources={**right().resources, name: maybe})
    assert problems(there, CHECKS.values()) == []


@pytest.mark.parametrize("odd", ODD, ids=repr)
def test_values_of_a_kind_that_nobody_expects_break_nothing(odd: Any) -> None:
    for name, way in WAYS:
        problems(bent(name, way, odd), CHECKS.values())
