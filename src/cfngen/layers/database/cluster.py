"""A cluster of Aurora Serverless v2 and the instances in it.

Rests on https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-rds-dbcluster.html
and on the resource handler that CloudFormation runs:
https://github.com/aws-cloudformation/aws-cloudformation-resource-providers-rds
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from troposphere import Equals, If, NoValue, Ref, rds, secretsmanager

from cfngen import ports
from cfngen.layers import counts
from cfngen.layers.database import engines, settings, traits
from cfngen.layers.database.instance import has_replica
from cfngen.layers.layer import Layer
from cfngen.physical import name_tag
from cfngen.spec.stores import Database
from cfngen.spec.system import System

FIRST = "DatabaseInstance1"
"""The instance that a new cluster writes with; a failover makes it another one."""

NO_USER_WITH_PASSWORD = "E3021"
"""The check that wants a user beside every password. A cluster that is restored takes
over the user and is given the password after it:
https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/1500"""


def cluster(
    layer: Layer, system: System, database: Database, secret: secretsmanager.Secret
) -> rds.DBCluster:
    """Return the cluster, which leaves a snapshot behind whenever it goes.

    It has the logical id of an instance of RDS: CloudFormation refuses to change a
    resource's type, where another id would give a new, empty database for the old one.
    """
    engine = engines.engine_of(database)
    return rds.DBCluster(
        "Database",
        DeletionPolicy="Snapshot",
        UpdateReplacePolicy="Snapshot",
        **engines.unheeded(database, NO_USER_WITH_PASSWORD),
        Engine=engine.name,
        EngineVersion=engines.version(database),
        # Instances, having none of their own, follow a new major version.
        DBClusterParameterGroupName=traits.parameter_group(
            layer, system, database, rds.DBClusterParameterGroup
        ),
        **traits.origin(layer, database, "SnapshotIdentifier", "DatabaseName"),
        **traits.secret_password(secret),
        ServerlessV2ScalingConfiguration=_capacity(layer, database),
        DBSubnetGroupName=traits.subnet_group(layer, system),
        VpcSecurityGroupIds=[layer.enter(ports.DATABASE_SECURITY_GROUP_ID)],
        Port=database.port,
        **traits.care(layer, engine),
        **_insights(layer, database),
        Tags=name_tag(system.system),
    )


def instances(
    layer: Layer, system: System, database: Database, owner: rds.DBCluster
) -> Iterator[rds.DBInstance]:
    """Yield the instance that there always is, and the readers that there may be.

    The data is the cluster's: an instance goes without a snapshot. Readers come second,
    since the first instance in a cluster is the one that writes.
    """
    for number in range(1, counts.most(settings.REPLICAS) + 2):
        yield rds.DBInstance(
            f"DatabaseInstance{number}",
            DeletionPolicy="Delete",
            UpdateReplacePolicy="Delete",
            **_reader(layer, number - 1) if number > 1 else {},
            DBClusterIdentifier=Ref(owner),
            DBInstanceClass="db.serverless",
            Engine=engines.engine_of(database).name,
            AutoMinorVersionUpgrade=True,
            PreferredMaintenanceWindow=layer.setting(settings.MAINTENANCE_WINDOW),
            PubliclyAccessible=False,
            **traits.insights(layer, database),
            Tags=name_tag(system.system, f"{number}"),
        )


def _reader(layer: Layer, number: int) -> dict[str, Any]:
    """Return what only readers have."""
    return {"Condition": has_replica(layer, number), "DependsOn": FIRST}


def _capacity(layer: Layer, database: Database) -> rds.ServerlessV2ScalingConfiguration:
    """Return the range of sizes; RDS takes a time to pause only where 0 pauses.

    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-serverless-v2-auto-pause.html
    """
    seconds = layer.setting(settings.PAUSE)
    return rds.ServerlessV2ScalingConfiguration(
        MinCapacity=layer.setting(settings.min_capacity(database)),
        MaxCapacity=layer.setting(settings.max_capacity(database)),
        SecondsUntilAutoPause=If(pauses(layer, database), seconds, NoValue),
    )


def pauses(layer: Layer, database: Database) -> str:
    """Declare the condition that the database pauses when nobody uses it."""
    least = layer.setting(settings.min_capacity(database))
    return layer.condition("IsDatabasePausing", Equals(least, "0"))


def _insights(layer: Layer, database: Database) -> dict[str, Any]:
    """Return Performance Insights of the cluster, the same as of its instances.

    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/USER_DatabaseInsights.Considerations.html
    """
    switched, key, days = traits.insights(layer, database).values()
    return {
        "PerformanceInsightsEnabled": switched,
        "PerformanceInsightsKmsKeyId": key,
        "PerformanceInsightsRetentionPeriod": days,
    }
