"""Patterns of actions, over AWS's table."""

from __future__ import annotations

import pytest

from cfngen.checks.access.actions import every
from cfngen.prove.access.actions import besides, cased, expanded, fits, within


def test_the_table_is_there() -> None:
    assert len(expanded("*")) > 20_000
    assert expanded("*") == {f"{s}:{a}" for s, names in every().items() for a in names}


@pytest.mark.parametrize(
    ("pattern", "action", "expected"),
    [
        ("s3:Get*", "s3:GetObject", True),
        ("S3:GETOBJECT", "s3:GetObject", True),
        ("s3:Get?bject", "s3:GetObject", True),
        ("s3:Get[O]bject", "s3:GetObject", False),
        ("*", "iam:PassRole", True),
        ("iam:*Role", "iam:PassRole", True),
        ("iam:*Role", "iam:PassRoles", False),
    ],
)
def test_fitting(pattern: str, action: str, expected: bool) -> None:
    assert fits(pattern, action) is expected


def test_a_pattern_stands_for_the_actions_of_its_service_only() -> None:
    found = expanded("secretsmanager:Get*Value")
    assert "secretsmanager:getsecretvalue" in found
    assert {one.partition(":")[0] for one in found} == {"secretsmanager"}


def test_what_the_table_has_not_stands_for_itself() -> None:
    assert expanded("new:Action") == {"new:action"}
    assert expanded("nosuchservice:*") == {"nosuchservice:*"}


def test_all_but_some() -> None:
    left = besides(("iam:*", "s3:GetObject"))
    assert "iam:passrole" not in left
    assert "s3:getobject" not in left
    assert "s3:putobject" in left


@pytest.mark.parametrize(
    ("inner", "outer", "expected"),
    [
        ("s3:Get*", "s3:*", True),
        ("s3:GetO*", "s3:get*", True),
        ("s3:*", "s3:Get*", False),
        ("s3:GetObject", "s3:Get*", True),
        ("*", "*", True),
        ("*", "s3:*", False),
    ],
)
def test_a_pattern_within_another(inner: str, outer: str, expected: bool) -> None:
    assert within(inner, outer) is expected


def test_names_are_shown_as_they_are_written() -> None:
    assert cased({"s3:getobject", "s3:putobject"}, ("s3:GetObject", "s3:*")) == [
        "s3:GetObject",
        "s3:putobject",
    ]
