"""Differences to render: one of every kind."""

from __future__ import annotations

from typing import Any

from cfngen.diff import Diff, difference
from cfngen.render.diff.words import Sides
from tests.diff.small import BUCKET, CLUSTER, GROUP, INSTANCE, QUEUE, of
from tests.models import of_template

SINCE = Sides("shop", "main", "working tree", "prod")
ACROSS = Sides("shop", "dev", "prod", effects=False, nameless=True)

SAFE = {"DeletionPolicy": "Retain", "UpdateReplacePolicy": "Snapshot"}


def template(resources: dict[str, Any], **password: str) -> dict[str, Any]:
    """Return a template with a secret parameter and an output."""
    return {
        "Parameters": {
            "Idle": {"Type": "String"},
            "Password": {"Type": "String", "NoEcho": True},
        },
        "Resources": resources,
        "Outputs": {"Host": {"Value": {"Fn::GetAtt": ["Db", "Endpoint.Address"]}}},
    }


BEFORE = template(
    {
        "Bucket": of(BUCKET) | SAFE,
        "Db": of(
            INSTANCE,
            StorageEncrypted=False,
            DBInstanceIdentifier="shop",
            MasterUserPassword={"Ref": "Password"},
        )
        | SAFE,
        "Group": of(GROUP, GroupDescription="a"),
        "Jobs": of(QUEUE),
        "Old": of(CLUSTER, ClusterName="c"),
        "Told": of(CLUSTER) | {"Metadata": {"Why": "a"}},
        "Trusting": of(
            "AWS::Logs::LogGroup", Tags=[{"Key": "host", "Value": {"Ref": "Db"}}]
        ),
    }
)

AFTER = template(
    {
        "Db": of(
            INSTANCE,
            StorageEncrypted=True,
            DBInstanceIdentifier="shop",
            MasterUserPassword={"Ref": "Password"},
        )
        | SAFE,
        "Group": of(GROUP, GroupDescription="b"),
        "New": of(CLUSTER, ClusterName="c"),
        "Told": of(CLUSTER) | {"Metadata": {"Why": "b"}},
        "Trusting": of(
            "AWS::Logs::LogGroup", Tags=[{"Key": "host", "Value": {"Ref": "Db"}}]
        ),
    }
)


def every() -> Diff:
    """Return a diff that holds every kind of change."""
    return difference(
        of_template(BEFORE, Idle="a", Password="hunter1"),
        of_template(AFTER, Idle="b", Password="hunter2"),
    )


def large(count: int, value: str = "x") -> Diff:
    """Return a diff of many resources."""
    before = {f"Group{n}": of(GROUP, GroupDescription="a") for n in range(count)}
    after = {
        f"Group{n}": of(GROUP, GroupDescription=f"{value}{n}") for n in range(count)
    }
    return difference(
        of_template({"Resources": before}), of_template({"Resources": after})
    )


def of_values(before: Any, after: Any) -> Diff:
    """Return the diff of one resource whose one value changes."""
    return difference(
        *(
            of_template({"Resources": {"Group": of(GROUP, GroupDescription=value)}})
            for value in (before, after)
        )
    )
