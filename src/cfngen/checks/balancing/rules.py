"""The rules of listeners: their order, their conditions, their actions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from cfngen.checks.balancing.reading import (
    ACTIONS,
    APPLICATION,
    LISTENER,
    RULE,
    actions,
    balancer_of,
    listener_of,
)
from cfngen.checks.check import Problem
from cfngen.checks.network.elsewhere import reached
from cfngen.checks.network.ground import named
from cfngen.model import Model, Resource, listed, number, target, text

FIRST, LAST = 1, 50_000
ONCE = ("host-header", "http-request-method", "path-pattern", "source-ip")
ENDS = ("forward", "redirect", "fixed-response")
SAME = {"Host": "#{host}", "Path": "/#{path}", "Query": "#{query}"}


def ordered(model: Model) -> Iterator[Problem]:
    """The rules of a listener have priorities of their own, and one action at the end.

    Elastic Load Balancing refuses a priority twice ("Priority '…' is currently in
    use"), though the rules stand in different stacks, those outside 1 to 50,000, two
    conditions of a kind, and a rule that does not end with a forward, redirect or fixed
    response.
    """
    seen: dict[tuple[str, float], Resource] = {}
    for rule in model.of(RULE):
        priority, listener = (
            number(rule.get("Priority")),
            named(rule.get("ListenerArn")),
        )
        if priority is not None and not FIRST <= priority <= LAST:
            message = f"There is no priority {priority:g}."
            yield Problem(rule, ("Priority",), message, f"Take {FIRST} to {LAST}.")
        elif priority is not None and listener and not rule.when:
            other = seen.setdefault((listener, priority), rule)
            if other is not rule:
                message = f"{other.path} has the priority {priority:g} too."
                yield Problem(rule, ("Priority",), message)
        fields = [c.get("Field") for c in listed(rule.get("Conditions")) if _read(c)]
        for field, times in Counter(f for f in fields if f in ONCE).items():
            if times > 1:
                message = f"It has {times} conditions of {field}; a rule takes one."
                yield Problem(rule, ("Conditions",), message, "Give one more values.")
    yield from _endings(model)


def _read(item: object) -> bool:
    return isinstance(item, dict) and isinstance(item.get("Field"), str)


def _endings(model: Model) -> Iterator[Problem]:
    """Yield what does not end with one action that answers."""
    for type, name in ACTIONS.items():
        for resource in model.of(type):
            given = resource.get(name)
            if not isinstance(given, list) or not all(
                isinstance(a, dict) for a in given
            ):
                continue
            types = [text(action.get("Type")) for action in _performed(given)]
            ends = [type for type in types if type in ENDS]
            if None not in types and (len(ends) != 1 or types[-1] not in ENDS):
                message = f"Its actions are {', '.join(map(str, types)) or 'none'}."
                mend = "One forward, redirect or fixed-response ends them."
                yield Problem(resource, (name,), message, mend)


def _performed(actions: list[Any]) -> list[Any]:
    """Return actions as they are performed: by Order where each has one."""
    orders = [number(action.get("Order")) for action in actions]
    return actions if None in orders else sorted(actions, key=_order)


def _order(action: Any) -> float:
    return number(action.get("Order")) or 0


def redirects(model: Model) -> Iterator[Problem]:
    """A redirect leads somewhere else, where a listener answers.

    Elastic Load Balancing refuses a redirect that changes nothing ("You must modify at
    least one of the following components to avoid a redirect loop") and one from HTTPS
    to HTTP. One to a port of the load balancer that nobody listens on fails each
    client; other stacks may listen there where the load balancer is exported.
    """
    for resource, path, action in actions(model):
        config = action.get("RedirectConfig")
        listener = (
            resource if resource.type == LISTENER else listener_of(model, resource)
        )
        if not isinstance(config, dict) or listener is None:
            continue
        protocol = text(listener.get("Protocol")) or ""
        port = text(listener.get("Port")) or ""
        to = text(config.get("Protocol", "#{protocol}"))
        at = text(config.get("Port", "#{port}"))
        same = {"#{protocol}": protocol, "#{port}": port}
        to, at = same.get(to or "", to), same.get(at or "", at)
        inside = (*path, "RedirectConfig")
        stays = all(config.get(key, value) == value for key, value in SAME.items())
        if (to, at) == (protocol, port) and protocol and port and stays:
            message = "It redirects to where the request came from."
            yield Problem(resource, inside, message)
        elif protocol == "HTTPS" and to == "HTTP":
            message = "It redirects from HTTPS to HTTP."
            yield Problem(resource, (*inside, "Protocol"), message)
        elif at and config.get("Host", SAME["Host"]) == SAME["Host"]:
            yield from _unheard(model, listener, resource, (*inside, "Port"), to, at)


def _unheard(
    model: Model,
    listener: Resource,
    resource: Resource,
    path: tuple[str | int, ...],
    protocol: str | None,
    port: str,
) -> Iterator[Problem]:
    """Yield a redirect to a port of the same load balancer that has no listener."""
    owner = balancer_of(listener)
    held = target(model, listener.get("LoadBalancerArn"))
    if held is None or reached(model, held):
        return
    others = [one for one in model.of(LISTENER) if balancer_of(one) in ("", owner)]
    ports = [text(one.get("Port")) for one in others]
    if owner and None not in ports and port.isdecimal() and port not in ports:
        message = f"It redirects to port {port}, which has no listener."
        yield Problem(resource, path, message)
        return
    there = [one for one in others if text(one.get("Port")) == port]
    spoken = [text(one.get("Protocol")) for one in there if balancer_of(one) == owner]
    clear = protocol in APPLICATION and spoken and None not in spoken
    if owner and clear and protocol not in spoken:
        message = f"It redirects to {protocol}, and port {port} speaks {spoken[0]}."
        yield Problem(resource, path, message)
