"""What a deployment reports while it goes on: values; `cfngen.render` words them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cfngen.package import STACK


@dataclass(frozen=True)
class Step:
    """One event of one stack of the tree.

    `path` leads from the root to the resource (`Network/Vpc`); a nested stack's own
    event (`own`) has the nested stack's path, the root's (`root` too) the root's name.
    An `echo` says again that something is still in progress.
    """

    at: datetime
    path: str
    type: str
    status: str
    reason: str
    own: bool = False
    root: bool = False
    echo: bool = False
    physical_id: str = ""
    detailed: str = ""

    @property
    def failed(self) -> bool:
        """Say whether something went wrong here."""
        return self.status.endswith("_FAILED")

    @property
    def active(self) -> bool:
        """Say whether this goes on."""
        return self.status.endswith("_IN_PROGRESS")

    @property
    def nested(self) -> bool:
        """Say whether the event is about a stack and not about a leaf."""
        return self.type == STACK


@dataclass(frozen=True)
class Guarded:
    """Something beside the change set was brought to what is wanted, in words."""

    what: str


@dataclass(frozen=True)
class Began:
    """CloudFormation has begun; from here on it needs nobody who watches."""

    stack: str


@dataclass(frozen=True)
class Polled:
    """Somebody has looked, whether anything was new or not."""


@dataclass(frozen=True)
class Retrying:
    """The cloud did not answer a question; it is asked again."""

    message: str


@dataclass(frozen=True)
class Record:
    """A DNS record that a certificate waits for."""

    name: str
    type: str
    value: str


@dataclass(frozen=True)
class Awaiting:
    """The certificate at `path` waits until a record can be read from the DNS."""

    path: str
    record: Record


@dataclass(frozen=True)
class Interrupted:
    """Somebody has pressed Ctrl-C, or the process was told to end (`terminated`).

    For so many `seconds` another Ctrl-C asks whether to cancel; 0 where it does not.
    """

    stack: str
    seconds: float = 0.0
    creating: bool = False
    terminated: bool = False


@dataclass(frozen=True)
class Cancelling:
    """CloudFormation was asked to stop the update and to undo it."""

    stack: str


@dataclass(frozen=True)
class Uncancellable:
    """The stack is past the point where an update can be cancelled."""

    stack: str
    status: str


Progress = (
    Step
    | Guarded
    | Began
    | Polled
    | Retrying
    | Awaiting
    | Interrupted
    | Cancelling
    | Uncancellable
)
