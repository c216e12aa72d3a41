"""Properties of the database layer: origin, protection, care, size and place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from cfngen.errors import WiringError
from cfngen.layers import database, windows
from cfngen.layers.database import settings
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from cfngen.write import render
from tests.layers.clock import daily, weekly
from tests.layers.replacement import replacing
from tests.layers.variations import VARIATIONS, network, nextjs, settled

EACH = pytest.mark.parametrize("system", VARIATIONS.values(), ids=VARIATIONS.keys())
ABSENT = {"Ref": "AWS::NoValue"}
KEY = "@KeyArn"


def built(system: System | None = None, /, **parameters: str) -> dict[str, Any]:
    layer = database.build(system or nextjs())
    return settled(layer, EnvironmentName="dev", **parameters)


def instance(system: System | None = None, /, **parameters: str) -> dict[str, Any]:
    """Return the instance's properties, without those that are taken away."""
    properties = built(system, **parameters)["Database"]["Properties"]
    return {name: value for name, value in properties.items() if value != ABSENT}


def version(text: str) -> System:
    return nextjs(database={"version": text})


@EACH
def test_cfn_lint_has_nothing_to_say(
    system: System, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(database.build(system)) == []


def test_a_deprecated_full_version_is_still_found(
    linted: Callable[[Layer], list[str]],
) -> None:
    (finding,) = linted(database.build(version("17.1")))
    assert "W3691" in finding


def test_a_system_without_a_database_has_no_such_layer() -> None:
    with pytest.raises(WiringError, match="nextjs has no database"):
        database.build(nextjs(database=None))


def test_a_new_database_is_named_owned_and_encrypted() -> None:
    properties = instance()
    assert properties["DBName"] == "app"
    assert properties["MasterUsername"] == "postgres"
    assert properties["StorageEncrypted"] is True
    assert properties["KmsKeyId"] == KEY
    assert "DBSnapshotIdentifier" not in properties


def test_a_restored_database_inherits_name_owner_and_encryption() -> None:
    new, restored = instance(), instance(DatabaseSnapshotIdentifier="before-v2")
    assert restored["DBSnapshotIdentifier"] == "before-v2"
    assert new.keys() - restored.keys() == {
        *("DBName", "KmsKeyId", "MasterUsername", "StorageEncrypted")
    }


@pytest.mark.parametrize("snapshot", ["", "before-v2"], ids=["new", "restored"])
def test_the_password_is_fetched_from_the_secret_when_it_is_needed(
    snapshot: str,
) -> None:
    properties = instance(DatabaseSnapshotIdentifier=snapshot)
    assert properties["MasterUserPassword"] == {
        "Fn::Sub": "{{resolve:secretsmanager:${DatabaseSecret}:SecretString:password}}"
    }


def test_only_another_snapshot_replaces_the_database() -> None:
    layer = database.build(nextjs())
    assert replacing(layer, "RDS::DBInstance") == {"DatabaseSnapshotIdentifier"}


def test_the_secret_is_generated_as_it_always_was() -> None:
    """A change here draws a new password that the instance does not get."""
    secret = built()["DatabaseSecret"]["Properties"]
    assert secret["GenerateSecretString"] == {
        "ExcludePunctuation": True,
        "GenerateStringKey": "password",
        "PasswordLength": 40,
        "SecretStringTemplate": '{"username": "postgres"}',
    }
    assert secret["KmsKeyId"] == KEY


def test_the_secret_names_the_user_that_the_instance_has() -> None:
    generated = built()["DatabaseSecret"]["Properties"]["GenerateSecretString"]
    named = json.loads(generated["SecretStringTemplate"])["username"]
    assert named == instance()["MasterUsername"]


def test_the_secret_learns_where_the_database_is() -> None:
    assert built()["DatabaseSecretAttachment"]["Properties"] == {
        "SecretId": {"Ref": "DatabaseSecret"},
        "TargetId": {"Ref": "Database"},
        "TargetType": "AWS::RDS::DBInstance",
    }


@pytest.mark.parametrize(
    ("text", "family"), [("17", "postgres17"), ("16.4", "postgres16")]
)
def test_parameters_are_of_the_engines_major_version(text: str, family: str) -> None:
    resources = built(version(text))
    assert resources["DatabaseParameterGroup"]["Properties"]["Family"] == family
    assert resources["Database"]["Properties"]["EngineVersion"] == text


def test_connections_without_tls_are_refused_and_slow_statements_logged() -> None:
    resources = built(DatabaseSlowQueryMilliseconds="250")
    assert resources["DatabaseParameterGroup"]["Properties"]["Parameters"] == {
        "rds.force_ssl": "1",
        "log_min_duration_statement": "250",
    }
    assert resources["Database"]["Properties"]["DBParameterGroupName"] == {
        "Ref": "DatabaseParameterGroup"
    }
    assert instance()["EnableCloudwatchLogsExports"] == ["postgresql", "upgrade"]


def test_minor_versions_come_by_themselves_and_major_ones_when_allowed() -> None:
    assert instance()["AutoMinorVersionUpgrade"] is True
    assert instance()["AllowMajorVersionUpgrade"] == "false"
    allowed = instance(EnableDatabaseMajorUpgrade="true")
    assert allowed["AllowMajorVersionUpgrade"] == "true"


def test_sizes_come_from_the_spec_until_an_environment_says_otherwise() -> None:
    described = {"instance": "db.m8g.large", "storage": {"min": 40, "max": 200}}
    properties = instance(nextjs(database=described))
    sizes = ("DBInstanceClass", "AllocatedStorage", "MaxAllocatedStorage", "MultiAZ")
    assert [properties[s] for s in sizes] == ["db.m8g.large", 40, 200, "false"]
    given = instance(
        DatabaseInstanceClass="db.t4g.small",
        DatabaseStorageGiB="100",
        DatabaseMaxStorageGiB="500",
        DatabaseMultiAz="true",
    )
    assert [given[s] for s in sizes] == ["db.t4g.small", "100", "500", "true"]
    assert given["StorageType"] == "gp3"


def test_any_second_can_be_restored_since_backups_cannot_be_off() -> None:
    assert settings.BACKUP_RETENTION.minimum == 1
    assert instance(DatabaseBackupRetentionDays="3")["BackupRetentionPeriod"] == "3"


def test_backups_outlive_a_deleted_instance() -> None:
    database_ = built()["Database"]
    assert database_["DeletionPolicy"] == "Snapshot"
    assert database_["UpdateReplacePolicy"] == "Snapshot"
    assert database_["Properties"]["DeleteAutomatedBackups"] is False
    assert database_["Properties"]["CopyTagsToSnapshot"] is True


@pytest.mark.parametrize("protected", ["true", "false"])
def test_deletion_is_refused_where_the_environment_says_so(protected: str) -> None:
    properties = instance(EnableDeletionProtection=protected)
    assert properties["DeletionProtection"] == protected


def test_backup_and_maintenance_do_not_meet() -> None:
    properties = instance()
    backup = daily(properties["PreferredBackupWindow"])
    maintenance = weekly(properties["PreferredMaintenanceWindow"])
    assert len(maintenance) >= 30
    assert len(backup) >= 7 * 30
    assert not backup & maintenance


@pytest.mark.parametrize(
    ("pattern", "right", "wrong"),
    [
        (windows.DAILY, "23:30-00:30", "24:00-01:00"),
        (windows.DAILY, "06:00-07:00", "6:00-7:00"),
        (windows.WEEKLY, "sat:23:30-sun:00:30", "06:00-07:00"),
        (windows.WEEKLY, "sun:07:30-sun:08:30", "sunday:07:30-sunday:08:30"),
        (settings.SNAPSHOT.pattern, "", "before v2"),
        (settings.SNAPSHOT.pattern, "rds:nextjs-2026-01-31-06-12", "1st-snapshot"),
        (
            settings.SNAPSHOT.pattern,
            "arn:aws:rds:us-east-1:123456789012:snapshot:before-v2",
            "-",
        ),
    ],
)
def test_a_settings_form_takes_what_aws_takes(
    pattern: str, right: str, wrong: str
) -> None:
    assert re.fullmatch(pattern, right)
    assert not re.fullmatch(pattern, wrong)


def test_performance_insights_are_kept_a_week_under_the_systems_key() -> None:
    properties = instance(EnablePerformanceInsights="true")
    assert properties["PerformanceInsightsRetentionPeriod"] == 7
    assert properties["PerformanceInsightsKMSKeyId"] == KEY


def test_without_performance_insights_there_is_neither_key_nor_retention() -> None:
    properties = instance(EnablePerformanceInsights="false")
    named = {name for name in properties if "PerformanceInsights" in name}
    assert named == {"EnablePerformanceInsights"}


def test_the_instance_stands_in_the_isolated_subnets_behind_its_group() -> None:
    resources = built()
    group = resources["DatabaseSubnetGroup"]["Properties"]
    properties = resources["Database"]["Properties"]
    assert group["SubnetIds"] == "@IsolatedSubnetIds"
    assert properties["DBSubnetGroupName"] == {"Ref": "DatabaseSubnetGroup"}
    assert properties["VPCSecurityGroups"] == ["@DatabaseSecurityGroupId"]
    assert properties["PubliclyAccessible"] is False
    assert properties["Port"] == "5432"


@pytest.mark.parametrize(
    ("tiers", "port"),
    [
        (("public", "private"), "@PrivateSubnetIds"),
        (("public",), "@PublicSubnetIds"),
    ],
    ids=["private", "public"],
)
def test_without_an_isolated_tier_the_innermost_one_serves(
    tiers: tuple[str, ...], port: str
) -> None:
    services = {"web": {"port": 3000, "subnets": "public"}}
    resources = built(nextjs(network=network(*tiers), services=services))
    assert resources["DatabaseSubnetGroup"]["Properties"]["SubnetIds"] == port


def test_what_leaves_is_what_services_and_people_need() -> None:
    outputs = json.loads(render(database.build(nextjs()).template))["Outputs"]
    assert {name: output["Value"] for name, output in outputs.items()} == {
        "DatabaseHost": {"Fn::GetAtt": ["Database", "Endpoint.Address"]},
        "DatabasePort": {"Fn::GetAtt": ["Database", "Endpoint.Port"]},
        "DatabaseName": "app",
        "DatabaseSecretArn": {"Ref": "DatabaseSecret"},
        "DatabaseInstanceId": {"Ref": "Database"},
    }
