"""Which acknowledgements the templates need: asked for by reading them, never all.

CloudFormation wants the union over all nested templates when the root is created:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

NAMED = frozenset(
    ("RoleName", "UserName", "GroupName", "ManagedPolicyName", "InstanceProfileName")
)
"""Properties that give an IAM resource a name of the template's choice."""


def needed(templates: Iterable[str]) -> tuple[str, ...]:
    """Return the capabilities that the templates need together, sorted."""
    found = {c for text in templates for c in _of_template(json.loads(text))}
    if "CAPABILITY_NAMED_IAM" in found:
        found.discard("CAPABILITY_IAM")  # the named one includes it
    return tuple(sorted(found))


def _of_template(body: Mapping[str, Any]) -> Iterator[str]:
    """Yield what one template needs."""
    if "Transform" in body:
        yield "CAPABILITY_AUTO_EXPAND"
    for resource in body.get("Resources", {}).values():
        if resource["Type"].startswith("AWS::IAM::"):
            named = NAMED & set(resource.get("Properties", {}))
            yield "CAPABILITY_NAMED_IAM" if named else "CAPABILITY_IAM"
