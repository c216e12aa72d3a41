"""How much one load balancer takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cfngen.checks.balancing.reading import (
    LISTENER,
    RULE,
    balancer_of,
    forwarded,
    listener_of,
    values_of,
)
from cfngen.checks.check import Problem
from cfngen.checks.network.ground import named, sure
from cfngen.model import Model, Resource, listed, text

LISTENERS, RULES, CERTIFICATES = 50, 100, 25
GROUPS_EACH, GROUPS_ACTION, VALUES, WILDCARDS = 100, 5, 5, 6
CERTIFICATE = "AWS::ElasticLoadBalancingV2::ListenerCertificate"
PATTERNS = ("host-header", "path-pattern", "http-header", "query-string")


def adjustable(model: Model) -> Iterator[Problem]:
    """A load balancer has at most 50 listeners, 100 rules and 25 further certificates.

    These are the default quotas, which AWS raises on request. Default rules and default
    certificates do not count. Elastic Load Balancing refuses the next one
    ("TooManyRules").
    """
    kinds = (
        (LISTENER, LISTENERS, "listeners"),
        (RULE, RULES, "rules"),
        (CERTIFICATE, CERTIFICATES, "certificates"),
    )
    for type, limit, called in kinds:
        owned: dict[str, list[Resource]] = defaultdict(list)
        for resource in sure(model, type):
            count = len(listed(resource.get("Certificates"))) if "Cert" in type else 1
            owned[_owner(model, resource)] += [resource] * count
        for owner, found in owned.items():
            if owner and len(found) > limit:
                message = f"{owner} has {len(found)} {called}; the quota is {limit}."
                yield Problem(found[limit], (), message)


def fixed(model: Model) -> Iterator[Problem]:
    """A rule has up to 5 values and 6 wildcards, a load balancer 100 target groups.

    An action has up to 5 target groups. These quotas cannot be raised: Elastic Load
    Balancing refuses the rule ("A rule can only have '5' condition values").
    """
    for rule in model.of(RULE):
        values = list(values_of(rule))
        if len(values) > VALUES:
            message = (
                f"Its conditions have {len(values)} values; a rule takes {VALUES}."
            )
            yield Problem(
                rule, ("Conditions",), message, "Split it into several rules."
            )
        wild = sum(text.count("*") + text.count("?") for text in map(_pattern, values))
        if wild > WILDCARDS:
            message = f"Its conditions have {wild} wildcards; a rule takes {WILDCARDS}."
            yield Problem(
                rule, ("Conditions",), message, "Split it into several rules."
            )
    used: dict[str, dict[str, Resource]] = defaultdict(dict)
    for resource, path, groups in forwarded(model):
        if len(groups) > GROUPS_ACTION:
            message = f"It forwards to {len(groups)} target groups; an action takes "
            message += f"{GROUPS_ACTION}."
            yield Problem(resource, path, message)
        if not resource.when:
            used[_owner(model, resource)] |= {
                named(group): resource for group in groups
            }
    for owner, found in used.items():
        if owner and len(found) > GROUPS_EACH:
            message = f"{owner} has {len(found)} target groups; it takes {GROUPS_EACH}."
            yield Problem(list(found.values())[-1], (), message)


def _pattern(pair: tuple[str, object]) -> str:
    """Return a condition's value where it may have wildcards."""
    field, value = pair
    return (text(value) or "") if field in PATTERNS else ""


def _owner(model: Model, resource: Resource) -> str:
    """Return the load balancer of a listener or of what belongs to one."""
    listener = resource if resource.type == LISTENER else listener_of(model, resource)
    return balancer_of(listener) if listener else ""
