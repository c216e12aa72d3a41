"""A plan against what then happens: what is folded stays, nothing is played down."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from cfngen.package import STACK
from cfngen.plan.inputs.order import Order
from cfngen.plan.making import make
from cfngen.plan.plan import Plan
from cfngen.plan.planned import Kind
from tests.fakes.stacks import Stack
from tests.fakes.world import World
from tests.plan.judging.random_shops import changed, shop
from tests.plan.shop import deployed, here, order

RENEWED = (Kind.REPLACE, Kind.MAY_REPLACE)
MANY = 12
"""Shops to a test; a hole that was there once in fifteen shops shows."""


def there(world: World, stack: Stack, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the physical id and the properties of every resource, by path."""
    for name, one in stack.resources.items():
        below = f"{path}/{name}".lstrip("/")
        if one.there and one.type == STACK:
            yield from there(world, world.stacks.all[one.physical], below)
        elif one.there:
            yield below, (one.physical, json.dumps(one.properties, sort_keys=True))


def wanted(made: Any, chance: Random) -> Order:
    """Return the order for a shop without secrets."""
    parameters = {"P": chance.choice("xy"), "Q": chance.choice("xy")}
    return replace(order(made), parameters=parameters, secret=frozenset())


def carried_out(seed: int) -> tuple[Plan, dict[str, Any], dict[str, Any]]:
    """Return a plan, with what was there before it and what is after it."""
    chance, world = Random(seed), World(page_size=100)
    made = shop(chance)
    deployed(world, wanted(made, chance))
    if seed % 2:
        world.false_replacements()
    before = dict(there(world, world.found("shop-dev")))
    plan = make(wanted(changed(chance, made), chance), here(world))
    if plan.change_set:
        sets = here(world).cloud.change_sets
        sets.execute(plan.change_set, plan.stack_id, plan.token)
        world.clock.runs_out()
    return plan, before, dict(there(world, world.found("shop-dev")))


@pytest.mark.parametrize("start", range(0, 48, MANY))
def test_what_is_folded_stays_as_it_is(start: int) -> None:
    for seed in range(start, start + MANY):
        plan, before, after = carried_out(seed)
        for one in plan.changes:
            old, new = before.get(one.path), after.get(one.path)
            if one.noise and not one.nested:
                assert old == new, f"{seed}: {one.path} is folded, and changes"
            if one.kind is Kind.UPDATE and old and new:
                assert old[0] == new[0], f"{seed}: {one.path} is made anew"
