"""Where load balancers stand."""

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


def _subnets(*names: str) -> Changes:
    return {"Balancer.Subnets": [{"Ref": name} for name in names]}


CASES = (
    Case(
        "two subnets of a zone",
        *("CG531", _subnets("Public1", "Private"), "Balancer.Subnets"),
        "Public1 and Private are in the same zone",
    ),
    Case(
        "a subnet twice",
        *("CG531", _subnets("Public1", "Public1"), "Balancer.Subnets", "the same zone"),
    ),
    Case(
        "one subnet",
        *("CG531", _subnets("Public1"), "Balancer.Subnets", "in one subnet, Public1"),
    ),
    Case(
        "private subnets",
        *("CG532", _subnets("Private", "Public2"), "Balancer.Subnets"),
        "internet-facing, and Private leads to a NAT gateway",
    ),
    Case(
        "no scheme and no route",
        "CG532",
        {"Balancer.Scheme": GONE, "PublicRoute": GONE, "Nat.DependsOn": []},
        *("Balancer.Subnets", "Public1 leads to nowhere"),
    ),
    Case(
        "one subnet, its zone by id",
        "CG531",
        {
            **_subnets("Public1"),
            "Public1.AvailabilityZone": GONE,
            "Public1.AvailabilityZoneId": "use1-az4",
        },
        *("Balancer.Subnets", "one subnet, Public1"),
    ),
    Case(
        "little room",
        *("CG533", {"Public2.CidrBlock": "10.0.1.0/28"}, "Public2.CidrBlock"),
        "10.0.1.0/28",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


FINE: dict[str, Changes] = {
    "an internal one in private subnets": {
        **_subnets("Private", "Public2"),
        "Balancer.Scheme": "internal",
    },
    "one that is a network load balancer, in one small subnet": {
        **_subnets("Public1"),
        "Public1.CidrBlock": "10.0.0.0/28",
        "Balancer.Type": "network",
    },
    "a gateway load balancer in private subnets": {
        **_subnets("Private"),
        "Balancer.Type": "gateway",
        "Balancer.Scheme": GONE,
    },
    "one subnet of a Local Zone": {
        **_subnets("Public1"),
        "Public1.AvailabilityZone": "us-west-2-lax-1a",
    },
    "one subnet on an Outpost": {
        **_subnets("Public1"),
        "Public1.OutpostArn": "arn:aws:outposts:us-east-1:1:outpost/op-1",
    },
    "subnets that are not all known": {
        "Balancer.Subnets": [{"Ref": "Public1"}, {"Ref": "Unknown"}]
    },
    "just enough room": {"Public2.CidrBlock": "10.0.1.0/27"},
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    ids = ("CG531", "CG532", "CG533")
    assert problems(model(change), [CHECKS[id] for id in ids]) == []
