"""Stack policies: where they are read from, and what is wrong with them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.plan.inputs.stackpolicy import LARGEST
from tests.plan.inputs.test_target import (
    ALLOW,
    FILE,
    OPEN,
    POLICY,
    SPEC,
    Shop,
    places,
    shop,
)

__all__ = ["shop"]

DENY = {**OPEN, "Effect": "Deny", "Resource": "LogicalResourceId/Database"}


def inside(shop: Shop, policy: Any) -> None:
    """Write a policy into the parameter file."""
    given = {"Parameters": {"EnvironmentName": "prod"}, "StackPolicy": policy}
    shop.write(FILE, given)


def test_the_policy_of_a_file_is_canonical(shop: Shop) -> None:
    shop.say(f"stack_policy: {POLICY}")
    shop.write(POLICY, {"Statement": [OPEN, DENY]})
    text = shop.target().policy
    assert text == json.dumps(
        {"Statement": [OPEN, DENY]}, sort_keys=True, separators=(",", ":")
    )
    shop.write(POLICY, {"Statement": [dict(reversed(OPEN.items())), DENY]})
    assert shop.target().policy == text


def test_the_policy_of_the_parameter_file_is_the_same(shop: Shop) -> None:
    inside(shop, ALLOW)
    assert json.loads(shop.target().policy) == ALLOW


def test_a_policy_in_both_places_is_an_error_that_names_them(shop: Shop) -> None:
    shop.say(f"stack_policy: {POLICY}")
    shop.write(POLICY, ALLOW)
    inside(shop, ALLOW)
    (found,) = shop.wrong()
    assert places([found]) == [(SPEC, 10, "environments.prod.stack_policy", "CG421")]
    assert FILE in found.message
    assert POLICY in found.mend


def test_a_file_that_is_not_there_is_looked_for(shop: Shop) -> None:
    shop.say("stack_policy: policies/prd.json")
    shop.write(POLICY, ALLOW)
    (found,) = shop.wrong()
    assert places([found]) == [(SPEC, 10, "environments.prod.stack_policy", "CG422")]
    assert found.mend == f"Did you mean '{POLICY}'?"


@pytest.mark.parametrize(
    ("data", "line", "words"),
    [
        pytest.param(b"", 1, "Statement", id="empty"),
        pytest.param(b'{\n"Statement": [,]}', 2, "comma", id="no JSON"),
        pytest.param(b"\xff", 0, "UTF-8", id="no UTF-8"),
        pytest.param(b"\n" + b"[" * 100_000, 2, "not needed", id="nested too deeply"),
    ],
)
def test_a_file_that_is_no_json_is_said(
    shop: Shop, data: bytes, line: int, words: str
) -> None:
    shop.say(f"stack_policy: {POLICY}")
    shop.write(POLICY, "")
    (shop.project.root / POLICY).write_bytes(data)
    (found,) = shop.wrong()
    assert places([found]) == [(POLICY, line, "", "CG422")]
    assert words in found.mend


def test_a_folder_cannot_be_read(shop: Shop) -> None:
    shop.say(f"stack_policy: {POLICY}")
    (shop.project.root / POLICY).mkdir(parents=True)
    assert places(shop.wrong()) == [(POLICY, 0, "", "CG422")]


def test_a_policy_may_have_16384_bytes(shop: Shop) -> None:
    shop.say(f"stack_policy: {POLICY}")
    resources = ["LogicalResourceId/Database"] * 560
    shop.write(POLICY, {"Statement": [OPEN, {**DENY, "Resource": resources}]})
    (found,) = shop.wrong()
    assert found.id == "CG423"
    assert f"{LARGEST} are possible" in found.message


VALID = [
    pytest.param(OPEN, id="everything"),
    pytest.param({**DENY, "Resource": "*"}, id="nothing, said so"),
    pytest.param(
        {**OPEN, "Resource": ["LogicalResourceId/Data*", "*"]}, id="a wildcard"
    ),
    pytest.param(
        {
            "Effect": "Allow",
            "NotAction": ["Update:Replace", "Update:Delete"],
            "Principal": "*",
            "NotResource": "LogicalResourceId/Database",
        },
        id="everything but",
    ),
    pytest.param(
        {
            **OPEN,
            "Condition": {
                "StringEquals": {"ResourceType": "AWS::CloudFormation::Stack"}
            },
        },
        id="a type",
    ),
    pytest.param(
        {**OPEN, "Condition": {"StringLike": {"ResourceType": ["AWS::Cloud*"]}}},
        id="a pattern of types",
    ),
]


@pytest.mark.parametrize("statement", VALID)
def test_what_a_policy_can_say(shop: Shop, statement: dict[str, Any]) -> None:
    inside(shop, {"Statement": [statement]})
    assert json.loads(shop.target().policy) == {"Statement": [statement]}


def without(key: str) -> dict[str, Any]:
    return {name: value for name, value in OPEN.items() if name != key}


def conditioned(condition: Any) -> dict[str, Any]:
    return {"Statement": [OPEN, {**DENY, "Condition": condition}]}


INVALID = [
    pytest.param({"Statements": [OPEN]}, "Statements CG423", "'Statement'", id="key"),
    pytest.param({"Statement": []}, "Statement CG423", "Allow", id="no statement"),
    pytest.param({"Statement": OPEN}, "Statement CG423", "Allow", id="no list"),
    pytest.param({"Statement": ["x"]}, "Statement.0 CG423", "Allow", id="no object"),
    pytest.param(
        {"Statement": [{**OPEN, "Effects": "Deny"}]},
        "Statement.0.Effects CG423",
        "Remove it",
        id="a further key",
    ),
    pytest.param(
        {"Statement": [without("Principal")]},
        "Statement.0 CG423",
        "Add Principal.",
        id="no principal",
    ),
    pytest.param(
        {"Statement": [{**OPEN, "Effect": "allow"}]},
        "Statement.0.Effect CG423",
        "Allow or Deny",
        id="effect",
    ),
    pytest.param(
        {"Statement": [{**OPEN, "Principal": {"AWS": "*"}}]},
        "Statement.0.Principal CG423",
        '"*"',
        id="principal",
    ),
    pytest.param(
        {"Statement": [{**OPEN, "NotAction": "Update:Delete"}]},
        "Statement.0 CG423",
        "Write Action",
        id="both actions",
    ),
    pytest.param(
        {"Statement": [{**OPEN, "Action": ["Update:Deleet"]}]},
        "Statement.0.Action.0 CG423",
        "Did you mean 'Update:Delete'?",
        id="action",
    ),
    pytest.param(
        {"Statement": [{**OPEN, "Action": []}]},
        "Statement.0.Action CG423",
        "Write one",
        id="no action",
    ),
    pytest.param(
        {"Statement": [OPEN, {**DENY, "Resource": [7]}]},
        "Statement.1.Resource CG423",
        "Write one",
        id="a number for a resource",
    ),
    pytest.param(
        {"Statement": [OPEN, {**DENY, "Resource": "Database"}]},
        "Statement.1.Resource CG423",
        "LogicalResourceId/",
        id="resource without its prefix",
    ),
    pytest.param(
        {"Statement": [OPEN, {**DENY, "Resource": ["LogicalResourceId/Databse"]}]},
        "Statement.1.Resource.0 CG424",
        "Did you mean 'Database'?",
        id="a resource that is not there",
    ),
    pytest.param(
        {"Statement": [OPEN, {**DENY, "Resource": "LogicalResourceId/Cache*"}]},
        "Statement.1.Resource CG424",
        "There is Network, Database.",
        id="a wildcard that fits nothing",
    ),
    pytest.param(
        {"Statement": [DENY]}, "Statement CG424", '"Allow"', id="nothing allowed"
    ),
    pytest.param(conditioned([]), "Statement.1.Condition CG423", "{", id="condition"),
    pytest.param(
        conditioned({"StringNotEquals": {"ResourceType": "AWS::*"}}),
        "Statement.1.Condition.StringNotEquals CG423",
        "StringEquals",
        id="operator",
    ),
    pytest.param(
        conditioned({"StringLike": {"Region": "x"}}),
        "Statement.1.Condition.StringLike CG423",
        "ResourceType",
        id="no type",
    ),
    pytest.param(
        conditioned({"StringEquals": {"ResourceType": "AWS::RDS::DBInstance"}}),
        "Statement.1.Condition.StringEquals.ResourceType CG424",
        "nested stack",
        id="a type that the root lacks",
    ),
    pytest.param(
        conditioned({"StringEquals": {"ResourceType": ["AWS::CloudFormation::*"]}}),
        "Statement.1.Condition.StringEquals.ResourceType.0 CG424",
        "StringLike",
        id="a wildcard for equals",
    ),
]


@pytest.mark.parametrize(("policy", "place", "mend"), INVALID)
def test_what_a_policy_cannot_say(
    shop: Shop, policy: Any, place: str, mend: str
) -> None:
    shop.say(f"stack_policy: {POLICY}")
    shop.write(POLICY, policy)
    found = shop.wrong()
    at = [(f.file, f"{f.path} {f.id}") for f in found]
    assert (POLICY, place) in at
    assert mend in found[at.index((POLICY, place))].mend
    assert all(f.line for f in found)


def test_a_key_that_comes_twice_is_said(shop: Shop) -> None:
    shop.say(f"stack_policy: {POLICY}")
    text = json.dumps(OPEN)
    again = text.replace('"Effect": "Allow"', '"Effect": "Deny", "Effect": "Allow"')
    shop.write(POLICY, f'{{"Statement": [\n{again}]}}')
    assert places(shop.wrong()) == [(POLICY, 2, "Statement.0.Effect", "CG423")]


def test_a_policy_in_the_parameter_file_is_said_with_its_line(shop: Shop) -> None:
    inside(shop, {"Statement": [OPEN, {**DENY, "Resource": "Database"}]})
    (found,) = shop.wrong()
    path = "StackPolicy.Statement.1.Resource"
    assert places([found]) == [(FILE, 17, path, "CG423")]


def test_without_a_root_nothing_is_looked_up(shop: Shop) -> None:
    inside(shop, {"Statement": [OPEN, {**DENY, "Resource": "LogicalResourceId/X"}]})
    (shop.project.templates("shop") / "root.json").unlink()
    assert shop.target().policy
