"""Where load balancers write their access logs."""

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

ATTRIBUTES = "Balancer.LoadBalancerAttributes"
STATEMENT = "LogsPolicy.PolicyDocument.Statement.0"
KMS = {
    "ServerSideEncryptionConfiguration": [
        {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms"}}
    ]
}

CASES = (
    Case(
        "logs to no bucket",
        *("CG535", {f"{ATTRIBUTES}.1": {"Key": "x", "Value": "y"}}),
        *(f"{ATTRIBUTES}.0.Value", "access_logs.s3.bucket is not given"),
    ),
    Case(
        "a bucket without a policy",
        *("CG535", {"LogsPolicy": GONE}, f"{ATTRIBUTES}.1.Value", "No policy of Logs"),
    ),
    Case(
        "a policy for another service",
        "CG535",
        {f"{STATEMENT}.Principal": {"Service": "delivery.logs.amazonaws.com"}},
        *(f"{ATTRIBUTES}.1.Value", "No policy of Logs"),
    ),
    Case(
        "a policy that denies",
        *("CG535", {f"{STATEMENT}.Effect": "Deny"}, f"{ATTRIBUTES}.1.Value", "Logs"),
    ),
    Case(
        "a policy to read",
        *("CG535", {f"{STATEMENT}.Action": ["s3:GetObject"]}),
        *(f"{ATTRIBUTES}.1.Value", "No policy of Logs"),
    ),
    Case(
        "a policy for the wrong kind of load balancer",
        *("CG535", {"Balancer.Type": "network"}, f"{ATTRIBUTES}.1.Value"),
        "lets delivery.logs.amazonaws.com write",
    ),
    Case(
        "a policy below another prefix",
        *("CG535", {f"{ATTRIBUTES}.2.Value": "edge"}, f"{ATTRIBUTES}.1.Value", "Logs"),
    ),
    Case(
        "a prefix that holds AWSLogs",
        *("CG535", {f"{ATTRIBUTES}.2.Value": "alb/AWSLogs"}),
        *(f"{ATTRIBUTES}.2.Value", "which ELB adds itself"),
    ),
    Case(
        "a bucket that KMS encrypts",
        *("CG535", {"Logs.BucketEncryption": KMS}, f"{ATTRIBUTES}.1.Value", "KMS"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


FINE: dict[str, Changes] = {
    "no logs": {f"{ATTRIBUTES}.0.Value": "false", "LogsPolicy": GONE},
    "a bucket that is made elsewhere": {f"{ATTRIBUTES}.1.Value": "logs-of-all"},
    "a policy for the account of ELB": {
        f"{STATEMENT}.Principal": {"AWS": "arn:aws:iam::127311923021:root"}
    },
    "a policy for the whole bucket": {
        f"{STATEMENT}.Resource": {"Fn::Sub": "${Logs.Arn}/*"}
    },
    "a policy that writes its ARN out": {
        f"{STATEMENT}.Resource": {"Fn::Sub": "arn:aws:s3:::${Logs}/alb/AWSLogs/*"}
    },
    "a network load balancer, whose logs KMS may encrypt": {
        "Balancer.Type": "network",
        "Logs.BucketEncryption": KMS,
        f"{STATEMENT}.Principal.Service": "delivery.logs.amazonaws.com",
    },
    "a load balancer on an Outpost": {
        f"{STATEMENT}.Principal.Service": "logdelivery.elb.amazonaws.com"
    },
    "a policy for all that puts": {f"{STATEMENT}.Action": "s3:PutObject*"},
    "a policy that a custom resource writes": {
        "LogsPolicy": GONE,
        "Writer": {"Type": "Custom::Policy", "Properties": {"B": {"Ref": "Logs"}}},
    },
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    assert problems(model(change), [CHECKS["CG535"]]) == []
