"""The suppress part of a spec: findings that are known, and why they may stay."""

from __future__ import annotations

from pydantic import BaseModel, Field

from cfngen.spec.words import CHECK_ID, REASON, RESOURCES, Name

STOPPING = ("CG0", "CG30", "CG4", "CG800", "CG803")
"""How the ids begin of what stops a command: a file that cannot be used, a claim that
says nothing."""

OWN = ("CG105", "CG106", "CG107")
"""What is said of suppressions themselves."""

LEAST = 15
"""Characters of a reason, the id of its check not counted."""


class Suppression(BaseModel, frozen=True, extra="forbid", strict=True):
    """Findings of one check that do not fail the gate; each is still reported."""

    check: str = Field(
        pattern=CHECK_ID.pattern,
        description="Id of the check: one of cfngen's, or of an engine that the gate "
        "runs.",
    )
    reason: str = Field(
        pattern=REASON.pattern,
        description="Why it may stay, for whoever reads the report.",
    )
    at: str = Field(
        "*",
        pattern=RESOURCES.pattern,
        description="Paths of the resources, `*` standing for any text.",
    )
    environment: Name | None = Field(
        None, description="The only environment in which they may stay."
    )


def suppressible(check: str) -> bool:
    """Return whether findings of a check may be suppressed at all."""
    return not check.startswith((*STOPPING, *OWN))


def says_why(check: str, reason: str) -> bool:
    """Return whether a reason says more than the id of its check."""
    return len("".join(reason.split(check)).strip()) >= LEAST
