"""Properties of the database layer with Aurora: cluster, instances, size and origin."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.layers import database
from cfngen.layers.layer import Layer
from tests.layers.replacement import create_only, replacing
from tests.layers.resolved import kind, outputs, resolved
from tests.layers.variations import nextjs

ENGINES = ("aurora-postgresql", "aurora-mysql")
EACH = pytest.mark.parametrize("engine", ENGINES)
KEY = "@KeyArn"


def built(engine: str = "aurora-postgresql", **described: Any) -> Layer:
    return database.build(nextjs(database={"engine": engine, **described}))


def cluster(layer: Layer | None = None, /, **given: str) -> dict[str, Any]:
    """Return the cluster's properties."""
    (found,) = kind(layer or built(), "RDS::DBCluster", **given).values()
    return found


def instances(layer: Layer | None = None, /, **given: str) -> dict[str, dict[str, Any]]:
    """Return the instances' properties by logical id."""
    return kind(layer or built(), "RDS::DBInstance", **given)


@pytest.mark.parametrize(
    ("engine", "version", "told", "family"),
    [
        ("aurora-postgresql", "15", "15", "aurora-postgresql15"),
        ("aurora-postgresql", "16.4", "16.4", "aurora-postgresql16"),
        ("aurora-mysql", "8.0", "8.0", "aurora-mysql8.0"),
        ("aurora-mysql", "3.10.0", "8.0.mysql_aurora.3.10.0", "aurora-mysql8.0"),
        ("aurora-mysql", "8.4.7", "8.4.mysql_aurora.8.4.7", "aurora-mysql8.4"),
    ],
)
def test_a_version_is_told_as_aurora_writes_it(
    engine: str, version: str, told: str, family: str
) -> None:
    layer = built(engine, version=version)
    (group,) = kind(layer, "RDS::DBClusterParameterGroup").values()
    assert cluster(layer)["EngineVersion"] == told
    assert group["Family"] == family


@pytest.mark.parametrize(
    ("engine", "parameter", "value"),
    [
        ("aurora-postgresql", "rds.force_ssl", "1"),
        ("aurora-mysql", "require_secure_transport", "ON"),
    ],
)
def test_connections_without_tls_are_refused_by_every_instance(
    engine: str, parameter: str, value: str
) -> None:
    layer = built(engine)
    (group,) = kind(layer, "RDS::DBClusterParameterGroup").values()
    assert group["Parameters"][parameter] == value
    assert cluster(layer)["DBClusterParameterGroupName"] == "@DatabaseParameterGroup"
    for properties in instances(layer, DatabaseReplicas="2").values():
        assert "DBParameterGroupName" not in properties


@EACH
def test_a_new_cluster_is_named_owned_and_encrypted(engine: str) -> None:
    layer = built(engine, name="shop")
    properties = cluster(layer)
    assert properties["DatabaseName"] == "shop"
    assert properties["StorageEncrypted"] is True
    assert properties["KmsKeyId"] == KEY
    assert "SnapshotIdentifier" not in properties
    secret = resolved(layer)["DatabaseSecret"]["Properties"]["GenerateSecretString"]
    assert f'"{properties["MasterUsername"]}"' in secret["SecretStringTemplate"]


@EACH
def test_a_restored_cluster_inherits_name_owner_and_encryption(engine: str) -> None:
    layer = built(engine)
    restored = cluster(layer, DatabaseSnapshotIdentifier="before-v2")
    assert restored["SnapshotIdentifier"] == "before-v2"
    assert cluster(layer).keys() - restored.keys() == {
        *("DatabaseName", "KmsKeyId", "MasterUsername", "StorageEncrypted")
    }
    assert "SecretString:password" in restored["MasterUserPassword"]


@EACH
def test_only_another_snapshot_replaces_the_cluster(engine: str) -> None:
    layer = built(engine)
    assert replacing(layer, "RDS::DBCluster") == {"DatabaseSnapshotIdentifier"}


@EACH
def test_instances_go_with_their_cluster_and_else_stay(engine: str) -> None:
    assert replacing(built(engine), "RDS::DBInstance") == set()
    assert "DBClusterIdentifier" in set(create_only("RDS::DBInstance"))
    for properties in instances(built(engine), DatabaseReplicas="2").values():
        assert properties["DBClusterIdentifier"] == "@Database"


@pytest.mark.parametrize("wanted", [0, 1, 2])
def test_one_instance_writes_and_as_many_read_as_are_wanted(wanted: int) -> None:
    found = resolved(built(), DatabaseReplicas=str(wanted))
    names = [n for n, r in found.items() if r["Type"] == "AWS::RDS::DBInstance"]
    assert names == [f"DatabaseInstance{n}" for n in range(1, wanted + 2)]
    for name in names[1:]:
        assert found[name]["DependsOn"] == ["DatabaseInstance1"]


def test_an_instance_is_serverless_hidden_and_holds_nothing() -> None:
    for name, resource in resolved(built(), DatabaseReplicas="2").items():
        if resource["Type"] == "AWS::RDS::DBInstance":
            properties = resource["Properties"]
            assert properties["DBInstanceClass"] == "db.serverless"
            assert properties["PubliclyAccessible"] is False
            assert properties["Engine"] == cluster()["Engine"]
            assert resource["DeletionPolicy"] == "Delete", name
            assert resource["UpdateReplacePolicy"] == "Delete", name


def test_snapshots_and_backups_outlive_a_deleted_cluster() -> None:
    resource = resolved(built())["Database"]
    assert resource["DeletionPolicy"] == "Snapshot"
    assert resource["UpdateReplacePolicy"] == "Snapshot"
    properties = cluster(DatabaseBackupRetentionDays="30")
    assert properties["BackupRetentionPeriod"] == "30"
    assert properties["DeleteAutomatedBackups"] is False
    assert properties["CopyTagsToSnapshot"] is True


@pytest.mark.parametrize("protected", ["true", "false"])
def test_deletion_is_refused_where_the_environment_says_so(protected: str) -> None:
    properties = cluster(EnableDeletionProtection=protected)
    assert properties["DeletionProtection"] == protected


def test_the_size_comes_from_the_spec_until_an_environment_says_otherwise() -> None:
    layer = built(capacity={"min": 0.5, "max": 16})
    assert cluster(layer)["ServerlessV2ScalingConfiguration"] == {
        "MinCapacity": "0.5",
        "MaxCapacity": "16",
    }
    given = {"DatabaseMinCapacityAcu": "2", "DatabaseMaxCapacityAcu": "32.5"}
    assert cluster(layer, **given)["ServerlessV2ScalingConfiguration"] == {
        "MinCapacity": "2",
        "MaxCapacity": "32.5",
    }


@pytest.mark.parametrize(("least", "pauses"), [("0", True), ("0.5", False)])
def test_a_time_to_pause_is_told_only_where_nothing_is_kept_ready(
    least: str, pauses: bool
) -> None:
    given = {"DatabaseMinCapacityAcu": least, "DatabasePauseAfterSeconds": "900"}
    sizes = cluster(**given)["ServerlessV2ScalingConfiguration"]
    assert sizes.get("SecondsUntilAutoPause") == ("900" if pauses else None)


@pytest.mark.parametrize("switch", ["true", "false"])
def test_cluster_and_instances_agree_on_performance_insights(switch: str) -> None:
    given = {"EnablePerformanceInsights": switch, "DatabaseReplicas": "2"}
    told = cluster(**given)
    for properties in instances(**given).values():
        assert properties["EnablePerformanceInsights"] == switch
        assert told["PerformanceInsightsEnabled"] == switch
        for name in ("KMSKeyId", "RetentionPeriod"):
            of_cluster = f"PerformanceInsights{name.replace('KMS', 'Kms')}"
            one = properties.get(f"PerformanceInsights{name}")
            assert one == told.get(of_cluster)
            assert (one is not None) is (switch == "true")


@EACH
def test_the_cluster_stands_in_the_isolated_subnets_behind_its_group(
    engine: str,
) -> None:
    layer = built(engine)
    (group,) = kind(layer, "RDS::DBSubnetGroup").values()
    properties = cluster(layer)
    assert group["SubnetIds"] == "@IsolatedSubnetIds"
    assert properties["DBSubnetGroupName"] == "@DatabaseSubnetGroup"
    assert properties["VpcSecurityGroupIds"] == ["@DatabaseSecurityGroupId"]
    assert properties["Port"] == (5432 if engine == "aurora-postgresql" else 3306)


def test_the_secret_learns_where_the_cluster_is() -> None:
    assert resolved(built())["DatabaseSecretAttachment"]["Properties"] == {
        "SecretId": "@DatabaseSecret",
        "TargetId": "@Database",
        "TargetType": "AWS::RDS::DBCluster",
    }


def test_another_kind_of_database_is_refused_and_not_made_anew() -> None:
    """CloudFormation changes no resource's type; another id would lose the data."""
    kinds = {
        resolved(database.build(nextjs(database={"engine": engine})))["Database"][
            "Type"
        ]
        for engine in ("postgresql", "aurora-postgresql")
    }
    assert kinds == {"AWS::RDS::DBInstance", "AWS::RDS::DBCluster"}


@EACH
def test_what_leaves_is_what_services_and_people_need(engine: str) -> None:
    assert outputs(built(engine)) == {
        "DatabaseHost": "@Database.Endpoint.Address",
        "DatabasePort": "@Database.Endpoint.Port",
        "DatabaseName": "app",
        "DatabaseSecretArn": "@DatabaseSecret",
        "DatabaseClusterId": "@Database",
        "DatabaseArn": "@Database.DBClusterArn",
        "DatabaseReaderHost": "@Database.ReadEndpoint.Address",
    }
