"""What an instance of RDS and a cluster of Aurora have alike."""

from __future__ import annotations

from typing import Any

from troposphere import (
    And,
    AWSObject,
    Equals,
    If,
    Not,
    NoValue,
    Ref,
    Sub,
    rds,
    secretsmanager,
)

from cfngen import ports
from cfngen.layers.database import settings
from cfngen.layers.database.engines import Engine, engine_of, family, parameters
from cfngen.layers.flows import tier_of
from cfngen.layers.layer import Layer
from cfngen.layers.network import SUBNET_IDS
from cfngen.physical import name_tag
from cfngen.settings import DELETION_PROTECTION
from cfngen.spec.stores import Database
from cfngen.spec.system import System

INSIGHT_DAYS = 7
"""How long Performance Insights are kept: as long as it costs nothing."""


def password(secret: secretsmanager.Secret) -> str:
    """Return the reference to the password, for use within Fn::Sub.

    CloudFormation resolves it when it sends the property, and keeps it out of the
    template and the events:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
    """
    return f"{{{{resolve:secretsmanager:${{{secret.title}}}:SecretString:password}}}}"


def parameter_group(
    layer: Layer, system: System, database: Database, kind: type[AWSObject]
) -> Ref:
    """Add the parameter group of an instance, or of all instances of a cluster."""
    group = layer.add(
        kind(
            "DatabaseParameterGroup",
            Description=f"{engine_of(database).title} of {system.system}",
            Family=family(database),
            Parameters=parameters(layer, database),
            Tags=name_tag(system.system),
        )
    )
    return Ref(group)


def origin(
    layer: Layer, database: Database, snapshot_property: str, name_property: str
) -> dict[str, Any]:
    """Return what a new database is made with and a restored one inherits.

    The password is not among it: CloudFormation sets it once the restore is done.
    """
    snapshot = layer.setting(settings.SNAPSHOT)
    restored = layer.condition("IsDatabaseRestored", Not(Equals(snapshot, "")))
    new = {
        name_property: database.name,
        "MasterUsername": engine_of(database).dialect.user,
        "StorageEncrypted": True,
        "KmsKeyId": layer.enter(ports.KEY_ARN),
    }
    inherited = {name: If(restored, NoValue, value) for name, value in new.items()}
    return {snapshot_property: If(restored, snapshot, NoValue), **inherited}


def secret_password(secret: secretsmanager.Secret) -> dict[str, Any]:
    """Return the master user's password as a property."""
    return {"MasterUserPassword": Sub(password(secret))}


def subnet_group(layer: Layer, system: System) -> Ref:
    """Add the subnet group, of the tier that has no way out of the VPC."""
    group = layer.add(
        rds.DBSubnetGroup(
            "DatabaseSubnetGroup",
            DBSubnetGroupDescription=f"Subnets of the {system.system} database",
            SubnetIds=layer.enter(SUBNET_IDS[tier_of(system, "database")]),
            Tags=name_tag(system.system),
        )
    )
    return Ref(group)


def care(layer: Layer, engine: Engine) -> dict[str, Any]:
    """Return backups, maintenance, logs and protection.

    Automated backups outlive what they are of, each until its retention ends.
    """
    return {
        "BackupRetentionPeriod": layer.setting(settings.BACKUP_RETENTION),
        "PreferredBackupWindow": layer.setting(settings.BACKUP_WINDOW),
        "PreferredMaintenanceWindow": layer.setting(settings.MAINTENANCE_WINDOW),
        "CopyTagsToSnapshot": True,
        "DeleteAutomatedBackups": False,
        "DeletionProtection": layer.setting(DELETION_PROTECTION),
        "EnableCloudwatchLogsExports": list(engine.logs),
    }


def insights(layer: Layer, database: Database) -> dict[str, Any]:
    """Return Performance Insights of an instance, whether by itself or in a cluster.

    RDS takes key and retention only while they are on. Switched on, they stay off on an
    instance class that does not have them. They are what the console now calls the
    standard mode of Database Insights, under their old names:
    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_PerfInsights.Enabling.html
    """
    switched: Any = layer.setting(settings.PERFORMANCE_INSIGHTS)
    conditions = [Equals(switched, "true")]
    blind = engine_of(database).blind
    if blind:
        size = layer.setting(settings.instance_class(database))
        conditions += [Not(Equals(size, small)) for small in blind]
    holds = And(*conditions) if blind else conditions[0]
    enabled = layer.condition("IsPerformanceInsightsEnabled", holds)
    return {
        "EnablePerformanceInsights": If(enabled, True, False) if blind else switched,
        "PerformanceInsightsKMSKeyId": If(enabled, layer.enter(ports.KEY_ARN), NoValue),
        "PerformanceInsightsRetentionPeriod": If(enabled, INSIGHT_DAYS, NoValue),
    }
