"""Web ACLs and what they protect."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.balancing.reading import BALANCER
from cfngen.checks.check import Problem
from cfngen.checks.network.ground import named
from cfngen.model import Choice, Model, Resource, Value, listed, number, target, text

ACL, ASSOCIATION = "AWS::WAFv2::WebACL", "AWS::WAFv2::WebACLAssociation"
GROUPS = ("ManagedRuleGroupStatement", "RuleGroupReferenceStatement")
LIMIT, WINDOWS = (10, 2_000_000_000), (60, 120, 300, 600)
GLOBAL = "us-east-1"


def protecting(model: Model) -> Iterator[Problem]:
    """A web ACL has rules that WAF takes, and protects what it can, alone.

    Priorities and names are unique; a rule group has an OverrideAction, any other rule
    an Action. Of load balancers a regional one protects only Application Load
    Balancers, each of which has one; one for CloudFront is in us-east-1 and needs no
    association. WAF refuses the rest ("WAFInvalidParameterException").
    """
    for acl in model.of(ACL):
        yield from _distinct(acl)
        for index, rule in enumerate(listed(acl.get("Rules"))):
            if isinstance(rule, dict):
                yield from _rule(acl, index, rule)
        region = text(model.stack_of(acl).region)
        if acl.get("Scope") == "CLOUDFRONT" and region not in (None, GLOBAL):
            message = f"It is for CloudFront and in {region}, not in {GLOBAL}."
            yield Problem(acl, ("Scope",), message)
    yield from _associated(model)


def _distinct(acl: Resource) -> Iterator[Problem]:
    """Yield the rules whose priority or name another one has."""
    for key in ("Priority", "Name"):
        seen: dict[str, int] = {}
        for index, rule in enumerate(listed(acl.get("Rules"))):
            given = text(rule.get(key)) if isinstance(rule, dict) else None
            if given is not None and seen.setdefault(given, index) != index:
                message = f"Rule {seen[given]} has the {key} {given} too."
                yield Problem(acl, ("Rules", index, key), message)


def _rule(acl: Resource, index: int, rule: dict[str, Value]) -> Iterator[Problem]:
    """Yield a rule whose action or rate WAF refuses."""
    statement = rule.get("Statement")
    if not isinstance(statement, dict):
        return
    path = ("Rules", index)
    right, other = "Action", "OverrideAction"
    if any(name in statement for name in GROUPS):
        right, other = other, right
    unsure = any(isinstance(rule.get(name), Choice) for name in (right, other))
    if not unsure and (rule.get(right) is None or rule.get(other) is not None):
        message = f"This rule has an {right}, and no {other}."
        yield Problem(acl, path, message)
    rate = statement.get("RateBasedStatement")
    if isinstance(rate, dict):
        inside = (*path, "Statement", "RateBasedStatement")
        limit, window = (
            number(rate.get("Limit")),
            number(rate.get("EvaluationWindowSec")),
        )
        if limit is not None and not LIMIT[0] <= limit <= LIMIT[1]:
            message = f"The limit is {limit:,.0f}; it is 10 to 2,000,000,000."
            yield Problem(acl, (*inside, "Limit"), message)
        if window is not None and window not in WINDOWS:
            message = f"The window is {window:g} s; it is 60, 120, 300 or 600."
            yield Problem(acl, (*inside, "EvaluationWindowSec"), message)
        forwarded = rate.get("AggregateKeyType") == "FORWARDED_IP"
        if forwarded and rate.get("ForwardedIPConfig") is None:
            message = "Counting by FORWARDED_IP needs a ForwardedIPConfig."
            yield Problem(acl, inside, message)


def _associated(model: Model) -> Iterator[Problem]:
    """Yield the associations that WAF refuses."""
    seen: dict[str, Resource] = {}
    for one in model.of(ASSOCIATION):
        acl, protected = target(model, one.get("WebACLArn")), one.get("ResourceArn")
        if acl is not None and acl.type == ACL and acl.get("Scope") == "CLOUDFRONT":
            message = f"{acl.path} is for CloudFront; a distribution names it itself."
            yield Problem(one, ("WebACLArn",), message)
        balancer = target(model, protected)
        kind = text(balancer.get("Type")) if balancer else None
        if balancer and balancer.type == BALANCER and kind not in (None, "application"):
            message = f"{balancer.path} is no Application Load Balancer."
            yield Problem(one, ("ResourceArn",), message)
        where = named(protected)
        other = seen.setdefault(where, one) if where and not one.when else one
        if other is not one:
            message = f"{where} has a web ACL already, by {other.path}."
            yield Problem(one, ("ResourceArn",), message)
