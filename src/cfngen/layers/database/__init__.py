"""The database layer: an instance of RDS or a cluster of Aurora, and what opens it."""

from __future__ import annotations

import json

from troposphere import GetAtt, If, Ref, Sub, rds, secretsmanager

from cfngen import ports
from cfngen.errors import WiringError
from cfngen.layers.database import traits
from cfngen.layers.database.cluster import cluster, instances
from cfngen.layers.database.engines import engine_of
from cfngen.layers.database.instance import has_replica, instance, replicas
from cfngen.layers.layer import Layer
from cfngen.physical import name_tag
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.stores import Database
from cfngen.spec.system import System


def build(system: System) -> Layer:
    """Build the database layer.

    Raises WiringError when the spec has no database.
    """
    database = system.database
    if database is None:
        raise WiringError(f"{system.system} has no database to build a layer for.")
    title = engine_of(database).title
    layer = Layer("database", f"{system.system}: {title} database")
    layer.setting(ENVIRONMENT_NAME)
    secret = layer.add(_secret(layer, system, database))
    add = _add_cluster if database.aurora else _add_instance
    made = add(layer, system, database, secret)
    _attach(layer, secret, made)
    host = ports.DATABASE_HOST
    if database.aurora:
        host = host.known_as("rds_cluster_endpoint")
    layer.leave(host, GetAtt(made, "Endpoint.Address"))
    layer.leave(ports.DATABASE_PORT, GetAtt(made, "Endpoint.Port"))
    layer.leave(ports.DATABASE_NAME, database.name)
    layer.leave(ports.DATABASE_SECRET_ARN, Ref(secret))
    if database.url:
        url = layer.add(_url(layer, system, database, secret))
        layer.leave(ports.DATABASE_URL_SECRET_ARN, Ref(url))
    return layer


def _add_instance(
    layer: Layer, system: System, database: Database, secret: secretsmanager.Secret
) -> rds.DBInstance:
    """Add an instance of RDS and the replicas that there may be; return the first."""
    primary = layer.add(instance(layer, system, database, secret))
    first, *_ = found = [
        layer.add(replica) for replica in replicas(layer, system, database, primary)
    ]
    layer.leave(ports.DATABASE_INSTANCE_ID, Ref(primary))
    layer.leave(ports.DATABASE_ARN, GetAtt(primary, "DBInstanceArn"))
    address = "Endpoint.Address"
    layer.leave(
        ports.DATABASE_READER_HOST,
        If(has_replica(layer, 1), GetAtt(first, address), GetAtt(primary, address)),
    )
    for number, replica in enumerate(found, 1):
        layer.leave(
            ports.database_replica_id(number),
            If(has_replica(layer, number), Ref(replica), ""),
        )
    return primary


def _add_cluster(
    layer: Layer, system: System, database: Database, secret: secretsmanager.Secret
) -> rds.DBCluster:
    """Add a cluster of Aurora and its instances; return the cluster."""
    made = layer.add(cluster(layer, system, database, secret))
    for one in instances(layer, system, database, made):
        layer.add(one)
    layer.leave(ports.DATABASE_CLUSTER_ID, Ref(made))
    layer.leave(ports.DATABASE_ARN, GetAtt(made, "DBClusterArn"))
    layer.leave(ports.DATABASE_READER_HOST, GetAtt(made, "ReadEndpoint.Address"))
    return made


def _secret(layer: Layer, system: System, database: Database) -> secretsmanager.Secret:
    """Return the secret of the master user; the attachment adds host, port and name.

    Letters and digits only: RDS refuses `/`, `"` and `@`, and the rest would have to
    be escaped in a connection URL. Leave GenerateSecretString as it is: a change makes
    a new password at once, and the database is not told.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
    """
    user = engine_of(database).dialect.user
    return secretsmanager.Secret(
        "DatabaseSecret",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Description=f"Master user of the {system.system} database",
        GenerateSecretString=secretsmanager.GenerateSecretString(
            ExcludePunctuation=True,
            GenerateStringKey="password",
            PasswordLength=40,
            SecretStringTemplate=json.dumps({"username": user}),
        ),
        KmsKeyId=layer.enter(ports.KEY_ARN),
        Tags=name_tag(system.system, "database"),
    )


def _attach(
    layer: Layer,
    secret: secretsmanager.Secret,
    made: rds.DBInstance | rds.DBCluster,
) -> None:
    """Add what writes host, port and name of the database into its secret."""
    layer.add(
        secretsmanager.SecretTargetAttachment(
            "DatabaseSecretAttachment",
            SecretId=Ref(secret),
            TargetId=Ref(made),
            TargetType=made.resource_type,
        )
    )


def _url(
    layer: Layer, system: System, database: Database, secret: secretsmanager.Secret
) -> secretsmanager.Secret:
    """Return the secret whose whole value is the address, with user and password.

    CloudFormation puts the password in when it makes the secret, and again when the
    host changes. It holds nothing that cannot be made again, so it goes with the stack.
    """
    dialect = engine_of(database).dialect
    host = "${Database.Endpoint.Address}:${Database.Endpoint.Port}"
    user = f"{dialect.user}:{traits.password(secret)}"
    return secretsmanager.Secret(
        "DatabaseUrlSecret",
        DeletionPolicy="Delete",
        UpdateReplacePolicy="Delete",
        Description=f"Address of the {system.system} database, with its password",
        KmsKeyId=layer.enter(ports.KEY_ARN),
        SecretString=Sub(
            f"{dialect.scheme}://{user}@{host}/{database.name}{dialect.options}"
        ),
        Tags=name_tag(system.system, "database-url"),
    )
