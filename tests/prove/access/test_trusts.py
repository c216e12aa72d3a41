"""Who may become a role, against who is named."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.prove.access import assumptions
from cfngen.prove.verdict import Truth
from tests.prove.access.made import (
    ECS,
    UNKNOWN,
    arn,
    document,
    resource,
    rights,
    role,
    trusting,
    verdict,
)

PROVED, REFUTED, UNDECIDED = Truth.PROVED, Truth.REFUTED, Truth.UNDECIDED
GITHUB = "token.actions.githubusercontent.com"
MAIN = "repo:acme/shop:ref:refs/heads/main"
ROOT = {"Fn::Sub": "arn:aws:iam::${AWS::AccountId}:root"}


def web(subject: Any, operator: str = "StringEquals") -> Any:
    """Return the trust in GitHub's tokens with a subject."""
    tests: dict[str, Any] = {"StringEquals": {f"{GITHUB}:aud": "sts.amazonaws.com"}}
    if subject is not None:
        tests[operator] = {**tests.get(operator, {}), f"{GITHUB}:sub": subject}
    return trusting(
        {"Federated": {"Ref": "Provider"}},
        Action="sts:AssumeRoleWithWebIdentity",
        Condition=tests,
    )


CASES: dict[str, tuple[Any, str, Truth]] = {
    "the service": (trusting({"Service": ECS}), ECS, PROVED),
    "another service": (trusting({"Service": "lambda.amazonaws.com"}), ECS, REFUTED),
    "one more service": (
        trusting({"Service": [ECS, "lambda.amazonaws.com"]}),
        ECS,
        REFUTED,
    ),
    "two that are named": (
        trusting({"Service": [ECS, "lambda.amazonaws.com"]}),
        f"{ECS}, lambda.amazonaws.com",
        PROVED,
    ),
    "anybody": (trusting("*"), ECS, REFUTED),
    "anybody of AWS": (trusting({"AWS": "*"}), ECS, REFUTED),
    "the account": (trusting({"AWS": ROOT}), ECS, REFUTED),
    "another account": (trusting({"AWS": "123456789012"}), "123456789012", PROVED),
    "another account's root": (
        trusting({"AWS": "arn:aws:iam::123456789012:root"}),
        "123456789012",
        PROVED,
    ),
    "a third account": (trusting({"AWS": "210987654321"}), "123456789012", REFUTED),
    "a role": (trusting({"AWS": arn("Other")}), "Other", PROVED),
    "another role": (trusting({"AWS": arn("Third")}), "Other", REFUTED),
    "somebody unknown": (trusting({"AWS": UNKNOWN}), ECS, UNDECIDED),
    "all but some": (
        document(
            [
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "NotPrincipal": {"AWS": "123456789012"},
                }
            ]
        ),
        ECS,
        REFUTED,
    ),
    "one branch": (web(MAIN), "github:acme/shop:ref:refs/heads/main", PROVED),
    "the repository": (web(MAIN), "github:acme/shop", PROVED),
    "another branch": (
        web("repo:acme/shop:ref:refs/heads/dev"),
        "github:acme/shop:ref:refs/heads/main",
        REFUTED,
    ),
    "any branch": (
        web("repo:acme/shop:*", "StringLike"),
        "github:acme/shop:ref:refs/heads/main",
        REFUTED,
    ),
    "any branch, as meant": (
        web("repo:acme/shop:*", "StringLike"),
        "github:acme/shop",
        PROVED,
    ),
    "the repository, by any of the values": (
        web("repo:acme/shop:*", "ForAnyValue:StringLike"),
        "github:acme/shop",
        PROVED,
    ),
    "the repository, by all of no values": (
        web("repo:acme/shop:*", "ForAllValues:StringLike"),
        "github:acme/shop",
        REFUTED,
    ),
    "a service in its region": (
        trusting({"Service": "logs.us-east-1.amazonaws.com"}),
        "logs.amazonaws.com",
        PROVED,
    ),
    "another service of a region": (
        trusting({"Service": "logs.us-east-1.amazonaws.com"}),
        "lambda.amazonaws.com",
        REFUTED,
    ),
    "a role in digits": (
        trusting({"AWS": "arn:aws:iam::123456789012:role/other"}),
        "Other",
        UNDECIDED,
    ),
    "every repository of the owner": (
        web("repo:acme/*", "StringLike"),
        "github:acme/shop",
        REFUTED,
    ),
    "a repository that begins alike": (
        web("repo:acme/shop*", "StringLike"),
        "github:acme/shop",
        REFUTED,
    ),
    "every repository": (web("repo:*", "StringLike"), "github:acme/shop", REFUTED),
    "no subject": (web(None), "github:acme/shop", REFUTED),
    "a subject if there is one": (
        web(MAIN, "StringEqualsIfExists"),
        "github:acme/shop",
        REFUTED,
    ),
    "one of two subjects": (
        web([MAIN, "repo:evil/shop:ref:refs/heads/main"]),
        "github:acme/shop",
        REFUTED,
    ),
    "nobody": (document([]), ECS, PROVED),
    "an unreadable policy": (UNKNOWN, ECS, UNDECIDED),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_trust(case: tuple[Any, str, Truth]) -> None:
    policy, named, expected = case
    found = rights(
        R=role(trust=policy),
        Other=role(RoleName="other"),
        Third=role(),
        Provider=resource("IAM::OIDCProvider", Url=f"https://{GITHUB}"),
    )
    said = verdict(found, f"role R only for {named}")
    assert said.truth is expected, said
    if expected is REFUTED:
        assert said.broken[0].at.path == ("AssumeRolePolicyDocument", "Statement", 0)


def test_a_subject_that_nobody_knows_may_be_the_one() -> None:
    trust = web({"Fn::Sub": "repo:${Unknown}:*"}, "StringLike")
    provider = resource("IAM::OIDCProvider", Url=f"https://{GITHUB}")
    found = rights(R=role(trust=trust), Provider=provider)
    assert verdict(found, "role R only for github:acme/shop").truth is UNDECIDED
    assert verdict(found, f"role R only for {ECS}").truth is REFUTED


def test_another_claim_of_a_token_is_not_its_subject() -> None:
    tests = {"StringEquals": {f"{GITHUB}:job_workflow_ref": MAIN}}
    trust = trusting({"Federated": {"Ref": "P"}}, Condition=tests)
    provider = resource("IAM::OIDCProvider", Url=f"https://{GITHUB}")
    found = rights(R=role(trust=trust), P=provider)
    assert verdict(found, "role R only for github:acme/shop").truth is REFUTED


def test_another_provider_is_not_githubs() -> None:
    found = rights(
        R=role(trust=web(MAIN)),
        Provider=resource("IAM::OIDCProvider", Url=f"https://evil.example/{GITHUB}x"),
    )
    assert verdict(found, "role R only for github:acme/shop").truth is REFUTED


def test_a_service_that_anybody_may_send_is_said() -> None:
    sourced = {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
    narrow = trusting({"Service": ECS}, Condition=sourced)
    assert any("R (ecs-tasks" in line for line in assumptions(rights(R=role())))
    assert not any("(ecs" in line for line in assumptions(rights(R=role(trust=narrow))))
