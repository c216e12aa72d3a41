"""The place of a route among the rules of the load balancer, derived from itself."""

from __future__ import annotations

import re
from hashlib import sha256

from cfngen.spec.service import Route

SHARPEST = 65
"""Highest sharpness that is told apart: a path of 32 letters without a wildcard."""

PLACES = 250
"""Rules that fit between two steps of sharpness; 3 * 66 * 250 stay below 50,000,
the highest priority that a listener rule may have:
https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_CreateRule.html"""


def priority(service: str, route: Route) -> int:
    """Return the listener rule's priority, 1 to 50,000; the lowest is asked first.

    Without a priority of its own, a route stands before every route that matches more:
    an exact host before a pattern before every host, then by the letters of its path
    up to the first wildcard. Among equals, service, host and path choose the place. It
    hangs on nothing else: were it a position, an inserted route would move the others
    to priorities that are still taken, and the load balancer would refuse them.
    """
    if route.priority is not None:
        return route.priority
    step = _generality(route.host) * (SHARPEST + 1) + SHARPEST - _sharpness(route.path)
    digest = sha256(f"{service} {route.host} {route.path}".encode()).digest()
    return step * PLACES + int.from_bytes(digest[:4]) % PLACES + 1


def _generality(host: str) -> int:
    """Return 0 for one host, 1 for a pattern, 2 for every host."""
    if not host:
        return 2
    return int("*" in host or "?" in host)


def _sharpness(path: str) -> int:
    """Return twice the letters before the first wildcard, one more without any."""
    letters = len(re.split(r"[*?]", path, maxsplit=1)[0])
    return min(2 * letters + (letters == len(path)), SHARPEST)
