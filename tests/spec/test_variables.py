"""The variables that a task is given, and the words of the spec that ask for each."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.spec.system import System
from cfngen.spec.variables import (
    bucket_region_variable,
    bucket_variable,
    given,
)

NETWORK = {"cidr": "10.0.0.0/16", "subnets": {"public": ["10.0.0.0/24", "10.0.1.0/24"]}}


def system(**parts: Any) -> System:
    known = {"system": "shop", "description": "A shop", "region": "eu-west-1"}
    described = {**known, "network": NETWORK, **parts}
    return System.model_validate_json(json.dumps(described))


def names(described: System, task: str = "web") -> set[str]:
    return set(given(described, task))


def test_without_a_reason_there_are_none() -> None:
    assert names(system(services={"web": {"port": 80}})) == set()


@pytest.mark.parametrize("url", [True, False])
def test_a_database_gives_its_whole_address_only_where_it_is_asked_for(
    url: bool,
) -> None:
    described = system(services={"web": {"uses": ["database"]}}, database={"url": url})
    assert ("DATABASE_URL" in names(described)) is url
    assert {"DATABASE_HOST", "DATABASE_READER_HOST"} <= names(described)


def test_a_cache_gives_its_own() -> None:
    described = system(services={"web": {"uses": ["cache"]}}, cache={})
    assert names(described) == {"CACHE_HOST", "CACHE_PORT", "CACHE_AUTH_TOKEN"}


def test_a_bucket_gives_its_name_and_region() -> None:
    described = system(
        services={"web": {"uses": ["user-files"]}}, buckets={"user-files": {}}
    )
    assert names(described) == {"USER_FILES_BUCKET", "USER_FILES_BUCKET_REGION"}
    assert bucket_variable("user-files") == "USER_FILES_BUCKET"
    assert bucket_region_variable("user-files") == "USER_FILES_BUCKET_REGION"


def test_jobs_are_given_as_services_are() -> None:
    job = {"every": "hour", "uses": ["cache"], "custom_metrics": True}
    described = system(jobs={"clean": job}, cache={})
    assert given(described, "clean") == {
        "CACHE_HOST": "uses: [cache]",
        "CACHE_PORT": "uses: [cache]",
        "CACHE_AUTH_TOKEN": "uses: [cache]",
        "METRICS_NAMESPACE": "custom_metrics: true",
    }


@pytest.mark.parametrize(
    ("service", "told"),
    [
        pytest.param({"port": 80}, True, id="takes requests"),
        pytest.param({"uses": []}, False, id="takes none"),
    ],
)
def test_the_load_balancers_address_is_for_who_takes_its_requests(
    service: dict[str, Any], told: bool
) -> None:
    edge = {"domain": "example.com", "as_secret": True}
    described = system(services={"web": service}, edge=edge)
    assert names(described) == ({"LOAD_BALANCER_ENDPOINT"} if told else set())
    plain = system(services={"web": service}, edge={"domain": "example.com"})
    assert names(plain) == set()
