"""The web application firewall, which a setting switches on.

Rests on https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-list.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from troposphere import Equals, GetAtt, If, Ref, Sub, wafv2
from troposphere.elasticloadbalancingv2 import LoadBalancer

from cfngen.layers.edge import settings
from cfngen.layers.layer import Layer
from cfngen.naming import name_tag, physical
from cfngen.spec.system import System

RULE_GROUPS: Mapping[str, tuple[str, ...]] = {
    "AWSManagedRulesAmazonIpReputationList": (),
    # Longer bodies than 8 KB are everyday for uploads and server actions.
    "AWSManagedRulesCommonRuleSet": ("SizeRestrictions_BODY",),
    "AWSManagedRulesKnownBadInputsRuleSet": (),
    "AWSManagedRulesSQLiRuleSet": (),
}
"""The rule groups of AWS that every request passes, with the rules that only count.

With the rate limit they take 1,127 capacity units (25, 700, 200, 200 and 2) of the
1,500 that the price of a web ACL includes."""


def add_firewall(layer: Layer, system: System, balancer: LoadBalancer) -> None:
    """Add the firewall and attach it to the load balancer, both only if switched on."""
    enabled = layer.condition(
        "IsWafEnabled", Equals(layer.setting(settings.WAF), "true")
    )
    acl = layer.add(
        wafv2.WebACL(
            "WebAcl",
            Condition=enabled,
            Scope="REGIONAL",
            DefaultAction=wafv2.DefaultAction(Allow=wafv2.AllowAction()),
            Rules=list(_rules(layer)),
            VisibilityConfig=_visibility(physical(system.system)),
            Tags=name_tag(system.system),
        )
    )
    layer.add(
        wafv2.WebACLAssociation(
            "WebAclAssociation",
            Condition=enabled,
            ResourceArn=Ref(balancer),
            WebACLArn=GetAtt(acl, "Arn"),
        )
    )


def _rules(layer: Layer) -> Iterator[wafv2.WebACLRule]:
    """Yield the rules in the order in which a request meets them."""
    mode = layer.setting(settings.WAF_MODE)
    blocking = layer.condition("IsWafBlocking", Equals(mode, "block"))
    yield _rate_limit(layer, blocking)
    for priority, name in enumerate(RULE_GROUPS, start=1):
        yield _rule_group(priority, name, blocking)


def _rate_limit(layer: Layer, blocking: str) -> wafv2.WebACLRule:
    """Return the rule against one address that asks too often."""
    return wafv2.WebACLRule(
        Name="RateLimit",
        Priority=0,
        Action=If(
            blocking,
            wafv2.RuleAction(Block=wafv2.BlockAction()),
            wafv2.RuleAction(Count=wafv2.CountAction()),
        ),
        Statement=wafv2.Statement(
            RateBasedStatement=wafv2.RateBasedStatement(
                AggregateKeyType="IP", Limit=layer.setting(settings.WAF_RATE_LIMIT)
            )
        ),
        VisibilityConfig=_visibility("RateLimit"),
    )


def _rule_group(priority: int, name: str, blocking: str) -> wafv2.WebACLRule:
    """Return the rule that applies a rule group of AWS, or counts what it would do."""
    counted = [
        wafv2.RuleActionOverride(
            Name=rule, ActionToUse=wafv2.RuleAction(Count=wafv2.CountAction())
        )
        for rule in RULE_GROUPS[name]
    ]
    overrides: dict[str, Any] = {"RuleActionOverrides": counted} if counted else {}
    return wafv2.WebACLRule(
        Name=name,
        Priority=priority,
        OverrideAction=If(
            blocking,
            wafv2.OverrideAction(**{"None": {}}),
            wafv2.OverrideAction(Count={}),
        ),
        Statement=wafv2.Statement(
            ManagedRuleGroupStatement=wafv2.ManagedRuleGroupStatement(
                VendorName="AWS", Name=name, **overrides
            )
        ),
        VisibilityConfig=_visibility(name),
    )


def _visibility(metric: str | Sub) -> wafv2.VisibilityConfig:
    """Return how a rule is watched: a metric, and samples of what it matched."""
    return wafv2.VisibilityConfig(
        CloudWatchMetricsEnabled=True, MetricName=metric, SampledRequestsEnabled=True
    )
