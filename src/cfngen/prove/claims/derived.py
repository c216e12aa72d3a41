"""The claims on the network that follow from a spec without being written.

They are what the spec means, as docs/spec.md says it, and not what the templates'
builders do: nothing here comes from `cfngen.layers`, so that a mistake there shows.
"""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.naming import logical
from cfngen.prove.claims.claim import Claim
from cfngen.prove.claims.following import claim
from cfngen.prove.claims.words import CLOUDFLARE, KINDS, TIERS, WHO, WORDS
from cfngen.prove.network.naming import kebab
from cfngen.prove.network.rules import Ranges
from cfngen.spec.source import Place, Source
from cfngen.spec.system import System

Follows = Iterator[tuple[str, Place]]
"""Claims in words, each with the place in the spec that it follows from."""

USERS = ("tcp/443", "tcp/80")
"""What users may open: HTTPS, and HTTP, which is redirected."""

TRYING_OUT = "tcp/8443"
"""Where those whom a parameter file names try out a release."""

HTTPS = "tcp/443"

SHARED = ("service", "blue-green", "blue-green-service")
"""What every service answers to, after the logical ids that they have in common."""


def derived(system: System, source: Source) -> tuple[Claim, ...]:
    """Return the claims on the network that follow from a spec, in its order.

    Those on what a parameter file may leave out, NAT gateways and endpoints, are made
    only where it is there.
    """
    every = dict[str, Place]()
    for follows in (_edge, _tiers, _services, _jobs, _stores, _endpoints):
        for text, place in follows(system):
            every.setdefault(text, place)
    sets = {CLOUDFLARE: Ranges()}
    return tuple(claim(text, source, place, sets) for text, place in every.items())


def _edge(system: System) -> Follows:
    """Yield who reaches the load balancer, and that it opens nothing by itself.

    Where everybody may come, somebody else inside may as well. Who tries out a release
    is a setting, so port 8443 is left open to whoever it names.
    """
    if not system.edge:
        return
    place: Place = ("edge", "allow_from")
    users = f"internet[{CLOUDFLARE}]" if system.from_cloudflare else "internet"
    ports = ", ".join(USERS)
    tried_out = any(map(system.blue_green, system.services.values()))
    yield f"{users} -> alb : {ports}", place
    if tried_out:
        yield f"* -/-> alb : any but {ports}, {TRYING_OUT}", place
        if system.from_cloudflare:
            yield f"internet[!{CLOUDFLARE}], vpc -/-> alb : {ports}", place
    elif system.from_cloudflare:
        yield f"only {users} -> alb : {ports}", place
    else:
        yield f"* -/-> alb : any but {ports}", place
    yield "alb -/-> internet, stranger", ("edge",)


def _tiers(system: System) -> Follows:
    """Yield what each tier is: its way out and in, and a network ACL that denies."""
    for tier in system.network.tiers():
        place: Place = ("network", "subnets", tier)
        if tier == "isolated":
            yield "isolated -/-> internet by route", place
        if tier != "public":
            yield f"internet -/-> {tier}", place
        yield f"nacl {tier} default-deny", place


def _services(system: System) -> Follows:
    """Yield that the load balancer alone reaches a service, if anybody does."""
    for name, service in system.services.items():
        here, place = _named(name, "Service"), ("services", name)
        if system.takes_requests(service):
            port = f"tcp/{service.entry_port}"
            front = ("sidecars", service.front) if service.front else ()
            at: Place = (*place, *front, "port")
            yield f"alb -> {here} : {port}", at
            yield f"only alb -> {here} : {port}", at
        else:
            yield f"* -/-> {here}", place
        yield from _out(system, here, place, service.subnets, service.egress)


def _jobs(system: System) -> Follows:
    """Yield that nobody reaches a job, and where it goes itself."""
    for name, job in system.jobs.items():
        here, place = _named(name, "Schedule"), ("jobs", name)
        yield f"* -/-> {here}", place
        yield from _out(system, here, place, job.subnets, job.egress)


def _out(
    system: System, here: str, place: Place, tier: str, egress: tuple[int, ...]
) -> Follows:
    """Yield what a task may open outside, and that it can where there is a way.

    In public subnets it has a public address, in private ones there may be NAT. What
    it may open outside it may open to somebody else inside as well.
    """
    ports = ", ".join(f"tcp/{port}" for port in egress)
    at: Place = (*place, "egress")
    where = "" if tier == "public" else " where nats"
    yield f"{here} -> internet : {ports}{where}", at
    yield f"{here} -/-> internet, stranger : any but {ports}", at
    if system.network.endpoints:
        yield f"{here} -> endpoints : {HTTPS} where endpoints", ("network", "endpoints")


def _stores(system: System) -> Follows:
    """Yield that those who use a store reach it, nobody else, and it nobody."""
    for store in system.stores:
        port = f"tcp/{system.port_of(store)}"
        users = dict(_users(system, store))
        for user, place in users.items():
            yield f"{user} -> {store} : {port}", place
        at: Place = (store,)
        yield f"only {', '.join(users)} -> {store} : {port}", at
        yield f"{store} -/-> *", at


def _users(system: System, store: str) -> Follows:
    """Yield the tasks that use a store."""
    for section, tasks in (("services", system.services), ("jobs", system.jobs)):
        for name, task in tasks.items():
            if store in task.uses:
                kind = "Service" if section == "services" else "Schedule"
                yield _named(name, kind), (section, name, "uses")


def _endpoints(system: System) -> Follows:
    """Yield that tasks alone reach the endpoints of AWS, and these nobody."""
    if not system.network.endpoints:
        return
    place: Place = ("network", "endpoints")
    services = [_named(name, "Service") for name in system.services]
    jobs = [_named(name, "Schedule") for name in system.jobs]
    tasks = ", ".join((*services, *jobs))
    yield f"only {tasks} -> endpoints : {HTTPS} where endpoints", place
    yield "endpoints -/-> * where endpoints", place


def _named(name: str, kind: str) -> str:
    """Return the name of a task, or a pattern of its path.

    Claims keep some names, and worker-1 has another one in templates, worker1.
    """
    title = logical(name)
    kept = name in (*WORDS, *WHO, *TIERS, *KINDS, *SHARED)
    if kebab(title) == name and not kept:
        return name
    return f"Service{title}/*" if kind == "Service" else f"*/{title}{kind}"
