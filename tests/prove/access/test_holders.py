"""Whatever way a policy reaches a role, its statements are the role's."""

from __future__ import annotations

from typing import Any

import pytest

from tests.prove.access.made import (
    UNKNOWN,
    allow,
    arn,
    deny,
    document,
    resource,
    rights,
    role,
    verdict,
)

READ = document([allow("s3:GetObject")])
MANAGED = "arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
ATTACHED: dict[str, tuple[dict[str, Any], str]] = {
    "inline": ({"R": role(allow("s3:GetObject"))}, "R"),
    "a policy that names the role": (
        {
            "R": role(),
            "P": resource("IAM::Policy", PolicyDocument=READ, Roles=[{"Ref": "R"}]),
        },
        "P",
    ),
    "a policy by the role's name": (
        {
            "R": role(RoleName="web"),
            "P": resource("IAM::Policy", PolicyDocument=READ, Roles=["web"]),
        },
        "P",
    ),
    "a role policy": (
        {
            "R": role(),
            "P": resource(
                "IAM::RolePolicy", PolicyDocument=READ, RoleName={"Ref": "R"}
            ),
        },
        "P",
    ),
    "a managed policy that the role names": (
        {
            "R": role(ManagedPolicyArns=[{"Ref": "P"}]),
            "P": resource("IAM::ManagedPolicy", PolicyDocument=READ),
        },
        "P",
    ),
    "a managed policy that names the role": (
        {
            "R": role(),
            "P": resource(
                "IAM::ManagedPolicy", PolicyDocument=READ, Roles=[{"Ref": "R"}]
            ),
        },
        "P",
    ),
}


@pytest.mark.parametrize("case", ATTACHED.values(), ids=ATTACHED)
def test_policies_of_a_role(case: tuple[dict[str, Any], str]) -> None:
    resources, holder = case
    (term,) = rights(**resources).holders["R"].terms
    assert term.actions == ("s3:GetObject",)
    assert term.origin.resource == holder
    assert term.origin.path[-2:] == ("Statement", 0)
    assert not term.doubts


def test_a_policy_of_another_role_is_not_its_own() -> None:
    found = rights(
        R=role(RoleName="web"),
        S=role(),
        P=resource("IAM::Policy", PolicyDocument=READ, Roles=[{"Ref": "S"}, "api"]),
    )
    assert not found.holders["R"].terms
    assert found.holders["S"].terms


def test_a_policy_of_aws_is_read_from_the_snapshot() -> None:
    holder = rights(R=role(ManagedPolicyArns=[MANAGED])).holders["R"]
    assert "ecr:BatchGetImage" in holder.terms[0].actions
    assert holder.terms[0].origin.path == ("ManagedPolicyArns", 0)
    assert holder.terms[0].origin.words == "AmazonECSTaskExecutionRolePolicy"


@pytest.mark.parametrize(
    "value",
    ["arn:aws:iam::aws:policy/ReadOnlyAccess", UNKNOWN, "arn:aws:iam::1:policy/x"],
)
def test_a_policy_that_nobody_knows_is_a_doubt(value: Any) -> None:
    assert rights(R=role(ManagedPolicyArns=[value])).holders["R"].doubts


def test_a_policy_that_may_be_attached_is_a_doubt_of_its_statements() -> None:
    policy = resource("IAM::Policy", PolicyDocument=READ, Roles=[UNKNOWN])
    (term,) = rights(R=role(), P=policy).holders["R"].terms
    assert term.doubts == ("P.Roles",)
    maybe = {**policy, "Condition": "Maybe"}
    maybe["Properties"] = {**policy["Properties"], "Roles": [{"Ref": "R"}]}
    (term,) = rights(R=role(), P=maybe).holders["R"].terms
    assert term.doubts == ("Maybe",)


def test_a_policy_of_one_role_or_another_is_of_neither_for_sure() -> None:
    named = {"Fn::If": ["Maybe", {"Ref": "R"}, {"Ref": "S"}]}
    policy = resource(
        "IAM::Policy", PolicyDocument=document([deny("*")]), Roles=[named]
    )
    found = rights(R=role(), S=role(), P=policy).holders
    assert not found["R"].denying
    assert not found["S"].denying


def test_users_have_what_their_groups_have() -> None:
    policies = [{"PolicyName": "p", "PolicyDocument": READ}]
    group = resource("IAM::Group", Policies=policies)
    joined = resource(
        "IAM::UserToGroupAddition", GroupName={"Ref": "G"}, Users=[{"Ref": "V"}]
    )
    found = rights(
        G=group,
        U=resource("IAM::User", Groups=[{"Ref": "G"}]),
        V=resource("IAM::User"),
        W=resource("IAM::User"),
        A=joined,
    ).holders
    assert [bool(found[name].terms) for name in "UVW"] == [True, True, False]


def test_denials_with_conditions_or_doubts_are_not_sure() -> None:
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    holder = rights(
        R=role(
            deny("s3:*"),
            deny("sqs:*", Condition=condition),
            deny("sns:*", Condition=UNKNOWN),
            allow(UNKNOWN, arn("R")),
            {**allow("kms:*"), "Effect": UNKNOWN},
        )
    ).holders["R"]
    assert [one.actions for one in holder.denying] == [("s3:*",)]
    assert [one.doubts for one in holder.allowing] == [("${Unknown}",), ("Effect",)]
    assert holder.allowing[0].actions == ("*",)


def test_a_policy_of_one_of_two_roles_may_be_of_either() -> None:
    one = {"Fn::Select": [UNKNOWN, [{"Ref": "R"}, {"Ref": "S"}]]}
    for roles in ([one], [{"Fn::Sub": "${R}-more"}]):
        policy = resource(
            "IAM::ManagedPolicy",
            PolicyDocument=document([allow("s3:GetObject")]),
            Roles=roles,
        )
        found = rights(R=role(), S=role(), P=policy)
        assert verdict(found, "role R only nothing").truth == "undecided"
