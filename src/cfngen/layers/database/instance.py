"""The database instance, with its parameters and its place in the network.

Rests on https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html
and on the resource handler that CloudFormation runs:
https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds
"""

from __future__ import annotations

from typing import Any

from troposphere import Equals, If, Not, NoValue, Ref, Sub, rds, secretsmanager

from cfngen import ports
from cfngen.layers.database import settings
from cfngen.layers.flows import tier_of
from cfngen.layers.layer import Layer
from cfngen.layers.network import SUBNET_IDS
from cfngen.naming import name_tag
from cfngen.settings import DELETION_PROTECTION
from cfngen.spec.stores import Database
from cfngen.spec.system import System

MASTER_USER = "postgres"
"""What RDS itself proposes, so that the secret fits most snapshots from elsewhere."""


def instance(
    layer: Layer, system: System, database: Database, secret: secretsmanager.Secret
) -> rds.DBInstance:
    """Return the instance, which leaves a snapshot behind whenever it goes."""
    password = (
        f"{{{{resolve:secretsmanager:${{{secret.title}}}:SecretString:password}}}}"
    )
    return rds.DBInstance(
        "Database",
        DeletionPolicy="Snapshot",
        UpdateReplacePolicy="Snapshot",
        **_lint(database),
        **_engine(layer, system, database),
        **_origin(layer, database),
        MasterUserPassword=Sub(password),
        **_size(layer, database),
        **_place(layer, system, database),
        **_care(layer),
        **_insight(layer),
        Tags=name_tag(system.system),
    )


def _lint(database: Database) -> dict[str, Any]:
    """Return what tells cfn-lint that a major version by itself is current.

    It counts "17" among the deprecated versions as soon as one 17.x is deprecated; a
    full version stays under its eyes.
    """
    if "." in database.version:
        return {}
    return {"Metadata": {"cfn-lint": {"config": {"ignore_checks": ["W3691"]}}}}


def _engine(layer: Layer, system: System, database: Database) -> dict[str, Any]:
    """Return engine, version and parameters.

    A version without its minor part leaves patching to RDS: CloudFormation sends the
    version only when the template's changes, and looks for drift by prefix.
    """
    group = layer.add(_parameters(layer, system, database))
    return {
        "Engine": "postgres",
        "EngineVersion": database.version,
        "AllowMajorVersionUpgrade": layer.setting(settings.MAJOR_UPGRADE),
        "AutoMinorVersionUpgrade": True,
        "DBParameterGroupName": Ref(group),
    }


def _parameters(
    layer: Layer, system: System, database: Database
) -> rds.DBParameterGroup:
    """Return the parameters: TLS is forced, slow statements are logged."""
    return rds.DBParameterGroup(
        "DatabaseParameterGroup",
        Description=f"PostgreSQL of {system.system}",
        Family=f"postgres{database.version.split('.')[0]}",
        Parameters={
            "rds.force_ssl": "1",
            "log_min_duration_statement": layer.setting(settings.SLOW_QUERY),
        },
        Tags=name_tag(system.system),
    )


def _origin(layer: Layer, database: Database) -> dict[str, Any]:
    """Return what a new database is made with and a restored one inherits.

    The password is not among it: CloudFormation sets it once the restore is done.
    """
    snapshot = layer.setting(settings.SNAPSHOT)
    restored = layer.condition("IsDatabaseRestored", Not(Equals(snapshot, "")))
    new = {
        "DBName": database.name,
        "MasterUsername": MASTER_USER,
        "StorageEncrypted": True,
        "KmsKeyId": layer.enter(ports.KEY_ARN),
    }
    inherited = {name: If(restored, NoValue, value) for name, value in new.items()}
    return {"DBSnapshotIdentifier": If(restored, snapshot, NoValue), **inherited}


def _size(layer: Layer, database: Database) -> dict[str, Any]:
    """Return instance class, standby and disk."""
    return {
        "DBInstanceClass": layer.setting(settings.instance_class(database)),
        "MultiAZ": layer.setting(settings.MULTI_AZ),
        "StorageType": "gp3",
        "AllocatedStorage": layer.setting(settings.storage(database)),
        "MaxAllocatedStorage": layer.setting(settings.max_storage(database)),
    }


def _place(layer: Layer, system: System, database: Database) -> dict[str, Any]:
    """Return where the instance is: in the tier that has no way out of the VPC."""
    group = layer.add(
        rds.DBSubnetGroup(
            "DatabaseSubnetGroup",
            DBSubnetGroupDescription=f"Subnets of the {system.system} database",
            SubnetIds=layer.enter(SUBNET_IDS[tier_of(system, "database")]),
            Tags=name_tag(system.system),
        )
    )
    return {
        "DBSubnetGroupName": Ref(group),
        "VPCSecurityGroups": [layer.enter(ports.DATABASE_SECURITY_GROUP_ID)],
        "Port": str(database.port),
        "PubliclyAccessible": False,
    }


def _care(layer: Layer) -> dict[str, Any]:
    """Return backups, maintenance, logs and protection.

    Automated backups outlive a deleted instance, each until its retention ends.
    """
    return {
        "BackupRetentionPeriod": layer.setting(settings.BACKUP_RETENTION),
        "PreferredBackupWindow": layer.setting(settings.BACKUP_WINDOW),
        "PreferredMaintenanceWindow": layer.setting(settings.MAINTENANCE_WINDOW),
        "CopyTagsToSnapshot": True,
        "DeleteAutomatedBackups": False,
        "DeletionProtection": layer.setting(DELETION_PROTECTION),
        "EnableCloudwatchLogsExports": ["postgresql", "upgrade"],
    }


def _insight(layer: Layer) -> dict[str, Any]:
    """Return Performance Insights; RDS takes key and retention only while it is on."""
    switched = layer.setting(settings.PERFORMANCE_INSIGHTS)
    enabled = layer.condition("IsPerformanceInsightsEnabled", Equals(switched, "true"))
    return {
        "EnablePerformanceInsights": switched,
        "PerformanceInsightsKMSKeyId": If(enabled, layer.enter(ports.KEY_ARN), NoValue),
        "PerformanceInsightsRetentionPeriod": If(enabled, 7, NoValue),
    }
