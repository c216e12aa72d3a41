"""Load balancers and tasks on instances: requests arrive at the ports of the hosts.

Such tasks share the interfaces of their instances. Which those are is known where a
capacity provider names their Auto Scaling group; nothing is said of others.
"""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.balancing.reading import Served, served
from cfngen.checks.compute.tasks import AWSVPC, containers
from cfngen.checks.network.starts import task_of
from cfngen.model import Model, Resource, Value, listed, number, target, text
from cfngen.prove.network.rules import Traffic
from cfngen.prove.obligations.clients import keeps
from cfngen.prove.obligations.judge import Judge
from cfngen.prove.obligations.mapping import MAPPINGS, MODE
from cfngen.prove.obligations.verdicts import said
from cfngen.prove.packets import TCP, Span
from cfngen.prove.packets.wording import traffic
from cfngen.prove.verdict import Verdict

DYNAMIC: Span = (32768, 60999)
"""The ports of an instance that containers get where nobody says which: those of the
kernel, all of them, for any may be the next one's.

https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_PortMapping.html
"""

STRATEGY, DEFAULT = "CapacityProviderStrategy", "DefaultCapacityProviderStrategy"
SYSTEM = ("RuntimePlatform", "OperatingSystemFamily")
GROUP = ("AutoScalingGroupProvider", "AutoScalingGroupArn")
ASSOCIATIONS = "AWS::ECS::ClusterCapacityProviderAssociations"


def hosted(model: Model, judge: Judge) -> Iterator[Verdict]:
    """Yield whether load balancers reach tasks that share an instance's interface.

    What comes from the addresses of clients is not followed, and is left out.
    """
    seen: set[tuple[str, str, Span]] = set()
    for one in served(model):
        ports = _ports(model, one)
        if ports is None:
            continue
        for balancer in _balancers(model, judge, one.group):
            for fleet in _fleets(model, judge, one.service):
                if (balancer, fleet, ports) not in seen:
                    seen.add((balancer, fleet, ports))
                    yield _reached(model, judge, (balancer, fleet), (one, ports))


def _reached(
    model: Model, judge: Judge, ends: tuple[str, str], asked: tuple[Served, Span]
) -> Verdict:
    """Return whether requests arrive at all ports that they may be sent to."""
    one, ports = asked
    balancer, fleet = map(judge.network.name, ends)
    service, shown = judge.network.name(one.service.path), traffic((TCP, TCP), ports)
    words = f"requests of {balancer} reach {service} on {shown} of {fleet}"
    obligation = said(model, one.group, (), words)
    return judge.reaches(obligation, *ends, [Traffic((TCP, TCP), ports)])


def _ports(model: Model, one: Served) -> Span | None:
    """Return the ports of the host that a service may be on; None where its tasks have
    interfaces of their own, or that is not known."""
    task = task_of(model, one.service.get("TaskDefinition"))
    given = task.get(MODE) if task is not None else None
    mode = "bridge" if given is None else text(given)
    port = number(one.entry.get("ContainerPort"))
    if task is None or port is None or mode in (None, AWSVPC):
        return None
    if (text(task.get(*SYSTEM)) or "").startswith("WINDOWS"):  # it has other ports
        return None
    if mode == "host":
        return int(port), int(port)
    hosts = [
        number(mapping.get("HostPort", 0))
        for container in containers(task)
        if container.name == one.entry.get("ContainerName")
        for _, mapping in container.items(MAPPINGS)
        if number(mapping.get("ContainerPort")) == port
    ]
    if len(hosts) != 1 or hosts[0] is None:
        return None
    return (int(hosts[0]), int(hosts[0])) if hosts[0] else DYNAMIC


def _balancers(model: Model, judge: Judge, group: Resource) -> Iterator[str]:
    """Yield the load balancers that forward to a target group from their addresses."""
    forwards = judge.network.forwards
    found = (one.balancer for one in forwards if one.group.resource == group.path)
    for one in dict.fromkeys(found):
        if not keeps(model, one, group):
            yield one


def _fleets(model: Model, judge: Judge, service: Resource) -> Iterator[str]:
    """Yield the Auto Scaling groups whose instances a service's tasks may be on."""
    for item in listed(_strategy(model, service)):
        named = item.get("CapacityProvider") if isinstance(item, dict) else None
        provider = target(model, named)
        given = provider.get(*GROUP) if provider is not None else None
        fleet = target(model, given)
        if fleet is not None and fleet.path in judge.network.workloads:
            yield fleet.path


def _strategy(model: Model, service: Resource) -> Value:
    """Return where a service's tasks are put: as it says, or its cluster."""
    own = service.get(STRATEGY)
    cluster = target(model, service.get("Cluster"))
    if own is not None or cluster is None or service.get("LaunchType") is not None:
        return own
    beside = (
        one.get(DEFAULT)
        for one in model.of(ASSOCIATIONS)
        if target(model, one.get("Cluster")) is cluster
    )
    return cluster.get(DEFAULT) or next(beside, None)
