"""Who may open a connection to whom: derived from the spec here and nowhere else.

The security layer turns each flow into a rule at both of its ends; the network layer
turns it into network ACL entries of the subnets that it passes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cfngen.spec.network import Tier
from cfngen.spec.service import Store
from cfngen.spec.stores import PORTS
from cfngen.spec.system import System

INTERNET = "Internet"
"""Capital, so that no service can bear the name."""
ALB = "alb"
STORES: tuple[Store, ...] = ("database", "cache")

EDGE_PORTS = {80: "HTTP, which the load balancer redirects to HTTPS", 443: "HTTPS"}
"""What users may open, and why; port 80 never reaches a service."""


@dataclass(frozen=True)
class Flow:
    """One TCP connection that is allowed: `source` opens it to `destination`.

    Both ends are INTERNET, ALB, a store or the name of a service.
    """

    source: str
    destination: str
    port: int
    why: str


def flows(system: System) -> tuple[Flow, ...]:
    """Return every connection that the spec allows, once each, in the spec's order.

    Rests on the security group diagram of the nextjs architecture document: users to
    the load balancer, it to the services, they to their stores and out to the internet.
    """
    return tuple(dict.fromkeys((*_to_edge(system), *_to_services(system))))


def workloads(system: System) -> tuple[str, ...]:
    """Return what has a security group of its own: load balancer, services, stores."""
    edge = (ALB,) if system.edge else ()
    return (*edge, *system.services, *_stores(system))


def tier_of(system: System, workload: str) -> Tier:
    """Return the tier that a workload runs in; stores take the innermost there is."""
    if workload in system.services:
        return system.services[workload].subnets
    return "public" if workload == ALB else tuple(system.network.tiers())[-1]


def service_tiers(system: System) -> tuple[Tier, ...]:
    """Return the tiers that services run in, outermost first."""
    used = {service.subnets for service in system.services.values()}
    return tuple(tier for tier in system.network.tiers() if tier in used)


def _to_edge(system: System) -> Iterator[Flow]:
    """Yield what users may open."""
    if system.edge:
        for port, why in EDGE_PORTS.items():
            yield Flow(INTERNET, ALB, port, why)


def _to_services(system: System) -> Iterator[Flow]:
    """Yield what each service is asked for, and what it asks for itself."""
    for name, service in system.services.items():
        if system.edge:
            yield Flow(ALB, name, service.port, "Requests and health checks")
        for store in service.uses:
            yield Flow(name, store, PORTS[store], f"{name} uses the {store}")
        for port in service.egress:
            yield Flow(name, INTERNET, port, "AWS and other services on the internet")


def _stores(system: System) -> tuple[str, ...]:
    """Return the stores that the system has."""
    return tuple(store for store in STORES if getattr(system, store) is not None)
