"""Tasks of ECS: services, task sets, and what starts tasks on a schedule."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.network.starts import task_of
from cfngen.model import Model, Resource, Value, listed, number, text
from cfngen.prove.network.attaching import Site, Wiring, interfaces, workload
from cfngen.prove.network.naming import workload_names
from cfngen.prove.network.places import Interface, Kind, Workload
from cfngen.prove.network.unknowns import held
from cfngen.resolve.scope import Path

SERVICE, TASK_SET = "AWS::ECS::Service", "AWS::ECS::TaskSet"
SCHEDULE, RULE = "AWS::Scheduler::Schedule", "AWS::Events::Rule"
NETWORKS = ("AwsvpcConfiguration", "AwsVpcConfiguration")
"""Events and task sets have a capital more."""

PUBLIC = {"ENABLED": True, "DISABLED": False}


def tasks_of(site: Site, unread: dict[str, str]) -> Iterator[Workload]:
    """Yield services, task sets and jobs of ECS; what shares an instance's interface
    is added to `unread`."""
    for type in (SERVICE, TASK_SET):
        for one in site.model.of(type):
            found = _in_vpc(site, one, ())
            if not found and not _by_task_sets(one):
                unread[one.path] = "its tasks share the interfaces of instances"
            if found:
                ports = tuple(_ports(site.model, one))
                names = workload_names(one, Kind.SERVICE)
                yield workload(one, Kind.SERVICE, names, found, ports)
    for one in site.model.of(SCHEDULE):
        yield from _job(site, one, [("Target", "EcsParameters")], unread)
    for one in site.model.of(RULE):
        indexes = range(len(listed(one.get("Targets"))))
        paths: list[Path] = [("Targets", index, "EcsParameters") for index in indexes]
        yield from _job(site, one, paths, unread)


def _by_task_sets(service: Resource) -> bool:
    """Return whether a service leaves its network to task sets."""
    return text(service.get("DeploymentController", "Type")) == "EXTERNAL"


def _job(
    site: Site, one: Resource, paths: list[Path], unread: dict[str, str]
) -> Iterator[Workload]:
    """Yield what a schedule or a rule starts, if it starts tasks."""
    starts = [path for path in paths if one.get(*path) is not None]
    found = tuple(inner for path in starts for inner in _in_vpc(site, one, path))
    if starts and not found:
        unread[one.path] = "its tasks share the interfaces of instances"
    if found:
        names = workload_names(one, Kind.JOB)
        yield workload(one, Kind.JOB, names, found)


def _in_vpc(site: Site, one: Resource, path: Path) -> tuple[Interface, ...]:
    """Return the interfaces of tasks that have their own.

    Whether a task in a subnet of both families has an address of IPv6 is a setting of
    the account. AWS's pages differ on what is done where AssignPublicIp is not given.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/fargate-task-networking.html
    """
    whole = one.get(*path, "NetworkConfiguration")
    for name in NETWORKS:
        given = held(whole, name)
        if given is not None:
            here = (*path, "NetworkConfiguration", name)
            public = PUBLIC.get(text(held(given, "AssignPublicIp")) or "")
            subnets, groups = held(given, "Subnets"), held(given, "SecurityGroups")
            return interfaces(site, one, Wiring(subnets, groups, public, None, here))
    return ()


def _ports(model: Model, service: Resource) -> Iterator[int]:
    """Yield the ports that containers of a service listen on."""
    for entry in listed(service.get("LoadBalancers")):
        yield from _port(entry)
    task = task_of(model, service.get("TaskDefinition"))
    for container in listed(task.get("ContainerDefinitions") if task else None):
        mappings = container.get("PortMappings") if isinstance(container, dict) else ()
        for mapping in listed(mappings):
            yield from _port(mapping)


def _port(given: Value) -> Iterator[int]:
    port = number(given.get("ContainerPort")) if isinstance(given, dict) else None
    if port is not None:
        yield int(port)
