"""Whether tasks in public subnets have the addresses that it takes."""

from __future__ import annotations

import pytest

from tests.checks.network.system import (
    CHECKS,
    GONE,
    Case,
    Changes,
    model,
    problems,
    spoken,
)

TASKS = "Service.NetworkConfiguration.AwsvpcConfiguration"
SUBNETS, PUBLIC = f"{TASKS}.Subnets", f"{TASKS}.AssignPublicIp"
CASES = (
    Case(
        "a public subnet without a public address",
        *("CG524", {SUBNETS: [{"Ref": "Public1"}]}, PUBLIC, "no public address"),
    ),
    Case(
        "a public subnet and nothing said",
        *("CG524", {SUBNETS: [{"Ref": "Public1"}], PUBLIC: GONE}, PUBLIC, "Public1"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


FINE: dict[str, Changes] = {
    "a public address": {SUBNETS: [{"Ref": "Public1"}], PUBLIC: "ENABLED"},
    "a public address behind NAT": {PUBLIC: "ENABLED"},
    "a public subnet with IPv6": {
        SUBNETS: [{"Ref": "Public1"}],
        "Public1.Ipv6CidrBlock": "2600:1f18::/64",
    },
    "a public subnet that gets IPv6": {
        SUBNETS: [{"Ref": "Public1"}],
        "Six": (
            "EC2::SubnetCidrBlock",
            {"SubnetId": {"Ref": "Public1"}, "Ipv6CidrBlock": "2600:1f18::/64"},
        ),
    },
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    assert problems(model(change), [CHECKS["CG524"]]) == []
