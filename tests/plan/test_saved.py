"""The plan file: written, read, and refused where it no longer holds."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from cfngen.errors import InputError, NeedsHuman
from cfngen.plan.changeset.lifecycle import discard
from cfngen.plan.making import make
from cfngen.plan.plan import Plan
from cfngen.plan.saved import expiry, hashed, read, verified, written
from tests.fakes.world import World
from tests.plan.shop import SECRET, bodies, deployed, here, order

OTHER = {"LogDays": "14"}


def planned(world: World, create: bool = False, **changes: Any) -> Plan:
    if not create:
        deployed(world)
    return make(order(parameters=OTHER, **changes), here(world))


def shown(plan: Plan) -> Plan:
    """Return a plan as its file has it: without the secret."""
    given = {n: v for n, v in plan.order.parameters.items() if n != "Password"}
    return replace(plan, order=replace(plan.order, parameters=given))


@pytest.mark.parametrize("create", [False, True], ids=["update", "create"])
def test_what_is_written_is_read_again(create: bool) -> None:
    world = World()
    plan = planned(world, create)
    again = read(written(plan))
    assert again == shown(plan)
    assert verified(again, here(world)) == again


def test_no_secret_is_in_the_file_nor_anything_made_of_one() -> None:
    world = World()
    deployed(world)
    first = written(planned(World()))
    assert SECRET not in first
    other = make(order(parameters={**OTHER, "Password": "another one"}), here(world))
    hashes = {json.loads(text)["parameters"] for text in (first, written(other))}
    assert len(hashes) == 1


def test_an_output_that_is_made_of_a_secret_is_masked_in_the_file() -> None:
    world, made = World(), bodies()
    value = {"Fn::Sub": "postgres://shop:${Password}@database"}
    made["root.json"]["Outputs"]["Url"] = {"Value": value}
    deployed(world, order(made))
    plan = make(order(made, parameters=OTHER), here(world))
    assert plan.stack
    assert SECRET in str(plan.stack.outputs)
    assert "postgres://shop:****@database" in written(plan)
    assert SECRET not in written(plan)


def test_the_file_says_what_it_is_for() -> None:
    world = World()
    plan = planned(world)
    body = json.loads(written(plan))
    assert body["kind"] == "cfngen plan"
    assert body["version"] == 1
    assert (body["account"], body["region"]) == ("123456789012", "us-east-1")
    until = expiry(plan)
    assert until
    assert body["expires"] == until.isoformat()
    assert body["digest"] == plan.digest


def body_of(text: str, *steps: str) -> tuple[dict[str, Any], dict[str, Any]]:
    body = json.loads(text)
    inner = body
    for step in steps:
        inner = inner[step]
    return body, inner


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param("no json", "It is no JSON", id="no JSON"),
        pytest.param("[]", "not what cfngen plan --out writes", id="a list"),
        pytest.param('{"kind": "x"}', "not what cfngen plan", id="another file"),
        pytest.param(
            '{"kind": "cfngen plan", "version": 2}', "version is 2", id="a later one"
        ),
        pytest.param(
            '{"kind": "cfngen plan", "version": 1}', "is no object", id="no plan"
        ),
    ],
)
def test_what_is_no_plan_is_refused(text: str, says: str) -> None:
    with pytest.raises(InputError, match=says):
        read(text)


@pytest.mark.parametrize(
    ("steps", "name", "value"),
    [
        pytest.param((), "account", "999999999999", id="the account"),
        pytest.param((), "region", "eu-west-1", id="the region"),
        pytest.param((), "digest", "0", id="the digest"),
        pytest.param((), "parameters", "0", id="the hash of the parameters"),
        pytest.param(("plan", "order", "parameters"), "LogDays", "1", id="a parameter"),
        pytest.param(("plan",), "hooks", "many", id="a number"),
        pytest.param(("plan",), "action", "DESTROY", id="the action"),
        pytest.param(("plan",), "made", "yesterday", id="the time"),
        pytest.param(("plan",), "changes", {}, id="the changes"),
        pytest.param(("plan",), "sudo", True, id="something new"),
        pytest.param(("plan",), "made", "2026-01-02T03:04:05", id="a local time"),
        pytest.param(("plan",), "shallow", "x", id="what nothing else tells"),
        pytest.param(("plan", "order", "files"), "root.json", "x", id="a template"),
        pytest.param(("plan", "order"), "files", None, id="the templates"),
    ],
)
def test_a_file_that_was_altered_is_refused(
    steps: tuple[str, ...], name: str, value: object
) -> None:
    body, inner = body_of(written(planned(World())), *steps)
    inner[name] = value
    with pytest.raises(InputError, match="cannot be used"):
        read(json.dumps(body))


def test_what_blocks_cannot_be_taken_out_of_the_file() -> None:
    world, made = World(), bodies()
    deployed(world)
    made["data.json"]["Resources"].pop("Database")
    plan = make(order(made), here(world))
    assert plan.blocked
    body, inner = body_of(written(plan), "plan")
    inner["blocked"] = []
    with pytest.raises(InputError, match="not as cfngen wrote it"):
        read(json.dumps(body))


def test_a_file_that_lacks_something_is_refused() -> None:
    body, inner = body_of(written(planned(World())), "plan")
    inner.pop("digest")
    with pytest.raises(InputError, match="lacks digest"):
        read(json.dumps(body))


def test_other_templates_than_those_of_the_change_set_are_refused() -> None:
    world = World()
    body, files = body_of(written(planned(world)), "plan", "order", "files")
    files["data.json"] = files["data.json"].replace("postgres", "mysql")
    body["content"] = hashed(body["plan"])
    with pytest.raises(InputError, match="templates are not those"):
        verified(read(json.dumps(body)), here(world))


def discarded(world: World, plan: Plan) -> None:
    discard(plan, here(world))


def somebody(world: World, plan: Plan) -> None:
    world.changes_meanwhile("shop-dev")


def later(world: World, plan: Plan) -> None:
    until = expiry(plan)
    assert until
    world.clock.passes((until - world.clock.now()).total_seconds() + 1)


def busy(world: World, plan: Plan) -> None:
    world.found("shop-dev").status = "UPDATE_IN_PROGRESS"


def other_values(world: World, plan: Plan) -> None:
    for made in world.change_sets.all.values():
        for one in made.asked["Parameters"]:
            one["ParameterValue"] = "1"
        if made.intent:
            vars(made.intent)["parameters"] = dict.fromkeys(made.intent.parameters, "1")


@pytest.mark.parametrize(
    ("happens", "says"),
    [
        pytest.param(discarded, "change set is gone", id="deleted"),
        pytest.param(somebody, "changed the stack shop-dev", id="somebody deployed"),
        pytest.param(later, "a plan holds for 7 days", id="too old"),
        pytest.param(busy, "UPDATE_IN_PROGRESS now", id="busy"),
        pytest.param(other_values, "other parameters", id="other parameters"),
    ],
)
def test_a_plan_that_no_longer_holds_is_for_a_person(
    happens: Callable[[World, Plan], None], says: str
) -> None:
    world = World()
    plan = read(written(planned(world)))
    happens(world, plan)
    with pytest.raises(NeedsHuman, match=says) as raised:
        verified(plan, here(world))
    assert "cfngen plan shop dev" in raised.value.hint


@pytest.mark.parametrize(
    ("region", "account"),
    [
        pytest.param("us-east-1", "999999999999", id="another account"),
        pytest.param("eu-west-1", "123456789012", id="another region"),
    ],
)
def test_a_plan_is_for_one_account_and_one_region(region: str, account: str) -> None:
    elsewhere, plan = World(region, account), read(written(planned(World())))
    with pytest.raises(NeedsHuman, match="It is for"):
        verified(plan, here(elsewhere))
    assert not elsewhere.of("DescribeStacks")


def test_a_plan_without_a_change_set_can_be_kept_too() -> None:
    world = World()
    deployed(world)
    plan = make(order(target={"protect": True}), here(world))
    assert plan.outside
    assert verified(read(written(plan)), here(world)).outside == plan.outside
