"""How many rules and routes traffic may meet until AWS raises it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.network.acls import ENTRY
from cfngen.checks.network.ground import ROUTE, block, named, sure
from cfngen.checks.network.interfaces import INTERFACES
from cfngen.checks.network.rules import (
    EGRESS,
    GROUP,
    GROUPS,
    INGRESS,
    LISTS,
    NAMES,
    Rule,
    rules_of,
)
from cfngen.model import Model, Resource, Value, number, switched, target

RULES, GROUPS_EACH, ENTRIES, ROUTES = 60, 5, 20, 500
FAMILIES = ("IPv4", "IPv6")


def groups(model: Model) -> Iterator[Problem]:
    """Security groups have up to 60 rules in a direction, interfaces up to 5 groups.

    The rules of each address family count for themselves. These are the default quotas;
    EC2 refuses the next rule ("The maximum number of rules per security group has been
    reached") or the interface. A prefix list counts as often as it may have entries, a
    security group in both families, and rules inside the group together with those that
    are resources.
    """
    for group in sure(model, GROUP):
        for direction in (INGRESS, EGRESS):
            found = [r for r in rules_of(model, group, direction) if _there(r)]
            for family in FAMILIES:
                weighed = [(rule, _weight(model, rule, family)) for rule in found]
                yield from _heavy(group, direction, family, weighed)
    for type, path in INTERFACES.items():
        for resource in model.of(type):
            given = resource.get(*path)
            if isinstance(given, list) and len(given) > GROUPS_EACH:
                message = (
                    f"It has {len(given)} security groups; the quota is {GROUPS_EACH}."
                )
                yield Problem(resource, path, message)


def tables(model: Model) -> Iterator[Problem]:
    """A network ACL has at most 20 entries a direction, a route table 500 routes.

    Those of each address family count for themselves. These are the default quotas; EC2
    refuses the next one ("NetworkAclEntryLimitExceeded", "RouteLimitExceeded"). AWS
    raises the first to 40, the second to 1,000.
    """
    entries, routes = defaultdict(list), defaultdict(list)
    for entry in sure(model, ENTRY):
        side = switched(entry.get("Egress"))
        if side is None and entry.get("Egress") is not None:
            continue
        six = entry.get("Ipv6CidrBlock") is not None
        entries[named(entry.get("NetworkAclId")), bool(side), six].append(entry)
    for route in sure(model, ROUTE):
        six = route.get("DestinationIpv6CidrBlock") is not None
        routes[named(route.get("RouteTableId")), False, six].append(route)
    for limit, called, owned in (
        (ENTRIES, "entries of a network ACL in one direction", entries),
        (ROUTES, "routes of a table", routes),
    ):
        for (owner, *_), found in owned.items():
            if owner and len(found) > limit:
                message = f"It is one of {len(found)} {called}; the quota is {limit}."
                yield Problem(found[limit], (), message)


def _there(rule: Rule) -> bool:
    """Return whether a rule surely exists."""
    return not rule.resource.when


def _weight(model: Model, rule: Rule, family: str) -> int:
    """Return as how many rules of a family one counts, at least."""
    given = rule.given
    if "CidrIp" in given or "CidrIpv6" in given:
        found = block(given.get("CidrIp", given.get("CidrIpv6")))
        return int(found is not None and f"IPv{found.version}" == family)
    if any(name in given for name in (*GROUPS, *NAMES)):
        return 1
    return max(
        (_entries(model, given[n], family) for n in LISTS if n in given), default=0
    )


def _entries(model: Model, value: Value, family: str) -> int:
    """Return how many entries a prefix list may have in a family; 0 if unknown."""
    found = target(model, value)
    if found is None or found.get("AddressFamily") != family:
        return 0
    return int(number(found.get("MaxEntries")) or 0)


def _heavy(
    group: Resource, direction: str, family: str, weighed: list[tuple[Rule, int]]
) -> Iterator[Problem]:
    """Yield a group whose rules weigh too much, at the rule that does."""
    total = sum(weight for _, weight in weighed)
    if total > RULES:
        heaviest = max(weighed, key=lambda pair: pair[1])[0]
        side = "inbound" if direction == INGRESS else "outbound"
        yield Problem(
            heaviest.resource,
            heaviest.path,
            f"{group.path} has {total} {side} {family} rules; the quota is {RULES}.",
            "A prefix list counts as often as it may have entries.",
        )
