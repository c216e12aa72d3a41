"""Properties of the database layer: origin, protection, care, size and place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from cfngen.errors import WiringError
from cfngen.layers import database, windows
from cfngen.layers.database import settings
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from cfngen.write import render
from tests.layers.clock import daily, weekly
from tests.layers.replacement import create_only, replacing
from tests.layers.resolved import outputs, resolved
from tests.layers.variations import VARIATIONS, network, nextjs, settled

DESCRIBED: Mapping[str, dict[str, Any]] = {
    "mysql 8.4": {"engine": "mysql", "url": True},
    "mysql 8.0": {"engine": "mysql", "version": "8.0", "instance": "db.t4g.medium"},
    "full mysql": {"engine": "mysql", "version": "8.4.9"},
    "full postgresql": {"version": "17.10", "url": True},
    "aurora postgresql 15": {"engine": "aurora-postgresql", "version": "15"},
    "aurora postgresql 17": {"engine": "aurora-postgresql", "url": True},
    "full aurora postgresql": {"engine": "aurora-postgresql", "version": "15.17"},
    "aurora mysql 8.0": {"engine": "aurora-mysql", "url": True},
    "full aurora mysql": {"engine": "aurora-mysql", "version": "3.10.6"},
    "aurora mysql 8.4": {"engine": "aurora-mysql", "version": "8.4"},
}
REGION = {"region": "eu-west-1"}
SYSTEMS = {
    **VARIATIONS,
    **{name: nextjs(database=described) for name, described in DESCRIBED.items()},
    "a second region": nextjs(recovery=REGION),
}
EACH = pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS.keys())
ABSENT = {"Ref": "AWS::NoValue"}
KEY = {"Ref": "KeyArn"}


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


@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
def test_only_another_snapshot_replaces_the_database(engine: str) -> None:
    layer = database.build(nextjs(database={"engine": engine}))
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
    assert [properties[s] for s in sizes] == ["db.m8g.large", "40", "200", "false"]
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


class TestASecondRegion:
    """RDS's own backups and log, copied there: any second, and not one a day."""

    SYSTEM = nextjs(recovery=REGION)
    KEY = "arn:aws:kms:eu-west-1:123456789012:key/0a1b2c3d"
    ON: Mapping[str, str] = {"DatabaseBackupCopyDays": "14", "ReplicaKeyArn": KEY}
    NAME = "AutomaticBackupReplication"

    def copies(self, system: System, given: Mapping[str, str]) -> dict[str, Any]:
        found = instance(system, **given).items()
        return {n.removeprefix(self.NAME): v for n, v in found if self.NAME in n}

    def test_it_has_them_under_its_key_for_so_many_days(self) -> None:
        assert self.copies(self.SYSTEM, self.ON) == {
            "Region": "eu-west-1",
            "KmsKeyId": self.KEY,
            "RetentionPeriod": "14",
        }

    @pytest.mark.parametrize(
        "missing",
        [{"DatabaseBackupCopyDays": "0"}, {"ReplicaKeyArn": ""}],
        ids=["no days", "no key"],
    )
    def test_nothing_is_said_of_them_until_days_and_key_are_given(
        self, missing: Mapping[str, str]
    ) -> None:
        assert self.copies(self.SYSTEM, {**self.ON, **missing}) == {}

    def test_they_are_off_at_first_and_kept_as_long_as_rds_keeps_any(self) -> None:
        assert settings.BACKUP_COPY.default == 0
        assert settings.BACKUP_COPY.maximum == settings.BACKUP_RETENTION.maximum

    def test_they_come_and_go_without_another_database(self) -> None:
        told = instance(self.SYSTEM, **self.ON).keys() - instance(self.SYSTEM).keys()
        assert len(told) == 3
        assert not told & {*create_only("RDS::DBInstance")}

    @pytest.mark.parametrize(
        "system",
        [nextjs(), nextjs(database={"engine": "aurora-postgresql"}, recovery=REGION)],
        ids=["one region", "aurora"],
    )
    def test_without_one_or_with_aurora_there_is_no_such_setting(
        self, system: System
    ) -> None:
        assert not {"DatabaseBackupCopyDays", "ReplicaKeyArn"} & {
            *database.build(system).template.parameters
        }


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
        (settings.MIN_ACU, "0", "0.0"),
        (settings.MIN_ACU, "0.5", "0.3"),
        (settings.MIN_ACU, "256", "256.5"),
        (settings.MAX_ACU, "1", "0.5"),
        (settings.MAX_ACU, "16.5", "16.50"),
        (settings.MAX_ACU, "255.5", "257"),
        (settings.SNAPSHOT.pattern, "", "before v2"),
        (settings.SNAPSHOT.pattern, "rds:nextjs-2026-01-31-06-12", "1st-snapshot"),
        (settings.SNAPSHOT.pattern, "awsbackup:job-0a1b2c3d-4e5f", "awsbackup/job"),
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
    assert group["SubnetIds"] == {"Ref": "IsolatedSubnetIds"}
    assert properties["DBSubnetGroupName"] == {"Ref": "DatabaseSubnetGroup"}
    assert properties["VPCSecurityGroups"] == [{"Ref": "DatabaseSecurityGroupId"}]
    assert properties["PubliclyAccessible"] is False
    assert properties["Port"] == "5432"


@pytest.mark.parametrize(
    ("tiers", "port"),
    [
        (("public", "private"), "PrivateSubnetIds"),
        (("public",), "PublicSubnetIds"),
    ],
    ids=["private", "public"],
)
def test_without_an_isolated_tier_the_innermost_one_serves(
    tiers: tuple[str, ...], port: str
) -> None:
    services = {"web": {"port": 3000, "subnets": "public"}}
    resources = built(nextjs(network=network(*tiers), services=services))
    assert resources["DatabaseSubnetGroup"]["Properties"]["SubnetIds"] == {"Ref": port}


def test_what_leaves_is_what_services_and_people_need() -> None:
    outputs = json.loads(render(database.build(nextjs()).template))["Outputs"]
    assert {name: output["Value"] for name, output in outputs.items()} == {
        "DatabaseHost": {"Fn::GetAtt": ["Database", "Endpoint.Address"]},
        "DatabasePort": {"Fn::GetAtt": ["Database", "Endpoint.Port"]},
        "DatabaseName": "app",
        "DatabaseSecretArn": {"Ref": "DatabaseSecret"},
        "DatabaseInstanceId": {"Ref": "Database"},
        "DatabaseArn": {"Fn::GetAtt": ["Database", "DBInstanceArn"]},
        "DatabaseReaderHost": {
            "Fn::If": [
                "HasDatabaseReplica1",
                {"Fn::GetAtt": ["DatabaseReplica1", "Endpoint.Address"]},
                {"Fn::GetAtt": ["Database", "Endpoint.Address"]},
            ]
        },
        "DatabaseReplica1Id": {
            "Fn::If": ["HasDatabaseReplica1", {"Ref": "DatabaseReplica1"}, ""]
        },
        "DatabaseReplica2Id": {
            "Fn::If": ["HasDatabaseReplica2", {"Ref": "DatabaseReplica2"}, ""]
        },
    }


def replica(system: System | None = None, /, **parameters: str) -> dict[str, Any]:
    """Return the first replica's properties."""
    found = built(system, DatabaseReplicas="1", **parameters)["DatabaseReplica1"]
    return {n: v for n, v in found["Properties"].items() if v != ABSENT}


class TestReplicas:
    """Copies that answer queries."""

    @pytest.mark.parametrize("wanted", [0, 1, 2])
    def test_there_are_as_many_as_the_environment_wants(self, wanted: int) -> None:
        resources = built(DatabaseReplicas=str(wanted))
        found = [name for name in resources if name.startswith("DatabaseReplica")]
        assert found == [f"DatabaseReplica{n}" for n in range(1, wanted + 1)]

    def test_there_are_none_at_first_and_never_more_than_are_built(self) -> None:
        bounds = settings.REPLICAS.minimum, settings.REPLICAS.maximum
        assert (settings.REPLICAS.default, *bounds) == (0, 0, 2)

    def test_one_follows_the_database_and_says_nothing_that_it_inherits(self) -> None:
        """AWS refuses these beside SourceDBInstanceIdentifier, or takes its own."""
        properties = replica()
        assert properties["SourceDBInstanceIdentifier"] == {"Ref": "Database"}
        assert not properties.keys() & {
            *("BackupRetentionPeriod", "DBName", "MasterUsername", "KmsKeyId"),
            *("MasterUserPassword", "PreferredBackupWindow", "StorageEncrypted"),
            *("DBSubnetGroupName", "AllocatedStorage", "Engine", "EngineVersion"),
            *("DBSnapshotIdentifier", "MultiAZ"),
        }

    def test_one_is_as_large_and_as_closed_as_the_database(self) -> None:
        given = {"DatabaseInstanceClass": "db.m8g.large", "DatabaseMaxStorageGiB": "99"}
        alike = {
            *("DBInstanceClass", "StorageType", "MaxAllocatedStorage", "Port"),
            *("VPCSecurityGroups", "PubliclyAccessible", "DBParameterGroupName"),
            *("EnableCloudwatchLogsExports", "EnablePerformanceInsights"),
            *("PerformanceInsightsKMSKeyId", "PreferredMaintenanceWindow"),
        }
        copied, original = replica(**given), instance(**given)
        assert {n: copied[n] for n in alike} == {n: original[n] for n in alike}

    def test_one_may_always_go_and_leaves_nothing(self) -> None:
        found = built(DatabaseReplicas="2", EnableDeletionProtection="true")
        for number in (1, 2):
            one = found[f"DatabaseReplica{number}"]
            assert (one["DeletionPolicy"], one["UpdateReplacePolicy"]) == (
                *("Delete", "Delete"),
            )
            assert one["Properties"]["DeletionProtection"] is False

    def test_readers_are_sent_to_a_replica_while_there_is_one(self) -> None:
        layer = database.build(nextjs())
        found = [
            outputs(layer, DatabaseReplicas=n)["DatabaseReaderHost"] for n in "012"
        ]
        first = "@DatabaseReplica1.Endpoint.Address"
        assert found == ["@Database.Endpoint.Address", first, first]


MYSQL = nextjs(database={"engine": "mysql"})


class TestMySql:
    """The same instance with another engine."""

    def test_connections_without_tls_are_refused(self) -> None:
        group = built(MYSQL)["DatabaseParameterGroup"]["Properties"]
        assert group["Family"] == "mysql8.4"
        assert group["Parameters"]["require_secure_transport"] == "1"

    def test_slow_statements_reach_the_log_that_is_exported(self) -> None:
        group = built(MYSQL, DatabaseSlowQuerySeconds="3")["DatabaseParameterGroup"]
        told = group["Properties"]["Parameters"]
        assert told["slow_query_log"] == "1"
        assert told["log_output"] == "FILE"
        assert told["long_query_time"] == "3"
        assert instance(MYSQL)["EnableCloudwatchLogsExports"] == ["error", "slowquery"]

    def test_it_is_asked_for_as_mysql_on_its_own_port(self) -> None:
        properties = instance(MYSQL)
        assert (properties["Engine"], properties["EngineVersion"]) == ("mysql", "8.4")
        assert properties["Port"] == "3306"

    def test_secret_and_database_name_the_same_user(self) -> None:
        generated = built(MYSQL)["DatabaseSecret"]["Properties"]["GenerateSecretString"]
        named = json.loads(generated["SecretStringTemplate"])["username"]
        assert named == instance(MYSQL)["MasterUsername"] == "admin"

    @pytest.mark.parametrize(
        ("size", "switch", "enabled"),
        [
            ("db.t4g.micro", "true", False),
            ("db.t3.small", "true", False),
            ("db.t4g.medium", "true", True),
            ("db.m8g.large", "true", True),
            ("db.m8g.large", "false", False),
        ],
    )
    def test_performance_insights_stay_off_where_rds_has_none(
        self, size: str, switch: str, enabled: bool
    ) -> None:
        given = {"DatabaseInstanceClass": size, "EnablePerformanceInsights": switch}
        for properties in (instance(MYSQL, **given), replica(MYSQL, **given)):
            assert properties["EnablePerformanceInsights"] is enabled
            assert ("PerformanceInsightsKMSKeyId" in properties) is enabled
            assert ("PerformanceInsightsRetentionPeriod" in properties) is enabled

    def test_postgresql_has_them_on_the_smallest_class(self) -> None:
        given = {"DatabaseInstanceClass": "db.t4g.micro"}
        assert instance(**given)["PerformanceInsightsRetentionPeriod"] == 7

    def test_a_full_version_is_still_checked(
        self, linted: Callable[[Layer], list[str]]
    ) -> None:
        wrong = {"engine": "mysql", "version": "8.4.99"}
        (finding,) = linted(database.build(nextjs(database=wrong)))
        assert "E3691" in finding


PASSWORD = "{{resolve:secretsmanager:@DatabaseSecret:SecretString:password}}"
HOST = "@Database.Endpoint.Address:@Database.Endpoint.Port"


@pytest.mark.parametrize(
    ("engine", "user", "path"),
    [
        ("postgresql", "postgresql://postgres", "/app?sslmode=require"),
        ("aurora-postgresql", "postgresql://postgres", "/app?sslmode=require"),
        ("mysql", "mysql://admin", "/app"),
        ("aurora-mysql", "mysql://admin", "/app"),
    ],
)
def test_the_whole_address_is_a_secret_that_refers_to_the_password(
    engine: str, user: str, path: str
) -> None:
    layer = database.build(nextjs(database={"engine": engine, "url": True}))
    secret = resolved(layer)["DatabaseUrlSecret"]["Properties"]
    assert secret["SecretString"] == f"{user}:{PASSWORD}@{HOST}{path}"
    assert secret["KmsKeyId"] == "@KeyArn"
    assert "GenerateSecretString" not in secret
    assert outputs(layer)["DatabaseUrlSecretArn"] == "@DatabaseUrlSecret"


def test_the_address_can_be_made_again_and_goes_with_the_stack() -> None:
    secret = built(nextjs(database={"url": True}))["DatabaseUrlSecret"]
    assert (secret["DeletionPolicy"], secret["UpdateReplacePolicy"]) == (
        *("Delete", "Delete"),
    )


def test_without_a_wish_for_it_there_is_no_address() -> None:
    assert "DatabaseUrlSecret" not in built()
    assert "DatabaseUrlSecretArn" not in outputs(database.build(nextjs()))
