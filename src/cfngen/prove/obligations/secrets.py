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
    worded,
)
from cfngen.prove.claims.claim import INTERNET
from cfngen.prove.obligations.keys import key_of
from cfngen.prove.obligations.needs import (
    Grant,
    Need,
    arn,
    first,
    foreign,
    halves,
    reference,
    upto,
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

SUFFIX, COMPLETE = "-??????", re.compile(r"-[A-Za-z0-9]{6}$")
"""What Secrets Manager adds to a name. An ARN may be given without it, and policies are
asked about the whole of it.

https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_iam-permissions.html
"""


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
    found = halves(value, NAME)
    if found is None:
        return reference(value) or value
    name = upto(found[1], ":")
    last = name.parts[-1] if isinstance(name, Text) else name
    partial = isinstance(last, str) and not COMPLETE.search(last)
    return joined((found[0], NAME, name, SUFFIX if partial else ""))


def _decrypts(
    model: Model, task: Resource, held: Resource | None, service: str
) -> Iterator[Grant]:
    """Yield what the key of a secret asks for; the key of AWS asks nobody."""
    key = held.get("KmsKeyId") if held is not None else None
    asked = key_of(model, task, key) if key is not None else None
    if asked is not None:
        yield Grant("kms:Decrypt", asked, service)
