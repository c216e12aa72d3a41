"""The cache layer: a Redis or Valkey replication group and the token that opens it."""

from __future__ import annotations

from troposphere import GetAtt, Ref, secretsmanager

from cfngen import ports
from cfngen.errors import WiringError
from cfngen.layers.cache.group import replication_group
from cfngen.layers.layer import Layer
from cfngen.physical import name_tag
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.system import System


def build(system: System) -> Layer:
    """Build the cache layer.

    Raises WiringError when the spec has no cache.
    """
    if system.cache is None:
        raise WiringError(f"{system.system} has no cache to build a layer for.")
    layer = Layer("cache", f"{system.system}: {system.cache.engine} cache")
    layer.setting(ENVIRONMENT_NAME)
    secret = layer.add(_secret(layer, system))
    cache = layer.add(replication_group(layer, system, system.cache, secret))
    layer.leave(ports.CACHE_HOST, GetAtt(cache, "PrimaryEndPoint.Address"))
    layer.leave(ports.CACHE_PORT, GetAtt(cache, "PrimaryEndPoint.Port"))
    layer.leave(ports.CACHE_SECRET_ARN, Ref(secret))
    layer.leave(ports.CACHE_REPLICATION_GROUP_ID, Ref(cache))
    return layer


def _secret(layer: Layer, system: System) -> secretsmanager.Secret:
    """Return the secret whose whole value is the auth token.

    Letters and digits only: ElastiCache takes few other characters, and those would
    have to be escaped in a connection URL. Leave GenerateSecretString as it is: a
    change makes a new token at once, and the cache is not told.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/auth.html
    """
    return secretsmanager.Secret(
        "CacheSecret",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Description=f"Auth token of the {system.system} cache",
        GenerateSecretString=secretsmanager.GenerateSecretString(
            ExcludePunctuation=True, PasswordLength=64
        ),
        KmsKeyId=layer.enter(ports.KEY_ARN),
        Tags=name_tag(system.system, "cache"),
    )
