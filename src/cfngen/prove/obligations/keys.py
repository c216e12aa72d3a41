"""Keys of KMS as they are named: by id, by ARN, or by an alias, which is for a key."""

from __future__ import annotations

from cfngen.model import Model, Reference, Resource, Value, joined, text
from cfngen.prove.obligations.needs import arn, first, halves

ALIAS = "AWS::KMS::Alias"
OWN = "alias/aws/"
"""How the aliases of keys begin that are AWS's, and that everybody of the account may
use through their service."""


def key_of(model: Model, task: Resource, given: Value) -> Value:
    """Return the key that is asked of a role where one is given; None for one of AWS.

    Policies are asked about the key, never about an alias of it.
    https://docs.aws.amazon.com/kms/latest/developerguide/alias-authorization.html
    """
    alias = first(model, given)
    if alias is not None and alias.type == ALIAS:
        return _whole(model, task, alias.get("TargetKeyId"))
    name = _alias(given)
    if name.startswith(OWN):
        return None
    if name:
        same = (one for one in model.of(ALIAS) if one.get("AliasName") == name)
        behind = joined((arn(model, task, "kms", "key/"), Reference(f"key of {name}")))
        given = next((one.get("TargetKeyId") for one in same), behind)
    return _whole(model, task, given)


def _whole(model: Model, task: Resource, given: Value) -> Value:
    """Return the ARN of a key that is given by its id alone."""
    shown = text(given) or ""
    if shown and not shown.startswith("arn:"):
        return arn(model, task, "kms", f"key/{shown}")
    return given


def _alias(given: Value) -> str:
    """Return the name of the alias that a key is given by, `alias/shop`; else nothing.

    An ARN may be one of an alias.
    """
    found = halves(given, "alias/")
    name = text(found[1]) if found is not None else None
    return f"alias/{name}" if name else ""
