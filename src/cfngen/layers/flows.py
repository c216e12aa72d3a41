"""Who may open a connection to whom: derived from the spec here and nowhere else.

The security layer turns each flow into a rule at both of its ends; the network layer
turns it into network ACL entries of the subnets that it passes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.spec.network import Tier
from cfngen.spec.system import System

INTERNET, CLOUDFLARE, TESTERS = "Internet", "Cloudflare", "Testers"
"""Who is outside of the VPC; capital, so that no service can bear the name."""
ALB, ENDPOINTS = "alb", "endpoints"

EDGE_PORTS = {80: "HTTP, which the load balancer redirects to HTTPS", 443: "HTTPS"}
"""What users may open, and why; port 80 never reaches a service."""

TEST_PORT = 8443
"""Where a release that waits for its traffic can be tried out."""

HTTPS = 443


@dataclass(frozen=True)
class Flow:
    """One TCP connection that is allowed: `source` opens it to `destination`.

    Both ends are somebody outside, ALB, ENDPOINTS, a store or the name of a service or
    job.
    """

    source: str
    destination: str
    port: int
    why: str


def flows(system: System) -> tuple[Flow, ...]:
    """Return every connection that the spec allows, once each, in the spec's order.

    Rests on the security group diagrams of the architecture documents: users, or
    Cloudflare in their stead, to the load balancer, it to the services, they and the
    jobs to their stores, to AWS's endpoints and out to the internet.
    """
    return tuple(dict.fromkeys((*_to_edge(system), *_of_tasks(system))))


def workloads(system: System) -> tuple[str, ...]:
    """Return what has a security group of its own, in the spec's order."""
    edge = (ALB,) if system.edge else ()
    endpoints = (ENDPOINTS,) if system.network.endpoints else ()
    return (*edge, *endpoints, *system.tasks, *system.stores)


def tier_of(system: System, workload: str) -> Tier:
    """Return the tier that a workload runs in; stores take the innermost there is."""
    if workload in system.tasks:
        return system.tasks[workload].subnets
    fixed: Mapping[str, Tier] = {ALB: "public", ENDPOINTS: "private"}
    return fixed.get(workload, system.network.innermost)


def task_tiers(system: System) -> tuple[Tier, ...]:
    """Return the tiers that services and jobs run in, outermost first."""
    used = {task.subnets for task in system.tasks.values()}
    return tuple(tier for tier in system.network.tiers() if tier in used)


def tries_out(system: System) -> bool:
    """Return whether releases can be tried out at TEST_PORT before users see them."""
    return any(map(system.blue_green, system.services.values()))


def _to_edge(system: System) -> Iterator[Flow]:
    """Yield what users may open, and those who try out a release."""
    if system.edge:
        users = CLOUDFLARE if system.from_cloudflare else INTERNET
        for port, why in EDGE_PORTS.items():
            yield Flow(users, ALB, port, why)
        if tries_out(system):
            yield Flow(TESTERS, ALB, TEST_PORT, "Trying out a release")


def _of_tasks(system: System) -> Iterator[Flow]:
    """Yield what each service and job is asked for, and what it asks for itself."""
    for name, task in system.tasks.items():
        service = system.services.get(name)
        if service and service.entry_port and system.edge:
            yield Flow(ALB, name, service.entry_port, "Requests and health checks")
        for store in system.stores:
            if store in task.uses:
                port = system.port_of(store)
                yield Flow(name, store, port, f"{name} uses the {store}")
        for port in task.egress:
            yield Flow(name, INTERNET, port, "AWS and other services on the internet")
        if system.network.endpoints:
            # In every tier: while there are endpoints, their services' names lead to
            # them in the whole VPC, and to no other address.
            yield Flow(name, ENDPOINTS, HTTPS, "AWS services without NAT")
