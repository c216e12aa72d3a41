"""The database layer: a PostgreSQL instance on RDS and the secret that opens it."""

from __future__ import annotations

import json

from troposphere import GetAtt, Ref, secretsmanager

from cfngen import ports
from cfngen.errors import WiringError
from cfngen.layers.database.instance import MASTER_USER, instance
from cfngen.layers.layer import Layer
from cfngen.naming import name_tag
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.system import System


def build(system: System) -> Layer:
    """Build the database layer.

    Raises WiringError when the spec has no database.
    """
    if system.database is None:
        raise WiringError(f"{system.system} has no database to build a layer for.")
    layer = Layer("database", f"{system.system}: PostgreSQL database")
    layer.setting(ENVIRONMENT_NAME)
    secret = layer.add(_secret(layer, system))
    database = layer.add(instance(layer, system, system.database, secret))
    layer.add(
        secretsmanager.SecretTargetAttachment(
            "DatabaseSecretAttachment",
            SecretId=Ref(secret),
            TargetId=Ref(database),
            TargetType="AWS::RDS::DBInstance",
        )
    )
    layer.leave(ports.DATABASE_HOST, GetAtt(database, "Endpoint.Address"))
    layer.leave(ports.DATABASE_PORT, GetAtt(database, "Endpoint.Port"))
    layer.leave(ports.DATABASE_NAME, system.database.name)
    layer.leave(ports.DATABASE_SECRET_ARN, Ref(secret))
    layer.leave(ports.DATABASE_INSTANCE_ID, Ref(database))
    return layer


def _secret(layer: Layer, system: System) -> secretsmanager.Secret:
    """Return the secret of the master user; the attachment adds host, port and name.

    Letters and digits only: RDS refuses `/`, `"` and `@`, and the rest would have to
    be escaped in a connection URL. Leave GenerateSecretString as it is: a change makes
    a new password at once, and the instance is not told.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
    """
    return secretsmanager.Secret(
        "DatabaseSecret",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Description=f"Master user of the {system.system} database",
        GenerateSecretString=secretsmanager.GenerateSecretString(
            ExcludePunctuation=True,
            GenerateStringKey="password",
            PasswordLength=40,
            SecretStringTemplate=json.dumps({"username": MASTER_USER}),
        ),
        KmsKeyId=layer.enter(ports.KEY_ARN),
        Tags=name_tag(system.system, "database"),
    )
