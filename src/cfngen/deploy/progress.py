"""What a deployment reports while it goes on: values; `cfngen.render` words them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from cfngen.deploy.order import Override
from cfngen.package import STACK


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
class Planned:
    """One resource that will change; `path` as in `Network/Vpc`."""

    action: str
    path: str
    type: str
    replacement: str = ""


@dataclass(frozen=True)
class Preview:
    """What the change set says; `kind` is CREATE or UPDATE."""

    kind: str
    stack: str
    changes: tuple[Planned, ...]


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

    @property
    def failed(self) -> bool:
        """Say whether something went wrong here."""
        return self.status.endswith("_FAILED")

    @property
    def nested(self) -> bool:
        """Say whether the event is about a stack and not about a leaf."""
        return self.type == STACK


@dataclass(frozen=True)
class Retrying:
    """The cloud did not answer a question about the events; it is asked again."""

    message: str


Progress = Overridden | Uploaded | Preview | Step | Retrying
Report = Callable[[Progress], None]
