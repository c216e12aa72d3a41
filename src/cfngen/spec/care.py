"""How a system is watched, backed up and released."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from cfngen.spec.words import BRANCH, REGION, REPOSITORY

Repository = Annotated[
    str,
    Field(
        pattern=REPOSITORY.pattern,
        max_length=140,
        description="Owner and name of the repository on GitHub.",
    ),
]
Branch = Annotated[str, StringConstraints(pattern=BRANCH.pattern, max_length=255)]


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
    error_percent: int = Field(
        5,
        ge=1,
        le=100,
        description="Percent of a service's answers being server errors that alarms.",
    )
    dashboard: bool = Field(
        False,
        description="Draw a dashboard, unless a parameter file says otherwise.",
    )


class Backup(BaseModel, frozen=True, extra="forbid", strict=True):
    """Daily backups of the stores in a vault of their own, apart from RDS's."""

    keep_days: int = Field(
        35,
        ge=1,
        le=36500,
        description="Days that a backup is kept, unless a parameter file says "
        "otherwise.",
    )


class Recovery(BaseModel, frozen=True, extra="forbid", strict=True):
    """A second region that copies go to, in a small stack of its own."""

    region: str = Field(
        pattern=REGION.pattern, description="AWS region that copies go to."
    )


class GitHub(BaseModel, frozen=True, extra="forbid", strict=True):
    """The repository and branch whose workflows may release the system."""

    repository: Repository
    branch: Branch = Field("main", description="Branch whose workflows may release.")


class Pipeline(BaseModel, frozen=True, extra="forbid", strict=True):
    """The repository and branch that CodePipeline builds and releases by itself."""

    repository: Repository
    branch: Branch = Field(
        "main",
        description="Branch that is released, unless a parameter file says otherwise.",
    )


class Delivery(BaseModel, frozen=True, extra="forbid", strict=True):
    """How new images reach the system: by one of two ways, or by hand without this."""

    github: GitHub | None = Field(
        None, description="GitHub Actions releases, by a role instead of stored keys."
    )
    pipeline: Pipeline | None = Field(
        None,
        description="CodePipeline builds, and CodeDeploy releases blue/green.",
    )
