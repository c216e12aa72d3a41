"""Events as a few words each, and a history that tells them bit by bit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any, cast

from cfngen.cloud.aws import Cloud
from cfngen.cloud.values import Event, Stack
from cfngen.deploy.progress import Step
from cfngen.deploy.watching import Watch
from cfngen.errors import CfngenError
from cfngen.package import STACK

START = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
NAME = "small-dev"
STACKS = ("Store", "App", "Store/Deep")

Frame = Sequence[Event] | CfngenError
"""What one question about the root's events is answered with."""


def arn(stack: str) -> str:
    """Return a stack's ARN."""
    return f"arn:aws:cloudformation:us-east-1:123456789012:stack/{stack}/1"


ROOT = arn(NAME)


def story(
    text: str, start: int = 1, stacks: Collection[str] = STACKS, operation: str = ""
) -> list[Event]:
    """Return events, a line each, a second apart: `path STATUS [reason]`.

    `small-dev` is the root itself, `Store` the root's resource, `Store/` that nested
    stack itself and `Store/Logs` a resource in it.
    """
    lines = [line.strip() for line in text.strip().splitlines()]
    told = [_event(line, start + n, stacks) for n, line in enumerate(lines)]
    return [replace(event, operation=operation) for event in told]


def _event(line: str, second: int, stacks: Collection[str]) -> Event:
    path, status, reason = f"{line}  ".split(" ", 2)
    above, _, name = path.rpartition("/")
    stack = ROOT if path == NAME or not above else arn(f"{NAME}-{above}")
    own = path == NAME or not name
    nested = path in stacks
    return Event(
        id=f"{path} {status} {second}",
        stack_id=stack,
        logical_id=NAME if path == NAME else name or above,
        physical_id=(
            stack if own else arn(f"{NAME}-{path}") if nested else f"id-{name}"
        ),
        type=STACK if own or nested else f"AWS::Test::{name}",
        status=status,
        reason=reason.strip(),
        at=START + timedelta(seconds=second),
    )


@dataclass
class Told:
    """A cloud that only has a history; each question about the root brings a frame.

    `failures` come out of questions about nested stacks, `described` are what the root
    is described as: its last own event says, when they are used up.
    """

    frames: Iterable[Frame] = ()
    failures: list[Exception] = field(default_factory=list)
    described: list[Stack | Exception | None] = field(default_factory=list)
    before: list[Event] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._frames = iter(self.frames)
        self.told = list(self.before)

    @property
    def cloud(self) -> Cloud:
        """Return it in place of a cloud."""
        return cast(Cloud, self)

    @property
    def history(self) -> Told:
        """Return its history."""
        return self

    @property
    def stacks(self) -> Told:
        """Return its stacks."""
        return self

    def events(
        self, stack: str, after: datetime | None, known: Collection[str]
    ) -> tuple[Event, ...]:
        """Return what is new."""
        self.asked.append(stack)
        if stack == ROOT:
            self._advance(next(self._frames, ()))
        elif self.failures:
            raise self.failures.pop(0)
        return tuple(
            event
            for event in self.told
            if event.stack_id == stack
            and event.id not in known
            and (after is None or event.at > after)
        )

    def _advance(self, frame: Frame) -> None:
        if isinstance(frame, CfngenError):
            raise frame
        self.told += frame

    def find(self, name: str) -> Stack | None:
        """Return the root as it is described, or as its last event leaves it."""
        if self.described:
            answer = self.described.pop(0)
            if isinstance(answer, Exception):
                raise answer
            return answer
        own = [event for event in self.told if event.physical_id == ROOT]
        return Stack(ROOT, NAME, own[-1].status, own[-1].reason) if own else None


def steps(text: str, **more: Any) -> list[Step]:
    """Return a story as a deployment sees it."""
    return Watch(Told([story(text, **more)]).cloud, ROOT, NAME, None).poll()
