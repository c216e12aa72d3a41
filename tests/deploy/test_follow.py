"""Following an operation through the tree, whatever the poller meets."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from cfngen.cloud.failures import Absent, Busy
from cfngen.cloud.values import Event, Operation, Stack
from cfngen.deploy.follow import PATIENCE, STALE, attached, follow
from cfngen.deploy.progress import Polled, Retrying, Step
from cfngen.deploy.watching import Watch
from cfngen.errors import CloudUnreachable, OperationFailed
from cfngen.plan.at import At
from cfngen.plan.waiting import Pace
from tests.deploy.stories import NAME, ROOT, START, Frame, Told, arn, story
from tests.fakes.clock import Clock
from tests.fakes.world import World
from tests.plan.shop import cloud_of, deployed

THROTTLED = Busy("Rate exceeded")
PACE = Pace(2, 10)

BEGIN = story(
    """
    small-dev CREATE_IN_PROGRESS User Initiated
    Store CREATE_IN_PROGRESS
    Store/ CREATE_IN_PROGRESS
    Store/Bucket CREATE_IN_PROGRESS
    """
)
MIDDLE = story(
    """
    Store/Bucket CREATE_COMPLETE
    Store/ CREATE_COMPLETE
    Store CREATE_COMPLETE
    """,
    start=20,
)
END = story("small-dev CREATE_COMPLETE", start=40)


def followed(told: Told, clock: Clock | None = None) -> tuple[Stack, list[object]]:
    """Follow to the end; return the stack and all that was reported."""
    reported: list[object] = []
    watch = Watch(told.cloud, ROOT, NAME, START)
    at = At(told.cloud, reported.append, clock or Clock(), PACE)
    ended = follow(Stack(ROOT, NAME, ""), watch, at)
    assert list(watch.steps) == [step for step in reported if isinstance(step, Step)]
    return ended, reported


def scripted(*frames: Frame, failures: Iterable[Exception] = ()) -> Told:
    """Return a history of frames."""
    return Told(frames, list(failures))


def said(reported: Iterable[object]) -> list[str]:
    return [f"{s.path} {s.status}" for s in reported if isinstance(s, Step)]


EVERYTHING = [
    "small-dev CREATE_IN_PROGRESS",
    "Store CREATE_IN_PROGRESS",
    "Store CREATE_IN_PROGRESS",
    "Store/Bucket CREATE_IN_PROGRESS",
    "Store/Bucket CREATE_COMPLETE",
    "Store CREATE_COMPLETE",
    "Store CREATE_COMPLETE",
    "small-dev CREATE_COMPLETE",
]


def test_an_end_that_no_event_tells_is_seen_all_the_same() -> None:
    world = World()
    stack = world.stack(NAME, "REVIEW_IN_PROGRESS")
    there = At(cloud_of(world), lambda _: None, world.clock, PACE)
    before = there.cloud.stacks.find(NAME)
    assert before
    watch = Watch(there.cloud, before.id, NAME, there.cloud.history.last(before.id))
    stack.status = "DELETE_COMPLETE"
    assert follow(before, watch, there).status == "DELETE_COMPLETE"


def test_every_event_of_every_stack_is_reported_once_in_order_of_time() -> None:
    ended, reported = followed(scripted(BEGIN, MIDDLE, END))
    assert said(reported) == EVERYTHING
    assert ended.status == "CREATE_COMPLETE"


def test_every_look_is_reported() -> None:
    reported = followed(scripted(BEGIN, [], MIDDLE, END))[1]
    assert reported.count(Polled()) == 3


def test_what_happened_before_the_operation_is_left_out() -> None:
    told = scripted(BEGIN, MIDDLE, END)
    told.told += story("Store/Old CREATE_COMPLETE", start=-60)
    assert said(followed(told)[1]) == EVERYTHING


def test_what_somebody_else_does_to_the_root_afterwards_is_left_out() -> None:
    ours = [[*BEGIN, *MIDDLE], END]
    frames = [story_of(frame, "ours") for frame in ours]
    theirs = story("small-dev UPDATE_IN_PROGRESS User Initiated", 41, operation="b")
    ending = story("small-dev UPDATE_COMPLETE", 50, operation="b")
    told = scripted(frames[0], [*frames[1], *theirs], ending)
    operations = (Operation("UPDATE_STACK", "b"), Operation("CREATE_STACK", "ours"))
    told.described = [Stack(ROOT, NAME, "UPDATE_IN_PROGRESS", operations=operations)]
    ended, reported = followed(told)
    assert said(reported) == EVERYTHING
    assert ended.status == "CREATE_COMPLETE"


def story_of(events: Iterable[Event], operation: str) -> list[Event]:

    return [replace(event, operation=operation) for event in events]


def test_a_stack_that_is_done_is_asked_no_more_until_it_rolls_back() -> None:
    undone = story("Store DELETE_IN_PROGRESS\nStore/Bucket DELETE_COMPLETE", start=50)
    gone = story("Store DELETE_COMPLETE\nsmall-dev ROLLBACK_COMPLETE", start=60)
    told = scripted([*BEGIN, *MIDDLE], [], [], undone, gone)
    _, reported = followed(told)
    assert said(reported)[-3:] == [
        "Store/Bucket DELETE_COMPLETE",
        "Store DELETE_COMPLETE",
        "small-dev ROLLBACK_COMPLETE",
    ]
    child = arn(f"{NAME}-Store")
    assert [stack == child for stack in told.asked] == [
        *(False, True),  # begun and done in one round
        *(False, False),
        *(False, True, False, True),  # rolled back
        *(False, True),  # the last question goes to all
    ]


@pytest.mark.parametrize("phase", ["UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE"])
def test_nested_stacks_that_are_done_are_heard_again_while_the_root_cleans_up(
    phase: str,
) -> None:
    updated = story(
        """
        small-dev UPDATE_IN_PROGRESS User Initiated
        Store UPDATE_IN_PROGRESS
        Store/Bucket UPDATE_COMPLETE
        Store UPDATE_COMPLETE
        """
    )
    cleans = story(f"small-dev {phase}_CLEANUP_IN_PROGRESS", start=20)
    deleted = story("Store/Bucket DELETE_FAILED It is not empty", start=30)
    end = story(f"small-dev {phase}", start=60)
    last = ["Store/Bucket DELETE_FAILED", f"small-dev {phase}"]
    _, slowly = followed(scripted(updated, [], cleans, [], deleted, [], end))
    assert said(slowly)[-2:] == last
    _, at_once = followed(scripted(updated, [], [*cleans, *deleted, *end]))
    assert said(at_once)[-2:] == last


def test_a_nested_stack_without_an_arn_yet_is_asked_later() -> None:
    first = story("small-dev CREATE_IN_PROGRESS\nStore CREATE_IN_PROGRESS", stacks=())
    with_arn = story("Store CREATE_IN_PROGRESS Resource creation Initiated", start=10)
    _, reported = followed(scripted(first, with_arn, MIDDLE, END))
    steps = [step for step in reported if isinstance(step, Step)]
    assert "Store/Bucket CREATE_COMPLETE" in said(reported)
    assert [step.echo for step in steps[:3]] == [False, False, True]


def test_a_record_that_is_awaited_is_no_echo() -> None:
    record = "Content of DNS Record is: {Name: _a.example.com.,Type: CNAME,Value: _b.}"
    waiting = story(
        "Certificate CREATE_IN_PROGRESS\n"
        "Certificate CREATE_IN_PROGRESS Resource creation Initiated\n"
        f"Certificate CREATE_IN_PROGRESS {record}",
        start=10,
    )
    _, reported = followed(scripted(BEGIN, waiting, END))
    steps = [step for step in reported if isinstance(step, Step)]
    told = [(s.reason, s.echo) for s in steps if s.path == "Certificate"]
    assert told == [("", False), ("Resource creation Initiated", True), (record, False)]


def test_what_children_say_after_the_roots_last_word_is_still_heard() -> None:
    late = story("Store/Bucket DELETE_COMPLETE", start=60)
    told = scripted([*BEGIN, *MIDDLE], END, late)
    assert said(followed(told)[1])[-1] == "Store/Bucket DELETE_COMPLETE"


def test_a_throttled_question_is_asked_again_and_nothing_is_lost() -> None:
    told = scripted(BEGIN, THROTTLED, THROTTLED, MIDDLE, END, failures=[THROTTLED])
    ended, reported = followed(told)
    assert said(reported) == EVERYTHING
    assert ended.status == "CREATE_COMPLETE"
    assert reported.count(Retrying("Rate exceeded")) == 3


def test_a_stack_that_could_not_be_asked_when_it_was_done_is_asked_again() -> None:
    told = scripted([*BEGIN, *MIDDLE], END, failures=[THROTTLED])
    assert sorted(said(followed(told)[1])) == sorted(EVERYTHING)


def test_a_cloud_that_stays_silent_is_given_up() -> None:
    clock = Clock()
    with pytest.raises(CloudUnreachable, match="Rate exceeded"):
        followed(scripted(BEGIN, *[THROTTLED] * PATIENCE), clock)
    assert len(clock.slept) == PATIENCE


def test_a_nested_stack_that_has_vanished_does_not_stop_the_rest() -> None:
    told = scripted(BEGIN, MIDDLE, END, failures=[Absent("gone")])
    assert said(followed(told)[1])[-1] == "small-dev CREATE_COMPLETE"


OLD = Stack(ROOT, NAME, "REVIEW_IN_PROGRESS")


@pytest.mark.parametrize(
    "answers",
    [
        pytest.param([OLD, OLD], id="the state before"),
        pytest.param([THROTTLED, OLD], id="no answer, then the state before"),
        pytest.param([None], id="no such stack"),
    ],
)
def test_an_answer_older_than_the_events_is_not_believed(
    answers: list[Stack | Exception | None],
) -> None:
    told = scripted(BEGIN, MIDDLE, END)
    told.described = answers
    ended, reported = followed(told)
    assert ended.status == "CREATE_COMPLETE"
    assert said(reported) == EVERYTHING


@pytest.mark.parametrize("answer", [OLD, THROTTLED], ids=["old", "none"])
def test_an_answer_that_stays_old_gives_way_to_the_event(
    answer: Stack | Exception,
) -> None:
    told = scripted(BEGIN, MIDDLE, END)
    told.described = [answer] * (STALE + 5)
    assert followed(told)[0].status == "CREATE_COMPLETE"
    assert len(told.described) == 4


def test_an_operation_that_never_begins_is_a_failure() -> None:
    with pytest.raises(OperationFailed, match="has started nothing"):
        followed(scripted())


def test_waits_grow_while_nothing_happens_and_start_again_when_something_does() -> None:
    clock = Clock()
    followed(scripted(BEGIN, [], [], [], [], [], MIDDLE, END), clock)
    assert clock.slept == [2, 3, 4.5, 6.75, 10, 10, 2]


def test_an_interrupted_question_loses_no_event() -> None:
    told = scripted(BEGIN, MIDDLE, END, failures=[KeyboardInterrupt()])  # type: ignore[list-item]
    watch = Watch(told.cloud, ROOT, NAME, START)
    at = At(told.cloud, lambda _: None, Clock(), PACE)
    with pytest.raises(KeyboardInterrupt):
        follow(Stack(ROOT, NAME, ""), watch, at)
    follow(Stack(ROOT, NAME, ""), watch, at)
    assert sorted(said(watch.steps)) == sorted(EVERYTHING)


@pytest.mark.parametrize(
    "known", [True, False], ids=["operation id", "no operation id"]
)
def test_one_may_attach_to_what_goes_on(known: bool) -> None:
    world = World()
    deployed(world)
    stack = world.found("shop-dev")
    world.history.operation(stack, "UPDATE_STACK")
    world.history.stack(stack, "UPDATE_IN_PROGRESS", "User Initiated")
    if not known:
        stack.operations.clear()
        for event in stack.events:
            event.pop("OperationId", None)
    world.becomes("shop-dev", "UPDATE_COMPLETE", 5)
    cloud = cloud_of(world)
    here = cloud.stacks.find("shop-dev")
    assert here
    watch = attached(cloud, here)
    ended = follow(here, watch, At(cloud, lambda _: None, world.clock, PACE))
    assert ended.status == "UPDATE_COMPLETE"
    assert said(watch.steps) == [
        "shop-dev UPDATE_IN_PROGRESS",
        "shop-dev UPDATE_COMPLETE",
    ]
