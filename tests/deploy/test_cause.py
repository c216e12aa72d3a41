"""Which of many failures are named."""

from __future__ import annotations

import pytest

from cfngen.deploy.cause import causes, leftovers, stand_ins
from tests.deploy.stories import steps

CASES = [
    pytest.param(
        """
        Store CREATE_IN_PROGRESS
        Store/Logs CREATE_FAILED quota
        Store/Bucket CREATE_FAILED Resource creation cancelled
        Store/ CREATE_FAILED The following resource(s) failed
        Store CREATE_FAILED Embedded stack was not successfully created
        """,
        "Store/Logs",
        "quota",
        id="a leaf explains its stacks",
    ),
    pytest.param(
        """
        Store CREATE_IN_PROGRESS
        Store CREATE_FAILED Embedded stack was not successfully created
        small-dev ROLLBACK_IN_PROGRESS The following resource(s) failed
        Store/Logs CREATE_FAILED quota
        """,
        "Store/Logs",
        "quota",
        id="a leaf, even if its stack's event is stamped before it",
    ),
    pytest.param(
        """
        Store CREATE_IN_PROGRESS
        App CREATE_IN_PROGRESS
        Store/Bucket CREATE_FAILED Resource creation cancelled
        App/Topic CREATE_FAILED denied
        Store/Logs CREATE_FAILED quota
        """,
        "App/Topic",
        "denied",
        id="the earliest leaf, cancelled ones aside",
    ),
    pytest.param(
        """
        Store CREATE_IN_PROGRESS
        Store CREATE_FAILED TemplateURL must be a supported URL
        App CREATE_FAILED Resource creation cancelled
        """,
        "Store",
        "TemplateURL must be a supported URL",
        id="a stack that failed before any leaf",
    ),
    pytest.param(
        """
        Store CREATE_IN_PROGRESS
        App CREATE_IN_PROGRESS
        Store CREATE_FAILED Parameters: [X] must have values
        App/Topic CREATE_FAILED denied
        """,
        "Store",
        "Parameters: [X] must have values",
        id="a stack without a failed leaf comes before a later leaf elsewhere",
    ),
    pytest.param(
        """
        Store UPDATE_IN_PROGRESS
        Store/Deep UPDATE_IN_PROGRESS
        Store/Deep UPDATE_FAILED Parameters: [X] must have values
        Store/ UPDATE_FAILED The following resource(s) failed to update
        Store UPDATE_FAILED Embedded stack was not successfully updated
        """,
        "Store/Deep",
        "Parameters: [X] must have values",
        id="the deepest stack where no leaf failed",
    ),
    pytest.param(
        """
        Store UPDATE_IN_PROGRESS
        Store/Logs UPDATE_FAILED first
        small-dev UPDATE_ROLLBACK_IN_PROGRESS because of Store
        Store/Logs UPDATE_FAILED again while rolling back
        small-dev UPDATE_ROLLBACK_FAILED stuck
        """,
        "Store/Logs",
        "first",
        id="what failed, not what failed while it was undone",
    ),
    pytest.param(
        """
        Store UPDATE_IN_PROGRESS
        Store/ UPDATE_IN_PROGRESS
        Store/ UPDATE_ROLLBACK_IN_PROGRESS Export x cannot be deleted as it is in use
        Store UPDATE_FAILED Embedded stack arn:x was not successfully updated.
        """,
        "Store",
        "Export x cannot be deleted as it is in use",
        id="a nested stack that only says why in its own voice",
    ),
    pytest.param(
        """
        Store CREATE_IN_PROGRESS
        App CREATE_IN_PROGRESS
        Store/Logs CREATE_FAILED Resource creation cancelled
        Store CREATE_FAILED Embedded stack arn:x was not successfully created
        App/Topic CREATE_FAILED denied
        """,
        "App/Topic",
        "denied",
        id="no stack in which all was cancelled",
    ),
    pytest.param(
        """
        Store UPDATE_IN_PROGRESS
        Store/Deep UPDATE_IN_PROGRESS
        Store/Deep/Key UPDATE_FAILED deep
        Store/Deep UPDATE_FAILED Embedded stack arn:x was not successfully updated
        Store UPDATE_FAILED Embedded stack arn:y was not successfully updated
        """,
        "Store/Deep/Key",
        "deep",
        id="a leaf two stacks down",
    ),
    pytest.param(
        """
        small-dev DELETE_IN_PROGRESS User Initiated
        Store DELETE_IN_PROGRESS
        Store/Bucket DELETE_FAILED not empty
        Store DELETE_FAILED The following resource(s) failed to delete: [Bucket].
        small-dev DELETE_FAILED The following resource(s) failed to delete: [Store].
        """,
        "Store/Bucket",
        "not empty",
        id="what could not be deleted, where deleting is what was asked",
    ),
    pytest.param(
        "small-dev ROLLBACK_IN_PROGRESS Parameter value is not valid",
        "small-dev",
        "Parameter value is not valid",
        id="the root, before any resource",
    ),
]


@pytest.mark.parametrize(("text", "path", "reason"), CASES)
def test_the_first_cause_is_named(text: str, path: str, reason: str) -> None:
    cause, *_ = causes(steps(text))
    assert (cause.path, cause.reason) == (path, reason)


def test_where_nothing_failed_there_is_no_cause() -> None:
    assert causes(steps("small-dev UPDATE_COMPLETE")) == ()


def test_every_independent_failure_is_a_cause_the_earliest_first() -> None:
    told = steps(
        """
        small-dev UPDATE_IN_PROGRESS User Initiated
        Store UPDATE_IN_PROGRESS
        App UPDATE_IN_PROGRESS
        Store/Logs UPDATE_FAILED quota
        App/Role UPDATE_FAILED Resource update cancelled
        App/Topic UPDATE_FAILED denied
        Store UPDATE_FAILED Embedded stack arn:x was not successfully updated
        App UPDATE_FAILED Embedded stack arn:y was not successfully updated
        small-dev UPDATE_ROLLBACK_IN_PROGRESS The following resource(s) failed
        Store/Bucket UPDATE_FAILED while it was undone
        Store/Logs UPDATE_FAILED again
        App/Old DELETE_FAILED while it was cleaned up
        small-dev UPDATE_ROLLBACK_FAILED The following resource(s) failed
        """
    )
    assert [(s.path, s.reason) for s in causes(told)] == [
        ("Store/Logs", "quota"),
        ("App/Topic", "denied"),
    ]


def test_a_cancelled_update_has_the_cancelling_for_a_cause() -> None:
    told = steps(
        """
        small-dev UPDATE_IN_PROGRESS User Initiated
        Store/Logs UPDATE_FAILED Resource update cancelled
        small-dev UPDATE_ROLLBACK_IN_PROGRESS User Initiated
        small-dev UPDATE_ROLLBACK_COMPLETE
        """
    )
    assert [s.reason for s in causes(told)] == ["User Initiated"]


UNDOING = """
Store CREATE_IN_PROGRESS
App CREATE_IN_PROGRESS
App/Topic CREATE_FAILED denied
Store/Logs CREATE_FAILED Resource creation cancelled
App DELETE_IN_PROGRESS
App/Role DELETE_FAILED in use
App/Queue DELETE_FAILED not yet
App/Queue DELETE_COMPLETE
App DELETE_FAILED The following resource(s) failed to delete
"""


def test_what_ended_in_the_wrong_state_is_left_over() -> None:
    assert [step.path for step in leftovers(steps(UNDOING))] == ["App/Role"]


def test_a_cause_is_left_over_only_if_undoing_it_failed_too() -> None:
    once = steps("Store UPDATE_IN_PROGRESS\nStore/Logs UPDATE_FAILED first")
    assert leftovers(once, causes(once)) == ()
    twice = steps(
        """
        Store UPDATE_IN_PROGRESS
        Store/Logs UPDATE_FAILED first
        Store/Logs UPDATE_FAILED again
        """
    )
    assert [s.reason for s in leftovers(twice, causes(twice))] == ["again"]


def test_stand_ins_are_counted_by_type_each_resource_once() -> None:
    told = steps(
        """
        Store CREATE_IN_PROGRESS
        Store/Cache CREATE_IN_PROGRESS Stand-in: the emulator has none
        Store/Cache CREATE_COMPLETE Stand-in: the emulator has none
        App CREATE_IN_PROGRESS
        App/Cache CREATE_COMPLETE Stand-in: the emulator has none
        App/Alarm CREATE_COMPLETE Stand-in: the emulator has none
        App/Topic CREATE_COMPLETE
        """
    )
    assert stand_ins(told) == (("AWS::Test::Alarm", 1), ("AWS::Test::Cache", 2))
