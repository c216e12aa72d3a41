"""The recovery stack in a second region, by the commands of its page."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from cfngen.layers import recovery, storage
from cfngen.write import render
from tests.layers.variations import nextjs
from tests.local.cloud import Cloud, given

SECOND = "us-west-2"
SYSTEM = nextjs(recovery={"region": SECOND}, buckets={"files": {}}, backup={})
BODY = json.loads(render(recovery.build(SYSTEM).template))


@pytest.fixture
def second(cloud: Cloud) -> Iterator[Cloud]:
    """The emulator's second region."""
    yield Cloud(cloud.endpoint, SECOND)


def test_it_is_made_alone_in_the_second_region(second: Cloud) -> None:
    made = second.create(
        "shop-dev-recovery", BODY, Parameters=given(EnvironmentName="dev")
    )
    assert made["StackStatus"] == "CREATE_COMPLETE"
    outputs = second.outputs("shop-dev-recovery")
    assert set(outputs) == {
        "ReplicaKeyArn",
        "FilesReplicaBucketArn",
        "BackupCopyVaultArn",
    }
    assert f":kms:{SECOND}:" in outputs["ReplicaKeyArn"]
    assert outputs["FilesReplicaBucketArn"].startswith("arn:aws:s3:::")


def test_another_environment_has_its_own(second: Cloud) -> None:
    for name in ("dev", "prod"):
        second.create(f"shop-{name}", BODY, Parameters=given(EnvironmentName=name))
    dev, prod = (second.outputs(f"shop-{name}") for name in ("dev", "prod"))
    assert not set(dev.values()) & set(prod.values())


def test_what_it_holds_survives_it(second: Cloud) -> None:
    second.create("shop-dev", BODY, Parameters=given(EnvironmentName="dev"))
    bucket = second.outputs("shop-dev")["FilesReplicaBucketArn"].rpartition(":")[2]
    assert second.delete("shop-dev")["StackStatus"] == "DELETE_COMPLETE"
    assert second.client("s3").head_bucket(Bucket=bucket)


def test_the_first_region_takes_what_leaves_it(cloud: Cloud, second: Cloud) -> None:
    second.create("shop-dev", BODY, Parameters=given(EnvironmentName="dev"))
    left = second.outputs("shop-dev")
    body = json.loads(render(storage.build(SYSTEM).template))
    key = cloud.client("kms").create_key()["KeyMetadata"]["Arn"]
    off = given(EnvironmentName="dev", KeyArn=key)
    cloud.create("shop-dev", body, Parameters=off)
    assert "FilesReplicationRole" not in cloud.resources("shop-dev")
    on = {name: value for name, value in left.items() if name in body["Parameters"]}
    assert set(on) == {"FilesReplicaBucketArn", "ReplicaKeyArn"}
    updated = cloud.update("shop-dev", body, Parameters=[*off, *given(**on)])
    assert updated["StackStatus"] == "UPDATE_COMPLETE"
    assert "FilesReplicationRole" in cloud.resources("shop-dev")
    back = cloud.update("shop-dev", body, Parameters=off)
    assert back["StackStatus"] == "UPDATE_COMPLETE"
    assert "FilesReplicationRole" not in cloud.resources("shop-dev")
