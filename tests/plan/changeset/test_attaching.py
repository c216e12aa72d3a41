"""Waiting until nobody else is at work on a stack."""

from __future__ import annotations

import pytest

from cfngen.errors import Exit, InputError, NeedsHuman, StillRunning
from cfngen.plan.making import make
from cfngen.plan.progress import Waiting
from cfngen.plan.states import Action
from tests.fakes.world import World
from tests.plan.shop import Told, deployed, here, order


def busy(status: str) -> World:
    """Return a world whose shop somebody is at work on."""
    world = World()
    deployed(world)
    world.becomes("shop-dev", status, 0)
    world.clock.passes(1)
    return world


def test_without_patience_a_busy_stack_is_for_a_person() -> None:
    with pytest.raises(NeedsHuman, match="it is being updated") as raised:
        make(order(), here(busy("UPDATE_IN_PROGRESS")))
    assert "--wait" in raised.value.hint


def test_with_patience_the_others_operation_is_waited_for() -> None:
    world, told = busy("UPDATE_IN_PROGRESS"), Told()
    world.becomes("shop-dev", "UPDATE_COMPLETE", 60)
    plan = make(order(parameters={"LogDays": "14"}), here(world, told), patience=600)
    assert plan.action is Action.UPDATE
    assert plan.change_set
    assert told.of(Waiting) == [Waiting("shop-dev", "UPDATE_IN_PROGRESS")]


def test_each_state_on_the_way_is_told_once() -> None:
    world, told = busy("UPDATE_IN_PROGRESS"), Told()
    world.becomes("shop-dev", "UPDATE_ROLLBACK_IN_PROGRESS", 30)
    world.becomes("shop-dev", "UPDATE_ROLLBACK_COMPLETE", 90)
    make(order(), here(world, told), patience=600)
    assert [one.status for one in told.of(Waiting)] == [
        "UPDATE_IN_PROGRESS",
        "UPDATE_ROLLBACK_IN_PROGRESS",
    ]


def test_patience_ends() -> None:
    with pytest.raises(StillRunning, match="still UPDATE_IN_PROGRESS") as raised:
        make(order(), here(busy("UPDATE_IN_PROGRESS")), patience=120)
    assert raised.value.exit_code == Exit.RUNNING
    assert "cfngen status shop dev --watch" in raised.value.hint


def test_what_is_deleted_meanwhile_is_created() -> None:
    world = busy("DELETE_IN_PROGRESS")
    world.becomes("shop-dev", "DELETE_COMPLETE", 60)
    assert make(order(), here(world), patience=600).action is Action.CREATE


def test_a_stack_that_got_stuck_meanwhile_is_for_a_person() -> None:
    world = busy("UPDATE_IN_PROGRESS")
    world.becomes("shop-dev", "UPDATE_ROLLBACK_FAILED", 60)
    with pytest.raises(NeedsHuman, match="UPDATE_ROLLBACK_FAILED"):
        make(order(), here(world), patience=600)


def test_a_nested_stack_is_not_waited_for() -> None:
    world = World()
    deployed(world)
    inner = world.found("shop-dev", "Data").name
    with pytest.raises(InputError, match="is nested in"):
        make(order(stack=inner), here(world), patience=600)
