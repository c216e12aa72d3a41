"""A system of three stacks, small enough to be read in a test."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from cfngen.naming import stack_tags
from cfngen.package import STACK
from cfngen.plan.inputs.order import Order
from cfngen.plan.inputs.target import Target

ROLE = {
    "Type": "AWS::IAM::Role",
    "Properties": {
        "AssumeRolePolicyDocument": {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                    "Action": "sts:AssumeRole",
                }
            ],
        }
    },
}
OUTPUT = {"Fn::GetAtt": ["Store", "Outputs.BucketName"]}


def stack(url: str, **parameters: Any) -> dict[str, Any]:
    """Return a nested stack."""
    return {
        "Type": STACK,
        "Properties": {"TemplateURL": url, "Parameters": parameters},
    }


def bodies() -> dict[str, dict[str, Any]]:
    """Return the templates: a root, a bucket with a log group, a topic with a role."""
    return {
        "root.json": {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Parameters": {"LogDays": {"Type": "Number", "Default": 7}},
            "Resources": {
                "Store": stack("store.json", LogDays={"Ref": "LogDays"}),
                "App": stack("app.json", BucketName=OUTPUT),
            },
            "Outputs": {"BucketName": {"Value": OUTPUT}},
        },
        "store.json": {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Parameters": {"LogDays": {"Type": "Number"}},
            "Resources": {
                "Bucket": {"Type": "AWS::S3::Bucket"},
                "Logs": {
                    "Type": "AWS::Logs::LogGroup",
                    "Properties": {"RetentionInDays": {"Ref": "LogDays"}},
                },
            },
            "Outputs": {"BucketName": {"Value": {"Ref": "Bucket"}}},
        },
        "app.json": {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Parameters": {"BucketName": {"Type": "String"}},
            "Resources": {
                "Topic": {
                    "Type": "AWS::SNS::Topic",
                    "Properties": {"DisplayName": {"Ref": "BucketName"}},
                },
                "Role": ROLE,
            },
        },
    }


def texts(templates: Mapping[str, Any] | None = None) -> dict[str, str]:
    """Return templates as text."""
    made = bodies() if templates is None else templates
    return {name: json.dumps(body, indent=2) + "\n" for name, body in made.items()}


def order(system: str = "small", **changes: Any) -> Order:
    """Return the order for it, some fields changed."""
    fields: dict[str, Any] = {
        "system": system,
        "environment": "dev",
        "stack": f"{system}-dev",
        "target": Target(
            region=changes.pop("region", "us-east-1"),
            tags=changes.pop("tags", stack_tags(system, "dev")),
        ),
        "folder": f"templates/{system}",
        "files": texts(),
        "parameters": {"LogDays": "7"},
        "secret": frozenset(),
    }
    return Order(**(fields | changes))
