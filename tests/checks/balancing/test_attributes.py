"""Attributes and names."""

from __future__ import annotations

import pytest

from tests.checks.network.system import (
    CHECKS,
    Case,
    Changes,
    model,
    problems,
    spoken,
)

ATTRIBUTES = "Balancer.LoadBalancerAttributes"


def _attribute(key: str, value: str) -> Changes:
    return {f"{ATTRIBUTES}.3": {"Key": key, "Value": value}}


CASES = (
    Case(
        "too long an idle time",
        *("CG534", _attribute("idle_timeout.timeout_seconds", "4001")),
        *(f"{ATTRIBUTES}.3.Value", "it is 1 to 4,000 seconds"),
    ),
    Case(
        "a switch that is neither",
        *("CG534", _attribute("deletion_protection.enabled", "yes")),
        *(f"{ATTRIBUTES}.3.Value", "true or false"),
    ),
    Case(
        "a mode that there is not",
        *("CG534", _attribute("routing.http.desync_mitigation_mode", "strict")),
        *(f"{ATTRIBUTES}.3.Value", "monitor, defensive, strictest"),
    ),
    Case(
        "too long a farewell",
        *("CG534", {"Targets.TargetGroupAttributes.0.Value": "3601"}),
        *("Targets.TargetGroupAttributes.0.Value", "0 to 3,600"),
    ),
    Case(
        "too short a slow start",
        "CG534",
        {
            "Targets.TargetGroupAttributes.0": {
                "Key": "slow_start.duration_seconds",
                "Value": "10",
            }
        },
        *("Targets.TargetGroupAttributes.0.Value", "30 to 900"),
    ),
    Case(
        "a name that begins with internal-",
        *("CG534", {"Balancer.Name": "internal-shop"}, "Balancer.Name", "internal-"),
    ),
    Case(
        "a name that ends with a hyphen",
        *("CG534", {"Targets.Name": "shop-"}, "Targets.Name", "shop- is no name"),
    ),
    Case(
        "a long name",
        *("CG534", {"Balancer.Name": "s" * 33}, "Balancer.Name", "is no name"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


FINE: dict[str, Changes] = {
    "a switch in capitals": {f"{ATTRIBUTES}.0.Value": "True"},
    "no slow start": {
        "Targets.TargetGroupAttributes.0": {
            "Key": "slow_start.duration_seconds",
            "Value": "0",
        }
    },
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    assert problems(model(change), [CHECKS["CG534"]]) == []
