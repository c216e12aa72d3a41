"""Web ACLs."""

from __future__ import annotations

import pytest

from tests.checks.network.system import (
    CHECKS,
    GONE,
    Case,
    Changes,
    model,
    problems,
    spoken,
)

RATE = "Acls.Rules.0.Statement.RateBasedStatement"

CASES = (
    Case(
        "a priority twice",
        *(
            "CG539",
            {"Acls.Rules.1.Priority": "0"},
            "Acls.Rules.1.Priority",
            "Priority 0",
        ),
    ),
    Case(
        "a name twice",
        *("CG539", {"Acls.Rules.1.Name": "Rate"}, "Acls.Rules.1.Name", "Name Rate"),
    ),
    Case(
        "an action for a rule group",
        "CG539",
        {"Acls.Rules.1.OverrideAction": GONE, "Acls.Rules.1.Action": {"Block": {}}},
        *("Acls.Rules.1", "has an OverrideAction, and no Action"),
    ),
    Case(
        "an override for a rule",
        *("CG539", {"Acls.Rules.0.OverrideAction": {"None": {}}}, "Acls.Rules.0"),
        "has an Action, and no OverrideAction",
    ),
    Case(
        "a limit below ten",
        *("CG539", {f"{RATE}.Limit": "5"}, f"{RATE}.Limit", "10 to"),
    ),
    Case(
        "a window that there is not",
        *("CG539", {f"{RATE}.EvaluationWindowSec": 90}, f"{RATE}.EvaluationWindowSec"),
        "60, 120, 300 or 600",
    ),
    Case(
        "addresses from a header that is not named",
        *("CG539", {f"{RATE}.AggregateKeyType": "FORWARDED_IP"}, RATE, "needs a"),
    ),
    Case(
        "one for CloudFront on a load balancer",
        *("CG539", {"Acls.Scope": "CLOUDFRONT"}, "AclsUse.WebACLArn", "CloudFront"),
    ),
    Case(
        "a network load balancer",
        *(
            "CG539",
            {"Balancer.Type": "network"},
            "AclsUse.ResourceArn",
            "no Application",
        ),
    ),
    Case(
        "two for one load balancer",
        *("CG539", {"Again": ("AclsUse", {})}, "Again.ResourceArn", "by AclsUse"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


def test_one_for_cloudfront_is_in_one_region() -> None:
    change: Changes = {"Acls.Scope": "CLOUDFRONT", "AclsUse": GONE}
    assert problems(model(change), [CHECKS["CG539"]]) == []
    ((_, place, words),) = problems(model(change, "sa-east-1"), [CHECKS["CG539"]])
    assert place == "Acls.Scope"
    assert "in sa-east-1, not in us-east-1" in words
