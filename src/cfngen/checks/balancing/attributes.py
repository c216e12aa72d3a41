"""The attributes and names of load balancers and target groups."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.checks.balancing.reading import BALANCER, GROUP
from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, Value, listed, number, switched, text

NAME = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,30}[a-zA-Z0-9])?")
SECONDS: Mapping[str, tuple[int, int]] = {
    "idle_timeout.timeout_seconds": (1, 4_000),
    "client_keep_alive.seconds": (60, 604_800),
    "deregistration_delay.timeout_seconds": (0, 3_600),
    "stickiness.lb_cookie.duration_seconds": (1, 604_800),
    "stickiness.app_cookie.duration_seconds": (1, 604_800),
}
CHOICES: Mapping[str, tuple[str, ...]] = {
    "routing.http.desync_mitigation_mode": ("monitor", "defensive", "strictest"),
    "routing.http.xff_header_processing.mode": ("append", "preserve", "remove"),
    "load_balancing.algorithm.type": (
        *("round_robin", "least_outstanding_requests", "weighted_random"),
    ),
}
SWITCHES = (
    *("deletion_protection.enabled", "access_logs.s3.enabled"),
    *("connection_logs.s3.enabled", "routing.http2.enabled"),
    *("routing.http.drop_invalid_header_fields.enabled", "stickiness.enabled"),
    *("routing.http.preserve_host_header.enabled", "waf.fail_open.enabled"),
)
SLOW_START = (30, 900)
ATTRIBUTES = {BALANCER: "LoadBalancerAttributes", GROUP: "TargetGroupAttributes"}


@dataclass(frozen=True)
class Attribute:
    """One attribute: where it stands, and its value."""

    index: int
    value: Value


def attributes(resource: Resource) -> dict[str, Attribute]:
    """Return the attributes of a load balancer or target group by key."""
    found: dict[str, Attribute] = {}
    for index, one in enumerate(listed(resource.get(ATTRIBUTES[resource.type]))):
        if isinstance(one, dict) and isinstance(one.get("Key"), str):
            found[one["Key"]] = Attribute(index, one.get("Value"))
    return found


def taken(model: Model) -> Iterator[Problem]:
    """Attributes and names of load balancers and target groups are such as ELB takes.

    A name has up to 32 letters, digits and hyphens, none at its ends, and a load
    balancer's does not begin with internal-. Elastic Load Balancing refuses the others
    ("ValidationError"), and values out of range only when the resource is made, since
    every attribute is text.
    """
    for type in ATTRIBUTES:
        for resource in model.of(type):
            yield from _name(resource)
            for key, attribute in attributes(resource).items():
                wrong = _wrong(key, attribute.value)
                if wrong:
                    path = (ATTRIBUTES[type], attribute.index, "Value")
                    yield Problem(resource, path, f"{key} is {wrong}")


def _name(resource: Resource) -> Iterator[Problem]:
    """Yield a name that Elastic Load Balancing refuses."""
    name = text(resource.get("Name"))
    if name is None:
        return
    if not NAME.fullmatch(name):
        message = f"{name} is no name here."
        mend = "Up to 32 letters, digits and hyphens, none at the ends."
        yield Problem(resource, ("Name",), message, mend)
    elif resource.type == BALANCER and name.startswith("internal-"):
        yield Problem(resource, ("Name",), f"{name} begins with internal-.")


def _wrong(key: str, value: Value) -> str:
    """Return what is wrong with an attribute's value; empty if nothing is for sure."""
    given = text(value)
    if given is None:
        return ""
    low, high = SECONDS.get(key, (0, 0))
    seconds = number(value)
    if high and (seconds is None or not low <= seconds <= high):
        return f"{given}; it is {low} to {high:,} seconds."
    low, high = SLOW_START
    slow = seconds == 0 or (seconds is not None and low <= seconds <= high)
    if key == "slow_start.duration_seconds" and not slow:
        return f"{given}; it is 0, or 30 to 900 seconds."
    if key in SWITCHES and switched(value) is None:
        return f"{given}; it is true or false."
    if key in CHOICES and given not in CHOICES[key]:
        return f"{given}; it is one of {', '.join(CHOICES[key])}."
    return ""
