"""An instance of RDS, and the read replicas that follow it.

Rests on https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbinstance.html
and on the resource handler that CloudFormation runs:
https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from troposphere import And, Equals, If, Not, NoValue, Ref, rds, secretsmanager

from cfngen import ports
from cfngen.layers import counts
from cfngen.layers.database import engines, settings, traits
from cfngen.layers.layer import Layer
from cfngen.layers.storage.settings import replica_key
from cfngen.physical import name_tag
from cfngen.spec.care import Recovery
from cfngen.spec.stores import Database
from cfngen.spec.system import System


def instance(
    layer: Layer, system: System, database: Database, secret: secretsmanager.Secret
) -> rds.DBInstance:
    """Return the instance, which leaves a snapshot behind whenever it goes."""
    engine = engines.engine_of(database)
    return rds.DBInstance(
        "Database",
        DeletionPolicy="Snapshot",
        UpdateReplacePolicy="Snapshot",
        **engines.unheeded(database),
        Engine=engine.name,
        EngineVersion=engines.version(database),
        AllowMajorVersionUpgrade=layer.setting(settings.MAJOR_UPGRADE),
        AutoMinorVersionUpgrade=True,
        DBParameterGroupName=traits.parameter_group(
            layer, system, database, rds.DBParameterGroup
        ),
        **traits.origin(layer, database, "DBSnapshotIdentifier", "DBName"),
        **traits.secret_password(secret),
        DBInstanceClass=layer.setting(settings.instance_class(database)),
        MultiAZ=layer.setting(settings.MULTI_AZ),
        StorageType="gp3",
        AllocatedStorage=layer.setting(settings.storage(database)),
        MaxAllocatedStorage=layer.setting(settings.max_storage(database)),
        DBSubnetGroupName=traits.subnet_group(layer, system),
        **_place(layer, database),
        **traits.care(layer, engine),
        **(_copies(layer, system.recovery) if system.recovery else {}),
        **traits.insights(layer, database),
        Tags=name_tag(system.system),
    )


def replicas(
    layer: Layer, system: System, database: Database, primary: rds.DBInstance
) -> Iterator[rds.DBInstance]:
    """Yield the read replicas that there may be.

    They hold no data of their own: CloudFormation takes no snapshot of them, whatever
    the policy, and they may always go. Database, user, key, subnets and disk are those
    of the instance that they follow and may not be said again. What is said here and
    RDS takes over by itself would else go back to a default with the next update.
    """
    for number in range(1, counts.most(settings.REPLICAS) + 1):
        yield rds.DBInstance(
            f"DatabaseReplica{number}",
            validation=False,  # it would ask for an engine, which the source says
            Condition=has_replica(layer, number),
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
            SourceDBInstanceIdentifier=Ref(primary),
            AutoMinorVersionUpgrade=True,
            DBParameterGroupName=primary.DBParameterGroupName,
            DBInstanceClass=layer.setting(settings.instance_class(database)),
            StorageType="gp3",
            MaxAllocatedStorage=layer.setting(settings.max_storage(database)),
            **_place(layer, database),
            PreferredMaintenanceWindow=layer.setting(settings.MAINTENANCE_WINDOW),
            DeletionProtection=False,
            EnableCloudwatchLogsExports=list(engines.engine_of(database).logs),
            **traits.insights(layer, database),
            Tags=name_tag(system.system, f"replica-{number}"),
        )


def has_replica(layer: Layer, number: int) -> str:
    """Declare the condition that there is a replica of a number, from 1."""
    return counts.at_least(
        layer, f"HasDatabaseReplica{number}", settings.REPLICAS, number
    )


def _copies(layer: Layer, recovery: Recovery) -> dict[str, Any]:
    """Return where RDS copies its own backups and log to, while that is wanted.

    All of it or nothing: CloudFormation refuses a key or a time without a region.
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_ReplicateBackups.html
    """
    days = layer.setting(settings.BACKUP_COPY)
    key = layer.setting(replica_key(recovery))
    wanted = And(Not(Equals(days, "0")), Not(Equals(key, "")))
    copied = layer.condition("IsDatabaseBackupCopied", wanted)
    there = {
        "AutomaticBackupReplicationRegion": recovery.region,
        "AutomaticBackupReplicationKmsKeyId": key,
        "AutomaticBackupReplicationRetentionPeriod": days,
    }
    return {name: If(copied, value, NoValue) for name, value in there.items()}


def _place(layer: Layer, database: Database) -> dict[str, Any]:
    """Return how an instance is reached."""
    return {
        "VPCSecurityGroups": [layer.enter(ports.DATABASE_SECURITY_GROUP_ID)],
        "Port": str(database.port),
        "PubliclyAccessible": False,
    }
