"""Checks of the routes: who answers which request, and that each is reached."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cfngen.spec.checks.check import Check
from cfngen.spec.priority import priority
from cfngen.spec.service import Route, Service
from cfngen.spec.source import Place, Problem, dotted
from cfngen.spec.system import System

MOST_WILDCARDS = 5
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"""


@dataclass(frozen=True)
class Rule:
    """A route with its service, its place in the spec and its priority."""

    service: str
    place: Place
    route: Route
    priority: int

    @property
    def requests(self) -> tuple[str, str]:
        """Return what the route answers."""
        return self.route.host, self.route.path


def rules(system: System) -> tuple[Rule, ...]:
    """Return the rules of the load balancer in the spec's order; none without one."""
    if system.edge is None:
        return ()
    return tuple(
        Rule(name, (*_routes(name), *at), route, priority(name, route))
        for name, service in system.services.items()
        if system.takes_requests(service)
        for at, route in _written(service)
    )


def _routes(name: str) -> Place:
    """Return the place of a service's routes."""
    return "services", name, "routes"


def _written(service: Service) -> Iterator[tuple[Place, Route]]:
    """Yield the routes with their places in the list, if there is one in the spec."""
    listed = "routes" in service.model_fields_set
    for position, route in enumerate(service.routes):
        yield ((position,) if listed else ()), route


def routes_have_an_edge(system: System) -> Iterator[Problem]:
    """Without an edge nobody has routes: no request comes in."""
    for name, service in system.services.items():
        if system.edge is None and "routes" in service.model_fields_set:
            yield Problem(
                _routes(name),
                "No request comes in: the spec has no edge.",
                "Add the section edge: with a domain, or remove routes.",
            )


def one_answer(system: System) -> Iterator[Problem]:
    """No two routes have the same host and path."""
    first: dict[tuple[str, str], Rule] = {}
    for rule in rules(system):
        known = first.setdefault(rule.requests, rule)
        if known is not rule:
            host, path = rule.requests
            yield Problem(
                rule.place,
                f"Requests for {path} of {host or 'every host'} go to {known.service} "
                f"already ({dotted(known.place)}).",
                "Write another path or host, as in routes: [{path: /api/*}]",
            )


def one_place(system: System) -> Iterator[Problem]:
    """No two routes have the same priority."""
    first: dict[int, Rule] = {}
    for rule in rules(system):
        known = first.setdefault(rule.priority, rule)
        if known is not rule and known.requests != rule.requests:
            yield Problem(
                (*rule.place, "priority"),
                f"The priority {rule.priority} is that of {dotted(known.place)}, too.",
                "Write another priority, 1 to 50000.",
            )


def every_route_is_reached(system: System) -> Iterator[Problem]:
    """No route stands behind one that answers all of its requests."""
    for rule in rules(system):
        for other in rules(system):
            if other.priority < rule.priority and _covers(other.route, rule.route):
                yield Problem(
                    rule.place,
                    f"No request comes this far: {dotted(other.place)} is asked "
                    f"earlier (priority {other.priority}, here {rule.priority}) and "
                    "answers them all.",
                    "Write a lower priority here, or a higher one there.",
                )
                break


def order_is_meant(system: System) -> Iterator[Problem]:
    """Where two services could answer the same request, the spec says which does.

    What a route that stands within another answers is its own affair. Of two that
    share some requests only, such as one host and a path of every host, no rule of
    thumb knows which was meant to be asked first.
    """
    every = rules(system)
    for position, rule in enumerate(every):
        for other in every[:position]:
            if rule.service != other.service and _cross(rule.route, other.route):
                first, then = sorted((rule, other), key=lambda one: one.priority)
                yield Problem(
                    rule.place,
                    f"Some requests match {dotted(other.place)} as well, and neither "
                    f"says which is asked first: it would be {first.service}, before "
                    f"{then.service}.",
                    "Write priority: 1 at the route that is to be asked first.",
                )


def _cross(one: Route, other: Route) -> bool:
    """Return whether two routes share requests, neither all, and none has a place."""
    placed = one.priority is not None or other.priority is not None
    within = _covers(one, other) or _covers(other, one)
    same = (one.host, one.path) == (other.host, other.path)
    hosts = not one.host or not other.host or _meet(one.host, other.host)
    return not (placed or within or same) and hosts and _meet(one.path, other.path)


def _meet(one: str, other: str) -> bool:
    """Return whether some text may match two patterns."""
    stems = [re.split(r"[*?]", pattern, maxsplit=1)[0] for pattern in (one, other)]
    if stems[0] == one or stems[1] == other:
        return fnmatchcase(one, other) or fnmatchcase(other, one)
    return stems[0].startswith(stems[1]) or stems[1].startswith(stems[0])


def _covers(earlier: Route, later: Route) -> bool:
    """Return whether the earlier of two different routes answers all of the later's."""
    if (earlier.host, earlier.path) == (later.host, later.path):
        return False
    every_host = not earlier.host
    return (every_host or _matches(earlier.host, later.host)) and _matches(
        earlier.path, later.path
    )


def _matches(pattern: str, other: str) -> bool:
    """Return whether a pattern matches all that another does, as far as it is certain.

    A wildcard of the other is matched by a `*` only, as if it were a letter.
    """
    if "?" in pattern and set("*?") & set(other):
        return pattern == other
    return fnmatchcase(other, pattern)


def few_wildcards(service: Service) -> Iterator[Problem]:
    """A route has five wildcards at most, host and path together."""
    for position, route in enumerate(service.routes):
        count = sum((route.host + route.path).count(wildcard) for wildcard in "*?")
        if count > MOST_WILDCARDS:
            yield Problem(
                ("routes", position),
                f"{count} wildcards are too many; a rule may have {MOST_WILDCARDS}.",
                "Match less exactly, or split the route.",
            )


SERVICE = (Check("CG066", few_wildcards),)

SYSTEM = (
    Check("CG060", routes_have_an_edge),
    Check("CG062", one_answer),
    Check("CG063", one_place),
    Check("CG064", every_route_is_reached),
    Check("CG068", order_is_meant),
)
