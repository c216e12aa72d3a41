"""How a system is watched and released: monitoring and delivery."""

from __future__ import annotations

from pydantic import BaseModel, Field

from cfngen.spec.words import BRANCH, REPOSITORY


class Monitoring(BaseModel, frozen=True, extra="forbid", strict=True):
    """Alarms on everything that can run out, sent to one topic."""

    cpu: int = Field(85, ge=1, le=100, description="CPU percent that alarms.")
    memory: int = Field(85, ge=1, le=100, description="Memory percent that alarms.")
    latency_ms: int = Field(
        2000,
        ge=1,
        le=3_600_000,
        description="95th percentile of response time, in milliseconds, that alarms.",
    )
    errors: int = Field(
        10,
        ge=1,
        le=1_000_000,
        description="Server errors within five minutes that alarm.",
    )


class GitHub(BaseModel, frozen=True, extra="forbid", strict=True):
    """The repository and branch whose workflows may release the system."""

    repository: str = Field(
        pattern=REPOSITORY.pattern,
        max_length=140,
        description="Owner and name of the repository on GitHub.",
    )
    branch: str = Field(
        "main",
        pattern=BRANCH.pattern,
        max_length=255,
        description="Branch whose workflows may release.",
    )


class Delivery(BaseModel, frozen=True, extra="forbid", strict=True):
    """How new images reach the system."""

    github: GitHub = Field(
        description="GitHub Actions releases, by a role instead of stored keys."
    )
