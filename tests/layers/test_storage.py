"""Properties of the storage layer: application files, access logs, copies."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from cfngen.layers import storage
from cfngen.layers.layer import Layer
from cfngen.naming import ACCESS_LOG_PREFIX
from cfngen.spec.system import System
from tests.layers.resolved import kind, outputs, properties, resolved, statements
from tests.layers.variations import nextjs

REPLICA = "arn:aws:s3:::copies"
REPLICA_KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b"
ON = {"FilesReplicaBucketArn": REPLICA, "ReplicaKeyArn": REPLICA_KEY}
RECOVERY = {"region": "eu-west-1"}


def with_files(**changes: Any) -> System:
    """Return the nextjs system with a bucket `files` and a second region."""
    files = changes.pop("files", {})
    return nextjs(**{"buckets": {"files": files}, "recovery": RECOVERY} | changes)


def rules(layer: Layer, **given: str) -> dict[str, dict[str, Any]]:
    """Return the rules of the life cycle of `files` by id, all of them enabled."""
    found = properties(layer, "FilesBucket", **given)["LifecycleConfiguration"]
    assert {rule["Status"] for rule in found["Rules"]} == {"Enabled"}
    return {rule["Id"]: rule for rule in found["Rules"]}


def copying(layer: Layer) -> list[dict[str, Any]]:
    """Return the statements of what copies `files`."""
    text = properties(layer, "FilesReplicationPolicy", **ON)["PolicyDocument"]
    return list(text["Statement"])


def allowing(layer: Layer, action: str) -> list[dict[str, Any]]:
    """Return the statements that allow copying an action."""
    return [s for s in copying(layer) if action in s["Action"]]


@pytest.mark.parametrize(
    "system",
    [
        nextjs(),
        with_files(),
        with_files(edge=None, recovery=None),
        with_files(files={"as_secret": True, "browser_uploads": True}),
        with_files(buckets={"files": {}, "user-files": {"expire_days": 3}}),
    ],
    ids=["access logs", "files", "files alone", "all words", "two buckets"],
)
def test_cfn_lint_has_nothing_to_say(
    linted: Callable[[Layer], list[str]], system: System
) -> None:
    assert linted(storage.build(system)) == []


def test_without_edge_and_buckets_there_is_nothing() -> None:
    layer = storage.build(nextjs(edge=None))
    assert (layer.template.resources, layer.settings, layer.leaving) == ({}, {}, {})


class TestAccessLogs:
    layer = storage.build(nextjs())

    def policy(self) -> list[dict[str, Any]]:
        found = properties(self.layer, "AccessLogBucketPolicy")["PolicyDocument"]
        return list(found["Statement"])

    def test_there_is_a_bucket_only_where_there_is_a_load_balancer(self) -> None:
        assert list(kind(self.layer, "S3::Bucket")) == ["AccessLogBucket"]
        assert list(kind(storage.build(with_files(edge=None)), "S3::Bucket")) == [
            "FilesBucket"
        ]

    def test_the_load_balancer_of_this_account_writes_to_its_folder(self) -> None:
        (delivery,) = [s for s in self.policy() if s["Effect"] == "Allow"]
        service = "logdelivery.elasticloadbalancing.amazonaws.com"
        assert delivery["Principal"] == {"Service": [service]}
        assert delivery["Action"] == ["s3:PutObject"]
        folder = f"{ACCESS_LOG_PREFIX}/AWSLogs/123456789012/*"
        assert delivery["Resource"] == [f"@AccessLogBucket.Arn/{folder}"]

    def test_the_bucket_is_encrypted_as_load_balancers_can_write_it(self) -> None:
        found = properties(self.layer, "AccessLogBucket")["BucketEncryption"]
        (rule,) = found["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"] == {"SSEAlgorithm": "AES256"}
        assert "OwnKeyOnly" not in {s["Sid"] for s in self.policy()}

    def test_logs_go_when_the_environment_says(self) -> None:
        found = properties(self.layer, "AccessLogBucket", AccessLogRetentionDays="14")[
            "LifecycleConfiguration"
        ]["Rules"]
        (expire,) = [rule for rule in found if rule["Id"] == "expire"]
        assert (expire["Status"], expire["ExpirationInDays"]) == ("Enabled", "14")

    def test_it_stays_even_if_the_first_create_fails(self) -> None:
        for name in ("AccessLogBucket", "AccessLogBucketPolicy"):
            resource = resolved(self.layer)[name]
            assert resource["DeletionPolicy"] == "Retain"
            assert resource["UpdateReplacePolicy"] == "Retain"

    def test_its_name_leaves(self) -> None:
        assert outputs(self.layer) == {"AccessLogBucketName": "@AccessLogBucket"}


class TestFiles:
    layer = storage.build(with_files())

    def test_the_systems_key_encrypts_them(self) -> None:
        found = properties(self.layer, "FilesBucket")["BucketEncryption"]
        (rule,) = found["ServerSideEncryptionConfiguration"]
        key = rule["ServerSideEncryptionByDefault"]["KMSMasterKeyID"]
        assert key == "@KeyArn"

    def test_versions_are_kept(self) -> None:
        found = properties(self.layer, "FilesBucket")["VersioningConfiguration"]
        assert found == {"Status": "Enabled"}

    def test_they_outlive_the_stack(self) -> None:
        for name in ("FilesBucket", "FilesBucketPolicy"):
            resource = resolved(self.layer)[name]
            assert resource["DeletionPolicy"] == "RetainExceptOnCreate"
            assert resource["UpdateReplacePolicy"] == "Retain"

    def test_name_and_arn_leave(self) -> None:
        found = outputs(self.layer)
        assert found["FilesBucketName"] == "@FilesBucket"
        assert found["FilesBucketArn"] == "@FilesBucket.Arn"
        assert "FilesBucketSecretArn" not in found

    def test_each_bucket_has_its_own_settings(self) -> None:
        two = storage.build(
            with_files(buckets={"files": {"archive_days": 5}, "user-files": {}})
        )
        assert two.settings["FilesArchiveDays"].default == 5
        assert two.settings["UserFilesArchiveDays"].default == 90
        assert set(kind(two, "S3::Bucket")) >= {"FilesBucket", "UserFilesBucket"}


class TestLifeCycle:
    layer = storage.build(with_files())

    def test_old_files_move_where_they_stay_readable(self) -> None:
        assert rules(self.layer)["archive"]["Transitions"] == [
            {"StorageClass": "INTELLIGENT_TIERING", "TransitionInDays": "90"}
        ]

    def test_files_never_expire_unless_asked(self) -> None:
        assert "expire" not in rules(self.layer)
        assert rules(self.layer, FilesExpireDays="7")["expire"] == {
            "Id": "expire",
            "Status": "Enabled",
            "ExpirationInDays": "7",
        }

    def test_zero_days_are_never(self) -> None:
        none = rules(self.layer, FilesArchiveDays="0", FilesExpireDays="0")
        assert set(none) == {"old-versions", "unfinished-uploads"}

    def test_old_versions_go_and_what_marked_them_deleted(self) -> None:
        old = rules(self.layer, FilesOldVersionsDays="12")["old-versions"]
        assert old["NoncurrentVersionExpiration"] == {"NoncurrentDays": "12"}
        assert old["ExpiredObjectDeleteMarker"] is True

    def test_no_age_depends_on_another(self) -> None:
        """S3 refuses one rule that deletes before it moves; two rules may."""
        found = rules(self.layer, FilesExpireDays="1", FilesArchiveDays="90")
        assert "ExpirationInDays" not in found["archive"]
        assert "Transitions" not in found["expire"]

    def test_the_spec_gives_the_defaults(self) -> None:
        wanted = {"archive_days": 1, "expire_days": 2, "old_versions_days": 3}
        found = storage.build(with_files(files=wanted)).settings
        names = ("FilesArchiveDays", "FilesExpireDays", "FilesOldVersionsDays")
        assert [found[name].default for name in names] == [1, 2, 3]


class TestSecret:
    layer = storage.build(with_files(files={"as_secret": True}))

    def test_it_says_where_the_bucket_is(self) -> None:
        found = properties(self.layer, "FilesBucketSecret")
        where = json.loads(found["SecretString"])
        assert where == {"bucket": "@FilesBucket", "region": "eu-west-1"}
        assert found["KmsKeyId"] == "@KeyArn"

    def test_its_arn_leaves(self) -> None:
        assert outputs(self.layer)["FilesBucketSecretArn"] == "@FilesBucketSecret"

    def test_it_goes_with_the_stack(self) -> None:
        assert resolved(self.layer)["FilesBucketSecret"]["DeletionPolicy"] == "Delete"


class TestBrowserUploads:
    edge = {"domain": "shop.example.com", "names": ["www.shop.example.com"]}

    def cors(self, **given: str) -> dict[str, Any]:
        system = with_files(files={"browser_uploads": True}, edge=self.edge)
        found = properties(storage.build(system), "FilesBucket", **given)
        (rule,) = found["CorsConfiguration"]["CorsRules"]
        return dict(rule)

    def test_no_page_sends_files_unless_asked(self) -> None:
        found = properties(storage.build(with_files()), "FilesBucket")
        assert "CorsConfiguration" not in found

    def test_pages_of_the_environments_own_names_do(self) -> None:
        assert self.cors(DomainName="dev.example.com")["AllowedOrigins"] == [
            "https://dev.example.com",
            "https://www.dev.example.com",
        ]

    def test_they_send_and_do_not_read(self) -> None:
        assert self.cors()["AllowedMethods"] == ["PUT", "POST"]

    def test_without_an_edge_there_are_no_pages(self) -> None:
        system = with_files(files={"browser_uploads": True}, edge=None)
        found = properties(storage.build(system), "FilesBucket")
        assert "CorsConfiguration" not in found


class TestReplication:
    layer = storage.build(with_files())

    def test_a_system_of_one_region_asks_nothing_about_it(self) -> None:
        layer = storage.build(with_files(recovery=None))
        assert not {n for n in layer.settings if "Replica" in n}
        assert not kind(layer, "IAM::Role")

    def test_it_is_off_until_there_is_where_to(self) -> None:
        assert "ReplicationConfiguration" not in properties(self.layer, "FilesBucket")
        assert not kind(self.layer, "IAM::Role")
        assert not kind(self.layer, "IAM::Policy")

    def test_each_bucket_copies_by_itself(self) -> None:
        two = storage.build(with_files(buckets={"files": {}, "photos": {}}))
        assert list(kind(two, "IAM::Role", **ON)) == ["FilesReplicationRole"]
        assert "ReplicationConfiguration" not in properties(two, "PhotosBucket", **ON)

    def test_every_file_is_copied_under_the_key_of_there(self) -> None:
        found = properties(self.layer, "FilesBucket", **ON)["ReplicationConfiguration"]
        (rule,) = found["Rules"]
        assert found["Role"] == "@FilesReplicationRole.Arn"
        assert (rule["Status"], rule["Filter"]) == ("Enabled", {"Prefix": ""})
        assert rule["Destination"] == {
            "Bucket": REPLICA,
            "EncryptionConfiguration": {"ReplicaKmsKeyID": REPLICA_KEY},
        }
        assert rule["SourceSelectionCriteria"] == {
            "SseKmsEncryptedObjects": {"Status": "Enabled"}
        }

    def test_what_is_deleted_here_is_marked_deleted_there(self) -> None:
        found = properties(self.layer, "FilesBucket", **ON)["ReplicationConfiguration"]
        (rule,) = found["Rules"]
        assert rule["DeleteMarkerReplication"] == {"Status": "Enabled"}

    def test_a_forgotten_key_is_not_an_empty_one(self) -> None:
        """S3 refuses a rule without a key, and believes one with a wrong key."""
        only = {"FilesReplicaBucketArn": REPLICA}
        found = properties(self.layer, "FilesBucket", **only)
        (rule,) = found["ReplicationConfiguration"]["Rules"]
        assert rule["Destination"] == {"Bucket": REPLICA}
        assert not kind(self.layer, "IAM::Policy", **only)

    def test_s3_and_its_batch_operations_copy(self) -> None:
        role = properties(self.layer, "FilesReplicationRole", **ON)
        (trust,) = role["AssumeRolePolicyDocument"]["Statement"]
        assert trust["Principal"] == {
            "Service": ["s3.amazonaws.com", "batchoperations.s3.amazonaws.com"]
        }
        assert statements(role) == []

    def test_the_role_reads_this_bucket_and_writes_that_one(self) -> None:
        for statement in copying(self.layer):
            for resource in statement["Resource"]:
                known = ("@FilesBucket.Arn", REPLICA, "@KeyArn", REPLICA_KEY)
                assert resource.startswith(known)
        (reading,) = allowing(self.layer, "s3:GetObjectVersionForReplication")
        assert reading["Resource"] == ["@FilesBucket.Arn/*"]
        (writing,) = allowing(self.layer, "s3:ReplicateObject")
        assert writing["Resource"] == [f"{REPLICA}/*"]
        assert "s3:ReplicateDelete" in writing["Action"]

    def test_each_key_is_used_for_its_bucket_by_way_of_s3(self) -> None:
        context = "kms:EncryptionContext:aws:s3:arn"
        here, there = allowing(self.layer, "kms:Decrypt")
        assert here["Resource"] == ["@KeyArn"]
        assert here["Condition"]["StringLike"][context] == [
            "@FilesBucket.Arn",
            "@FilesBucket.Arn/*",
        ]
        assert there["Resource"] == [REPLICA_KEY]
        assert there["Condition"] == {
            "StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"},
            "StringLike": {context: [REPLICA, f"{REPLICA}/*"]},
        }
        assert allowing(self.layer, "kms:Encrypt") == [there]

    def test_files_that_were_there_before_can_be_copied(self) -> None:
        """What S3 Batch Operations asks of its role when it makes its own list."""
        (starting,) = allowing(self.layer, "s3:InitiateReplication")
        assert starting["Resource"] == ["@FilesBucket.Arn/*"]
        (listing,) = allowing(self.layer, "s3:PutInventoryConfiguration")
        assert listing["Resource"] == ["@FilesBucket.Arn"]
        assert "s3:GetReplicationConfiguration" in listing["Action"]
