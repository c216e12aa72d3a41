"""The claims on roles that follow from a spec: of ours all hold, and none is empty."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from cfngen.prove.access import judged, rights_of
from cfngen.prove.claims.claim import NoEscalation, Readers, RoleOnly, Trusted
from cfngen.prove.claims.parsing import parsed
from cfngen.prove.claims.roles import derived_roles
from cfngen.spec.load import validated
from cfngen.spec.source import Mark, Place, Source, Spot
from cfngen.spec.system import System
from tests.models import ENVIRONMENTS, model, spec
from tests.prove.claims.specs import source_of

NETWORK = {
    "cidr": "10.0.0.0/16",
    "subnets": {
        "public": ["10.0.0.0/24", "10.0.1.0/24"],
        "private": ["10.0.2.0/24", "10.0.3.0/24"],
    },
}


def texts(parts: Mapping[str, Any]) -> list[str]:
    """Return the claims that follow from a system with some parts."""
    data = {
        "system": "shop",
        "description": "Shop",
        "region": "us-east-1",
        "network": NETWORK,
        **parts,
    }
    spots: dict[Place, Spot] = {(): Spot(Mark(1, 1), Mark(1, 1))}
    source = Source("systems/shop.yaml", data, spots, frozenset())
    system = validated(System, data)
    return [one.said.text for one in derived_roles(system, source)]


@pytest.mark.parametrize(("system", "environment"), ENVIRONMENTS)
def test_they_hold_in_every_environment(system: str, environment: str) -> None:
    found = rights_of(model(system, environment))
    described = spec(system)
    claims = derived_roles(described, source_of(described))
    assert len(claims) >= 4 * len(described.tasks)
    for claim in claims:
        assert isinstance(claim, RoleOnly | NoEscalation | Trusted | Readers)
        assert judged(claim, found).truth == "proved", claim.said.text


def test_they_hold_with_shells_too() -> None:
    found = rights_of(model("nextjs", "dev", EnableExec="true"))
    assert found.may("web.task", "ssmmessages:OpenDataChannel", "*") is True
    described = spec("nextjs")
    for claim in derived_roles(described, source_of(described)):
        assert isinstance(claim, RoleOnly | NoEscalation | Trusted | Readers)
        assert judged(claim, found).truth == "proved", claim.said.text


@pytest.mark.parametrize("system", ["nextjs", "platform", "rails", "revendiste"])
def test_they_can_be_written_as_they_are_said(system: str) -> None:
    described = spec(system)
    for claim in derived_roles(described, source_of(described)):
        read = parsed(claim.said.text, "t.claims")
        assert not read.findings
        assert type(read.claims.written[0]) is type(claim)
        assert claim.said.place.path


WEB = {"port": 80}
SAYS: dict[str, tuple[dict[str, Any], str, bool]] = {
    "a service without anything": (
        {"services": {"web": WEB}},
        "secretsmanager:GetSecretValue",
        False,
    ),
    "who uses a bucket": (
        {
            "services": {"web": {**WEB, "uses": ["pictures"]}},
            "buckets": {"pictures": {}},
        },
        "s3:GetObject, s3:PutObject on Storage/PicturesBucket/*",
        True,
    ),
    "who does not": (
        {"services": {"web": WEB}, "buckets": {"pictures": {}}},
        "only nobody read Storage/PicturesBucket",
        True,
    ),
    "what its code may do then": (
        {"services": {"web": WEB}, "buckets": {"pictures": {}}},
        "s3:",
        False,
    ),
    "a secret that nobody is given": (
        {
            "services": {"web": WEB},
            "cache": {"engine": "redis", "node": "cache.t4g.micro"},
        },
        "only nobody read Cache/CacheSecret",
        True,
    ),
    "metrics of its own": (
        {"services": {"web": {**WEB, "custom_metrics": True}}},
        "cloudwatch:PutMetricData on *",
        True,
    ),
    "a secret of its own": (
        {"services": {"web": {**WEB, "secrets": ["API_KEY"]}}},
        "only web.execution read ServiceWeb/WebApiKey",
        True,
    ),
    "a job's secret": (
        {"jobs": {"clean-up": {"every": "day", "secrets": ["API_KEY"]}}},
        "only clean-up.execution read Jobs/CleanUpApiKey",
        True,
    ),
    "the database's": (
        {"services": {"web": {**WEB, "uses": ["database"]}}, "database": {"url": True}},
        "only web.execution read Database/DatabaseUrlSecret",
        True,
    ),
    "the cache's": (
        {"services": {"web": {**WEB, "uses": ["cache"]}}, "cache": {}},
        "on Cache/CacheSecret; kms:Decrypt on Security/Key",
        True,
    ),
    "the image of a service": (
        {"services": {"web": WEB}, "jobs": {"mail": {"every": "day", "image": "web"}}},
        "Registry/MailRepository",
        False,
    ),
    "an image of its own": (
        {"jobs": {"mail": {"every": "day"}}},
        "on Registry/MailRepository;",
        True,
    ),
    "a sidecar's image": (
        {"services": {"web": {**WEB, "sidecars": {"proxy": {}}}}},
        "on Registry/WebRepository, Registry/WebProxyRepository;",
        True,
    ),
    "not one from elsewhere": (
        {
            "services": {
                "web": {
                    **WEB,
                    "sidecars": {"proxy": {"image": "public.ecr.aws/nginx/nginx:1.29"}},
                }
            }
        },
        "ProxyRepository",
        False,
    ),
    "a schedule's own job": (
        {"jobs": {"mail": {"every": "day"}}},
        "role mail.schedule only ecs:RunTask on Jobs/MailTaskDefinition;",
        True,
    ),
    "the builds of another processor": (
        {
            "services": {"web": WEB},
            "architecture": "arm64",
            "delivery": {"pipeline": {"repository": "acme/shop", "branch": "main"}},
        },
        "role Delivery/ArmBuildRole, Delivery/PrepareRole only for codebuild",
        True,
    ),
    "the workflows of a branch": (
        {
            "services": {"web": WEB},
            "delivery": {"github": {"repository": "acme/shop", "branch": "release"}},
        },
        "only for github:acme/shop:ref:refs/heads/release",
        True,
    ),
}


@pytest.mark.parametrize("case", SAYS.values(), ids=SAYS)
def test_what_a_spec_says(case: tuple[dict[str, Any], str, bool]) -> None:
    parts, words, expected = case
    assert any(words in text for text in texts(parts)) is expected, texts(parts)
