"""Corrections of the schemas: each about something that is there, and still needed."""

from __future__ import annotations

import pytest

from cfngen.checks.access.actions import exists
from cfngen.permissions import Place, policy
from cfngen.permissions.corrections import ADDITIONS, FEATURES, NEVER, Addition, Feature
from cfngen.permissions.handlers import listed
from cfngen.permissions.passing import LINKED
from cfngen.permissions.services import PREFIXES, prefixes
from cfngen.schemas import exists as type_exists
from cfngen.schemas import schema
from tests.committed import FILES, resources
from tests.models import of_resources
from tests.permissions.environments import actions


def about(one: Addition | Feature) -> str:
    """Return what a correction is about, as tests show it."""
    return f"{one.type.removeprefix('AWS::')} {one.actions[0]}"


@pytest.mark.parametrize("addition", ADDITIONS, ids=about)
def test_an_addition_is_of_a_type_and_says_what_its_schema_does_not(
    addition: Addition,
) -> None:
    assert type_exists("us-east-1", addition.type)
    assert all(map(exists, addition.actions))
    assert set(addition.actions) - set(listed(addition.type))
    assert addition.url.startswith("https://docs.aws.amazon.com/")
    properties = schema("us-east-1", addition.type).body["properties"]
    assert addition.property in {*properties, ""}


@pytest.mark.parametrize("feature", FEATURES, ids=about)
def test_a_feature_is_of_properties_that_the_type_has(feature: Feature) -> None:
    assert set(feature.actions) <= set(listed(feature.type))
    properties = schema("us-east-1", feature.type).body["properties"]
    assert set(feature.properties) <= set(properties)


@pytest.mark.parametrize("feature", FEATURES, ids=about)
def test_a_feature_is_allowed_where_it_is_used(feature: Feature) -> None:
    service = {one.partition(":")[0] for one in feature.actions}
    others = {"Other": {"Type": "AWS::SecretsManager::Secret", "Properties": {}}}
    others |= {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": {}}}
    used = {feature.properties[0]: "x"}
    if service <= {"acm-pca"}:
        others |= {"Root": {"Type": "AWS::ACMPCA::Certificate", "Properties": {}}}
        prefix = prefixes("AWS::ACMPCA::Certificate")
        assert prefix == ("acm-pca",)
    plain = of_resources(One={"Type": feature.type, "Properties": {}}, **others)
    fancy = of_resources(One={"Type": feature.type, "Properties": used}, **others)
    before, after = (actions(policy(one, Place())) for one in (plain, fancy))
    assert set(feature.actions) <= after
    if service == {feature.type.split("::")[1].lower()}:
        assert not set(feature.actions) & before


@pytest.mark.parametrize(("type", "action"), NEVER)
def test_what_is_never_needed_is_still_listed(type: str, action: str) -> None:
    assert action in listed(type)


@pytest.mark.parametrize("type", LINKED)
def test_a_type_whose_service_makes_a_role_is_there(type: str) -> None:
    assert type_exists("us-east-1", type)


def test_every_type_of_ours_is_of_a_service_that_its_handlers_ask() -> None:
    types = {r["Type"] for file in FILES for _, r in resources(file)}
    for type in sorted(types):
        asked = {one.partition(":")[0] for one in listed(type)}
        assert not asked or asked & set(prefixes(type)), type
    assert {name for name in PREFIXES if "Star" not in name} <= {
        type.split("::")[1] for type in types
    } | {"ACMPCA"}
