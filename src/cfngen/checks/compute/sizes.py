"""Task sizes."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.model import Model, listed, number
from cfngen.spec.fargate import CPU_UNITS, memory_of

FARGATE = "FARGATE"


def fargate(model: Model) -> Iterator[Problem]:
    """A task that runs on Fargate has a size that Fargate has.

    ECS refuses the revision ("No Fargate configuration exists for given values"); each
    of the two numbers alone may be fine.
    """
    for task in model.of("AWS::ECS::TaskDefinition"):
        if FARGATE not in listed(task.get("RequiresCompatibilities")):
            continue
        cpu, memory = number(task.get("Cpu")), number(task.get("Memory"))
        if cpu is None or memory is None:
            continue
        if int(cpu) not in CPU_UNITS:
            units = ", ".join(map(str, CPU_UNITS))
            yield Problem(task, ("Cpu",), f"Fargate has no {cpu:g} CPU units.", units)
        elif int(memory) not in memory_of(int(cpu)):
            sizes = ", ".join(map(str, memory_of(int(cpu))))
            yield Problem(
                task,
                ("Memory",),
                f"Fargate has no {memory:g} MiB of memory with {cpu:g} CPU units.",
                f"With {cpu:g} CPU units it has: {sizes}.",
            )
