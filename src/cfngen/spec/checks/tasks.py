"""Checks of the tasks of services and jobs: their size, and where they run."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.spec.checks import placed
from cfngen.spec.checks.check import Check
from cfngen.spec.checks.once import listed_once
from cfngen.spec.fargate import CPU_UNITS, memory_of
from cfngen.spec.source import Problem
from cfngen.spec.system import System
from cfngen.spec.task import Task

HTTPS = 443


def size_of_fargate(task: Task) -> Iterator[Problem]:
    """CPU and memory of a task are a pair that Fargate has."""
    if task.cpu not in CPU_UNITS:
        near = sorted(sorted(CPU_UNITS, key=lambda cpu: abs(cpu - task.cpu))[:2])
        yield Problem(
            ("cpu",),
            f"Fargate has no tasks of {task.cpu} CPU units.",
            f"The nearest sizes are {near[0]} and {near[1]}.",
        )
        return
    sizes = memory_of(task.cpu)
    if task.memory in sizes:
        return
    below = [size for size in sizes if size < task.memory][-1:]
    above = [size for size in sizes if size > task.memory][:1]
    yield Problem(
        ("memory",),
        f"Fargate has no tasks of {task.memory} MiB with {task.cpu} CPU units.",
        f"The nearest memory is {' or '.join(map(str, below + above))} MiB.",
    )


def https_goes_out(task: Task) -> Iterator[Problem]:
    """A task may open port 443, over which Fargate starts its tasks.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
    """
    if HTTPS not in task.egress:
        yield Problem(
            ("egress",),
            f"Without {HTTPS} no task starts: over it Fargate pulls the image, reads "
            "secrets and sends logs.",
            f"Add {HTTPS}.",
        )


def tier_exists(system: System) -> Iterator[Problem]:
    """A task runs in subnets that there are."""
    for place, name, task in placed.tasks(system):
        if task.subnets not in system.network.tiers():
            yield Problem(
                (*place, "subnets"),
                f"{name} runs in {task.subnets} subnets, and there are none.",
                f"Add network.subnets.{task.subnets}, or write subnets: public.",
            )


def way_out(system: System) -> Iterator[Problem]:
    """Tasks in private subnets have a NAT gateway to reach AWS through."""
    network = system.network
    inside = [n for _, n, task in placed.tasks(system) if task.subnets == "private"]
    if network.nat == "none" and network.subnets.private and inside:
        yield Problem(
            ("network", "nat"),
            f"With nat: none no task of {', '.join(inside)} starts: private subnets "
            "have no other way to the image.",
            "Write nat: single or nat: per-zone, or subnets: public where they are "
            "described.",
        )


TASK = (
    Check("CG030", size_of_fargate),
    Check("CG033", https_goes_out),
    Check("CG038", listed_once),
)

SYSTEM = (
    Check("CG031", tier_exists),
    Check("CG032", way_out),
)
