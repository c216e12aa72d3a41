"""Systems that differ in who comes in, who goes out, and by which way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfngen.spec.system import System
from tests.layers.variations import (
    ALL,
    SYSTEMS,
    VARIATIONS,
    described,
    network,
    nextjs,
    service,
)

TESTER = "198.51.100.7"
"""The address of somebody who tries out a release."""

ENDPOINTS = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "monitoring", "sqs"]

PIPELINE = {"pipeline": {"repository": "example/shop", "branch": "main"}}


def edge(**changes: Any) -> dict[str, Any]:
    """Return an edge with two further names, some of its keys changed."""
    names = ["www.shop.example.com", "api.eu.shop.example.com"]
    return {"domain": "shop.example.com", "names": names} | changes


EVERY: Mapping[str, System] = {
    **VARIATIONS,
    **SYSTEMS,
    "further names": nextjs(edge=edge()),
    "external DNS, Cloudflare and a pipeline": nextjs(
        edge=edge(dns="external", allow_from="cloudflare", as_secret=True),
        delivery=PIPELINE,
    ),
    "endpoints, services in both tiers": nextjs(
        network=network(*ALL, zones=3, nat="none") | {"endpoints": ENDPOINTS},
        services={
            "web": service(subnets="public"),
            "api": service(port=4000, uses=["database"]),
        },
    ),
    "jobs, a worker and MySQL": described(
        "revendiste",
        database={"engine": "aurora-mysql"},
        services={
            "backend": service(port=3001, subnets="public", uses=["database"]),
            "mailer": {"subnets": "public", "egress": [443, 587], "uses": []},
        },
    ),
}
"""Every system of this repository, the common variations, and more of the edge."""

LINTED: Mapping[str, System] = {
    name: EVERY[name]
    for name in (
        *("as drawn", "three zones", "no private tier", "services in both tiers"),
        *("revendiste", "rails", "external DNS, Cloudflare and a pipeline"),
        "endpoints, services in both tiers",
    )
}
"""Systems that between them have every kind of resource; cfn-lint takes its time."""
