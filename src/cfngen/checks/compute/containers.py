"""Containers of a task: their names, the order they start in, ports and variables."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.compute.tasks import (
    AWSVPC,
    SERVICE,
    TASK,
    Container,
    containers,
    whole,
)
from cfngen.checks.network.starts import task_of
from cfngen.model import Model, Resource, listed, number, text

ENDED = ("COMPLETE", "SUCCESS")
HEALTHY = "HEALTHY"


def started(model: Model) -> Iterator[Problem]:
    """Containers have names of their own, and wait only for what can come to pass.

    ECS refuses a revision with two containers of one name, with a dependency on a
    container that is not there, on itself or in a circle, on the health of one without
    a health check, and on the end of an essential one: with it the task ends.
    """
    for task in model.of(TASK):
        by_name: dict[str, Container] = {}
        for container in containers(task):
            if container.name and container.name in by_name:
                message = "another container has this name."
                yield container.problem(("Name",), message, "Rename one.")
            by_name[container.name] = container
        for container in containers(task):
            yield from _waits(container, by_name)


def published(model: Model) -> Iterator[Problem]:
    """Containers that share a network interface have ports of their own.

    In awsvpc all containers of a task have one interface: of two that listen on one
    port the second fails to start, and a HostPort other than the ContainerPort is
    refused. Service Connect finds a port by the name of its mapping.
    """
    for task in model.of(TASK):
        if task.get("NetworkMode") == AWSVPC:
            yield from _ports(task)
        yield from _names(task)
    for service in model.of(SERVICE):
        found = task_of(model, service.get("TaskDefinition"))
        if found is not None and whole(found):
            yield from _connected(service, found)


def variables(model: Model) -> Iterator[Problem]:
    """A container's variables have names of their own, secrets among them.

    ECS refuses a name that is both a variable and a secret ("The secret name must be
    unique and not shared with any new or existing environment variables"), and of two
    variables with one name only one is seen.
    """
    for task in model.of(TASK):
        for container in containers(task):
            seen: dict[str, str] = {}
            for kind in ("Environment", "Secrets"):
                for index, item in container.items(kind):
                    name = text(item.get("Name"))
                    if name in seen:
                        where = f"{seen[name]} and {kind}"
                        where = f"twice in {kind}" if seen[name] == kind else where
                        message = f"{name} stands in {where}."
                        yield container.problem((kind, index, "Name"), message)
                    elif name:
                        seen[name] = kind


def _waits(container: Container, others: dict[str, Container]) -> Iterator[Problem]:
    """Yield the dependencies of a container that cannot be fulfilled."""
    for index, item in container.items("DependsOn"):
        path = ("DependsOn", index)
        name, condition = text(item.get("ContainerName")), item.get("Condition")
        other = others.get(name or "")
        if name is None:
            continue
        if other is None and whole(container.task):
            message = f"it waits for '{name}', which the task does not have."
            mend = f"It has {', '.join(sorted(others))}."
            yield container.problem((*path, "ContainerName"), message, mend)
        elif other is not None and _reaches(other, container.name, others):
            message = f"it waits for '{name}', which waits for it."
            yield container.problem((*path, "ContainerName"), message)
        elif condition == HEALTHY and other and "HealthCheck" not in other.body:
            message = f"it waits for the health of '{name}', which has no HealthCheck."
            yield container.problem((*path, "Condition"), message, "Add one, or START.")
        elif condition in ENDED and other and other.essential:
            message = f"it waits for the end of '{name}', with which the task ends."
            mend = f"Set Essential of '{name}' to false."
            yield container.problem((*path, "Condition"), message, mend)


def _reaches(start: Container, aim: str, others: dict[str, Container]) -> bool:
    """Return whether a container waits for another one, by however many steps."""
    seen: set[str] = set()
    ahead = [start.name]
    while ahead:
        name = ahead.pop()
        if name == aim:
            return True
        if name not in seen and name in others:
            seen.add(name)
            items = others[name].items("DependsOn")
            ahead += [text(item.get("ContainerName")) or "" for _, item in items]
    return False


def _ports(task: Resource) -> Iterator[Problem]:
    """Yield the ports of one network interface that are taken already."""
    taken: dict[tuple[float, str], str] = {}
    for container in containers(task):
        for index, mapping in container.items("PortMappings"):
            port, host = number(mapping.get("ContainerPort")), mapping.get("HostPort")
            path = ("PortMappings", index, "ContainerPort")
            if port is None:
                continue
            if number(host) not in (None, port):
                message = f"HostPort {host} is not ContainerPort {port:g}."
                yield container.problem(
                    ("PortMappings", index, "HostPort"), message, "Leave it out."
                )
            protocol = text(mapping.get("Protocol", "tcp"))
            key = (port, protocol or "")
            if protocol and key in taken:
                message = f"port {port:g} is taken by container {taken[key]}."
                yield container.problem(path, message, "Listen on another port.")
            taken[key] = container.name


def _names(task: Resource) -> Iterator[Problem]:
    """Yield the port mappings whose name another one of the task has."""
    seen: set[str] = set()
    for container in containers(task):
        for index, mapping in container.items("PortMappings"):
            name = text(mapping.get("Name"))
            if name in seen:
                path = ("PortMappings", index, "Name")
                yield container.problem(path, f"another port is called '{name}'.")
            seen |= {name} if name else set()


def _connected(service: Resource, task: Resource) -> Iterator[Problem]:
    """Yield the ports of Service Connect that the task does not name."""
    names: set[str] = set()
    for container in containers(task):
        for mapping in listed(container.body.get("PortMappings")):
            name = mapping.get("Name", "") if isinstance(mapping, dict) else None
            if not isinstance(name, str):
                return
            names.add(name)
    offered = listed(service.get("ServiceConnectConfiguration", "Services"))
    for index, item in enumerate(offered):
        wanted = text(item.get("PortName")) if isinstance(item, dict) else None
        if wanted is not None and wanted not in names:
            path = ("ServiceConnectConfiguration", "Services", index, "PortName")
            message = f"{task.path} has no port mapping called '{wanted}'."
            yield Problem(service, path, message, "Name one so, in PortMappings.")
