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
from cfngen.physical import name_tag, physical
from cfngen.spec.system import System

REPUTATION = "AWSManagedRulesAmazonIpReputationList"
"""The rule group that judges addresses."""

RULE_GROUPS: Mapping[str, tuple[str, ...]] = {
    REPUTATION: (),
    # Longer bodies than 8 KB are everyday for uploads and server actions.
    "AWSManagedRulesCommonRuleSet": ("SizeRestrictions_BODY",),
    "AWSManagedRulesKnownBadInputsRuleSet": (),
    "AWSManagedRulesSQLiRuleSet": (),
}
"""The rule groups of AWS that every request passes, with the rules that only count.

With the rate limit they take 1,127 capacity units (25, 700, 200, 200 and 2) of the
1,500 that the price of a web ACL includes."""

CLIENT_HEADER = "CF-Connecting-IP"
"""Where Cloudflare writes who asks, whatever the client has written there:
https://developers.cloudflare.com/fundamentals/reference/http-headers/#cf-connecting-ip"""


def rule_groups(system: System) -> tuple[str, ...]:
    """Return the rule groups that a system's requests pass.

    Reputation goes by the address that the request comes from and by no header. Behind
    Cloudflare this is Cloudflare's; its own firewall knows the clients.
    https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-ip-rep.html
    """
    left_out = (REPUTATION,) if system.from_cloudflare else ()
    return tuple(name for name in RULE_GROUPS if name not in left_out)


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
            Rules=list(_rules(layer, system)),
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


def _rules(layer: Layer, system: System) -> Iterator[wafv2.WebACLRule]:
    """Yield the rules in the order in which a request meets them."""
    mode = layer.setting(settings.WAF_MODE)
    blocking = layer.condition("IsWafBlocking", Equals(mode, "block"))
    yield _rate_limit(layer, system, blocking)
    for priority, name in enumerate(rule_groups(system), start=1):
        yield _rule_group(priority, name, blocking)


def _rate_limit(layer: Layer, system: System, blocking: str) -> wafv2.WebACLRule:
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
                Limit=layer.setting(settings.WAF_RATE_LIMIT), **_counted_by(system)
            )
        ),
        VisibilityConfig=_visibility("RateLimit"),
    )


def _counted_by(system: System) -> dict[str, Any]:
    """Return the properties that say whose requests count together.

    Cloudflare writes an address into its header, always. A request with anything else
    there is none of the site's own, and is matched.
    https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-forwarded-ip-address.html
    """
    if not system.from_cloudflare:
        return {"AggregateKeyType": "IP"}
    return {
        "AggregateKeyType": "FORWARDED_IP",
        "ForwardedIPConfig": wafv2.ForwardedIPConfiguration(
            HeaderName=CLIENT_HEADER, FallbackBehavior="MATCH"
        ),
    }


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
