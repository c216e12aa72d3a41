"""IAM documents: every one carries its version, and no condition hides another."""

from __future__ import annotations

from typing import Any

from awacs.aws import (
    Allow,
    Condition,
    PolicyDocument,
    Principal,
    Statement,
    StringEquals,
)
from awacs.sts import AssumeRole
from troposphere import Sub

VERSION = "2012-10-17"


def document(*statements: Statement) -> PolicyDocument:
    """Return a policy document of the current language version."""
    return PolicyDocument(Version=VERSION, Statement=list(statements))


def allow(
    actions: list[Any], resources: list[Any], *conditions: Any, sid: str = ""
) -> Statement:
    """Return a statement that allows exact actions on exact resources.

    awacs keeps only the last of two elements with the same operator, which would
    widen the grant; so each operator may come once, with all of its keys.
    """
    operators = [type(condition) for condition in conditions]
    if len(operators) != len(set(operators)):
        raise ValueError(f"{sid or actions}: one condition element per operator")
    optional: dict[str, Any] = {"Sid": sid} if sid else {}
    if conditions:
        optional["Condition"] = Condition(list(conditions))
    return Statement(Effect=Allow, Action=actions, Resource=resources, **optional)


def trust(service: str, *conditions: Any) -> PolicyDocument:
    """Return the trust policy that lets one AWS service assume a role."""
    optional = {"Condition": Condition(list(conditions))} if conditions else {}
    return document(
        Statement(
            Effect=Allow,
            Action=[AssumeRole],
            Principal=Principal("Service", [f"{service}.amazonaws.com"]),
            **optional,
        )
    )


def through(service: str, actions: list[Any], key: Any) -> Statement:
    """Return the use of a KMS key by way of one AWS service of this region only."""
    named = Sub(f"{service}.${{AWS::Region}}.amazonaws.com")
    return allow(actions, [key], StringEquals({"kms:ViaService": named}))


def arn(service: str, resource: str, **values: Any) -> Sub:
    """Return the ARN of a resource of this account and region."""
    return Sub(
        f"arn:${{AWS::Partition}}:{service}:${{AWS::Region}}:${{AWS::AccountId}}:"
        + resource,
        **values,
    )
