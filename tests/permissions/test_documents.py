"""Documents of IAM: merged, split, and counted as IAM counts."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.permissions import LONGEST, Need, characters, documents
from cfngen.permissions.need import REGION

EAST = ("StringEquals", REGION, ("us-east-1",))
WEST = ("StringEquals", REGION, ("us-west-2",))


def statements(*needs: Need) -> list[dict[str, Any]]:
    """Return the statements of the only document of some needs."""
    (document,) = documents(needs)
    assert document["Version"] == "2012-10-17"
    found: list[dict[str, Any]] = document["Statement"]
    return found


def test_white_space_is_not_counted() -> None:
    assert characters({"a b": ["c", " d"]}) == len('{"ab":["c","d"]}')


def test_actions_on_the_same_resources_are_one_statement() -> None:
    assert statements(
        Need("sns:B", ("arn:aws:sns:r:a:x*",), "T"),
        Need("sns:A", ("arn:aws:sns:r:a:x*",), "T"),
        Need("sns:A", ("arn:aws:sns:r:a:x*",), "U"),
    ) == [
        {
            "Sid": "SnsNamed",
            "Effect": "Allow",
            "Action": ["sns:A", "sns:B"],
            "Resource": "arn:aws:sns:r:a:x*",
        }
    ]


def test_resources_of_one_action_come_together() -> None:
    (found,) = statements(Need("sns:A", ("x:1",), "T"), Need("sns:A", ("x:2",), "U"))
    assert found["Resource"] == ["x:1", "x:2"]


def test_everything_takes_in_the_rest() -> None:
    (found,) = statements(Need("sns:A", ("x:1",), "T"), Need("sns:A", ("*",), "U"))
    assert found["Resource"] == "*"


@pytest.mark.parametrize(
    ("second", "expected"),
    [
        pytest.param((WEST,), ["us-east-1", "us-west-2"], id="both regions"),
        pytest.param((), None, id="any region where one reason has none"),
    ],
)
def test_regions_come_together(second: Any, expected: list[str] | None) -> None:
    (found,) = statements(
        Need("sns:A", ("*",), "T", (), (EAST,)),
        Need("sns:A", ("*",), "U", (), second),
    )
    regions = found.get("Condition", {}).get("StringEquals", {}).get(REGION)
    assert regions == expected


def test_conditions_keep_statements_apart() -> None:
    first, second = statements(
        Need("iam:PassRole", ("x:1",), "T", (), (("StringEquals", "k", ("a",)),)),
        Need("iam:PassRole", ("x:1",), "T", (), (("StringEquals", "k", ("b",)),)),
    )
    assert first["Condition"] == {"StringEquals": {"k": "a"}}
    assert second["Condition"] == {"StringEquals": {"k": "b"}}
    assert (first["Sid"], second["Sid"]) == ("IamNamed", "IamNamed2")


def test_what_is_too_long_is_split_and_nothing_is_lost() -> None:
    needs = [Need(f"ec2:{'LongAction' * 3}{n:04}", ("*",), "T") for n in range(600)]
    found = documents(needs)
    assert len(found) > 3
    assert all(characters(document) <= LONGEST for document in found)
    actions = [a for d in found for s in d["Statement"] for a in s["Action"]]
    assert sorted(actions) == [need.action for need in needs]


def test_nothing_needs_no_document() -> None:
    assert documents([]) == ()
