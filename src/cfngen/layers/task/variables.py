"""What a task's containers find in their environment, and its own secrets.

A secret enters by reference: ECS reads the value when a task starts, so that it is in
no template and in no task definition:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from troposphere import Ref, Sub, ecs, secretsmanager

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.task import given
from cfngen.layers.task.given import Reference
from cfngen.naming import logical
from cfngen.physical import name_tag
from cfngen.spec.system import System

GENERATED_CHARACTERS = 64
"""Length of a generated secret: letters and digits worth over 380 bits."""


@dataclass(frozen=True)
class Variables:
    """The environment variables of a container, and the secrets that they read."""

    plain: tuple[ecs.Environment, ...]
    secret: tuple[ecs.Secret, ...]
    secret_arns: tuple[Any, ...]


def variables(layer: Layer, system: System, name: str) -> Variables:
    """Add the secrets of a service or job to the layer and return all its variables.

    Variables are sorted by name: a task definition whose order changes is a new one.
    """
    task = system.tasks[name]
    plain = dict(given.plain(layer, system, name)) | dict(task.environment)
    secret = dict(given.secret(layer, system, name))
    for variable in task.secrets:
        created = layer.add(_generated(layer, system, name, variable))
        secret[variable] = Reference(Ref(created))
    arns = {one.secret.data["Ref"]: one.secret for one in secret.values()}
    return Variables(
        tuple(ecs.Environment(Name=n, Value=plain[n]) for n in sorted(plain)),
        tuple(ecs.Secret(Name=n, ValueFrom=secret[n].whence()) for n in sorted(secret)),
        tuple(arns.values()),
    )


def _generated(
    layer: Layer, system: System, name: str, variable: str
) -> secretsmanager.Secret:
    """Return a secret of the task's own, random until somebody sets it.

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
