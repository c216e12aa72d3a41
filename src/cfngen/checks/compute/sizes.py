"""Task sizes."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.compute.tasks import TASK, containers, on_fargate
from cfngen.model import Model, Resource, Text, Value, known, number, text
from cfngen.spec.fargate import CPU_UNITS, memory_of

WINDOWS = (1024, 2048, 4096)
LARGER = re.compile(r"\s*([0-9.]+)\s*(?:vcpu|gb)\s*", re.IGNORECASE)
"""A size in what holds 1024 units."""

LARGEST = 65_536
"""Bytes of a task definition at most."""


def fargate(model: Model) -> Iterator[Problem]:
    """A task that runs on Fargate has a size that Fargate has.

    ECS refuses the revision ("No Fargate configuration exists for given values"); each
    of the two numbers alone may be fine. Windows has 1024, 2048 and 4096 CPU units.
    """
    for task in model.of(TASK):
        if not on_fargate(task):
            continue
        cpu, memory = _units(task.get("Cpu")), _units(task.get("Memory"))
        if cpu is None or memory is None:
            continue
        system = text(task.get("RuntimePlatform", "OperatingSystemFamily")) or ""
        possible = WINDOWS if system.startswith("WINDOWS") else CPU_UNITS
        if cpu not in possible:
            units = ", ".join(map(str, possible))
            yield Problem(task, ("Cpu",), f"Fargate has no {cpu:g} CPU units.", units)
        elif memory not in memory_of(int(cpu)):
            sizes = ", ".join(map(str, memory_of(int(cpu))))
            yield Problem(
                task,
                ("Memory",),
                f"Fargate has no {memory:g} MiB of memory with {cpu:g} CPU units.",
                f"With {cpu:g} CPU units it has: {sizes}.",
            )


def shares(model: Model) -> Iterator[Problem]:
    """The containers of a task fit into the task.

    What they reserve together must not exceed the task's CPU units and memory, and a
    reservation of memory not the container's limit: ECS refuses the revision.
    """
    for task in model.of(TASK):
        yield from _exceeding(task, "Cpu", ("Cpu",))
        yield from _exceeding(task, "Memory", ("MemoryReservation", "Memory"))
        room = _units(task.get("Memory"))
        for container in containers(task):
            limit = number(container.body.get("Memory"))
            reserved = number(container.body.get("MemoryReservation"))
            if limit is not None and room is not None and limit > room:
                message = f"{limit:g} MiB of memory, where the task has {room:g}."
                yield container.problem(("Memory",), message)
            if limit is not None and reserved is not None and reserved > limit:
                message = f"it reserves {reserved:g} MiB and may have {limit:g}."
                yield container.problem(("MemoryReservation",), message)


def written(model: Model) -> Iterator[Problem]:
    """A task definition is no larger than 64 KiB.

    ECS refuses a larger one; long lists of variables in several containers add up.
    """
    for task in model.of(TASK):
        size = _least(dict(task.properties))
        if size > LARGEST:
            message = f"the task definition has {size} bytes at least, of {LARGEST}."
            mend = "Move variables into a file in S3 (EnvironmentFiles)."
            yield Problem(task, ("ContainerDefinitions",), message, mend)


def _units(value: Value) -> float | None:
    """Return CPU units or MiB, which may be written as "1 vCPU" or "2 GB"."""
    found = LARGER.fullmatch(text(value) or "")
    larger = number(found[1]) if found else None
    return number(value) if larger is None else larger * 1024


def _exceeding(task: Resource, name: str, asked: tuple[str, ...]) -> Iterator[Problem]:
    """Yield that the containers reserve more than a task has."""
    room = _units(task.get(name))
    reserved = [
        next((n for a in asked if (n := number(c.body.get(a))) is not None), 0)
        for c in containers(task)
    ]
    if room is not None and sum(reserved) > room:
        message = f"the containers reserve {sum(reserved):g} of {room:g}."
        yield Problem(task, (name,), message, "Raise it, or let them reserve less.")


def _least(value: Value) -> int:
    """Return the bytes of a value as JSON, at least."""
    match value:
        case dict():
            return sum(_least(key) + 1 + _least(item) for key, item in value.items())
        case list():
            return sum(map(_least, value))
        case Text():
            return sum(len(p.encode()) for p in value.parts if isinstance(p, str))
        case _:
            return len(json.dumps(value).encode()) if known(value) else 0
