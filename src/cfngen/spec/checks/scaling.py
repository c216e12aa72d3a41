"""Checks of the number of a service's tasks, and of what changes it."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.spec.checks.check import Check
from cfngen.spec.service import Service, Steps
from cfngen.spec.source import Problem


def fewest_below_most(service: Service) -> Iterator[Problem]:
    """The fewest tasks are no more than the most."""
    scale = service.scale
    if scale.min <= scale.max:
        return
    default = "" if "max" in scale.model_fields_set else ", which is the default"
    yield Problem(
        ("scale", "min"),
        f"min: {scale.min} is more than max: {scale.max}{default}.",
        f"Write max: {scale.min} or more.",
    )


def out_above_in(service: Service) -> Iterator[Problem]:
    """With steps, tasks are removed below a lower percentage than they are added at."""
    for metric in ("cpu", "memory"):
        steps = getattr(service.scale, metric)
        if isinstance(steps, Steps) and steps.in_ >= steps.out:
            yield Problem(
                ("scale", metric, "in"),
                f"in: {steps.in_} is not below out: {steps.out}, so tasks would come "
                "and go without end.",
                f"Write a number below {steps.out}.",
            )


def one_way_of_scaling(service: Service) -> Iterator[Problem]:
    """CPU and memory both have a target, or both have steps.

    AWS advises against the mixture: steps remove a task while the target of the other
    metric still needs it.
    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_PutScalingPolicy.html
    """
    cpu, memory = service.scale.cpu, service.scale.memory
    if None not in (cpu, memory) and isinstance(cpu, int) != isinstance(memory, int):
        ways = ("a target", "steps") if isinstance(cpu, int) else ("steps", "a target")
        yield Problem(
            ("scale",),
            f"cpu has {ways[0]} and memory {ways[1]}; the steps would remove tasks "
            "that the target still needs.",
            "Write both as a number, or both as {out: 70, in: 50}.",
        )


def most_is_reached(service: Service) -> Iterator[Problem]:
    """A range of tasks has a metric that moves the number within it."""
    scale = service.scale
    if scale.max > scale.min and scale.cpu is None and scale.memory is None:
        yield Problem(
            ("scale", "max"),
            f"There are never {scale.max} tasks: neither cpu nor memory says when.",
            "Add cpu: 70 to scale, or leave max out.",
        )


SERVICE = (
    Check("CG034", fewest_below_most),
    Check("CG035", out_above_in),
    Check("CG036", one_way_of_scaling),
    Check("CG037", most_is_reached),
)
