"""Why tasks have stopped, as far as that may be known."""

from __future__ import annotations

import pytest

from cfngen.cloud.values import MASK
from cfngen.deploy.containers import LINES, SERVICE, TASKS, Tasks, tasks_of
from cfngen.deploy.progress import Step
from cfngen.plan.progress import Degraded
from tests.deploy.stories import START
from tests.fakes.world import World
from tests.plan.shop import SECRET, Told, here, order

ARN = "arn:aws:ecs:us-east-1:123456789012:service/shop-dev/web"
BREAKER = "ECS Deployment Circuit Breaker was triggered"


def failed(reason: str = BREAKER, physical_id: str = ARN) -> Step:
    return Step(
        *(START, "Web/Service", SERVICE, "CREATE_FAILED", reason),
        physical_id=physical_id,
    )


def heard(world: World, step: Step, told: Told | None = None) -> Tasks:
    tasks = tasks_of(order(), here(world, told))
    tasks.hear(step)
    return tasks


def failing(lines: int = 2) -> World:
    world = World()
    world.holds_task_failures(
        "web",
        cluster="shop-dev",
        group="/shop/dev/web",
        lines=[f"line {n}" for n in range(lines)],
    )
    return world


def test_the_last_tasks_are_found_with_their_exit_codes_and_logs() -> None:
    (task,) = heard(failing(), failed()).found["Web/Service"]
    assert task.reason == "Essential container in task exited"
    assert task.containers == {"app": "exit code 1"}
    assert task.logs == ("line 0", "line 1")


def test_no_more_than_a_few_tasks_and_lines_are_read() -> None:
    world = failing(LINES + 5)
    for _ in range(TASKS):
        world.holds_task_failures("web", cluster="shop-dev")
    found = heard(world, failed()).found["Web/Service"]
    assert len(found) == TASKS
    assert all(len(task.logs) <= LINES for task in found)
    assert all(kwargs["limit"] == LINES for kwargs in world.of("GetLogEvents"))


def test_values_that_nobody_may_see_are_masked_everywhere() -> None:
    world = World()
    world.holds_task_failures(
        "web",
        cluster="shop-dev",
        reason=f"cannot log in with {SECRET}",
        exit_code=None,
        group="/shop/dev/web",
        lines=[f"password={SECRET}", "bye"],
    )
    (task,) = heard(world, failed()).found["Web/Service"]
    assert SECRET not in repr(task)
    assert task.reason == f"cannot log in with {MASK}"
    assert task.logs == (f"password={MASK}", "bye")


@pytest.mark.parametrize(
    ("operation", "kept"),
    [("ListTasks", 0), ("DescribeTasks", 0), ("GetLogEvents", 1)],
)
def test_what_may_not_be_asked_is_said_and_stops_nothing(
    operation: str, kept: int
) -> None:
    world, told = failing(), Told()
    world.denies(operation)
    found = heard(world, failed(), told).found["Web/Service"]
    assert len(found) == kept
    (degraded,) = told.of(Degraded)
    assert "Web/Service" in degraded.what
    assert operation in degraded.why


@pytest.mark.parametrize(
    "step",
    [
        pytest.param(failed("Resource creation cancelled"), id="cancelled"),
        pytest.param(failed(physical_id=""), id="no service yet"),
        pytest.param(failed(physical_id="arn:aws:ecs:x"), id="no ARN of a service"),
    ],
)
def test_nothing_is_asked_about_a_service_that_was_never_there(step: Step) -> None:
    world = failing()
    assert not any(heard(world, step).found.values())
    assert "ListTasks" not in [name for name, _ in world.asked]


def test_a_service_is_asked_about_once() -> None:
    world = failing()
    tasks = heard(world, failed())
    tasks.hear(failed("again, while it was undone"))
    assert len(world.of("ListTasks")) == 1
