"""Values that no schema limits and ECS does, and what Fargate does not have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.checks.compute.tasks import TASK, Container, containers, on_fargate
from cfngen.model import Model, Value, listed, number, switched, text
from cfngen.resolve.scope import Path

RANGES: Mapping[str, tuple[int, int]] = {
    "Interval": (5, 300),
    "Retries": (1, 10),
    "StartPeriod": (0, 300),
    "Timeout": (2, 60),
}
"""What a health check may say: seconds, but Retries."""

STORAGE = (21, 200)
TIMEOUTS = (2, 120)
LINUX = ("Devices", "MaxSwap", "SharedMemorySize", "Swappiness")
DRIVERS = ("awsfirelens", "awslogs", "splunk")
HOW = ("CMD", "CMD-SHELL")
NONE = ["NONE"]


def healthy(model: Model) -> Iterator[Problem]:
    """A container's health check is one that ECS takes.

    The command begins with CMD or CMD-SHELL and says what to run; it is asked every 5
    to 300 seconds, waits 2 to 60, tries 1 to 10 times, and starts to count after 0 to
    300.
    """
    for task in model.of(TASK):
        for container in containers(task):
            check = container.body.get("HealthCheck")
            if isinstance(check, dict):
                yield from _command(container, listed(check.get("Command")))
                for name, (least, most) in RANGES.items():
                    given = check.get(name)
                    path = ("HealthCheck", name)
                    yield from _inside(container, path, given, least, most)


def hosted(model: Model) -> Iterator[Problem]:
    """A task on Fargate asks for nothing that Fargate does not have.

    No privileges, links, devices, swap or shared memory; 21 to 200 GiB of storage, 2
    to 120 seconds to stop; logs to awslogs, splunk or awsfirelens. ECS refuses the
    revision.
    """
    for task in model.of(TASK):
        if not on_fargate(task):
            continue
        size = number(task.get("EphemeralStorage", "SizeInGiB"))
        if size is not None and not STORAGE[0] <= size <= STORAGE[1]:
            path = ("EphemeralStorage", "SizeInGiB")
            message = f"{size:g} GiB of storage."
            yield Problem(task, path, message, f"{STORAGE[0]} to {STORAGE[1]} GiB.")
        if task.get("PlacementConstraints"):
            message = "Fargate has no placement constraints."
            yield Problem(task, ("PlacementConstraints",), message, "Leave them out.")
        for container in containers(task):
            yield from _unsupported(container)


def _command(container: Container, command: list[Value]) -> Iterator[Problem]:
    """Yield what is wrong with the command of a health check."""
    path: Path = ("HealthCheck", "Command")
    if not command or command == NONE or text(command[0]) is None:
        return
    if command[0] not in HOW:
        message = f"the health check begins with '{text(command[0])}'."
        yield container.problem(path, message, "Begin with CMD-SHELL, or CMD.")
    elif len(command) == 1:
        yield container.problem(path, "the health check runs nothing.")
    elif command[0] == "CMD-SHELL" and len(command) > 2:
        message = "CMD-SHELL takes one text; the shell runs the first and no more."
        yield container.problem(path, message, "Join it, or begin with CMD.")
    elif command[0] == "CMD" and len(command) == 2 and " " in (text(command[1]) or ""):
        message = f"CMD runs a program called '{text(command[1])}'."
        yield container.problem(path, message, "Begin with CMD-SHELL.")


def _inside(
    container: Container, path: Path, value: Value, least: int, most: int
) -> Iterator[Problem]:
    """Yield that a number is outside its range."""
    given = number(value)
    if given is not None and not least <= given <= most:
        message = f"{path[-1]} is {given:g}."
        yield container.problem(path, message, f"Use {least} to {most}.")


def _unsupported(container: Container) -> Iterator[Problem]:
    """Yield what Fargate does not have of what a container asks for."""
    body = container.body
    if switched(body.get("Privileged")):
        yield container.problem(
            ("Privileged",), "Fargate has no privileged containers."
        )
    if body.get("Links"):
        yield container.problem(("Links",), "Fargate has no links between containers.")
    linux = body.get("LinuxParameters")
    for name in LINUX if isinstance(linux, dict) else ():
        if isinstance(linux, dict) and linux.get(name) not in (None, []):
            message = f"Fargate has no {name}."
            yield container.problem(("LinuxParameters", name), message, "Leave it out.")
    for name in ("StartTimeout", "StopTimeout"):
        yield from _inside(container, (name,), body.get(name), *TIMEOUTS)
    logs = body.get("LogConfiguration")
    driver = text(logs.get("LogDriver")) if isinstance(logs, dict) else None
    if driver is not None and driver not in DRIVERS:
        message = f"Fargate has no log driver '{driver}'."
        yield container.problem(("LogConfiguration", "LogDriver"), message)
    for index, limit in container.items("Ulimits"):
        soft, hard = number(limit.get("SoftLimit")), number(limit.get("HardLimit"))
        if soft is not None and hard is not None and soft > hard:
            path = ("Ulimits", index, "SoftLimit")
            yield container.problem(path, f"soft limit {soft:g} is above {hard:g}.")
