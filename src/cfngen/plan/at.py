"""Where and how an operation takes place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cfngen.plan.waiting import Clock, Pace

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud

Report = Callable[[object], None]
"""Takes what happens on the way, values of the progress modules; `cfngen.render` words
them."""


@dataclass(frozen=True)
class At:
    """A cloud, who is told of what happens, and the time."""

    cloud: Cloud
    report: Report
    clock: Clock
    pace: Pace
