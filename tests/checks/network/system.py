"""A small system without a mistake, which the tests of checks bend."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cfngen.checks import Check, balancing, network, quotas
from cfngen.model import Model
from tests.checks import bending
from tests.checks.bending import GONE, Case, Changes, places
from tests.checks.network.edge import EDGE
from tests.checks.network.ground import NETWORK

CHECKS = {c.id: c for c in (*quotas.CHECKS, *network.CHECKS, *balancing.CHECKS)}

SYSTEM: Mapping[str, Any] = {**NETWORK, **EDGE}


def model(change: Changes, region: str = "us-east-1") -> Model:
    """Return the model of the system, changed."""
    return bending.bent(SYSTEM, change, region)


def problems(found: Model, checks: Iterable[Check]) -> list[tuple[str, str, str]]:
    """Return what some checks find: the id, the place and the message of each."""
    return [
        (check.id, places([problem])[0], problem.message)
        for check in checks
        for problem in bending.problems(found, check)
    ]


def spoken(case: Case) -> bool:
    """Return whether a check says of a case what it should, there."""
    return bending.spoken(SYSTEM, CHECKS.values(), case)


__all__ = ["CHECKS", "GONE", "SYSTEM", "Case", "Changes", "model", "problems", "spoken"]
