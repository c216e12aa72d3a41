"""What is going on, as the events tell it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cfngen.render.running.board import Board, elapsed
from tests.deploy.stories import START, steps

RECORD = "Content of DNS Record is: {Name: _a.x.,Type: CNAME,Value: _b.y.}"


def board(text: str) -> Board:
    made = Board()
    for step in steps(text):
        made.hear(step)
    return made


UNDER_WAY = f"""
small-dev CREATE_IN_PROGRESS User Initiated
Store CREATE_IN_PROGRESS
Store/Bucket CREATE_IN_PROGRESS
Store/Logs CREATE_IN_PROGRESS
Store/Bucket CREATE_IN_PROGRESS Resource creation Initiated
Store/Bucket CREATE_COMPLETE
Certificate CREATE_IN_PROGRESS
Certificate CREATE_IN_PROGRESS {RECORD}
App CREATE_IN_PROGRESS
App/Topic CREATE_FAILED denied
App/Topic DELETE_IN_PROGRESS
"""


def test_what_is_at_work_is_counted_from_when_its_status_began() -> None:
    made = board(UNDER_WAY)
    (logs,) = made.at_work("Store")
    assert (logs.path, logs.since) == ("Store/Logs", START + timedelta(seconds=4))
    (certificate,) = made.at_work("")
    assert certificate.awaits
    assert certificate.since == START + timedelta(seconds=7)


def test_stacks_are_counted_and_failures_stay() -> None:
    made = board(UNDER_WAY)
    assert made.stacks == ("", "App", "Store")
    assert (made.done("Store"), made.busy("Store")) == (1, True)
    assert list(made.failures) == ["App/Topic"]
    assert [one.status for one in made.at_work("App")] == ["DELETE_IN_PROGRESS"]


def test_silence_names_what_has_been_at_work_longest() -> None:
    now = START + timedelta(seconds=255)
    assert board(UNDER_WAY).silence(now) == (
        "still running: Store/Logs CREATE_IN_PROGRESS for 4m 11s, Certificate "
        "CREATE_IN_PROGRESS for 4m 8s, waiting for its DNS record, App/Topic "
        "DELETE_IN_PROGRESS for 4m 4s"
    )


def test_silence_counts_what_it_does_not_name() -> None:
    begun = "\n".join(f"Store/R{n} CREATE_IN_PROGRESS" for n in range(5))
    told = board(f"Store CREATE_IN_PROGRESS\n{begun}").silence(START)
    assert told.endswith("Store/R2 CREATE_IN_PROGRESS for 0s and 2 more")


def test_a_stack_is_named_where_nothing_in_it_is_at_work() -> None:
    told = board("Store CREATE_IN_PROGRESS").silence(START + timedelta(minutes=1))
    assert told == "still running: Store CREATE_IN_PROGRESS for 59s"
    assert board("small-dev CREATE_IN_PROGRESS").silence(START) == ""


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        *((-5, "0s"), (12, "12s"), (60, "1m 0s"), (245, "4m 5s")),
        (3900, "1h 5m"),
    ],
)
def test_spans_are_short(seconds: int, words: str) -> None:
    assert elapsed(timedelta(seconds=seconds)) == words


EXPECTED = {
    "": frozenset({"Certificate"}),
    "Store": frozenset({"Store/Bucket", "Store/Logs", "Store/Key"}),
    "Later": frozenset({"Later/A", "Later/B"}),
}


def expecting(text: str) -> Board:
    made = Board(EXPECTED)
    for step in steps(text):
        made.hear(step)
    return made


def test_what_is_expected_is_counted_up_to() -> None:
    made = expecting(UNDER_WAY)
    assert (made.total("Store"), made.total("App")) == (3, 0)
    assert made.overall() == (1, 6)
    more = "Store/Odd UPDATE_IN_PROGRESS\nStore/Other UPDATE_COMPLETE"
    assert expecting(f"{UNDER_WAY}{more}").total("Store") == 5, "touched all the same"


def test_nobody_knows_how_much_there_is_to_undo() -> None:
    made = expecting(f"{UNDER_WAY}small-dev ROLLBACK_IN_PROGRESS it failed")
    assert (made.total("Store"), made.overall()[1]) == (0, 0)
    assert board(UNDER_WAY).overall() == (1, 0)
