"""The services part of a spec: containers that stay up behind the load balancer."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from cfngen.spec.words import UrlPath, VariableName

Percent = Annotated[int, Field(ge=1, le=99)]
Store = Literal["database", "cache"]
"""What a service can use."""


class Steps(BaseModel, frozen=True, extra="forbid", strict=True, populate_by_name=True):
    """Step scaling on one metric: a task more above `out`, one less below `in`."""

    out: Percent = Field(description="Percent above which a task is added.")
    in_: Percent = Field(alias="in", description="Percent below which one is removed.")


class Scale(BaseModel, frozen=True, extra="forbid", strict=True):
    """How many tasks run: a number is a target to track, `out` and `in` are steps."""

    min: int = Field(1, ge=1, le=1000, description="Fewest tasks, unless overridden.")
    max: int = Field(1, ge=1, le=1000, description="Most tasks, unless overridden.")
    cpu: Percent | Steps | None = Field(None, description="Scaling on CPU, percent.")
    memory: Percent | Steps | None = Field(
        None, description="Scaling on memory, percent."
    )


class Route(BaseModel, frozen=True, extra="forbid", strict=True):
    """Which requests a service answers; an empty `host` means every host."""

    path: str = Field("/*", pattern=r"^/[\w.~$&'()+,;=:@%*?/-]*$", max_length=128)
    host: str = Field("", pattern=r"^([a-z0-9*?.-]+)?$", max_length=128)
    priority: int | None = Field(
        None, ge=1, le=50000, description="Place among the rules; lower is asked first."
    )


class Service(BaseModel, frozen=True, extra="forbid", strict=True):
    """One container image that runs as a number of Fargate tasks."""

    port: int = Field(ge=1, le=65535, description="TCP port that the container serves.")
    cpu: int = Field(256, description="CPU units of a task; 1024 is one vCPU.")
    memory: int = Field(512, description="Memory of a task in MiB.")
    architecture: Literal["x86_64", "arm64"] = Field(
        "x86_64", description="Processor that the image is built for."
    )
    subnets: Literal["public", "private"] = Field(
        "private", description="Tier that the tasks run in."
    )
    health_check: UrlPath = Field(
        "/", description="Path that answers 200 when a task is healthy."
    )
    health_command: tuple[str, ...] = Field(
        (), description="Command that exits 0 inside a healthy container."
    )
    command: tuple[str, ...] = Field(
        (), description="Command in place of the image's own."
    )
    routes: tuple[Route, ...] = Field(
        (Route(),), min_length=1, description="Requests that this service answers."
    )
    scale: Scale = Field(Scale(), description="How many tasks run.")
    uses: tuple[Store, ...] = Field(
        (), description="Stores that it may reach; gives access, addresses and secrets."
    )
    egress: tuple[Annotated[int, Field(ge=1, le=65535)], ...] = Field(
        (443,), description="TCP ports that its tasks may open to the internet."
    )
    environment: dict[VariableName, str] = Field(
        {}, description="Environment variables that are not secret."
    )
    secrets: tuple[VariableName, ...] = Field(
        (), description="Environment variables whose values live in Secrets Manager."
    )
    migrate: tuple[str, ...] = Field(
        (), description="Command that migrates the database before a release."
    )
    read_only: bool = Field(
        False, description="Mount the container's root file system read-only."
    )
