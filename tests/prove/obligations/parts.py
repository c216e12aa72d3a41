"""Task definitions and what is around them, for tests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

Resources = dict[str, Mapping[str, Any]]


def task(**container: Any) -> Mapping[str, Any]:
    """Return a task definition on Fargate with one container."""
    return {
        "Type": "AWS::ECS::TaskDefinition",
        "Properties": {
            "Family": "shop",
            "RequiresCompatibilities": ["FARGATE"],
            "NetworkMode": "awsvpc",
            "ExecutionRoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
            "ContainerDefinitions": [{"Name": "shop", **container}],
        },
    }


def role(*statements: Mapping[str, Any], **properties: Any) -> Mapping[str, Any]:
    """Return a role with an inline policy; tasks may have it."""
    document = {"Version": "2012-10-17", "Statement": list(statements)}
    policy = {"PolicyName": "start", "PolicyDocument": document}
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "Policies": [policy],
            **trusting(said(Service="ecs-tasks.amazonaws.com")),
            **properties,
        },
    }


def trusting(*statements: Mapping[str, Any]) -> dict[str, Any]:
    """Return the trust policy of a role."""
    return {"AssumeRolePolicyDocument": {"Statement": list(statements)}}


def said(**who: Any) -> dict[str, Any]:
    """Return the statement that lets somebody become a role."""
    return {"Effect": "Allow", "Principal": who, "Action": "sts:AssumeRole"}


def allow(*actions: str, on: Any = "*", **more: Any) -> Mapping[str, Any]:
    """Return a statement that allows something."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}


def made(type: str, **properties: Any) -> Mapping[str, Any]:
    """Return a resource of AWS."""
    return {"Type": f"AWS::{type}", "Properties": properties}
