"""A cloud and a clock that play a script, for everything that deploys."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cfngen.cloud.values import (
    ChangeSet,
    ChangeSetOrder,
    Event,
    Identity,
    Output,
    Stack,
)
from cfngen.deploy.states import running
from cfngen.errors import CfngenError
from cfngen.package import STACK

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ACCOUNT = "123456789012"
NAME = "small-dev"

Frame = Sequence[Event] | CfngenError
"""What one question about the root's events is answered with."""


def arn(stack: str) -> str:
    """Return a stack's ARN."""
    return f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:stack/{stack}/1"


ROOT = arn(NAME)
CHANGE_SET = f"arn:aws:cloudformation:us-east-1:{ACCOUNT}:changeSet/cfngen-x/1"


def story(
    text: str, start: int = 1, stacks: Collection[str] = ("Store", "App")
) -> list[Event]:
    """Return events, a line each, a second apart: `path STATUS [reason]`.

    `small-dev` is the root itself, `Store` the root's resource, `Store/` that nested
    stack itself and `Store/Logs` a resource in it.
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    return [_event(line, start + n, stacks) for n, line in enumerate(lines)]


def _event(line: str, second: int, stacks: Collection[str]) -> Event:
    path, status, reason = f"{line}  ".split(" ", 2)
    above, _, name = path.rpartition("/")
    stack = ROOT if path == NAME or not above else arn(f"{NAME}-{above}")
    own = path == NAME or not name
    nested = path in stacks
    physical = stack if own else arn(f"{NAME}-{path}") if nested else f"id-{name}"
    kind = STACK if own or nested else f"AWS::Test::{name}"
    return Event(
        id=f"{path} {status} {second}",
        stack_id=stack,
        logical_id=NAME if path == NAME else name or above,
        physical_id=physical,
        type=kind,
        status=status,
        reason=reason.strip(),
        at=START + timedelta(seconds=second),
    )


class FakeClock:
    """A clock that only moves when somebody sleeps; Ctrl-C may come in a sleep."""

    def __init__(self, interrupted_in: int = 0) -> None:
        self.slept: list[float] = []
        self._interrupted_in = interrupted_in

    def now(self) -> datetime:
        """Return the start and all that was slept since."""
        return START + timedelta(seconds=sum(self.slept))

    def sleep(self, seconds: float) -> None:
        """Note the wait."""
        self.slept.append(seconds)
        if len(self.slept) == self._interrupted_in:
            raise KeyboardInterrupt


class FakeCloud:
    """A cloud that holds one stack and answers as the test has scripted it.

    `frames` are what happens after the execution, one for each question about the
    root's events; `previews` what the change set looks like, one for each question, the
    last one for ever. `refuses` raises for an operation. Changing calls are noted in
    `calls`.
    """

    region = "us-east-1"

    def __init__(
        self,
        status: str = "",
        frames: Iterable[Frame] = (),
        previews: Sequence[ChangeSet] = (),
        nested: Mapping[str, ChangeSet] | None = None,
        waiting: Sequence[str] = (),
        refuses: Mapping[str, CfngenError] | None = None,
        endpoint: str = "",
    ) -> None:
        self.endpoint = endpoint
        self.held = Stack(ROOT, NAME, status) if status else None
        self.body: Mapping[str, Any] = {}
        self.objects: dict[str, str] = {}
        self.history = story(f"{NAME} {status}", start=0) if status else []
        self.calls: list[str] = []
        self.ordered: ChangeSetOrder | None = None
        self.waiting = list(waiting)
        self._frames = iter(frames)
        self._previews = list(previews) or [change_set("CREATE_COMPLETE")]
        self._nested = dict(nested or {})
        self._refuses = refuses or {}
        self._executing = False

    def holds(self, root_text: str, **stack: Any) -> FakeCloud:
        """Return itself, the stack having been deployed before."""
        assert self.held
        self.body = json.loads(root_text)
        self.held = replace(self.held, **stack)
        return self

    def _do(self, operation: str, *words: str) -> None:
        if operation in self._refuses:
            raise self._refuses[operation]
        self.calls.append(" ".join((operation, *words)))

    def identity(self) -> Identity:
        """Return who is asking."""
        return Identity(ACCOUNT, f"arn:aws:iam::{ACCOUNT}:user/test")

    def ensure_bucket(self, bucket: str) -> None:
        """Note the bucket."""
        self._do("ensure_bucket", bucket)

    def bucket_url(self, bucket: str) -> str:
        """Return an address."""
        return f"https://s3.us-east-1.amazonaws.com/{bucket}"

    def has_object(self, bucket: str, key: str) -> bool:
        """Say whether the key was written."""
        return key in self.objects

    def put_object(self, bucket: str, key: str, text: str) -> None:
        """Keep the object."""
        self._do("put_object")
        self.objects[key] = text

    def stack(self, name: str) -> Stack | None:
        """Return the stack as its last own event leaves it."""
        return self.held

    def template(self, stack: str) -> Mapping[str, Any]:
        """Return the template that the stack holds."""
        return self.body

    def create_change_set(self, order: ChangeSetOrder) -> ChangeSet | None:
        """Make the stack where there is none, and the change set."""
        self._do("create_change_set", order.kind, order.name)
        self.ordered = order
        self.waiting.append(order.name)
        self.held = self.held or Stack(ROOT, NAME, "REVIEW_IN_PROGRESS")
        return ChangeSet(CHANGE_SET, order.name, ROOT, "CREATE_PENDING")

    def change_set(self, change_set: str, stack: str = "") -> ChangeSet | None:
        """Return the next of the previews, or a nested change set."""
        if change_set in self._nested:
            return self._nested[change_set]
        if change_set != CHANGE_SET:
            return None
        more = len(self._previews) > 1
        return self._previews.pop(0) if more else self._previews[0]

    def change_sets(self, stack: str) -> tuple[str, ...]:
        """Return the names of those that wait."""
        return tuple(self.waiting)

    def delete_change_set(self, change_set: str, stack: str) -> None:
        """Forget the change set."""
        self._do("delete_change_set", change_set)
        self.waiting = [name for name in self.waiting if name != change_set]

    def execute_change_set(self, change_set: str, token: str) -> None:
        """Let the frames begin."""
        self._do("execute_change_set")
        self._executing = True

    def delete_stack(self, stack: str) -> None:
        """Forget the stack."""
        self._do("delete_stack", stack)
        self.held = None

    def last_event(self, stack: str) -> datetime | None:
        """Return when the last thing happened."""
        return self.history[-1].at if self.history else None

    def events(
        self, stack: str, after: datetime | None, known: Collection[str]
    ) -> tuple[Event, ...]:
        """Return what is new; a question about the root brings the next frame."""
        if stack == ROOT and self._executing:
            self._advance(next(self._frames, ()))
        return tuple(
            event
            for event in self.history
            if event.stack_id == stack
            and event.id not in known
            and (after is None or event.at > after)
        )

    def _advance(self, frame: Frame) -> None:
        if isinstance(frame, CfngenError):
            raise frame
        self.history += frame
        own = [event for event in self.history if event.physical_id == ROOT]
        if own and self.held:
            outputs = (Output("BucketName", "a-bucket"),)
            status = own[-1].status
            self.held = replace(
                self.held, status=status, outputs=() if running(status) else outputs
            )


def change_set(status: str, reason: str = "", **fields: Any) -> ChangeSet:
    """Return a change set in some state."""
    return ChangeSet(CHANGE_SET, "cfngen-x", ROOT, status, reason, **fields)
