"""Services: how they are deployed, on what they run, who may look inside."""

from __future__ import annotations

import math
from collections.abc import Iterator

from cfngen.checks.access.grants import may, role_of
from cfngen.checks.check import Problem
from cfngen.checks.compute.tasks import (
    SERVICE,
    Container,
    containers,
    possible,
)
from cfngen.checks.network.starts import task_of
from cfngen.model import (
    Model,
    Resource,
    listed,
    mentions,
    number,
    switched,
    text,
)
from cfngen.resolve.scope import Path

CONFIGURATION = "DeploymentConfiguration"
ECS, CODE_DEPLOY = "ECS", "CODE_DEPLOY"
ONLY_ECS = ("Alarms", "DeploymentCircuitBreaker")
AGENTS = ("/var/lib/amazon", "/var/log/amazon")
"""Where the agent of ECS Exec keeps its files."""

MESSAGES = (
    *("ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel"),
    *("ssmmessages:OpenControlChannel", "ssmmessages:OpenDataChannel"),
)


def replaceable(model: Model) -> Iterator[Problem]:
    """A rolling deployment may stop an old task or start a new one.

    The minimum is rounded up to whole tasks and the maximum down. With one task, 100
    and 150 percent allow neither, so that no deployment ever ends. A daemon has as many
    tasks as there are instances, and no more at any time.
    """
    for service in model.of(SERVICE):
        if controller(service) != ECS or not _rolls(service):
            continue
        daemon = service.get("SchedulingStrategy") == "DAEMON"
        least = _percent(service, "MinimumHealthyPercent", 0 if daemon else 100)
        most = _percent(service, "MaximumPercent", 100 if daemon else 200)
        if least is None or most is None:
            continue
        if daemon:
            if least >= 100 >= most:
                message = "a daemon of which all must run is never replaced."
                path: Path = (CONFIGURATION, "MinimumHealthyPercent")
                yield Problem(service, path, message, "Lower the minimum.")
            continue
        for tasks in _tasks(model, service):
            keeps, allows = math.ceil(tasks * least / 100), int(tasks * most / 100)
            if keeps >= tasks and allows <= tasks:
                message = f"of {tasks} tasks, {keeps} must run and {allows} may: "
                message += "none can be replaced."
                path = (CONFIGURATION, "MaximumPercent")
                mend = "Raise the maximum, or lower the minimum."
                yield Problem(service, path, message, mend)
                break


def controlled(model: Model) -> Iterator[Problem]:
    """A service asks for what its deployment controller has.

    The circuit breaker and deployment alarms are of ECS itself; CODE_DEPLOY needs one
    load balancer. ECS refuses the rest.
    """
    for service in model.of(SERVICE):
        kind = controller(service)
        if kind in (None, ECS):
            continue
        for name in ONLY_ECS:
            asked = service.get(CONFIGURATION, name)
            if isinstance(asked, dict) and switched(asked.get("Enable")):
                message = f"the controller {kind} has no {name}."
                yield Problem(service, (CONFIGURATION, name), message, "Leave it out.")
        balanced = service.get("LoadBalancers")
        many = len(listed(balanced))
        known_list = balanced is None or isinstance(balanced, list)
        if kind == CODE_DEPLOY and known_list and many != 1:
            message = f"CODE_DEPLOY needs one load balancer; {many} are given."
            yield Problem(service, ("LoadBalancers",), message)


def entered(model: Model) -> Iterator[Problem]:
    """A service whose containers can be entered has what ECS Exec needs.

    The task role has to open channels of ssmmessages, and the agent has to write to the
    root of a container, or to volumes where it keeps its files. With CODE_DEPLOY the
    switch cannot be turned later, so there the role alone decides and is let be.
    """
    for service in model.of(SERVICE):
        enabled = switched(service.get("EnableExecuteCommand"))
        task = task_of(model, service.get("TaskDefinition"))
        if not enabled or task is None or controller(service) == CODE_DEPLOY:
            continue
        path: Path = ("EnableExecuteCommand",)
        role = role_of(model, task.get("TaskRoleArn"))
        if task.get("TaskRoleArn") is None:
            message = f"{task.path} has no task role, which ECS Exec needs."
            yield Problem(service, path, message)
        elif role is not None:
            lacks = [one for one in MESSAGES if may(model, role, one) is False]
            if lacks:
                message = f"{role.path} may not {', '.join(lacks)}."
                yield Problem(service, path, message, f"Allow it in {role.name}.")
        every = containers(task)
        if every and all(map(_sealed, every)):
            message = "no container can be entered: each has a read-only root."
            mend = "Let one be written to, or mount volumes at " + " and ".join(AGENTS)
            yield Problem(service, path, message, mend)


def controller(service: Resource) -> str | None:
    """Return a service's deployment controller; None where it is not known."""
    given = service.get("DeploymentController")
    if given is None:
        return ECS
    return text(given.get("Type", ECS)) if isinstance(given, dict) else None


def _sealed(container: Container) -> bool:
    """Return whether the agent of ECS Exec has nowhere to write in a container."""
    mounts = [item.get("ContainerPath") for _, item in container.items("MountPoints")]
    linux = container.body.get("LinuxParameters")
    for one in listed(linux.get("Tmpfs")) if isinstance(linux, dict) else ():
        mounts.append(one.get("ContainerPath") if isinstance(one, dict) else one)
    roomy = any(str(where).startswith(AGENTS) for where in mounts if text(where))
    unsure = not all(isinstance(where, str) for where in mounts)
    sealed = switched(container.body.get("ReadonlyRootFilesystem"))
    return sealed is True and not roomy and not unsure


def _rolls(service: Resource) -> bool:
    """Return whether new tasks replace old ones few by few."""
    return service.get(CONFIGURATION, "Strategy") in (None, "ROLLING")


def _percent(service: Resource, name: str, otherwise: int) -> float | None:
    """Return a percentage of the deployment configuration; None where unknown."""
    given = service.get(CONFIGURATION, name)
    return number(otherwise if given is None else given)


def _tasks(model: Model, service: Resource) -> Iterator[int]:
    """Yield the numbers of tasks that a service has or will have, but none."""
    found = [value for _, value in possible(model, service, "DesiredCount")]
    every = list(model.of("AWS::ApplicationAutoScaling::ScalableTarget"))
    if not every and found == [None]:
        yield 1
    for scaled in every:
        if mentions(scaled.get("ResourceId"), service.path):
            found += [value for _, value in possible(model, scaled, "MinCapacity")]
    for value in found:
        tasks = number(value)
        if tasks is not None and tasks > 0:
            yield int(tasks)
