"""How a stack is."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.cloud.values import Stack
from cfngen.errors import Exit
from cfngen.naming import stack_tags
from cfngen.operate.status import EXITS, Health, Status, health, status
from cfngen.package import package
from cfngen.plan.inputs.order import Order
from cfngen.plan.progress import Degraded
from cfngen.plan.states import STATES
from tests.deploy.small import order
from tests.fakes.driving import CHANGED, begun, deployed
from tests.fakes.world import World
from tests.operate.looking import NAME, at, found

GOOD = ("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE")
UNDONE = ("UPDATE_ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_COMPLETE")


def small(**more: Any) -> World:
    world = World()
    world.stack(NAME, **more)
    return world


def seen(world: World, told: list[object] | None = None, **more: Any) -> Status:
    return status(found(world), at(world, told), **more)


def as_ordered(wanted: Order) -> World:
    """Return a world in which an order has been carried out."""
    world = World()
    packed = package(wanted.files, world.objects.url(world.bucket, "").rstrip("/"))
    bucket = world.objects.buckets[world.bucket]
    bucket.objects |= {key: text.encode() for key, text in packed.uploads.items()}
    tags = stack_tags("small", "dev")
    world.placing.put(NAME, packed.root_url, wanted.parameters, tags)
    return world


def expected(state: str) -> Health:
    """Return what a root's state means."""
    if state in GOOD:
        return Health.GOOD
    if state in UNDONE:
        return Health.UNDONE
    return Health.RUNNING if state.endswith("_IN_PROGRESS") else Health.STUCK


@pytest.mark.parametrize("state", [s for s in STATES if s != "REVIEW_IN_PROGRESS"])
def test_every_state_has_its_exit_code(state: str) -> None:
    assert health([Stack("arn", NAME, state)]) is expected(state)
    assert set(EXITS) == set(Health)


def test_a_change_set_under_review_is_nothing_that_works() -> None:
    assert health([Stack("arn", NAME, "REVIEW_IN_PROGRESS")]) is Health.STUCK


def test_a_nested_stack_that_failed_for_itself_needs_somebody() -> None:
    world = small()
    world.found(NAME, "App").status = "UPDATE_ROLLBACK_FAILED"
    assert seen(world).exit == Exit.NEEDS_HUMAN


def test_a_nested_stack_that_failed_while_the_root_works_on_is_at_work() -> None:
    nested = Stack("arn:1", "App", "UPDATE_FAILED")
    root = Stack("arn", NAME, "UPDATE_ROLLBACK_IN_PROGRESS")
    assert health([root, nested]) is Health.RUNNING


def test_a_stack_that_is_well() -> None:
    found = seen(small(protected=True, policy='{"Statement": []}'))
    assert (found.health, found.exit) == (Health.GOOD, Exit.OK)
    assert (found.policy, found.failures, found.steps) == ('{"Statement": []}', (), ())
    assert found.episode
    assert found.episode.kind == "create"
    assert [branch.path for branch in found.branches] == ["", "App", "Network"]


def test_what_goes_well_costs_no_reading_of_nested_events() -> None:
    world = small()
    seen(world)
    stacks = {asked["StackName"] for asked in world.of("DescribeStackEvents")}
    assert stacks == {world.found(NAME).id}
    assert seen(world, events=True).steps


def test_what_failed_is_told_with_its_cause() -> None:
    world = small()
    world.fails("App/Logs", "/small/logs already exists", on="update")
    deployed(world, CHANGED)
    found = seen(world)
    assert found.health is Health.UNDONE
    assert [one.step.path for one in found.failures] == ["App/Logs"]
    assert found.failures[0].hint


def test_what_goes_on_is_running() -> None:
    world = small()
    begun(world, CHANGED)
    assert seen(world).exit == Exit.RUNNING


def test_what_was_deployed_is_in_step() -> None:
    wanted = order()
    found = seen(as_ordered(wanted), order=wanted)
    assert found.in_step.same


def test_another_template_anywhere_in_the_tree_differs() -> None:
    wanted = order()
    files = {**wanted.files}
    files["store.json"] = files["store.json"].replace(
        "AWS::S3::Bucket", "AWS::SNS::Topic"
    )
    found = seen(as_ordered(wanted), order=order(files=files))
    assert (found.in_step.templates, found.in_step.parameters) == (True, ())


def test_another_parameter_differs_by_name() -> None:
    found = seen(as_ordered(order()), order=order(parameters={"LogDays": "30"}))
    assert (found.in_step.templates, found.in_step.parameters) == (False, ("LogDays",))


def test_a_release_does_not_differ_from_a_file_that_leaves_it_out() -> None:
    files = {**order().files}
    root = json.loads(files["root.json"])
    root["Parameters"]["WebImageTag"] = {"Type": "String", "Default": "none"}
    files["root.json"] = json.dumps(root)
    live = order(files=files, parameters={"LogDays": "7", "WebImageTag": "v2"})
    wanted = order(files=files, released={"WebImageTag": "none"})
    assert seen(as_ordered(live), order=wanted).in_step.same


def test_a_secret_cannot_be_compared() -> None:
    changed: dict[str, Any] = {
        "parameters": {"LogDays": "30"},
        "secret": frozenset({"LogDays"}),
    }
    assert seen(as_ordered(order()), order=order(**changed)).in_step.same


def test_without_what_is_committed_nothing_is_compared() -> None:
    assert seen(small(), why="the spec is wrong").in_step.unknown == "the spec is wrong"


def test_image_tags_are_what_runs() -> None:
    texts = {"WebImageTag": {"Type": "String"}, "LogDays": {"Type": "Number"}}
    template = {
        "Parameters": texts,
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
    }
    world = small(template=template, parameters={"WebImageTag": "v2", "LogDays": "7"})
    assert seen(world).images == {"WebImageTag": "v2"}


@pytest.mark.parametrize(
    ("operation", "what"),
    [
        ("GetStackPolicy", "the policy"),
        ("DescribeStackEvents", "the last operation"),
        ("GetTemplate", "the template"),
    ],
)
def test_what_may_not_be_asked_is_left_out(operation: str, what: str) -> None:
    world = as_ordered(order())
    world.denies(operation)
    told: list[object] = []
    found = seen(world, told, order=order())
    assert found.health is Health.GOOD
    assert [one.what for one in told if isinstance(one, Degraded)] == [what]
