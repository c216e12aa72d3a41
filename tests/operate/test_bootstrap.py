"""Preparing a region, from whatever it is like."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen import bootstrap
from cfngen.cloud.aws import of_clients
from cfngen.errors import NeedsHuman
from cfngen.operate.bootstrap import TAGS, Bootstrap, Todo, carry_out, considered, good
from cfngen.plan.at import At
from cfngen.plan.waiting import Pace
from tests.fakes.world import World

BUCKET = "cfngen-123456789012-us-east-1"
BODY: dict[str, Any] = json.loads(bootstrap.template())


def at(world: World) -> At:
    cloud = of_clients(world.clients(), "us-east-1")
    return At(cloud, lambda _: None, world.clock, Pace(2.0, 10.0))


def seen(world: World, role: str = "") -> Bootstrap:
    return considered(at(world).cloud, role)


def prepared(status: str = "CREATE_COMPLETE", **more: Any) -> World:
    """Return a region that has been prepared."""
    world = World()
    how = {"template": BODY, "tags": TAGS, "protected": True, **more}
    world.stack(bootstrap.STACK, status, **how)
    return world


def test_a_region_without_anything_gets_a_protected_stack() -> None:
    world = World(bucket=False)
    found = seen(world)
    assert (found.todo, found.bucket) == (Todo.CREATE, BUCKET)
    ended = carry_out(found, at(world))
    assert good(ended) and ended.steps
    (asked,) = world.of("CreateChangeSet")
    assert asked["TemplateBody"] == bootstrap.template()
    assert asked["Tags"] == [{"Key": "ManagedBy", "Value": "cfngen"}]
    assert asked["ChangeSetType"] == "CREATE"
    (protected,) = world.of("UpdateTerminationProtection")
    assert protected["EnableTerminationProtection"] is True


def test_a_prepared_region_needs_nothing() -> None:
    world = prepared()
    assert seen(world).todo is Todo.NOTHING
    assert not world.of("CreateChangeSet")


def test_only_the_protection_may_be_missing() -> None:
    world = prepared(protected=False)
    found = seen(world)
    assert found.todo is Todo.PROTECT
    assert good(carry_out(found, at(world)))
    assert not world.of("CreateChangeSet")
    assert len(world.of("UpdateTerminationProtection")) == 1


def older() -> dict[str, Any]:
    """Return the template of an older cfngen, without versions."""
    body = json.loads(bootstrap.template())
    del body["Resources"][bootstrap.BUCKET]["Properties"]["VersioningConfiguration"]
    return dict(body)


@pytest.mark.parametrize(
    ("how", "role"),
    [
        pytest.param({"template": older()}, "", id="older template"),
        pytest.param({"tags": {"Team": "core"}}, "", id="no tag"),
        pytest.param({}, "arn:aws:iam::123456789012:role/cfn", id="another role"),
    ],
)
def test_what_differs_is_updated(how: dict[str, Any], role: str) -> None:
    found = seen(prepared(**how), role)
    assert found.todo is Todo.UPDATE


def test_an_update_keeps_what_others_have_tagged() -> None:
    world = prepared(template=older(), tags={"Team": "core"})
    ended = carry_out(seen(world), at(world))
    assert good(ended)
    (asked,) = world.of("CreateChangeSet")
    assert asked["ChangeSetType"] == "UPDATE"
    tags = {tag["Key"]: tag["Value"] for tag in asked["Tags"]}
    assert tags == {"Team": "core", "ManagedBy": "cfngen"}


def test_a_bucket_made_by_hand_is_left_alone() -> None:
    world = World()
    with pytest.raises(NeedsHuman, match="no stack cfngen-bootstrap holds it") as told:
        seen(world)
    assert "--import-existing-resources" in told.value.hint
    assert "cfngen bootstrap --print" in told.value.hint
    assert not world.of("CreateChangeSet")


@pytest.mark.parametrize("status", ["", "ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"])
def test_every_command_that_is_told_leads_to_the_same_place(status: str) -> None:
    world = prepared(status) if status else World()
    with pytest.raises(NeedsHuman) as told:
        considered(at(world).cloud, profile="shop-prod")
    lines = told.value.hint.splitlines()
    commands = [line for line in lines if line.startswith("  aws ")]
    assert commands
    for line in commands:
        assert "--region us-east-1 --profile shop-prod" in line


def test_a_stack_without_its_bucket_is_told() -> None:
    world = prepared()
    del world.objects.buckets[BUCKET]
    with pytest.raises(NeedsHuman, match="is gone") as told:
        seen(world)
    assert "--no-enable-termination-protection" in told.value.hint


@pytest.mark.parametrize(
    ("status", "hint"),
    [
        ("UPDATE_IN_PROGRESS", "Wait for it to end"),
        ("ROLLBACK_COMPLETE", "delete-stack --stack-name cfngen-bootstrap"),
        ("UPDATE_ROLLBACK_FAILED", "describe-stack-events"),
        ("UPDATE_ROLLBACK_FAILED", "continue-update-rollback --stack-name cfngen-"),
        ("DELETE_FAILED", "describe-stack-events"),
        ("DELETE_FAILED", "delete-stack --stack-name cfngen-bootstrap"),
    ],
)
def test_a_state_that_allows_no_update_is_told(status: str, hint: str) -> None:
    with pytest.raises(NeedsHuman, match=status) as told:
        seen(prepared(status))
    assert hint in told.value.hint


def test_a_bucket_of_somebody_else_is_told() -> None:
    world = World(bucket=False)
    world.objects.add(BUCKET, owner="210987654321")
    with pytest.raises(NeedsHuman, match="belongs to another account"):
        seen(world)
    assert not world.of("CreateChangeSet")
