"""When a stack is what is wanted, told without a change set."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.cloud.values import MASK
from cfngen.deploy.unchanged import unchanged
from cfngen.package import package
from tests.deploy.small import bodies, order, texts
from tests.fakes import FakeCloud

HERE, ELSEWHERE = "https://s3.amazonaws.com/here", "http://localhost:1/elsewhere"


def holding(status: str = "CREATE_COMPLETE", **changes: Any) -> FakeCloud:
    """Return a cloud with the small system deployed, some of it in another way."""
    wanted = order()
    fields = {"parameters": wanted.parameters, "tags": wanted.tags}
    return FakeCloud(status).holds(
        package(texts(), ELSEWHERE).root_text, **{**fields, **changes}
    )


def told(cloud: FakeCloud, **changes: Any) -> bool:
    wanted = order(**changes)
    assert cloud.held
    return unchanged(cloud.held, wanted, package(wanted.files, HERE), cloud)


@pytest.mark.parametrize("status", ["CREATE_COMPLETE", "UPDATE_COMPLETE"])
def test_the_same_tree_from_another_bucket_is_unchanged(status: str) -> None:
    assert told(holding(status))


def test_a_stack_that_was_rolled_back_is_looked_at_closely() -> None:
    assert not told(holding("UPDATE_ROLLBACK_COMPLETE"))


def other_files() -> dict[str, str]:
    changed = bodies()
    changed["store.json"]["Resources"]["Logs"]["Properties"] = {}
    return texts(changed)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param({"files": other_files()}, id="a child"),
        pytest.param({"parameters": {"LogDays": "14"}}, id="a parameter"),
        pytest.param({"parameters": {"LogDays": "7", "New": ""}}, id="a new one"),
        pytest.param({"tags": {"System": "other"}}, id="a tag"),
    ],
)
def test_any_difference_is_a_change(changes: dict[str, Any]) -> None:
    assert not told(holding(), **changes)


def test_a_hidden_value_cannot_be_compared() -> None:
    cloud = holding(parameters={"LogDays": "7", "Password": MASK})
    given = {"LogDays": "7", "Password": MASK}
    assert not told(cloud, parameters=given, secret=frozenset({"Password"}))


def test_a_template_that_is_none_of_ours_is_a_change() -> None:
    cloud = holding()
    cloud.body = {}
    assert not told(cloud)
