"""Checks that the subnets have addresses for all that may run in them at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from ipaddress import IPv4Network

from cfngen.spec.checks import placed
from cfngen.spec.checks.addresses import SMALLEST, subnets
from cfngen.spec.checks.check import Check
from cfngen.spec.service import Service
from cfngen.spec.source import Place, Problem
from cfngen.spec.system import System

RESERVED = 5
"""Addresses of a subnet that AWS keeps:
https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"""

LOAD_BALANCER_PREFIX, LOAD_BALANCER_ADDRESSES = 27, 8
"""What a load balancer asks of each of its subnets:
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html"""

STORE_ADDRESSES = 2
"""An instance or node, and one to spare: RDS and ElastiCache put the new one beside the
old when they recover or replace it.
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_VPC.WorkingWithRDSInstanceinaVPC.html"""

JOB_ADDRESSES = 2
"""A run, and the next one: Scheduler never waits for the last to end."""


@dataclass(frozen=True)
class Need:
    """How many addresses of one subnet something takes at worst."""

    addresses: int
    what: str

    def __str__(self) -> str:
        """Return the need as a message shows it."""
        return f"{self.addresses} {self.what}"


def load_balancer_fits(system: System) -> Iterator[Problem]:
    """With an edge, every public subnet is a /27 or larger, as a load balancer asks."""
    for place, found in _subnets_of(system, "public"):
        if system.edge and found.prefixlen > LOAD_BALANCER_PREFIX:
            yield Problem(
                place,
                f"{found} is too small for the load balancer, which asks for a "
                f"/{LOAD_BALANCER_PREFIX} with {LOAD_BALANCER_ADDRESSES} free "
                "addresses.",
                f"Take a /{LOAD_BALANCER_PREFIX} or larger.",
            )


def everything_fits(system: System) -> Iterator[Problem]:
    """Every subnet has addresses for what runs in it, also during a deployment."""
    for tier in system.network.tiers():
        needs = tuple(_needs(system, tier))
        needed = sum(need.addresses for need in needs)
        for place, found in _subnets_of(system, tier):
            # a smaller one is no subnet at all, which is said already
            if found.prefixlen <= SMALLEST and found.num_addresses - RESERVED < needed:
                yield _too_small(place, found, needs, needed)


def _subnets_of(system: System, tier: str) -> Iterator[tuple[Place, IPv4Network]]:
    """Yield the subnets of a tier with their places."""
    for place, found in subnets(system.network).items():
        if place[1] == tier:
            yield ("network", *place), found


def _needs(system: System, tier: str) -> Iterator[Need]:
    """Yield what takes addresses in each subnet of a tier."""
    if tier == "public" and system.edge:
        yield Need(LOAD_BALANCER_ADDRESSES, "for the load balancer")
    if tier == "public" and system.network.subnets.private:
        yield Need(1, "for a NAT gateway")
    if tier == "private" and system.network.endpoints:
        yield Need(len(system.network.endpoints), "for the endpoints")
    for _, name, task in placed.tasks(system):
        if task.subnets == tier and isinstance(task, Service):
            yield from _tasks(name, task, system.network.zones)
        elif task.subnets == tier:
            yield Need(JOB_ADDRESSES, f"for the job {name} and its next run")
    for store in system.stores:
        if tier == system.network.innermost:
            yield Need(STORE_ADDRESSES, f"for the {store} and its replacement")


def _tasks(name: str, service: Service, zones: int) -> Iterator[Need]:
    """Yield the addresses of a service's tasks: a deployment doubles them."""
    most = max(service.scale.min, service.scale.max)
    tasks = "1 task" if most == 1 else f"{most} tasks"
    yield Need(
        -(-2 * most // zones),
        f"for {name} ({tasks}, twice that during a deployment, over {zones} zones)",
    )
    if service.migrate:
        yield Need(1, f"for the migration of {name}")


def _too_small(
    place: Place, found: IPv4Network, needs: tuple[Need, ...], needed: int
) -> Problem:
    """Return the problem of a subnet with too few addresses."""
    usable = found.num_addresses - RESERVED
    prefix = 32 - (needed + RESERVED - 1).bit_length()
    return Problem(
        place,
        f"{found} has {usable} addresses ({found.num_addresses} less the {RESERVED} "
        f"that AWS keeps) but needs {needed}: {', '.join(map(str, needs))}.",
        f"Take a /{prefix} or larger.",
    )


SYSTEM = (
    Check("CG026", load_balancer_fits),
    Check("CG027", everything_fits),
)
