"""Small systems of roles for tests: what differs is all that a test writes."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from cfngen.params import parse
from cfngen.prove.access.judging import judged
from cfngen.prove.access.rights import Rights, rights_of
from cfngen.prove.claims.claim import (
    Claim,
    NoEscalation,
    Readers,
    RoleOnly,
    Trusted,
)
from cfngen.prove.claims.parsing import parsed
from cfngen.prove.verdict import Verdict
from cfngen.resolve import Root, resolve
from cfngen.template import tree_of

Json = dict[str, Any]

ECS, LAMBDA = "ecs-tasks.amazonaws.com", "lambda.amazonaws.com"
UNKNOWN = {"Ref": "Unknown"}
"""What nobody knows: a parameter without a value."""


def arn(name: str) -> Json:
    return {"Fn::GetAtt": [name, "Arn"]}


def allow(actions: Any, resources: Any = "*", /, **more: Any) -> Json:
    return {"Effect": "Allow", "Action": actions, "Resource": resources, **more}


def deny(actions: Any, resources: Any = "*", /, **more: Any) -> Json:
    return {**allow(actions, resources, **more), "Effect": "Deny"}


def document(statements: Sequence[Any]) -> Json:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def trusting(principal: Any, /, **more: Any) -> Json:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", **more}
    return document([{**statement, "Principal": principal}])


def role(*statements: Any, trust: Any = None, **properties: Any) -> Json:
    """Return a role with one inline policy, which ECS tasks may become."""
    policies = [{"PolicyName": "p", "PolicyDocument": document(statements)}]
    return {
        "Type": "AWS::IAM::Role",
        "Properties": {
            "AssumeRolePolicyDocument": trust or trusting({"Service": ECS}),
            "Policies": policies if statements else [],
            **properties,
        },
    }


def resource(type: str, **properties: Any) -> Json:
    return {"Type": f"AWS::{type}", "Properties": properties}


def rights(**resources: Mapping[str, Any]) -> Rights:
    """Return the rights in a template with some resources."""
    return rights_in("", **resources)


def rights_in(account: str, **resources: Mapping[str, Any]) -> Rights:
    """Return the rights in an account; its number is not known if empty."""
    body = {
        "Parameters": {"Unknown": {"Type": "String"}},
        "Conditions": {"Maybe": {"Fn::Equals": [UNKNOWN, "x"]}},
        "Resources": resources,
    }
    tree = tree_of({"t.json": json.dumps(body)}, "t.json", "foreign")
    root = Root(tree, "stack", "us-east-1", account)
    return rights_of(resolve((root,), parse(b"{}", "p.json", "p")))


def verdict(found: Rights, text: str) -> Verdict:
    """Return the verdict on a claim in words."""
    read = parsed(text, "t.claims")
    assert not read.findings, read.findings
    (said,) = verdicts_of(read.claims.written, found)
    return said


def verdicts_of(claims: Iterable[Claim], found: Rights) -> list[Verdict]:
    """Return the verdicts on claims on roles and secrets."""
    said: list[Verdict] = []
    for claim in claims:
        assert isinstance(claim, RoleOnly | NoEscalation | Trusted | Readers)
        said.append(judged(claim, found))
    return said


def places(verdict: Verdict) -> list[str]:
    """Return where what breaks a claim is written: `R.Policies.0`."""
    return [
        ".".join(map(str, (one.at.resource, *one.at.path[:2])))
        for one in verdict.broken
    ]
