"""When a stack is what is wanted, told without a change set, and what is outside it."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.plan.inputs.order import Order
from cfngen.plan.making import make
from cfngen.plan.plan import Plan
from tests.fakes.world import World
from tests.plan.shop import bodies, deployed, here, order


def open_bodies() -> dict[str, Any]:
    """Return templates without a secret."""
    made = bodies()
    made["root.json"]["Parameters"].pop("Password")
    made["root.json"]["Resources"]["Data"]["Properties"]["Parameters"]["Password"] = "x"
    return made


def wanted(made: dict[str, Any] | None = None, **changes: Any) -> Order:
    parameters = {"Cidr": "10.0.0.0/16", "LogDays": "7"}
    given = {"parameters": parameters, "secret": frozenset(), **changes}
    full = order(open_bodies() if made is None else made, **given)
    shown = {n: v for n, v in full.parameters.items() if n != "Password"}
    return Order(**{**vars(full), "parameters": shown})


def planned(second: Order, **stack: Any) -> tuple[Plan, World]:
    world = World()
    deployed(world, wanted())
    vars(world.found("shop-dev")).update(stack)
    return make(second, here(world)), world


def other_child() -> dict[str, Any]:
    made = open_bodies()
    made["data.json"]["Resources"]["Logs"]["Properties"]["RetentionInDays"] = 30
    return made


def test_the_same_again_asks_for_no_change_set() -> None:
    plan, world = planned(wanted())
    assert plan.empty
    assert not world.of("CreateChangeSet")
    assert not world.of("HeadBucket")


@pytest.mark.parametrize(
    "second",
    [
        pytest.param({"made": other_child()}, id="a child"),
        pytest.param({"parameters": {"LogDays": "14"}}, id="a parameter"),
        pytest.param({"target": {"tags": {"System": "other"}}}, id="a tag"),
        pytest.param({"target": {"role": "arn:aws:iam::1:role/r"}}, id="the role"),
        pytest.param({"target": {"notify": ("arn:aws:sns:x:1:t",)}}, id="a topic"),
        pytest.param({"target": {"alarms": ("arn:aws:cw:x:1:a",)}}, id="an alarm"),
    ],
)
def test_any_difference_asks_for_one(second: dict[str, Any]) -> None:
    assert planned(wanted(**second))[1].of("CreateChangeSet")


def test_a_stack_that_was_rolled_back_is_looked_at_closely() -> None:
    _, world = planned(wanted(), status="UPDATE_ROLLBACK_COMPLETE")
    assert world.of("CreateChangeSet")


def test_a_hidden_value_cannot_be_compared() -> None:
    world = World()
    deployed(world)
    plan = make(order(), here(world))
    assert plan.empty
    assert world.of("CreateChangeSet")


def test_a_value_from_ssm_cannot_be_compared() -> None:
    made = open_bodies()
    kind = "AWS::SSM::Parameter::Value<String>"
    made["root.json"]["Parameters"]["LogDays"]["Type"] = kind
    world = World()
    deployed(world, wanted(made))
    make(wanted(made), here(world))
    assert world.of("CreateChangeSet")


POLICY = '{"Statement":[{"Effect":"Deny","Action":"Update:*","Principal":"*"}]}'


@pytest.mark.parametrize(
    ("target", "stack", "lines"),
    [
        pytest.param(
            {"protect": True}, {}, ("Termination protection is turned on.",), id="on"
        ),
        pytest.param({"protect": True}, {"protected": True}, (), id="on already"),
        pytest.param(
            {"protect": False},
            {"protected": True},
            ("Termination protection is turned off.",),
            id="off",
        ),
        pytest.param({"protect": None}, {"protected": True}, (), id="nobody says"),
        pytest.param(
            {"policy": POLICY}, {}, ("The stack policy is set.",), id="a policy"
        ),
        pytest.param(
            {"policy": POLICY},
            {"policy": "{}"},
            ("The stack policy is replaced.",),
            id="another policy",
        ),
        pytest.param(
            {"policy": POLICY},
            {"policy": POLICY.replace(",", ", ")},
            (),
            id="the same policy",
        ),
    ],
)
def test_what_is_outside_the_change_set_makes_a_plan_without_one(
    target: dict[str, Any], stack: dict[str, Any], lines: tuple[str, ...]
) -> None:
    plan, world = planned(wanted(target=target), **stack)
    assert plan.outside == lines
    assert plan.empty is not bool(lines)
    assert not world.of("CreateChangeSet")


def test_what_a_nested_stack_fetches_may_be_another_by_now() -> None:
    made = open_bodies()
    kind = "AWS::SSM::Parameter::Value<String>"
    made["network.json"]["Parameters"]["Image"] = {"Type": kind, "Default": "/image"}
    world = World()
    deployed(world, wanted(made))
    make(wanted(made), here(world))
    assert world.of("CreateChangeSet")
