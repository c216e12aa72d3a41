"""Ports of containers: what a task says that it listens on, and what ECS refuses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.checks.compute.tasks import AWSVPC, Container, containers
from cfngen.model import Resource, Value, listed, number, text
from cfngen.prove.network.rules import Origin
from cfngen.prove.packets import TCP, UDP, Span
from cfngen.prove.verdict import Broken
from cfngen.resolve.scope import Path

MODE, MAPPINGS = "NetworkMode", "PortMappings"
WORDS = {TCP: "tcp", UDP: "udp"}
NUMBERS = {"tcp": TCP, "udp": UDP}


@dataclass(frozen=True)
class Mapped:
    """One mapping of a container's ports, `ports` being from and to.

    `protocol` is None where it is not known.
    """

    task: Resource
    path: Path
    ports: Span
    protocol: int | None

    def over(self, protocol: int, port: int) -> Broken:
        """Return that it is for the other protocol."""
        word, other = WORDS[protocol], WORDS[UDP if protocol == TCP else TCP]
        return Broken(
            Origin(self.task.path, (*self.path, "Protocol")),
            f"{self.task.path} maps port {port} over {other}, not {word}",
            repair=f"Protocol: {word}",
        )


def refused(task: Resource) -> Iterator[Broken]:
    """Yield why ECS does not start a task with a network interface of its own.

    That takes the network mode awsvpc, on Fargate always; without one it is bridge. A
    port of the host, if there is one, is the container's then. 0 counts as none.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_RegisterTaskDefinition.html
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
    """
    given = task.get(MODE)
    mode = "bridge" if given is None and "" not in task.properties else text(given)
    if mode not in (None, AWSVPC):
        what = f"no task of {task.path} has an interface: its network mode is {mode}"
        yield Broken(Origin(task.path, (MODE,)), what, repair=f"{MODE}: {AWSVPC}")
    for container in containers(task) if mode == AWSVPC else ():
        for index, mapping in container.items(MAPPINGS):
            here = number(mapping.get("ContainerPort"))
            host = number(mapping.get("HostPort"))
            if here is not None and host not in (None, 0, here):
                path = (*_path(container, index), "HostPort")
                what = f"{task.path} maps port {here:g} to port {host:g} of a host"
                yield Broken(Origin(task.path, path), what, repair="take it away")


def mapped(task: Resource, port: int, container: str) -> list[Mapped] | None:
    """Return the mappings of one port; None where some are not known.

    They are those of one container, if it has a name: ECS refuses a service whose
    container does not map the port itself.
    https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LoadBalancer.html
    """
    bodies = listed(task.get("ContainerDefinitions"))
    read = containers(task)
    found = [
        _mapped(one, index, mapping)
        for one in read
        if not container or one.name in ("", container)
        for index, mapping in one.items(MAPPINGS)
    ]
    names = {one.name for one in read}
    if container and container not in names and "" in names:
        return None
    if len(read) < len(bodies) or not bodies or not all(map(_whole, read)):
        return None
    sure = [one for one in found if one is not None]
    if len(sure) < len(found):
        return None
    return [one for one in sure if one.ports[0] <= port <= one.ports[1]]


def unheard(task: Resource, port: int, container: str) -> Broken:
    """Return that no container maps a port, or the one that has to does not."""
    at, repair = Origin(task.path, ("ContainerDefinitions",)), f"map port {port}"
    if not container:
        what = f"no container of {task.path} maps port {port}"
    elif container in {one.name for one in containers(task)}:
        what = f"container {container} of {task.path} does not map port {port}"
    else:
        what = f"{task.path} has no container {container}"
        repair = "name a container of it in LoadBalancers"
    return Broken(at, what, repair=repair)


def _whole(container: Container) -> bool:
    """Return whether all mappings of a container are known as such."""
    given = container.body.get(MAPPINGS)
    return given is None or (
        isinstance(given, list) and all(isinstance(one, dict) for one in given)
    )


def _mapped(
    container: Container, index: int, mapping: Mapping[str, Value]
) -> Mapped | None:
    """Return one mapping; None where its ports are not known."""
    ports = _ports(mapping)
    if ports is None:
        return None
    spoken = text(mapping.get("Protocol") or "tcp")
    protocol = NUMBERS.get((spoken or "").lower())
    return Mapped(container.task, _path(container, index), ports, protocol)


def _ports(mapping: Mapping[str, Value]) -> Span | None:
    """Return the first and the last port of a mapping, `8080` or `8080-8090`."""
    port = number(mapping.get("ContainerPort"))
    if port is not None:
        return int(port), int(port)
    first, _, last = (text(mapping.get("ContainerPortRange")) or "").partition("-")
    return (int(first), int(last)) if first.isdigit() and last.isdigit() else None


def _path(container: Container, index: int) -> Path:
    return ("ContainerDefinitions", container.index, MAPPINGS, index)
