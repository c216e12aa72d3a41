"""The change set: waited for, read, and cleaned away when it is not used."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from cfngen.cloud.values import Change, ChangeSet, ChangeSetOrder, Stack
from cfngen.deploy import preview
from cfngen.deploy.progress import Planned
from cfngen.deploy.waiting import Pace
from cfngen.errors import NeedsHuman, OperationFailed, PreviewRejected
from cfngen.package import STACK
from tests.fakes import CHANGE_SET, NAME, ROOT, FakeClock, FakeCloud, change_set

PACE = Pace(2, 10)
PENDING = change_set("CREATE_PENDING")
READY = change_set("CREATE_COMPLETE")
CHILD = CHANGE_SET.replace("cfngen-x", "child")
GRANDCHILD = CHANGE_SET.replace("cfngen-x", "grandchild")


def wanted(kind: str = "CREATE") -> ChangeSetOrder:
    return ChangeSetOrder(NAME, "cfngen-x", kind, "https://root", {}, {}, (), "token")


def prepared(*previews: ChangeSet, **cloud: Any) -> ChangeSet | None:
    return preview.prepare(
        FakeCloud(previews=previews, **cloud), wanted(), FakeClock(), PACE
    )


def nested(change_set_id: str, reason: str) -> ChangeSet:
    return ChangeSet(change_set_id, "child", ROOT, "FAILED", reason)


def test_it_is_waited_for_with_growing_patience() -> None:
    clock = FakeClock()
    cloud = FakeCloud(previews=[PENDING, PENDING, PENDING, READY])
    assert preview.prepare(cloud, wanted(), clock, PACE) == READY
    assert clock.slept == [2, 3, 4.5]


@pytest.mark.parametrize(
    "reason",
    [
        "The submitted information didn't contain changes. Submit different "
        "information to create a change set.",
        "No updates are to be performed.",
    ],
)
def test_one_without_changes_is_no_error(reason: str) -> None:
    assert prepared(change_set("FAILED", reason)) is None


def test_one_that_failed_is_a_refusal_with_its_reason() -> None:
    with pytest.raises(PreviewRejected, match="Parameter X must be a number"):
        prepared(PENDING, change_set("FAILED", "Parameter X must be a number"))


def test_the_reason_of_a_failed_root_is_looked_up_in_its_children() -> None:
    words = "Nested change set {} was not successfully created: Currently in FAILED."
    tree = {
        CHILD: nested(CHILD, words.format(GRANDCHILD)),
        GRANDCHILD: nested(GRANDCHILD, "Template format error"),
    }
    with pytest.raises(PreviewRejected, match="change set: Template format error"):
        prepared(change_set("FAILED", words.format(CHILD)), nested=tree)


def test_a_reason_that_points_nowhere_is_given_as_it_is() -> None:
    reason = f"Nested change set {CHILD} was not successfully created"
    with pytest.raises(PreviewRejected, match="child/1 was not successfully"):
        prepared(change_set("FAILED", reason))


class Deleting(FakeCloud):
    """Loses the change set while it is being worked out."""

    def change_set(self, change_set: str, stack: str = "") -> ChangeSet | None:
        """Return nothing."""
        return None


def test_one_that_somebody_deletes_is_a_refusal() -> None:
    with pytest.raises(PreviewRejected, match="was deleted"):
        preview.prepare(Deleting(), wanted(), FakeClock(), PACE)


def test_changes_are_read_down_the_tree() -> None:
    changes = (
        Change("Modify", "Store", STACK, "False", CHILD),
        Change("Remove", "App", STACK),
    )
    inner = (Change("Modify", "Logs", "AWS::Logs::LogGroup", "True"),)
    tree = {CHILD: ChangeSet(CHILD, "c", ROOT, "CREATE_COMPLETE", "", inner)}
    cloud = FakeCloud(nested=tree)
    found = preview.planned(cloud, change_set("CREATE_COMPLETE", changes=changes))
    assert list(found) == [
        Planned("Modify", "Store", STACK, "False"),
        Planned("Modify", "Store/Logs", "AWS::Logs::LogGroup", "True"),
        Planned("Remove", "App", STACK),
    ]


def discarded(cloud: FakeCloud, kind: str) -> Sequence[str]:
    cloud.create_change_set(wanted(kind))
    cloud.calls.clear()
    preview.discard(cloud, wanted(kind), FakeClock(), PACE)
    return cloud.calls


def test_discarding_a_create_takes_the_empty_stack_with_it() -> None:
    assert discarded(FakeCloud(), "CREATE") == [
        "delete_change_set cfngen-x",
        f"delete_stack {ROOT}",
    ]


def test_discarding_an_update_leaves_the_stack_alone() -> None:
    assert discarded(FakeCloud("UPDATE_COMPLETE"), "UPDATE") == [
        "delete_change_set cfngen-x"
    ]


def test_a_stack_with_another_change_set_under_review_is_left_alone() -> None:
    cloud = FakeCloud("REVIEW_IN_PROGRESS", waiting=["theirs"])
    assert discarded(cloud, "CREATE") == ["delete_change_set cfngen-x"]


def test_a_stack_that_has_begun_is_left_alone() -> None:
    cloud = FakeCloud("CREATE_IN_PROGRESS")
    assert discarded(cloud, "CREATE") == ["delete_change_set cfngen-x"]


def test_what_cannot_be_cleaned_up_is_left_for_the_next_time() -> None:
    cloud = FakeCloud(refuses={"delete_change_set": OperationFailed("no")})
    assert discarded(cloud, "CREATE") == []


class Lingering(FakeCloud):
    """Takes its time to delete a change set; some take for ever."""

    def __init__(self, asked: int) -> None:
        super().__init__()
        self.left = asked

    def change_set(self, change_set: str, stack: str = "") -> ChangeSet | None:
        """Return the change set until it was asked for often enough."""
        self.left -= 1
        deleting = ChangeSet(CHANGE_SET, change_set, ROOT, "DELETE_IN_PROGRESS")
        return deleting if self.left >= 0 else None


@pytest.mark.parametrize(("asked", "waits"), [(2, 2), (1000, 20)])
def test_a_stack_is_deleted_after_its_change_set_or_at_long_last(
    asked: int, waits: int
) -> None:
    cloud, clock = Lingering(asked), FakeClock()
    cloud.create_change_set(wanted())
    preview.discard(cloud, wanted(), clock, PACE)
    assert len(clock.slept) == waits
    assert cloud.calls[-1] == f"delete_stack {ROOT}"


@pytest.mark.parametrize("error", [KeyboardInterrupt, PreviewRejected("no")])
def test_whatever_goes_wrong_inside_is_cleaned_up_after(error: Any) -> None:
    cloud = FakeCloud()
    with (
        pytest.raises((KeyboardInterrupt, PreviewRejected)),
        preview.cleaned_up(cloud, wanted(), FakeClock(), PACE),
    ):
        cloud.create_change_set(wanted())
        raise error
    assert cloud.calls[-1] == f"delete_stack {ROOT}"


def cleared(status: str, *names: str) -> Sequence[str]:
    cloud = FakeCloud(status, waiting=names)
    stack = Stack(ROOT, NAME, status)
    preview.clear(cloud, stack, FakeClock(), PACE)
    return cloud.calls


def test_change_sets_of_interrupted_deployments_are_cleared_away() -> None:
    assert cleared("REVIEW_IN_PROGRESS", "cfngen-1", "cfngen-2") == [
        "delete_change_set cfngen-1",
        "delete_change_set cfngen-2",
    ]


def test_change_sets_of_others_on_a_living_stack_are_none_of_our_business() -> None:
    assert cleared("CREATE_COMPLETE", "theirs") == []


def test_a_stack_that_others_are_reviewing_is_for_a_person() -> None:
    with pytest.raises(NeedsHuman, match="somebody else: theirs"):
        cleared("REVIEW_IN_PROGRESS", "cfngen-1", "theirs")
