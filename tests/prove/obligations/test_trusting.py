"""ECS may become the roles of tasks, in the account and the region that they run in."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.model import Model
from cfngen.params import parse
from cfngen.prove.verdict import Truth, Verdict
from cfngen.resolve import Root, resolve
from cfngen.template import tree_of
from tests.prove.obligations.parts import allow, role, said, task, trusting
from tests.prove.obligations.proving import proved

PROVED, REFUTED, UNDECIDED = Truth.PROVED, Truth.REFUTED, Truth.UNDECIDED
ECS = "ecs-tasks.amazonaws.com"
HERE, ELSEWHERE = "111122223333", "444455556666"
ACCOUNT = {"Ref": "AWS::AccountId"}
OF_ECS = {"Fn::Sub": "arn:aws:ecs:us-east-1:${AWS::AccountId}:*"}
IMAGE = f"{HERE}.dkr.ecr.us-east-1.amazonaws.com/shop"


def let(operator: str, key: str, value: Any, **more: Any) -> dict[str, Any]:
    """Return the statement that lets ECS in on a condition."""
    return {**said(Service=ECS), "Condition": {operator: {key: value}}, **more}


def _account(value: Any, operator: str = "StringEquals", **more: Any) -> dict[str, Any]:
    return let(operator, "aws:SourceAccount", value, **more)


def _source(value: Any, operator: str = "ArnLike") -> dict[str, Any]:
    return let(operator, "aws:SourceArn", value)


def _arn(region: str, account: str, rest: str = "*") -> str:
    return f"arn:aws:ecs:{region}:{account}:{rest}"


def _model(account: str, policy: Any) -> Model:
    whole = {**role(allow("ecr:*")), "Properties": {}}
    properties = {**role(allow("ecr:*"))["Properties"], **policy}
    resources = {
        "Role": {**whole, "Properties": properties},
        "Task": task(Image=IMAGE),
    }
    text = json.dumps(
        {
            "Parameters": {"Given": {"Type": "String"}},
            "Resources": resources,
        }
    )
    tree = tree_of({"t.json": text}, "t.json", "foreign")
    root = Root(tree, "stack", "us-east-1", account)
    return resolve((root,), parse(b"{}", "p.json", "p"))


def _found(account: str, policy: Any) -> Verdict:
    (found,) = (
        one for one in proved(_model(account, policy)) if "may pull" in one.said.text
    )
    return found


# What is let in, and whether ECS is: where the account is known, and where it is not.
CASES: dict[str, tuple[tuple[Any, ...], Truth, Truth]] = {
    "anywhere": ((said(Service=ECS),), PROVED, PROVED),
    "in this account": ((_account(ACCOUNT),), PROVED, PROVED),
    "by its number": ((_account(HERE),), PROVED, UNDECIDED),
    "in another one": ((_account(ELSEWHERE),), REFUTED, UNDECIDED),
    "in one of two": ((_account([ELSEWHERE, ACCOUNT]),), PROVED, PROVED),
    "in one that is given": ((_account({"Ref": "Given"}),), UNDECIDED, UNDECIDED),
    "in no other": ((_account(HERE, "StringNotEquals"),), REFUTED, UNDECIDED),
    "in what is no account": ((_account("1111*", "StringLike"),), PROVED, UNDECIDED),
    "from here": ((_source(OF_ECS),), PROVED, PROVED),
    "from a pattern that is none": (
        (_source(OF_ECS, "StringEquals"),),
        *(REFUTED, REFUTED),
    ),
    "from one cluster": (
        (_source(_arn("us-east-1", HERE, "cluster/a")),),
        *(UNDECIDED, UNDECIDED),
    ),
    "from another account": ((_source(_arn("*", ELSEWHERE)),), REFUTED, UNDECIDED),
    "from another region": ((_source(_arn("eu-west-1", "*")),), REFUTED, REFUTED),
    "from another service": ((_source("arn:aws:lambda:*"),), REFUTED, REFUTED),
    "on a condition of whom we know nothing": (
        (let("StringEquals", "aws:PrincipalTag/a", "b"),),
        *(UNDECIDED, UNDECIDED),
    ),
    "by one statement of two": (
        (_account(ELSEWHERE), said(Service=ECS)),
        *(PROVED, PROVED),
    ),
    "but kept out elsewhere": (
        (said(Service=ECS), _account(ACCOUNT, "StringNotEquals", Effect="Deny")),
        *(PROVED, PROVED),
    ),
    "but kept out of here": (
        (said(Service=ECS), _account(ACCOUNT, Effect="Deny")),
        *(REFUTED, REFUTED),
    ),
    "but kept out, perhaps": (
        (
            said(Service=ECS),
            let("Bool", "aws:SecureTransport", "false", Effect="Deny"),
        ),
        *(UNDECIDED, UNDECIDED),
    ),
    "by another action": (
        ({**said(Service=ECS), "Action": "sts:AssumeRoleWithWebIdentity"},),
        *(REFUTED, REFUTED),
    ),
    "another service": ((said(Service="ecs.amazonaws.com"),), REFUTED, REFUTED),
    "who is given": ((said(Service={"Ref": "Given"}),), UNDECIDED, UNDECIDED),
    "everybody": ((said(AWS="*"),), PROVED, PROVED),
    "nobody": ((), REFUTED, REFUTED),
}


@pytest.mark.parametrize(("let_in", "known", "unknown"), CASES.values(), ids=CASES)
def test_who_is_let_in(let_in: Any, known: Truth, unknown: Truth) -> None:
    policy = trusting(*let_in)
    found = [_found(account, policy).truth for account in (HERE, "")]
    assert found == [known, unknown]


def test_the_condition_is_named() -> None:
    (broken,) = _found(HERE, trusting(_account(ELSEWHERE))).broken
    assert f"only with StringEquals aws:SourceAccount {ELSEWHERE}" in broken.what
    assert broken.at.resource == "Role"


def test_what_is_not_known_is_named() -> None:
    found = _found("", trusting(_account(ELSEWHERE)))
    shown = f"StringEquals aws:SourceAccount {ELSEWHERE} in Role"
    assert found.unknowns == (f"{shown} (${{AWS::AccountId}} is always right)",)


def test_a_policy_that_is_given_is_not_known() -> None:
    found = _found(HERE, {"AssumeRolePolicyDocument": {"Ref": "Given"}})
    assert found.truth is UNDECIDED
    assert found.unknowns == ("Role.AssumeRolePolicyDocument",)
