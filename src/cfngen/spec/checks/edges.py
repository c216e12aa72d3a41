"""Checks of the edge: its names, and that somebody answers there."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from cfngen.spec.checks.check import Check
from cfngen.spec.checks.once import listed_once
from cfngen.spec.checks.routes import rules
from cfngen.spec.edge import Edge
from cfngen.spec.source import Problem
from cfngen.spec.system import System


def edge_has_services(system: System) -> Iterator[Problem]:
    """With an edge there is a service to answer, one with a port."""
    if system.edge and not any(map(system.takes_requests, system.services.values())):
        why = "no service has a port" if system.services else "the spec has no services"
        yield Problem(
            ("edge",),
            f"Nobody answers: {why}.",
            "Add a service with a port, or remove the edge.",
            on_key=True,
        )


def hosts_of_the_edge(system: System) -> Iterator[Problem]:
    """A route's host is the edge's domain or one of its names, or a pattern of some."""
    names = (system.edge.domain, *system.edge.names) if system.edge else ()
    for rule in rules(system):
        host = rule.route.host
        if not host or any(fnmatchcase(name, host) for name in names):
            continue
        meant = f"Add {host} to edge.names" if _below(host, names[0]) else ""
        yield Problem(
            (*rule.place, "host"),
            f"{host} is none of the edge's names ({', '.join(names)}), so neither DNS "
            "nor the certificate lead here.",
            f"{meant or f'Write {names[0]}'}, or leave host out.",
        )


def names_below_the_domain(edge: Edge) -> Iterator[Problem]:
    """The edge's further names lie below its domain, which is not among them."""
    for position, name in enumerate(edge.names):
        place = ("names", position)
        if name == edge.domain:
            yield Problem(place, f"{name} is the domain itself.", "Remove it.")
        elif not _below(name, edge.domain):
            mend = f"Write a name such as www.{edge.domain}, or remove it."
            yield Problem(place, f"{name} is not below {edge.domain}.", mend)


def _below(name: str, domain: str) -> bool:
    """Return whether a name lies below a domain; a pattern is no name."""
    return name.endswith(f".{domain}") and not set("*?") & set(name)


EDGE = (
    Check("CG038", listed_once),
    Check("CG067", names_below_the_domain),
)

SYSTEM = (
    Check("CG061", edge_has_services),
    Check("CG065", hosts_of_the_edge),
)
