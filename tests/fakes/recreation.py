"""Which change of a property makes a new physical resource, and what of the old one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfngen.schemas import schema
from tests.fakes.ground import Ground

SNAPSHOT_BY_DEFAULT = ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance")
"""Types whose data AWS saves where the template says nothing:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-attribute-deletionpolicy.html"""

KEYWORDS = (
    ("createOnlyProperties", "Always"),
    ("conditionalCreateOnlyProperties", "Conditionally"),
)


class Recreation:
    """From the provider schemas, or from `table` where a test knows better.

    `table` maps a type and the name of a property to Never, Conditionally or Always.
    """

    def __init__(self, ground: Ground) -> None:
        self.ground = ground
        self.table: dict[tuple[str, str], str] = {}

    def of(self, kind: str, name: str) -> str:
        """Return RequiresRecreation of a property."""
        if (kind, name) in self.table:
            return self.table[kind, name]
        known = schema(self.ground.region, kind)
        for keyword, answer in KEYWORDS:
            if any(path[0] == name for path in known.paths(keyword)):
                return answer
        return "Never"

    def takes_tags(self, kind: str) -> bool:
        """Say whether tags of the stack come down to resources of a type."""
        known = schema(self.ground.region, kind)
        return any("Tags" in name for name in known.body.get("properties", {}))


def deletion(definition: Mapping[str, Any]) -> str:
    """Return what happens to a resource that is deleted."""
    kind, properties = definition.get("Type"), definition.get("Properties", {})
    saved = kind in SNAPSHOT_BY_DEFAULT and "DBClusterIdentifier" not in properties
    return str(definition.get("DeletionPolicy", "Snapshot" if saved else "Delete"))


def replacement(definition: Mapping[str, Any]) -> str:
    """Return what happens to a resource whose successor has been made."""
    return str(definition.get("UpdateReplacePolicy", "Delete"))
