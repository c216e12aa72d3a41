"""Listeners and their certificates."""

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

ARN = "Https.Certificates.0.CertificateArn"
HERE, THERE = (
    f"arn:aws:acm:{region}:123456789012:certificate/1"
    for region in ("us-east-1", "eu-west-1")
)

CASES = (
    Case(
        "HTTPS without a certificate",
        *("CG529", {"Https.Certificates": GONE}, "Https.Protocol", "HTTPS needs a"),
    ),
    Case(
        "HTTP with one",
        "CG529",
        {"Http.Certificates": [{"CertificateArn": HERE}]},
        *("Http.Certificates", "HTTP has no Certificates"),
    ),
    Case(
        "HTTP with a policy",
        *("CG529", {"Http.SslPolicy": "ELBSecurityPolicy-2016-08"}, "Http.SslPolicy"),
        "HTTP has no SslPolicy",
    ),
    Case(
        "two default certificates",
        "CG529",
        {"Https.Certificates": [{"CertificateArn": HERE}, {"CertificateArn": HERE}]},
        *("Https.Certificates", "one default certificate"),
    ),
    Case(
        "a certificate of another region",
        *("CG529", {ARN: THERE}, ARN, "of eu-west-1, the listener in us-east-1"),
    ),
    Case(
        "a port twice",
        *("CG529", {"Again": ("Http", {})}, "Again.Port", "Http listens on port 80"),
    ),
    Case(
        "a port of a network load balancer twice",
        "CG529",
        {
            "Balancer.Type": "network",
            "Http.Protocol": "TCP",
            "Again": ("Http", {"Protocol": "TLS", "Port": "80"}),
        },
        *("Again.Port", "Http listens on port 80"),
    ),
    Case("no such port", "CG529", {"Http.Port": "65536"}, "Http.Port", "no port 65536"),
    Case(
        "TCP of an application load balancer",
        *("CG529", {"Http.Protocol": "TCP"}, "Http.Protocol", "application"),
    ),
    Case(
        "HTTP of a network load balancer",
        *("CG529", {"Balancer.Type": "network"}, "Http.Protocol", "has no HTTP"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)


FINE: dict[str, Changes] = {
    "a certificate of the region": {ARN: HERE},
    "a certificate of IAM": {ARN: "arn:aws:iam::123456789012:server-certificate/1"},
    "a port for TCP and for UDP": {
        "Balancer.Type": "network",
        "Https": GONE,
        "Rule": GONE,
        "Service.DependsOn": [],
        "Http.Protocol": "TCP",
        "Again": ("Http", {"Protocol": "UDP"}),
    },
    "a port of another load balancer": {
        "Other": ("Balancer", {}),
        "Again": ("Http", {"LoadBalancerArn": {"Ref": "Other"}}),
    },
}


@pytest.mark.parametrize("change", FINE.values(), ids=FINE)
def test_what_is_fine_is_let_be(change: Changes) -> None:
    assert problems(model(change), [CHECKS["CG529"]]) == []
