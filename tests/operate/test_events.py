"""What has happened to a tree."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cfngen.cloud.failures import Busy
from cfngen.deploy.progress import Retrying
from cfngen.errors import InputError
from cfngen.operate.events import (
    Episode,
    failures,
    last_episode,
    of_operation,
    since,
    steps_of,
)
from tests.fakes.driving import CHANGED, begun, deployed
from tests.fakes.world import World
from tests.operate.looking import NAME, at, found


def last(world: World) -> Episode:
    episode = last_episode(found(world), at(world))
    assert episode
    return episode


def test_the_last_operation_is_the_update_and_nothing_before_it() -> None:
    world = World()
    world.stack(NAME)
    deployed(world, CHANGED)
    episode = last(world)
    steps = steps_of(found(world), episode, at(world))
    assert (episode.kind, episode.ended) == ("update", steps[-1].at)
    assert {step.path for step in steps} >= {NAME, "App", "App/Logs"}
    assert all(step.status.startswith("UPDATE") for step in steps)
    assert list(steps) == sorted(steps, key=lambda step: step.at)


def test_an_update_and_its_undoing_are_one_operation() -> None:
    world = World()
    world.stack(NAME)
    world.fails("App/Logs", "no", on="update")
    assert deployed(world, CHANGED) == "UPDATE_ROLLBACK_COMPLETE"
    episode = last(world)
    steps = steps_of(found(world), episode, at(world))
    assert episode.kind == "update"
    assert steps[0].status == "UPDATE_IN_PROGRESS"
    assert steps[-1].status == "UPDATE_ROLLBACK_COMPLETE"
    assert "App/Logs" in [step.path for step in failures(steps)]


def test_what_goes_on_has_no_end() -> None:
    world = World()
    world.stack(NAME)
    begun(world, CHANGED)
    assert last(world).ended is None


def test_the_beginning_is_found_behind_many_pages() -> None:
    world = World(page_size=100)
    world.stack(NAME)
    begun(world, CHANGED)
    stack = world.found(NAME)
    for _ in range(250):
        world.history.resource(stack, stack.resources["Topic"], "UPDATE_IN_PROGRESS")
    assert last(world).kind == "update"


def test_an_operation_has_its_id() -> None:
    world = World()
    world.stack(NAME)
    created = found(world).operation
    deployed(world, CHANGED)
    episode = of_operation(found(world), created, at(world))
    steps = steps_of(found(world), episode, at(world))
    assert (episode.kind, steps[-1].status) == ("create", "CREATE_COMPLETE")
    assert not any(step.status.startswith("UPDATE") for step in steps)


@pytest.mark.parametrize("id", ["nothing", ""], ids=["unknown", "empty"])
def test_an_id_that_no_event_has_is_refused(id: str) -> None:
    """Old events have no id at all."""
    world = World()
    world.stack(NAME)
    for event in world.found(NAME).events[:3]:
        event.pop("OperationId", None)
    with pytest.raises(InputError) as refused:
        of_operation(found(world), id, at(world))
    assert f"{found(world).operation} (CREATE_STACK)" in refused.value.hint


def test_a_span_of_time_spans_operations() -> None:
    world = World()
    world.stack(NAME)
    deployed(world, CHANGED)
    deployed(world, {"LogDays": "60"}, ChangeSetName="cfngen-2")
    root, now = found(world), world.clock.now()
    today = since(root, now - timedelta(hours=1), at(world))
    own = [step.status for step in today if step.root]
    assert own.count("UPDATE_COMPLETE") == 2
    assert "CREATE_COMPLETE" not in own
    everything = since(root, now - timedelta(days=2), at(world))
    assert "CREATE_COMPLETE" in [step.status for step in everything if step.root]
    assert since(root, now + timedelta(seconds=1), at(world)) == ()


def test_a_span_of_time_may_begin_within_an_operation() -> None:
    world = World()
    world.stack(NAME)
    everything = steps_of(found(world), last(world), at(world))
    middle = everything[len(everything) // 2].at
    later = since(found(world), middle, at(world))
    assert [step.at for step in later] == [s.at for s in everything if s.at > middle]


def test_a_question_without_an_answer_is_asked_again() -> None:
    world = World()
    world.stack(NAME)
    episode, told = last(world), list[object]()
    world.throttles("DescribeStackEvents", times=2)
    steps = steps_of(found(world), episode, at(world, told))
    assert {step.path for step in steps} >= {NAME, "Network/Vpc", "App/Logs"}
    assert [type(one) for one in told] == [Retrying, Retrying]


def test_patience_ends() -> None:
    world = World()
    world.stack(NAME)
    episode = last(world)
    world.throttles("DescribeStackEvents", times=1000)
    with pytest.raises(Busy):
        steps_of(found(world), episode, at(world))
