"""Databases on the internet."""

from __future__ import annotations

import pytest

from tests.checks.data.system import GONE, Case

CASES = (
    Case(
        "a public database",
        *(
            "CG600",
            {"Database/PubliclyAccessible": "true"},
            "Database/PubliclyAccessible",
        ),
        "public address",
    ),
    Case(
        "a public database without DNS",
        *(
            "CG601",
            {"Database/PubliclyAccessible": True, "Vpc/EnableDnsHostnames": GONE},
            "Database/PubliclyAccessible",
        ),
        "Vpc has no DNS host names",
    ),
    Case(
        "a public database without a way",
        *(
            "CG601",
            {"Database/PubliclyAccessible": True},
            "Database/PubliclyAccessible",
        ),
        "no internet reaches",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()
