"""Dynamic references: values that CloudFormation fetches while it makes a resource.

Plain moto stores the text `{{resolve:secretsmanager:…}}` as if it were the value.
CloudFormation fetches it and shows it nowhere:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import Any

from moto.secretsmanager.models import secretsmanager_backends
from moto.ssm.models import ssm_backends

from cfngen.local.language.parameters import MASK
from cfngen.local.language.refusals import REFUSALS, Refused, ResourceFailed

REFERENCE = re.compile(r"\{\{resolve:(ssm-secure|ssm|secretsmanager):([^}]*)\}\}")
ARN_PARTS = 7


@dataclass
class Resolver:
    """Fetches references for one account and region, and knows what to keep quiet."""

    account: str
    region: str
    secrets: set[str] = field(default_factory=set)

    def resolve(self, value: Any) -> Any:
        """Return a value with its dynamic references fetched.

        Raises ResourceFailed if there is no such secret, key or parameter.
        """
        if isinstance(value, dict):
            return {key: self.resolve(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.resolve(item) for item in value]
        if isinstance(value, str):
            return REFERENCE.sub(self._fetch, value)
        return value

    def quiet(self, text: str) -> str:
        """Return a text without the secrets that were fetched."""
        for secret in sorted(self.secrets, key=len, reverse=True):
            text = text.replace(secret, MASK)
        return text

    def parameter(self, name: str) -> str:
        """Return the value of an SSM parameter; raise Refused if there is none."""
        parameter = ssm_backends[self.account][self.region].get_parameter(name)
        if parameter is None:
            raise Refused(f"Unable to fetch parameters [{name}] from parameter store")
        return str(parameter.value)

    def _fetch(self, match: re.Match[str]) -> str:
        service, rest = match.groups()
        if service == "secretsmanager":
            value = self._secret(rest)
        else:
            name, _, version = rest.partition(":")
            value = self.parameter(f"{name}:{version}" if version else name)
        if service != "ssm" and value:
            self.secrets.add(value)
        return value

    def _secret(self, rest: str) -> str:
        parts = rest.split(":")
        count = ARN_PARTS if rest.startswith("arn:") else 1
        name, parts = ":".join(parts[:count]), parts[count:]
        _, key, stage, version = (parts + [""] * 4)[:4]
        backend = secretsmanager_backends[self.account][self.region]
        try:
            found = backend.get_secret_value(name, version, stage)
        except REFUSALS as error:
            raise ResourceFailed(
                f"Secrets Manager can't find the specified secret. ({name})"
            ) from error
        text = str(found.get("SecretString", ""))
        return _key_of(text, key) if key else text


def _key_of(text: str, key: str) -> str:
    try:
        return str(json.loads(text)[key])
    except (ValueError, KeyError, TypeError) as error:
        raise ResourceFailed(
            f"Could not find a value associated with JSONKey {key} in SecretString"
        ) from error
