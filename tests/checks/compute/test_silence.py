"""Where nothing is wrong, or nothing is known, the checks of compute are silent."""

from __future__ import annotations

import pytest

from cfngen.checks import Check
from cfngen.checks.compute import CHECKS
from tests.checks.bending import bent, loud, places, problems, read

RIGHT = read("compute")


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)
def test_a_right_system_is_clean(check: Check) -> None:
    assert places(problems(bent(RIGHT, {}), check)) == []


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_not_known_is_let_be(name: str) -> None:
    assert loud(RIGHT, name, CHECKS) == []
