"""Ctrl-C at every moment: before the execution nothing stays, after it all goes on."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest

from cfngen.deploy.interrupts import WINDOW, Terminated, terminations
from cfngen.deploy.outcome import Outcome, Result
from cfngen.deploy.progress import Cancelling, Interrupted, Uncancellable
from cfngen.deploy.run import carry_out
from cfngen.errors import Exit
from cfngen.plan.progress import Degraded
from tests.deploy.stage import LONGER, Stage, deployed
from tests.plan import shop

GUARDED: dict[str, Any] = {"protect": True, "policy": '{"Statement": []}'}


@dataclass
class Moments:
    """Presses Ctrl-C in the nth call or wait, of those that are counted from now."""

    stage: Stage
    nth: int
    stop: type[BaseException] = KeyboardInterrupt
    late: bool = False
    seen: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        world = self.stage.world
        sleep = world.clock.sleep

        def wait(seconds: float) -> None:
            self._count("sleep")
            sleep(seconds)

        faults = vars(world.faults)
        faults["enter"] = self._entering(world.faults.enter)
        faults["leave"] = self._leaving(world.faults.leave)
        world.clock.sleep = wait  # type: ignore[method-assign]

    def _entering(
        self, enter: Callable[[str, str], None]
    ) -> Callable[[str, str], None]:
        def entered(service: str, operation: str) -> None:
            if not self.late:
                self._count(operation)
            enter(service, operation)

        return entered

    def _leaving(self, leave: Callable[[str], None]) -> Callable[[str], None]:
        def left(operation: str) -> None:
            leave(operation)
            if self.late:
                self._count(operation)

        return left

    def _count(self, what: str) -> None:
        self.seen.append(what)
        if len(self.seen) == self.nth:
            raise self.stop


def interrupted(
    stage: Stage, plan: Any, nth: int, late: bool = False
) -> tuple[Outcome | None, list[str]]:
    """Carry a plan out that is interrupted in its nth moment."""
    at = stage.at  # asks who asks
    moments = Moments(stage, nth, late=late)
    try:
        return carry_out(plan, at), moments.seen
    except KeyboardInterrupt:
        return None, moments.seen


def _fresh(updating: bool) -> Stage:
    return deployed() if updating else Stage()


@pytest.mark.parametrize("late", [False, True], ids=["before it", "after it"])
@pytest.mark.parametrize("updating", [False, True], ids=["create", "update"])
def test_ctrl_c_at_every_moment_leaves_all_or_nothing(
    updating: bool, late: bool
) -> None:
    more = LONGER if updating else {}
    nth, ended = 0, False
    outcomes: set[Result | None] = set()
    while not ended:
        nth += 1
        stage = _fresh(updating)
        before = (stage.status(), shop.leftovers(stage.world))
        plan = stage.plan(target=GUARDED, **more)
        outcome, seen = interrupted(stage, plan, nth, late)
        executed = stage.world.change_sets.all.get(plan.change_set)
        begun = bool(executed and executed.execution.startswith("EXECUTE"))
        after = (stage.status(), shop.leftovers(stage.world))
        if outcome is None:
            assert after == before, seen
            assert not begun, seen
        else:
            assert begun, seen
            stage.world.clock.runs_out()
            assert stage.status() == ("UPDATE" if updating else "CREATE") + "_COMPLETE"
        outcomes.add(outcome.result if outcome else None)
        ended = len(seen) < nth
    good = Result.UPDATED if updating else Result.CREATED
    assert outcomes == {None, Result.DETACHED, good}
    assert nth > 10


def test_nobody_who_is_not_at_a_terminal_is_asked() -> None:
    stage = deployed()
    plan = stage.plan(**LONGER)
    stage.world.clock.interrupts(at=2)
    outcome = stage.carry_out(plan)
    assert outcome.result is Result.DETACHED
    assert outcome.exit == Exit.RUNNING
    assert outcome.command == "cfngen status shop dev --watch"
    assert stage.told.of(Interrupted) == [Interrupted("shop-dev")]
    assert stage.asked() == ["ExecuteChangeSet"]


@dataclass
class Person:
    """Presses Ctrl-C in some waits, and answers."""

    stage: Stage
    presses: dict[int, type[BaseException]]
    answer: bool | type[BaseException] = True
    questions: list[str] = field(default_factory=list)
    waits: int = 0

    def __post_init__(self) -> None:
        sleep = self.stage.world.clock.sleep

        def wait(seconds: float) -> None:
            self.waits += 1
            if self.waits in self.presses:
                raise self.presses[self.waits]
            sleep(seconds)

        self.stage.world.clock.sleep = wait  # type: ignore[method-assign]

    def ask(self, question: str) -> bool:
        """Answer."""
        self.questions.append(question)
        if isinstance(self.answer, bool):
            return self.answer
        raise self.answer


C = KeyboardInterrupt


def slow() -> tuple[Stage, Any]:
    stage = deployed()
    stage.world.takes("Data/Logs", 120)
    return stage, stage.plan(**LONGER)


def test_one_ctrl_c_and_patience_is_a_farewell() -> None:
    stage, plan = slow()
    person = Person(stage, {4: C})
    outcome = stage.carry_out(plan, person.ask)
    assert outcome.result is Result.DETACHED
    assert person.questions == []
    assert stage.told.of(Interrupted) == [Interrupted("shop-dev", WINDOW)]
    assert stage.world.clock.slept[-1] == WINDOW


def test_a_second_ctrl_c_may_cancel_the_update_and_sees_it_undone() -> None:
    stage, plan = slow()
    person = Person(stage, {6: C, 7: C})
    outcome = stage.carry_out(plan, person.ask)
    assert person.questions == ["Cancel the update of shop-dev, and undo it?"]
    assert stage.told.of(Cancelling) == [Cancelling("shop-dev")]
    assert outcome.result is Result.ROLLED_BACK
    assert outcome.stack.status == "UPDATE_ROLLBACK_COMPLETE"
    assert stage.asked() == ["ExecuteChangeSet", "CancelUpdateStack"]
    stacks = [kwargs["StackName"] for kwargs in stage.world.of("CancelUpdateStack")]
    assert stacks == [plan.stack_id]


@pytest.mark.parametrize("answer", [False, C, Terminated], ids=["no", "Ctrl-C", "end"])
def test_whoever_does_not_say_yes_goes_away(
    answer: bool | type[BaseException],
) -> None:
    stage, plan = slow()
    person = Person(stage, {4: C, 5: C}, answer)
    assert stage.carry_out(plan, person.ask).result is Result.DETACHED
    assert stage.asked() == ["ExecuteChangeSet"]
    assert stage.status() == "UPDATE_IN_PROGRESS"


def test_an_update_that_is_past_cancelling_is_watched_to_its_end() -> None:
    stage, plan = slow()

    def late(question: str) -> bool:
        stage.world.clock.runs_out()
        return True

    Person(stage, {4: C, 5: C})
    outcome = stage.carry_out(plan, late)
    assert stage.told.of(Uncancellable) == [
        Uncancellable("shop-dev", "UPDATE_COMPLETE")
    ]
    assert outcome.result is Result.UPDATED
    assert "CancelUpdateStack" not in stage.asked()


def test_whoever_may_not_cancel_is_told_and_watches_on() -> None:
    stage, plan = slow()
    stage.world.denies("CancelUpdateStack")
    outcome = stage.carry_out(plan, Person(stage, {4: C, 5: C}).ask)
    (degraded,) = stage.told.of(Degraded)
    assert "CancelUpdateStack" in degraded.why
    assert outcome.result is Result.UPDATED


def test_a_create_cannot_be_cancelled() -> None:
    stage = Stage()
    plan = stage.plan()
    person = Person(stage, {4: C, 5: C})
    outcome = stage.carry_out(plan, person.ask)
    assert outcome.result is Result.DETACHED
    assert person.questions == []
    assert stage.told.of(Interrupted) == [Interrupted("shop-dev", 0.0, creating=True)]


def test_a_create_that_nobody_watches_says_which_guards_it_lacks() -> None:
    stage = Stage()
    plan = stage.plan(target=GUARDED)
    stage.world.clock.interrupts(at=2)
    outcome = stage.carry_out(plan)
    assert outcome.missing == ("termination protection on", "stack policy")
    assert outcome.exit == Exit.RUNNING


@pytest.mark.parametrize("presses", [{4: Terminated}, {4: C, 5: Terminated}])
def test_to_be_told_to_end_is_no_question(
    presses: dict[int, type[BaseException]],
) -> None:
    stage, plan = slow()
    person = Person(stage, presses)
    assert stage.carry_out(plan, person.ask).result is Result.DETACHED
    assert person.questions == []
    assert stage.told.of(Interrupted)[0].terminated is (presses[4] is Terminated)


def test_sigterm_is_an_interruption_while_something_goes_on() -> None:
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(Terminated), terminations():
        os.kill(os.getpid(), signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before


def test_ctrl_c_while_a_husk_is_deleted_promises_no_deployment() -> None:
    stage = Stage()
    stage.world.fails("Data/Logs", "no")
    stage.deploy()
    plan = stage.plan()
    stage.world.interrupts("DeleteStack", taken=True)
    with pytest.raises(KeyboardInterrupt):
        stage.carry_out(plan)
    stage.world.clock.runs_out()
    assert stage.deploy().result is Result.CREATED


def test_ctrl_c_before_a_husk_is_deleted_leaves_it() -> None:
    stage = Stage()
    stage.world.fails("Data/Logs", "no")
    stage.deploy()
    plan = stage.plan()
    stage.world.interrupts("ListStackResources")
    with pytest.raises(KeyboardInterrupt):
        stage.carry_out(plan)
    assert stage.asked() == []
