"""Following an operation through the tree, whatever the poller meets."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

import pytest

from cfngen.cloud.failures import Absent, Busy
from cfngen.cloud.values import Event, Stack
from cfngen.deploy.follow import PATIENCE, Watch, follow
from cfngen.deploy.progress import Progress, Retrying, Step
from cfngen.deploy.waiting import Pace
from cfngen.errors import CloudUnreachable, OperationFailed
from tests.fakes import NAME, ROOT, START, FakeClock, FakeCloud, Frame, arn, story

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


class Asked(FakeCloud):
    """Notes which stacks were asked for events, and may fail at nested ones."""

    def __init__(self, frames: Iterable[Frame], *failures: Exception) -> None:
        super().__init__("REVIEW_IN_PROGRESS", frames)
        self.asked: list[str] = []
        self.failures = list(failures)
        self.execute_change_set("", "")

    def events(
        self, stack: str, after: datetime | None, known: Collection[str]
    ) -> tuple[Event, ...]:
        """Answer, unless a failure is due."""
        self.asked.append(stack)
        if stack != ROOT and self.failures:
            raise self.failures.pop(0)
        return super().events(stack, after, known)


def followed(
    cloud: FakeCloud, clock: FakeClock | None = None
) -> tuple[Stack, list[Progress]]:
    """Follow to the end; return the stack and all that was reported."""
    reported: list[Progress] = []
    root = Stack(ROOT, NAME, "")
    watch = Watch(cloud, ROOT, NAME, START)
    ended, steps = follow(
        cloud, root, watch, reported.append, clock or FakeClock(), PACE
    )
    assert list(steps) == [step for step in reported if isinstance(step, Step)]
    return ended, reported


def said(reported: Iterable[Progress]) -> list[str]:
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


def test_every_event_of_every_stack_is_reported_once_in_order_of_time() -> None:
    ended, reported = followed(Asked([BEGIN, MIDDLE, END]))
    assert said(reported) == EVERYTHING
    assert ended.status == "CREATE_COMPLETE"


def test_what_happened_before_the_operation_is_left_out() -> None:
    cloud = Asked([BEGIN, MIDDLE, END])
    cloud.history += story("Store/Old CREATE_COMPLETE", start=-60)
    assert said(followed(cloud)[1]) == EVERYTHING


def test_a_stack_that_is_done_is_asked_no_more_until_it_rolls_back() -> None:
    undone = story("Store DELETE_IN_PROGRESS\nStore/Bucket DELETE_COMPLETE", start=50)
    gone = story("Store DELETE_COMPLETE\nsmall-dev ROLLBACK_COMPLETE", start=60)
    cloud = Asked([[*BEGIN, *MIDDLE], [], [], undone, gone])
    _, reported = followed(cloud)
    assert said(reported)[-3:] == [
        "Store/Bucket DELETE_COMPLETE",
        "Store DELETE_COMPLETE",
        "small-dev ROLLBACK_COMPLETE",
    ]
    child = arn(f"{NAME}-Store")
    assert [stack == child for stack in cloud.asked] == [
        *(False, True),  # begun and done in one round
        *(False, False),
        *(False, True, False, True),  # rolled back
        False,  # the last question
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
    _, slowly = followed(Asked([updated, [], cleans, [], deleted, [], end]))
    assert said(slowly)[-2:] == last
    _, at_once = followed(Asked([updated, [], [*cleans, *deleted, *end]]))
    assert said(at_once)[-2:] == last


def test_a_nested_stack_without_an_arn_yet_is_asked_later() -> None:
    first = story("small-dev CREATE_IN_PROGRESS\nStore CREATE_IN_PROGRESS", stacks=())
    with_arn = story("Store CREATE_IN_PROGRESS Resource creation Initiated", start=10)
    _, reported = followed(Asked([first, with_arn, MIDDLE, END]))
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
    _, reported = followed(Asked([BEGIN, waiting, END]))
    steps = [step for step in reported if isinstance(step, Step)]
    told = [(s.reason, s.echo) for s in steps if s.path == "Certificate"]
    assert told == [("", False), ("Resource creation Initiated", True), (record, False)]


def test_what_children_say_after_the_roots_last_word_is_still_heard() -> None:
    late = story("Store/Bucket DELETE_COMPLETE", start=60)
    cloud = Asked([BEGIN, END, late])
    assert said(followed(cloud)[1])[-1] == "Store/Bucket DELETE_COMPLETE"


def test_a_throttled_question_is_asked_again_and_nothing_is_lost() -> None:
    cloud = Asked([BEGIN, THROTTLED, THROTTLED, MIDDLE, END], THROTTLED)
    ended, reported = followed(cloud)
    assert said(reported) == EVERYTHING
    assert ended.status == "CREATE_COMPLETE"
    assert reported.count(Retrying("Rate exceeded")) == 3


def test_a_stack_that_could_not_be_asked_when_it_was_done_is_asked_again() -> None:
    cloud = Asked([[*BEGIN, *MIDDLE], END], THROTTLED)
    assert sorted(said(followed(cloud)[1])) == sorted(EVERYTHING)


def test_a_cloud_that_stays_silent_is_given_up() -> None:
    clock = FakeClock()
    with pytest.raises(CloudUnreachable, match="Rate exceeded"):
        followed(Asked([BEGIN, *[THROTTLED] * PATIENCE]), clock)
    assert len(clock.slept) == PATIENCE


def test_a_nested_stack_that_has_vanished_does_not_stop_the_rest() -> None:
    cloud = Asked([BEGIN, MIDDLE, END], Absent("gone"))
    assert said(followed(cloud)[1])[-1] == "small-dev CREATE_COMPLETE"


def test_a_stale_state_of_the_root_does_not_end_it() -> None:
    """DescribeStacks may still show the end of the operation before."""
    cloud = Asked([[], BEGIN, MIDDLE, END])
    assert cloud.held
    cloud.held = Stack(ROOT, NAME, "UPDATE_COMPLETE")
    assert said(followed(cloud)[1]) == EVERYTHING


class Unsure(Asked):
    """Cannot say how the root is when it is asked for the first time."""

    def stack(self, name: str) -> Stack | None:
        """Answer from the second time on."""
        if self.failures:
            raise self.failures.pop()
        return super().stack(name)


def test_a_root_that_cannot_be_described_is_asked_again() -> None:
    cloud = Unsure([END, []], THROTTLED)
    assert followed(cloud)[0].status == "CREATE_COMPLETE"


def test_an_operation_that_never_begins_is_a_failure() -> None:
    with pytest.raises(OperationFailed, match="has started nothing"):
        followed(Asked([]))


def test_waits_grow_while_nothing_happens_and_start_again_when_something_does() -> None:
    clock = FakeClock()
    followed(Asked([BEGIN, [], [], [], [], [], MIDDLE, END]), clock)
    assert clock.slept == [2, 3, 4.5, 6.75, 10, 10, 2]
