"""Properties of the recovery layer: what the second region holds."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from cfngen.errors import WiringError
from cfngen.layers import recovery, storage
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from tests.layers.resolved import kind, outputs, properties, resolved
from tests.layers.variations import nextjs


def system(**changes: Any) -> System:
    """Return the nextjs system with a second region and all that is copied to it."""
    copied: dict[str, Any] = {"buckets": {"files": {}, "user-files": {}}, "backup": {}}
    return nextjs(**{"recovery": {"region": "us-west-2"}} | copied | changes)


LAYER = recovery.build(system())


@pytest.mark.parametrize(
    "described",
    [system(), system(backup=None), system(buckets={})],
    ids=["all", "buckets", "backups"],
)
def test_cfn_lint_has_nothing_to_say(
    linted: Callable[[Layer], list[str]], described: System
) -> None:
    assert linted(recovery.build(described)) == []


def test_a_system_of_one_region_has_none() -> None:
    with pytest.raises(WiringError, match="no recovery"):
        recovery.build(nextjs())


def test_it_needs_nothing_of_the_first_region() -> None:
    assert LAYER.entering == {}
    asked = {name for name in LAYER.settings if not name.endswith("Days")}
    assert asked == {"EnvironmentName"}


def test_what_leaves_is_what_the_first_region_asks_for() -> None:
    """Outputs are pasted into the parameter file under their own names."""
    asked = set(storage.build(system()).settings)
    copies = set(LAYER.leaving) - {"BackupCopyVaultArn"}
    assert copies == {n for n in asked if "Replica" in n}
    assert outputs(LAYER) == {
        "ReplicaKeyArn": "@Key.Arn",
        "FilesReplicaBucketArn": "@FilesReplicaBucket.Arn",
        "UserFilesReplicaBucketArn": "@UserFilesReplicaBucket.Arn",
        "BackupCopyVaultArn": "@BackupVault.BackupVaultArn",
    }


def test_what_leaves_passes_the_pattern_of_its_setting() -> None:
    settings = storage.build(system()).settings
    region, account = "us-west-2", "123456789012"
    key = f"arn:aws:kms:{region}:{account}:key/0a1b2c3d-0000-4000-8000-000000000000"
    assert re.search(settings["ReplicaKeyArn"].pattern, key)
    elsewhere = key.replace(region, "us-east-1")
    assert not re.search(settings["ReplicaKeyArn"].pattern, elsewhere)
    bucket = "arn:aws:s3:::shop-dev-filesreplicabucket-1x2y3z"
    assert re.search(settings["FilesReplicaBucketArn"].pattern, bucket)
    for name in ("ReplicaKeyArn", "FilesReplicaBucketArn"):
        assert re.search(settings[name].pattern, "")
        assert not re.search(settings[name].pattern, "shop-dev")


def test_one_key_of_that_region_encrypts_all_of_it() -> None:
    (key,) = kind(LAYER, "KMS::Key").values()
    assert key["EnableKeyRotation"] is True
    assert [s["Sid"] for s in key["KeyPolicy"]["Statement"]] == ["Account"]
    for bucket in kind(LAYER, "S3::Bucket").values():
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        named = rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]
        assert named == "@Key.Arn"
    assert properties(LAYER, "BackupVault")["EncryptionKeyArn"] == "@Key.Arn"


def test_copies_are_versioned_as_s3_asks() -> None:
    buckets = kind(LAYER, "S3::Bucket")
    assert set(buckets) == {"FilesReplicaBucket", "UserFilesReplicaBucket"}
    for bucket in buckets.values():
        assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}


def test_copies_have_a_life_cycle_of_their_own() -> None:
    """S3 copies neither what a life cycle deletes nor that it does."""
    found = properties(LAYER, "FilesReplicaBucket", FilesExpireDays="9")
    rules = {r["Id"]: r for r in found["LifecycleConfiguration"]["Rules"]}
    assert rules["expire"]["ExpirationInDays"] == "9"
    assert set(rules) >= {"archive", "old-versions"}


def test_everything_outlives_the_stack() -> None:
    for name, resource in resolved(LAYER).items():
        assert resource["DeletionPolicy"] == "RetainExceptOnCreate", name
        assert resource["UpdateReplacePolicy"] == "Retain", name


def test_the_next_stack_does_not_find_the_vaults_name_taken() -> None:
    name = properties(LAYER, "BackupVault")["BackupVaultName"]
    assert name == "nextjs-dev-5e6f70819203"
    assert len("s" * 20 + "-" + "e" * 10 + "-5e6f70819203") <= 50


def test_there_is_a_vault_only_where_backups_are_made() -> None:
    layer = recovery.build(system(backup=None))
    assert not kind(layer, "Backup::BackupVault")
    assert "BackupCopyVaultArn" not in layer.leaving
