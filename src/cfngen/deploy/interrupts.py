"""Ctrl-C while CloudFormation works: go away, or have the update cancelled.

An interruption comes as KeyboardInterrupt out of whatever is going on, a wait or a
question; SIGTERM is made one too. Nothing is remembered outside of the deployment.
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CancelUpdateStack.html
"""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

from cfngen.cloud.values import Stack
from cfngen.deploy.progress import Cancelling, Interrupted, Uncancellable
from cfngen.errors import CfngenError
from cfngen.plan.at import At
from cfngen.plan.progress import Degraded
from cfngen.plan.states import Action

Ask = Callable[[str], bool]
"""Puts a question to whoever sits at the terminal; no answer is no."""

WINDOW = 3.0
"""Seconds after the first Ctrl-C in which a second one asks about cancelling."""


class Terminated(KeyboardInterrupt):
    """The process was told to end, by nobody who could be asked anything."""


@contextmanager
def terminations() -> Iterator[None]:
    """Let SIGTERM interrupt what is inside as Ctrl-C does; only in the main thread."""

    def handle(number: int, frame: FrameType | None) -> None:
        raise Terminated

    before = signal.signal(signal.SIGTERM, handle)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def stays(
    signal: KeyboardInterrupt, root: Stack, action: Action, at: At, ask: Ask | None
) -> bool:
    """Return whether to go on watching after an interruption.

    Only an update can be cancelled, and only a person can want it: without `ask`
    nobody is asked. Whatever interrupts this ends the watching.
    """
    ended = isinstance(signal, Terminated)
    creating = action is Action.CREATE
    window = WINDOW if ask and not (ended or creating) else 0.0
    try:
        at.report(Interrupted(root.name, window, creating, ended))
        if ask is None or not (window and _again(at)):
            return False
        if not ask(f"Cancel the update of {root.name}, and undo it?"):
            return False
        _cancel(root, at)
    except KeyboardInterrupt:
        return False
    return True


def _again(at: At) -> bool:
    """Return whether a second Ctrl-C comes within the window."""
    try:
        at.clock.sleep(WINDOW)
    except Terminated:
        return False
    except KeyboardInterrupt:
        return True
    return False


def _cancel(root: Stack, at: At) -> None:
    """Have the update cancelled, where it still can be; say so where not."""
    try:
        now = at.cloud.stacks.find(root.id)
        status = now.status if now else "gone"
        if status != "UPDATE_IN_PROGRESS":
            at.report(Uncancellable(root.name, status))
            return
        at.cloud.stacks.cancel_update(root.id, f"cfngen-cancel-{_number(at)}")
        at.report(Cancelling(root.name))
    except CfngenError as error:
        at.report(Degraded("the update cannot be cancelled", error.message))


def _number(at: At) -> str:
    """Return what no other request has had: the time to the microsecond."""
    return at.clock.now().strftime("%Y%m%d%H%M%S%f")
