"""The services part of a spec: containers that stay up behind the load balancer."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Discriminator, Field, Tag

from cfngen.spec.task import (
    Command,
    Cpu,
    CustomMetrics,
    Egress,
    Environment,
    Memory,
    Processor,
    ReadOnly,
    Secrets,
    Tier,
    Uses,
)
from cfngen.spec.words import (
    FILTER,
    IMAGE,
    ROUTE_HOST,
    ROUTE_PATH,
    Folder,
    Name,
    Percent,
    TcpPort,
    UrlPath,
)


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


class Sidecar(BaseModel, frozen=True, extra="forbid", strict=True):
    """A second container in each task of a service; they share network and life."""

    image: str = Field(
        "",
        pattern=IMAGE.pattern,
        max_length=500,
        description="Image from elsewhere, with its tag or digest; without one it has "
        "a repository of its own, and the tag is the service's.",
    )
    build: Folder = Field(
        "",
        description="Folder of the source with its Dockerfile, where a pipeline builds "
        "it; the sidecar's name by default.",
    )
    port: TcpPort | None = Field(None, description="TCP port that it serves.")
    front: bool = Field(
        False, description="It takes the load balancer's requests before the service."
    )
    command: Command = ()
    health_command: tuple[str, ...] = Field(
        (), description="Command that exits 0 inside a healthy container."
    )
    environment: Environment = {}


def sidecar_image(service: str, sidecar: str) -> str:
    """Return what the image of a sidecar is called that has its own repository."""
    return f"{service}-{sidecar}"


class LogMetric(BaseModel, frozen=True, extra="forbid", strict=True):
    """A number that is counted in the log of a service, with an alarm if wanted."""

    match: str = Field(
        max_length=1024,
        pattern=FILTER.pattern,
        description="Filter pattern of CloudWatch Logs: `?ERROR ?FATAL`, or a JSON "
        'one: `{ $.event = "order" }`.',
    )
    value: str = Field(
        "1",
        max_length=100,
        pattern=FILTER.pattern,
        description="What a match adds: a number, or a field such as `$.seconds`.",
    )
    alarm: int | None = Field(
        None,
        ge=1,
        le=1_000_000_000,
        description="Sum within five minutes that alarms; without one nothing does.",
    )


class Service(BaseModel, frozen=True, extra="forbid", strict=True):
    """One container image that runs as a number of Fargate tasks."""

    port: TcpPort | None = Field(
        None,
        description="TCP port that the container serves; without one nobody may open "
        "a connection to it, as to a worker.",
    )
    cpu: Cpu = 256
    memory: Memory = 512
    architecture: Processor = None
    subnets: Tier = "private"
    health_check: UrlPath = Field(
        "/", description="Path that answers 200 when a task is healthy."
    )
    health_command: tuple[str, ...] = Field(
        (), description="Command that exits 0 inside a healthy container."
    )
    command: Command = ()
    routes: tuple[Route, ...] = Field(
        (Route(),),
        min_length=1,
        description="Requests that this service answers; all of them by default.",
    )
    scale: Scale = Field(Scale(), description="How many tasks run.")
    sidecars: dict[Name, Sidecar] = Field(
        {}, description="Further containers of each task, by name."
    )
    uses: Uses = ()
    egress: Egress = (443,)
    environment: Environment = {}
    secrets: Secrets = ()
    migrate: tuple[str, ...] = Field(
        (), description="Command that migrates the database before a release."
    )
    build: Folder = Field(
        ".",
        description="Folder of the source with its Dockerfile, where a pipeline builds "
        "it.",
    )
    log_metrics: dict[Name, LogMetric] = Field(
        {}, description="Numbers that are counted in its log, by name."
    )
    custom_metrics: CustomMetrics = False
    read_only: ReadOnly = False

    @property
    def front(self) -> str | None:
        """Return the sidecar that takes the requests, if one does."""
        fronts = (name for name, sidecar in self.sidecars.items() if sidecar.front)
        return next(fronts, None)

    @property
    def entry_port(self) -> int | None:
        """Return the TCP port that a task is asked on; None when nobody asks it."""
        return self.sidecars[self.front].port if self.front else self.port
