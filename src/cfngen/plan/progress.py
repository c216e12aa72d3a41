"""What planning reports while it goes on: values; `cfngen.render` words them."""

from __future__ import annotations

from dataclasses import dataclass

from cfngen.plan.inputs.order import Override


@dataclass(frozen=True)
class Overridden:
    """Parameters that the command line gives; a NoEcho one is in `secret`."""

    overrides: tuple[Override, ...]
    secret: frozenset[str]


@dataclass(frozen=True)
class Uploaded:
    """Templates written to the bucket, and those that were there already."""

    bucket: str
    written: int
    present: int


@dataclass(frozen=True)
class WorkedOut:
    """How many change sets of the tree are worked out, of those known so far."""

    done: int
    known: int


@dataclass(frozen=True)
class Waiting:
    """The stack is busy with somebody else's operation, which is waited for."""

    stack: str
    status: str


@dataclass(frozen=True)
class Degraded:
    """Something that would be good to know cannot be asked, and why."""

    what: str
    why: str
