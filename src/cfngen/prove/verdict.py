"""What is proved of a claim, and the evidence where it does not hold."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cfngen.prove.claims.claim import Said
from cfngen.prove.network.rules import Origin
from cfngen.prove.reach.walking import Walk


class Truth(StrEnum):
    """What can be said of a claim."""

    PROVED = "proved"
    REFUTED = "refuted"
    UNDECIDED = "undecided"
    VACUOUS = "vacuous"


@dataclass(frozen=True)
class Broken:
    """Why a claim does not hold: one packet, or one thing that is granted or written.

    `at` is what admits or stops it, the place to mend; `others` the whole set of what
    offends, a line each; `repair` the smallest change that would mend it; `stops` all
    that it would stop besides, `job -> database`.
    """

    at: Origin
    what: str
    walk: Walk | None = None
    others: tuple[str, ...] = ()
    repair: str = ""
    stops: tuple[str, ...] = ()


@dataclass(frozen=True)
class Verdict:
    """What is proved of one claim.

    `unknowns` are what decides where it is UNDECIDED, `why` says in one sentence what
    is wrong where it is not PROVED, and may say in a few words what proves it.
    """

    said: Said
    truth: Truth
    broken: tuple[Broken, ...] = ()
    unknowns: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True)
class Proof:
    """All that is proved of one environment of a system.

    `obligations` follow from the templates alone: what must work for tasks to start and
    requests to arrive. `assumptions` are what the proof rests on, a line each.
    """

    name: str
    environment: str
    verdicts: tuple[Verdict, ...] = ()
    obligations: tuple[Verdict, ...] = ()
    assumptions: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def every(self) -> tuple[Verdict, ...]:
        """Return all verdicts."""
        return (*self.verdicts, *self.obligations)
