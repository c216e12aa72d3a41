"""What every task has, be it of a service or of a job: size, place and surroundings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal, Protocol

from pydantic import Field

from cfngen.spec.fargate import CPU_UNITS
from cfngen.spec.words import ONCE, Name, TcpPort, VariableName

Store = Literal["database", "cache"]
"""What a task can use besides buckets."""

STORES: tuple[Store, ...] = ("database", "cache")

Architecture = Literal["x86_64", "arm64"]

Cpu = Annotated[
    int,
    Field(
        description="CPU units of a task; 1024 is one vCPU.",
        json_schema_extra={"enum": [*CPU_UNITS]},
    ),
]
Memory = Annotated[
    int,
    Field(description="Memory of a task in MiB; what there is depends on `cpu`."),
]
Processor = Annotated[
    Architecture | None,
    Field(
        description="Processor that the image is built for; the system's by default."
    ),
]
Tier = Annotated[
    Literal["public", "private"], Field(description="Tier that the tasks run in.")
]
Uses = Annotated[
    tuple[Name, ...],
    Field(
        description="Stores and buckets that it may reach: database, cache, or a "
        "bucket's name; gives access, addresses and secrets.",
        json_schema_extra=ONCE,
    ),
]
Egress = Annotated[
    tuple[TcpPort, ...],
    Field(
        description="TCP ports that its tasks may open to the internet; 443 is needed.",
        json_schema_extra=ONCE,
    ),
]
Environment = Annotated[
    dict[VariableName, str],
    Field(description="Environment variables that are not secret."),
]
Secrets = Annotated[
    tuple[VariableName, ...],
    Field(
        description="Environment variables whose values live in Secrets Manager.",
        json_schema_extra=ONCE,
    ),
]
Command = Annotated[
    tuple[str, ...], Field(description="Command in place of the image's own.")
]
ReadOnly = Annotated[
    bool, Field(description="Mount the containers' root file systems read-only.")
]
CustomMetrics = Annotated[
    bool, Field(description="Let its code send metrics of its own to CloudWatch.")
]


class Task(Protocol):
    """What the templates of a service and of a job ask of either."""

    @property
    def cpu(self) -> int:
        """CPU units."""

    @property
    def memory(self) -> int:
        """Memory in MiB."""

    @property
    def architecture(self) -> Architecture | None:
        """Processor, if it is not the system's."""

    @property
    def subnets(self) -> Literal["public", "private"]:
        """Tier."""

    @property
    def uses(self) -> tuple[str, ...]:
        """Stores and buckets."""

    @property
    def egress(self) -> tuple[int, ...]:
        """TCP ports towards the internet."""

    @property
    def environment(self) -> Mapping[str, str]:
        """Plain environment variables."""

    @property
    def secrets(self) -> tuple[str, ...]:
        """Names of secret environment variables."""

    @property
    def command(self) -> tuple[str, ...]:
        """Command in place of the image's own."""

    @property
    def read_only(self) -> bool:
        """Whether the root file system is read-only."""

    @property
    def custom_metrics(self) -> bool:
        """Whether its code sends metrics of its own."""
