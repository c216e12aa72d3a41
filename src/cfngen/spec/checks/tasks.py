"""Checks of a service's tasks: their size, their number, where they run."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.spec.checks.check import Check
from cfngen.spec.fargate import CPU_UNITS, memory_of
from cfngen.spec.service import Service, Steps
from cfngen.spec.source import Problem
from cfngen.spec.system import System

HTTPS = 443


def size_of_fargate(service: Service) -> Iterator[Problem]:
    """CPU and memory of a task are a pair that Fargate has."""
    if service.cpu not in CPU_UNITS:
        near = sorted(sorted(CPU_UNITS, key=lambda cpu: abs(cpu - service.cpu))[:2])
        yield Problem(
            ("cpu",),
            f"Fargate has no tasks of {service.cpu} CPU units.",
            f"The nearest sizes are {near[0]} and {near[1]}.",
        )
        return
    sizes = memory_of(service.cpu)
    if service.memory in sizes:
        return
    below = [size for size in sizes if size < service.memory][-1:]
    above = [size for size in sizes if size > service.memory][:1]
    yield Problem(
        ("memory",),
        f"Fargate has no tasks of {service.memory} MiB with {service.cpu} CPU units.",
        f"The nearest memory is {' or '.join(map(str, below + above))} MiB.",
    )


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


def https_goes_out(service: Service) -> Iterator[Problem]:
    """A service may open port 443, over which Fargate starts its tasks.

    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
    """
    if HTTPS not in service.egress:
        yield Problem(
            ("egress",),
            f"Without {HTTPS} no task starts: over it Fargate pulls the image, reads "
            "secrets and sends logs.",
            f"Add {HTTPS}.",
        )


def listed_once(service: Service) -> Iterator[Problem]:
    """No entry of uses, egress or secrets comes twice."""
    for key in ("uses", "egress", "secrets"):
        seen: list[str | int] = []
        for position, entry in enumerate(getattr(service, key)):
            if entry in seen:
                message = f"{entry} is in the list already."
                yield Problem((key, position), message, "Remove it.")
            seen.append(entry)


def tier_exists(system: System) -> Iterator[Problem]:
    """A service runs in subnets that there are."""
    for name, service in system.services.items():
        if service.subnets not in system.network.tiers():
            yield Problem(
                ("services", name, "subnets"),
                f"{name} runs in {service.subnets} subnets, and there are none.",
                f"Add network.subnets.{service.subnets}, or write subnets: public.",
            )


def way_out(system: System) -> Iterator[Problem]:
    """Services in private subnets have a NAT gateway to reach AWS through."""
    network = system.network
    inside = [n for n, s in system.services.items() if s.subnets == "private"]
    if network.nat == "none" and network.subnets.private and inside:
        yield Problem(
            ("network", "nat"),
            f"With nat: none no task of {' and '.join(inside)} starts: private subnets "
            "have no other way to the image.",
            "Write nat: single or nat: per-zone, or subnets: public at the service.",
        )


SERVICE = (
    Check("CG030", size_of_fargate),
    Check("CG033", https_goes_out),
    Check("CG034", fewest_below_most),
    Check("CG035", out_above_in),
    Check("CG036", one_way_of_scaling),
    Check("CG037", most_is_reached),
    Check("CG038", listed_once),
)

SYSTEM = (
    Check("CG031", tier_exists),
    Check("CG032", way_out),
)
