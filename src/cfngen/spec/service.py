"""The services part of a spec: containers that stay up behind the load balancer."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, Discriminator, Field, Tag
from pydantic.config import JsonDict

from cfngen.spec.fargate import CPU_UNITS
from cfngen.spec.words import (
    ROUTE_HOST,
    ROUTE_PATH,
    Percent,
    TcpPort,
    UrlPath,
    VariableName,
)

ONCE: JsonDict = {"uniqueItems": True}
"""Says to editors that no entry of a list may come twice."""

Store = Literal["database", "cache"]
"""What a service can use."""


class Steps(BaseModel, frozen=True, extra="forbid", strict=True, populate_by_name=True):
    """Step scaling on one metric: a task more above `out`, one less below `in`."""

    out: Percent = Field(description="Percent above which a task is added.")
    in_: Percent = Field(alias="in", description="Percent below which one is removed.")


def _written_as(value: Any) -> str:
    """Return which of the two ways of scaling a value is; pydantic reads the tag."""
    return "<steps>" if isinstance(value, dict | Steps) else "<target>"


Threshold = Annotated[
    Annotated[Percent, Tag("<target>")] | Annotated[Steps, Tag("<steps>")],
    Discriminator(_written_as),
]
"""A percentage to keep to, or steps between two. The tags stand in the place that
pydantic gives an error; no key of a spec looks like them."""


class Scale(BaseModel, frozen=True, extra="forbid", strict=True):
    """How many tasks run: a number is a target to track, `out` and `in` are steps."""

    min: int = Field(
        1,
        ge=1,
        le=1000,
        description="Fewest tasks, unless a parameter file says otherwise.",
    )
    max: int = Field(
        1,
        ge=1,
        le=1000,
        description="Most tasks, unless a parameter file says otherwise.",
    )
    cpu: Threshold | None = Field(
        None, description="CPU percent to keep to, or `{out: 70, in: 50}`."
    )
    memory: Threshold | None = Field(
        None, description="Memory percent to keep to, or `{out: 80, in: 60}`."
    )


class Route(BaseModel, frozen=True, extra="forbid", strict=True):
    """Which requests a service answers: all of a path and a host together."""

    path: str = Field(
        "/*",
        pattern=ROUTE_PATH.pattern,
        max_length=128,
        description="Path pattern; `*` stands for any text, `?` for one character.",
    )
    host: str = Field(
        "",
        pattern=ROUTE_HOST.pattern,
        max_length=128,
        description="Host name, wildcards allowed; empty for every host.",
    )
    priority: int | None = Field(
        None,
        ge=1,
        le=50000,
        description="Place among the rules, lower is asked first; without one, longer "
        "paths come before shorter.",
    )


class Service(BaseModel, frozen=True, extra="forbid", strict=True):
    """One container image that runs as a number of Fargate tasks."""

    port: TcpPort = Field(description="TCP port that the container serves.")
    cpu: int = Field(
        256,
        description="CPU units of a task; 1024 is one vCPU.",
        json_schema_extra={"enum": [*CPU_UNITS]},
    )
    memory: int = Field(
        512, description="Memory of a task in MiB; what there is depends on `cpu`."
    )
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
        (Route(),),
        min_length=1,
        description="Requests that this service answers; all of them by default.",
    )
    scale: Scale = Field(Scale(), description="How many tasks run.")
    uses: tuple[Store, ...] = Field(
        (),
        description="Stores that it may reach; gives access, addresses and secrets.",
        json_schema_extra=ONCE,
    )
    egress: tuple[TcpPort, ...] = Field(
        (443,),
        description="TCP ports that its tasks may open to the internet; 443 is needed.",
        json_schema_extra=ONCE,
    )
    environment: dict[VariableName, str] = Field(
        {}, description="Environment variables that are not secret."
    )
    secrets: tuple[VariableName, ...] = Field(
        (),
        description="Environment variables whose values live in Secrets Manager.",
        json_schema_extra=ONCE,
    )
    migrate: tuple[str, ...] = Field(
        (), description="Command that migrates the database before a release."
    )
    read_only: bool = Field(
        False, description="Mount the container's root file system read-only."
    )
