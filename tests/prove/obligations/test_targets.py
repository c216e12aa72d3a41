"""Requests and health checks reach tasks and are answered."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.verdict import Truth
from tests.prove.obligations.proving import proved
from tests.prove.obligations.shop import group, let, of, shop, verdict

BOTH = "requests and health checks of alb reach web on tcp/8080"
CHECKS, REQUESTS = (
    "health checks of alb reach web on tcp/9000",
    "requests of alb reach web on tcp/8080",
)
OTHER = {"Targets": {"HealthCheckPort": "9000"}}
ADMITTED = {"TaskGroup": group(*(let(port=p, **of("DoorGroup")) for p in (8080, 9000)))}

CASES: dict[str, tuple[dict[str, Any], str, Truth]] = {
    "on one port": ({}, BOTH, Truth.PROVED),
    "the same port by name": (
        {"Targets": {"HealthCheckPort": "traffic-port"}},
        *(BOTH, Truth.PROVED),
    ),
    "another port, closed": (OTHER, CHECKS, Truth.REFUTED),
    "requests all the same": (OTHER, REQUESTS, Truth.PROVED),
    "another port, open": ({**OTHER, **ADMITTED}, CHECKS, Truth.PROVED),
    "over UDP, health checks only": (
        {
            "Targets": {"Protocol": "UDP"},
            "TaskGroup": group(let(port=8080, **of("DoorGroup"))),
        },
        *("health checks of alb reach web on tcp/8080", Truth.PROVED),
    ),
    "by range": (
        {"TaskGroup": group(let(port=8080, CidrIp="10.0.0.0/24"))},
        *(BOTH, Truth.PROVED),
    ),
    "by a part of the range": (
        {"TaskGroup": group(let(port=8080, CidrIp="10.0.0.0/25"))},
        *(BOTH, Truth.REFUTED),
    ),
    "by public addresses": (
        {"TaskGroup": group(let(port=8080, CidrIp="203.0.113.0/24"))},
        *(BOTH, Truth.REFUTED),
    ),
}


@pytest.mark.parametrize(("changed", "words", "truth"), CASES.values(), ids=CASES)
def test_tasks_are_called(changed: dict[str, Any], words: str, truth: Truth) -> None:
    assert verdict(shop(**changed), words).truth is truth


def test_health_checks_on_a_port_that_is_given_are_not_decided() -> None:
    model = shop(("Given",), Targets={"HealthCheckPort": {"Ref": "Given"}})
    assert not [one for one in proved(model) if "health checks" in one.said.text]
    assert verdict(model, REQUESTS).truth is Truth.PROVED
