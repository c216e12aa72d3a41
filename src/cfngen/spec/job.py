"""The jobs part of a spec: containers that run on a schedule and then end."""

from __future__ import annotations

from pydantic import BaseModel, Field

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
from cfngen.spec.words import CRON, EVERY, TIME_ZONE, Folder, Name


class Job(BaseModel, frozen=True, extra="forbid", strict=True):
    """One command that runs on a schedule, each time in a Fargate task of its own."""

    image: Name | None = Field(
        None,
        description="Service whose image it runs; without one it has a repository of "
        "its own.",
    )
    build: Folder = Field(
        "",
        description="Folder of the source with its Dockerfile, where a pipeline builds "
        "an image of its own; the job's name by default.",
    )
    command: Command = ()
    every: str | None = Field(
        None,
        pattern=EVERY.pattern,
        description="Time from one start to the next: 5 minutes, hour, 2 days.",
    )
    cron: str | None = Field(
        None,
        pattern=CRON.pattern,
        description="Times of start: minute, hour, day of month, month, day of week, "
        "year.",
    )
    time_zone: str = Field(
        "UTC",
        pattern=TIME_ZONE.pattern,
        max_length=50,
        description="Time zone that `cron` is read in.",
    )
    retries: int = Field(
        2,
        ge=0,
        le=185,
        description="Times that a start is tried again when ECS refuses it.",
    )
    enabled: bool = Field(
        True, description="Run it, unless a parameter file says otherwise."
    )
    cpu: Cpu = 256
    memory: Memory = 512
    architecture: Processor = None
    subnets: Tier = "private"
    uses: Uses = ()
    egress: Egress = (443,)
    environment: Environment = {}
    secrets: Secrets = ()
    custom_metrics: CustomMetrics = False
    read_only: ReadOnly = False
