"""Where the secrets of a container are kept, and with which key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.checks.access.secrets import ATTACHMENT
from cfngen.checks.compute.starting import PARAMETER, READ, SECRET
from cfngen.model import (
    Model,
    Reference,
    Resource,
    Text,
    Value,
    joined,
    known,
    references,
    target,
    text,
    worded,
)
from cfngen.prove.claims.claim import INTERNET
from cfngen.prove.obligations.needs import (
    Grant,
    Need,
    arn,
    first,
    foreign,
    reference,
    written,
)
from cfngen.resolve.scope import Path

MANAGER, STORE = "secretsmanager", "ssm"
HOLDERS = {SECRET: MANAGER, PARAMETER: STORE}
ACTIONS = {MANAGER: READ[SECRET], STORE: READ[PARAMETER]}

REGION = re.compile(r"arn:[a-z-]+:[a-z]+:([a-z0-9-]+):")
"""What an ARN begins with, up to its region."""

NAME = ":secret:"
"""What the name of a secret follows in its ARN."""

OWN = "alias/aws/"
"""How the aliases of keys begin that are AWS's, and that everybody of the account may
use through their service."""


def secret(model: Model, task: Resource, path: Path, value: Value) -> Need:
    """Return what reads a secret; one that a parameter names may be of either service.

    Secrets Manager decrypts in the name of the execution role, so that the role needs
    the key and the task does not call KMS.
    https://docs.aws.amazon.com/secretsmanager/latest/userguide/security-encryption.html
    """
    held = kept(model, value)
    service = HOLDERS.get(held.type, "") if held is not None else _service(value)
    what = f"read {held.path if held else worded(value)}"
    if not service:
        return Need(path, what, ((MANAGER,), (STORE,)), unknown=worded(value))
    whole = _whole(model, task, value, service)
    about = whole if held is None else Reference(held.path)
    grants = (Grant(ACTIONS[service], about), *_decrypts(model, task, held, service))
    region = REGION.match(written(value)) if held is None else None
    there = region is not None and foreign(model, task, region[1])
    return Need(path, what, ((INTERNET,),) if there else ((service,),), grants)


def kept(model: Model, value: Value) -> Resource | None:
    """Return the secret or the parameter that a value names, if it is in the model.

    Whoever refers to an attachment gets the secret that it attaches.
    """
    named = (target(model, one) for one in references(value))
    found = next((one for one in named if one is not None), None)
    if found is not None and found.type == ATTACHMENT:
        found = first(model, found.get("SecretId"))
    if found is None and isinstance(value, str):
        same = (one for one in model.of(PARAMETER) if one.get("Name") == value)
        found = next(same, None)
    return found if found is not None and found.type in HOLDERS else None


def _service(value: Value) -> str:
    """Return the service that a value is of; empty where that is not known."""
    shown, head = written(value), reference(value)
    if ":secretsmanager:" in shown or (head and "Secret" in head.attribute):
        return MANAGER  # a database's own secret is `MasterUserSecret.SecretArn`
    if ":ssm:" in shown or (known(value) and not shown.startswith("arn:")):
        return STORE
    return ""


def _whole(model: Model, task: Resource, value: Value, service: str) -> Value:
    """Return the ARN that a policy names: the secret without key, stage and version,
    the parameter by more than its name."""
    if service == STORE and isinstance(value, str) and not value.startswith("arn:"):
        return arn(model, task, "ssm", f"parameter/{value.removeprefix('/')}")
    if not isinstance(value, Text):
        return _cut(value) if isinstance(value, str) else value
    if isinstance(value.parts[0], Reference):
        return value.parts[0]
    return joined(_cut(one) if isinstance(one, str) else one for one in value.parts)


def _cut(part: str) -> str:
    """Return an ARN, or the end of one, up to the end of a secret's name."""
    before, colon, after = part.partition(NAME)
    return f"{before}{colon}{after.partition(':')[0]}"


def _decrypts(
    model: Model, task: Resource, held: Resource | None, service: str
) -> Iterator[Grant]:
    """Yield what the key of a secret asks for; the key of AWS asks nobody."""
    key = held.get("KmsKeyId") if held is not None else None
    alias = first(model, key)
    if alias is not None and alias.type == "AWS::KMS::Alias":
        key = alias.get("TargetKeyId")
    name = text(key) or ""
    if name.startswith("alias/"):
        behind = Reference(f"the key of {name}")
        key = joined((arn(model, task, "kms", "key/"), behind))
    elif name and not name.startswith("arn:"):
        key = arn(model, task, "kms", f"key/{name}")
    if key is not None and not name.startswith(OWN):
        yield Grant("kms:Decrypt", key, service)
