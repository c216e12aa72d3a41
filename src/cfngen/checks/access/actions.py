"""What IAM knows of actions, from the table that cfn-lint carries.

The table is AWS's own: https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

NARROWED_OTHERWISE = (
    "cloudwatch:getmetricdata",
    "cloudwatch:putmetricdata",
    "comprehend:detectentities",
    "ecs:listtasks",
    "polly:synthesizespeech",
    "translate:translatetext",
)
"""Actions whose resource in the table is one that a call may have and need not.

The usual call has none and needs "*". That for metrics is narrowed by a condition:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/iam-cw-condition-keys-namespace.html
"""


def resources_of(action: str) -> tuple[str, ...]:
    """Return the kinds of resources that an action can be narrowed to.

    Empty where it cannot be, and for an action that the table does not know.
    """
    if action.lower() in NARROWED_OTHERWISE:
        return ()
    return tuple((_known(action) or {}).get("Resources", ()))


def exists(action: str) -> bool:
    """Say whether IAM has an action, `service:Name` in any letters."""
    return _known(action) is not None


@cache
def every() -> Mapping[str, frozenset[str]]:
    """Return the names of all actions in small letters, by service."""
    return {
        service: frozenset(found.get("Actions", {}))
        for service, found in _services().items()
    }


def _known(action: str) -> Mapping[str, Any] | None:
    """Return what the table says of an action; None for one that it does not know."""
    service, _, name = action.lower().partition(":")
    known: Mapping[str, Any] | None
    known = _services().get(service, {}).get("Actions", {}).get(name)
    return known


@cache
def _services() -> Mapping[str, Any]:
    """Return the table, by service; empty where cfn-lint carries none."""
    spec = find_spec("cfnlint")
    if spec is None or spec.origin is None:
        return {}
    path = Path(spec.origin).parent / "data" / "AdditionalSpecs" / "Policies.json"
    found: Mapping[str, Any] = json.loads(path.read_text("utf-8"))
    return found
