"""Small models to compare: some resources, or a root that nests others."""

from __future__ import annotations

import json
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from cfngen.diff import Change, compare
from cfngen.model import Model
from cfngen.params import parse
from cfngen.resolve import Root, resolve
from cfngen.template import tree_of
from tests.models import of_resources

Resources = Mapping[str, Mapping[str, Any]]

CLUSTER = "AWS::ECS::Cluster"
BUCKET = "AWS::S3::Bucket"
GROUP = "AWS::EC2::SecurityGroup"
QUEUE = "AWS::SQS::Queue"
TABLE = "AWS::DynamoDB::Table"
INSTANCE = "AWS::RDS::DBInstance"


def of(type: str, /, **properties: Any) -> dict[str, Any]:
    """Return a resource as a template has it."""
    return {"Type": type, "Properties": properties}


def tree(
    root: Resources,
    region: str = "us-east-1",
    sections: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    **nested: Resources,
) -> Model:
    """Return the model of a root that nests templates: `Data` nests `Data.json`.

    `sections` are what a nested template has beside its resources.
    """
    stacks = {
        name: of("AWS::CloudFormation::Stack", TemplateURL=f"{name}.json")
        | dict(root.get(name, {}))
        for name in nested
    }
    texts = {
        "root.json": json.dumps({"Resources": {**root, **stacks}}),
        **{
            f"{name}.json": json.dumps({"Resources": r, **sections.get(name, {})})
            for name, r in nested.items()
        },
    }
    made = Root(tree_of(texts, "root.json", "small"), "stack", region)
    return resolve((made,), parse(b"{}", "p.json", "p"))


def change(before: Resources, after: Resources, path: str) -> Change:
    """Return the change of one resource."""
    changes = compare(of_resources(**before), of_resources(**after))
    return next(found for found in changes if found.path == path)


def one(before: Mapping[str, Any], after: Mapping[str, Any]) -> Change:
    """Return how a lone resource changes."""
    return change({"It": before}, {"It": after}, "It")
