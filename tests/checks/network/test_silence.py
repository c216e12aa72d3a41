"""No check speaks of the right system, nor where a value or resource is not known."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.bending import loud
from tests.checks.network.system import CHECKS, SYSTEM, model, problems

PROPERTIES = "Properties"


def test_the_right_system_is_clean() -> None:
    assert problems(model({}), CHECKS.values()) == []


@pytest.mark.parametrize("name", SYSTEM)
def test_values_that_are_not_known_are_let_be(name: str) -> None:
    assert loud(SYSTEM, name, CHECKS.values()) == []


@pytest.mark.parametrize("name", SYSTEM)
def test_a_resource_that_may_not_exist_is_let_be(name: str) -> None:
    assert problems(model({f"{name}.Condition": "Maybe"}), CHECKS.values()) == []


@pytest.mark.parametrize("odd", [[], {}, "", -1, True, {"A": [None]}, [[]]], ids=repr)
def test_values_of_a_kind_that_nobody_expects_break_nothing(odd: Any) -> None:
    every = {
        f"{name}.{key}": odd for name, r in SYSTEM.items() for key in r[PROPERTIES]
    }
    problems(model(every), CHECKS.values())
    for deep in ("Service.NetworkConfiguration.AwsvpcConfiguration", "Rule.Actions.0"):
        problems(model({deep: odd}), CHECKS.values())
