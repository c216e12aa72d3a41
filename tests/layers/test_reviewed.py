"""Reviews: each finding that stands has its reason in the resource, and is needed."""

from __future__ import annotations

from typing import Any

import pytest
from troposphere import logs, s3

from cfngen.layers.layer import Layer
from cfngen.layers.reviewed import REVIEWS, Review, markdown
from tests.committed import FILES, body


def skipped(resource: dict[str, Any]) -> dict[str, str]:
    """Return what a resource's metadata says does not count, with the reasons."""
    told = resource.get("Metadata", {}).get("checkov", {}).get("skip", [])
    return {entry["id"]: entry["comment"] for entry in told}


def added(resource: Any) -> dict[str, Any]:
    """Return a resource as a layer writes it."""
    layer = Layer("shop", "d")
    layer.add(resource)
    made: dict[str, Any] = layer.template.to_dict()["Resources"][resource.title]
    return made


def test_a_layer_writes_the_reasons_into_the_resource() -> None:
    bucket = added(s3.Bucket("AccessLogBucket"))
    assert set(skipped(bucket)) == {"CKV_AWS_18", "CKV_AWS_21"}


def test_what_is_known_of_the_resource_already_stays() -> None:
    group = logs.LogGroup("FlowLogGroup", Metadata={"cfn-lint": {"config": {}}})
    made = added(group)
    assert made["Metadata"]["cfn-lint"] == {"config": {}}
    assert set(skipped(made)) == {"CKV_AWS_158"}


def test_another_name_or_type_is_not_excused() -> None:
    assert "Metadata" not in added(logs.LogGroup("LogGroup"))
    assert "CKV_AWS_21" not in skipped(added(s3.Bucket("FlowLogGroup")))


def test_each_says_once_what_it_is_about() -> None:
    keys = [(known.check, known.type, known.names) for known in REVIEWS]
    assert len(set(keys)) == len(keys)
    numbers = [int(known.check.removeprefix("CKV_AWS_")) for known in REVIEWS]
    assert numbers == sorted(numbers)
    assert all(known.reason.endswith(".") for known in REVIEWS)


@pytest.mark.parametrize("known", REVIEWS, ids=lambda k: f"{k.check} {k.names}")
def test_a_committed_template_needs_it(known: Review) -> None:
    used = [
        skipped(resource)
        for file in FILES
        for resource in body(file)["Resources"].values()
        if resource["Type"] == known.type
    ]
    assert any(told.get(known.check) == known.reason for told in used)


def test_the_page_shows_all() -> None:
    rows = markdown().splitlines()[2:]
    assert [row.split(" | ")[0].removeprefix("| ") for row in rows] == [
        known.check for known in REVIEWS
    ]
