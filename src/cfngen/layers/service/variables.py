"""What a service's containers find in their environment, and its own secrets.

A secret enters by reference: ECS reads the value when a task starts, so that it is in
no template and in no task definition:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from troposphere import Ref, Sub, ecs, secretsmanager

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.naming import logical, name_tag
from cfngen.spec import stores
from cfngen.spec.service import Service
from cfngen.spec.system import System

GENERATED_CHARACTERS = 64
"""Length of a generated secret: letters and digits worth over 380 bits."""


@dataclass(frozen=True)
class Variables:
    """The environment variables of a container, and the secrets that they read."""

    plain: tuple[ecs.Environment, ...]
    secret: tuple[ecs.Secret, ...]
    secret_arns: tuple[Any, ...]


def variables(layer: Layer, system: System, name: str, service: Service) -> Variables:
    """Add the service's secrets to the layer and return all of its variables.

    Variables are sorted by name: a task definition whose order changes is a new one.
    """
    plain = dict(_store_addresses(layer, service)) | service.environment
    secret = dict(_store_secrets(layer, service))
    arns = list(_store_secret_arns(layer, service))
    for variable in service.secrets:
        created = layer.add(_generated(layer, system, name, variable))
        secret[variable] = Ref(created)
        arns.append(Ref(created))
    return Variables(
        tuple(ecs.Environment(Name=n, Value=plain[n]) for n in sorted(plain)),
        tuple(ecs.Secret(Name=n, ValueFrom=secret[n]) for n in sorted(secret)),
        tuple(arns),
    )


def _store_addresses(layer: Layer, service: Service) -> Iterator[tuple[str, Any]]:
    """Yield the variables that say where the stores are."""
    if "database" in service.uses:
        yield stores.DATABASE_HOST, layer.enter(ports.DATABASE_HOST)
        yield stores.DATABASE_PORT, layer.enter(ports.DATABASE_PORT)
        yield stores.DATABASE_NAME, layer.enter(ports.DATABASE_NAME)
    if "cache" in service.uses:
        yield stores.CACHE_HOST, layer.enter(ports.CACHE_HOST)
        yield stores.CACHE_PORT, layer.enter(ports.CACHE_PORT)


def _store_secrets(layer: Layer, service: Service) -> Iterator[tuple[str, Any]]:
    """Yield the variables that open the stores, each a reference to a secret."""
    if "database" in service.uses:
        arn = f"${{{layer.enter(ports.DATABASE_SECRET_ARN).data['Ref']}}}"
        yield stores.DATABASE_USERNAME, Sub(f"{arn}:username::")
        yield stores.DATABASE_PASSWORD, Sub(f"{arn}:password::")
    if "cache" in service.uses:
        yield stores.CACHE_AUTH_TOKEN, layer.enter(ports.CACHE_SECRET_ARN)


def _store_secret_arns(layer: Layer, service: Service) -> Iterator[Any]:
    """Yield the secrets of the stores that the service uses."""
    if "database" in service.uses:
        yield layer.enter(ports.DATABASE_SECRET_ARN)
    if "cache" in service.uses:
        yield layer.enter(ports.CACHE_SECRET_ARN)


def _generated(
    layer: Layer, system: System, name: str, variable: str
) -> secretsmanager.Secret:
    """Return a secret of the service's own, random until somebody sets it.

    It is kept when the stack goes, since a value that somebody set cannot be made
    again. Changing how it is generated would draw a new value.
    """
    return secretsmanager.Secret(
        f"{logical(name)}{logical(variable.lower().replace('_', '-'))}",
        DeletionPolicy="RetainExceptOnCreate",
        UpdateReplacePolicy="Retain",
        Description=Sub(f"{variable} of {name} in ${{EnvironmentName}}."),
        GenerateSecretString=secretsmanager.GenerateSecretString(
            ExcludePunctuation=True, PasswordLength=GENERATED_CHARACTERS
        ),
        KmsKeyId=layer.enter(ports.KEY_ARN),
        Tags=name_tag(system.system, name),
    )
