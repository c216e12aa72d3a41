"""Starting something although answers are lost."""

from __future__ import annotations

import pytest

from cfngen.cloud.failures import Busy
from cfngen.deploy.insisting import TRIES, insist
from cfngen.deploy.progress import Retrying
from cfngen.errors import OperationFailed
from cfngen.plan.at import At
from cfngen.plan.waiting import Pace
from tests.deploy.stories import Told
from tests.fakes.clock import Clock

LOST = Busy("the connection was lost")


class Start:
    """Something to start, whose answers are these."""

    def __init__(self, *answers: Exception | None) -> None:
        self.answers = list(answers)

    def __call__(self) -> None:
        """Take the next answer."""
        answer = self.answers.pop(0)
        if answer:
            raise answer


def outcome(start: Start, begun: bool) -> tuple[Busy | None, int]:
    """Return what insisting comes to, and how often it asked again."""
    heard: list[object] = []
    cloud = Told([], []).cloud
    trouble = insist(start, lambda: begun, At(cloud, heard.append, Clock(), Pace(2, 9)))
    return trouble, sum(isinstance(one, Retrying) for one in heard)


def test_an_answer_is_enough() -> None:
    assert outcome(Start(None), begun=False) == (None, 0)


def test_a_lost_answer_is_asked_for_again() -> None:
    assert outcome(Start(LOST, LOST, None), begun=False) == (None, 2)


@pytest.mark.parametrize("begun", [True, False])
def test_where_every_answer_is_lost_the_stack_says_whether_it_began(
    begun: bool,
) -> None:
    trouble, asked = outcome(Start(*[LOST] * TRIES), begun)
    assert (trouble is None, asked) == (begun, TRIES)


def test_a_refusal_after_a_lost_answer_may_mean_that_it_began() -> None:
    refused = OperationFailed("it cannot be done twice")
    assert outcome(Start(LOST, refused), begun=True) == (None, 1)
    with pytest.raises(OperationFailed):
        outcome(Start(LOST, refused), begun=False)
    with pytest.raises(OperationFailed):
        outcome(Start(refused), begun=True)
