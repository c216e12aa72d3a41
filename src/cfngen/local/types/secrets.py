"""Secrets and their attachments: real objects in the emulated Secrets Manager.

Plain moto skips AWS::SecretsManager::Secret, so that a dynamic reference has nothing
to fetch. CloudFormation makes it, generates the value where asked, and the attachment
writes the database's address into it:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-secretsmanager-secret.html
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from moto.secretsmanager.models import secretsmanager_backends

from cfngen.local.engine.handlers import Job, Made
from cfngen.local.engine.records import Resource
from cfngen.local.language.refusals import REFUSALS, ResourceFailed, words
from cfngen.local.types.standins import attribute, generated_name

DEFAULT_LENGTH = 32


class Secret:
    """Makes secrets; Ref gives the ARN."""

    def create(self, job: Job) -> Made:
        """Make a secret with the given or a generated value."""
        properties = job.properties
        try:
            made = _backend(job).create_secret(
                properties.get("Name") or generated_name(job),
                _value(job),
                None,
                properties.get("Description"),
                list(properties.get("Tags", [])),
                properties.get("KmsKeyId"),
                None,
                list(properties.get("ReplicaRegions", [])),
                False,
            )
        except REFUSALS as error:
            raise ResourceFailed(words(error)) from error
        return Made(json.loads(made)["ARN"])

    def update(self, job: Job, old: Resource) -> Made:
        """Write a new value if the template's own value changed, and the description.

        A generated value stays as it is while its recipe stays.
        """
        keys = ("SecretString", "GenerateSecretString")
        changed = any(job.properties.get(k) != old.properties.get(k) for k in keys)
        backend = _backend(job)
        if changed:
            _put(job, old.physical_id, _value(job) or "")
        backend.secrets[old.physical_id].description = job.properties.get("Description")
        return Made(old.physical_id)

    def delete(self, job: Job, old: Resource) -> None:
        """Delete at once, as CloudFormation does, without a recovery window."""
        try:
            _backend(job).delete_secret(old.physical_id, None, True)
        except REFUSALS:
            return

    def attribute(self, job: Job, old: Resource, name: str) -> Any:
        """Return the ARN, which is the only attribute."""
        return attribute(job, old.physical_id, {"Id": old.physical_id}, name)


class Attachment:
    """Writes a database's address into its secret; Ref gives the secret's ARN."""

    def create(self, job: Job) -> Made:
        """Add host and port of the target, where the stack holds it."""
        secret, target = job.properties["SecretId"], job.properties["TargetId"]
        found = next(
            (r for r in job.stack.resources.values() if r.physical_id == target), None
        )
        try:
            current = _backend(job).get_secret_value(secret, "", "")["SecretString"]
            value = {**json.loads(current), **_address(found)}
            _put(job, secret, json.dumps(value))
        except REFUSALS as error:
            raise ResourceFailed(words(error)) from error
        except (ValueError, KeyError, TypeError):
            return Made(secret)
        return Made(secret)

    def update(self, job: Job, old: Resource) -> Made:
        """Write the address anew."""
        return self.create(job)

    def delete(self, job: Job, old: Resource) -> None:
        """Leave the secret as it is."""

    def attribute(self, job: Job, old: Resource, name: str) -> Any:
        """Return the secret's ARN, which is the only attribute."""
        return attribute(job, old.physical_id, {"Id": old.physical_id}, name)


def _backend(job: Job) -> Any:
    return secretsmanager_backends[job.account][job.region]


def _put(job: Job, secret: str, value: str) -> None:
    """Write a new current version."""
    _backend(job).put_secret_value(secret, value, "", str(uuid.uuid4()), ["AWSCURRENT"])


def _value(job: Job) -> str | None:
    recipe = job.properties.get("GenerateSecretString")
    if recipe is None:
        return job.properties.get("SecretString")
    password = json.loads(
        _backend(job).get_random_password(
            recipe.get("PasswordLength", DEFAULT_LENGTH),
            recipe.get("ExcludeCharacters", ""),
            recipe.get("ExcludeNumbers", False),
            recipe.get("ExcludePunctuation", False),
            recipe.get("ExcludeUppercase", False),
            recipe.get("ExcludeLowercase", False),
            recipe.get("IncludeSpace", False),
            recipe.get("RequireEachIncludedType", True),
        )
    )["RandomPassword"]
    if "GenerateStringKey" not in recipe:
        return str(password)
    template = json.loads(recipe.get("SecretStringTemplate", "{}"))
    return json.dumps({**template, recipe["GenerateStringKey"]: password})


def _address(found: Resource | None) -> dict[str, Any]:
    if found is None:
        return {}
    properties = found.properties
    return {
        "engine": properties.get("Engine", ""),
        "host": found.attributes.get("Endpoint.Address", ""),
        "port": int(found.attributes.get("Endpoint.Port") or 0),
        "dbname": properties.get("DBName", ""),
        "dbInstanceIdentifier": found.physical_id,
    }
