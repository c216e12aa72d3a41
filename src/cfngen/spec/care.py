"""How a system is watched and released: monitoring and delivery."""

from __future__ import annotations

from pydantic import BaseModel, Field


class Monitoring(BaseModel, frozen=True, extra="forbid", strict=True):
    """Alarms on everything that can run out, sent to one topic."""

    cpu: int = Field(85, ge=1, le=100, description="CPU percent that alarms.")
    memory: int = Field(85, ge=1, le=100, description="Memory percent that alarms.")
    latency_ms: int = Field(
        2000, ge=1, description="95th percentile of response time that alarms."
    )
    errors: int = Field(
        10, ge=1, description="Server errors in five minutes that alarm."
    )


class GitHub(BaseModel, frozen=True, extra="forbid", strict=True):
    """The repository and branch whose workflows may release the system."""

    repository: str = Field(
        pattern=r"^[A-Za-z0-9-]+/[\w.-]+$", description="owner/name on GitHub."
    )
    branch: str = Field(
        "main", pattern=r"^[\w./-]+$", description="Branch that releases."
    )


class Delivery(BaseModel, frozen=True, extra="forbid", strict=True):
    """How new images reach the system."""

    github: GitHub = Field(description="Release from GitHub Actions, without keys.")
