"""Where two values differ."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfngen.diff.values import differences, same
from cfngen.model import Reference, Secret, Text

Seen = tuple[str, Any, Any]


def seen(before: Any, after: Any, loose: bool = False) -> list[Seen]:
    """Return the differences, their paths as one word."""
    found = differences(before, after, lambda _: loose)
    return [("/".join(d.path), d.before, d.after) for d in found]


def named(*names: str, **also: Any) -> list[dict[str, Any]]:
    """Return items with names."""
    return [{"Name": name, **also} for name in names]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        pytest.param({"A": 1}, {"A": 1}, [], id="equal"),
        pytest.param({"A": 1}, {"A": "1"}, [], id="a number and its text"),
        pytest.param({"A": True}, {"A": "true"}, [], id="a boolean and its text"),
        pytest.param({"A": True}, {"A": 1}, [("A", True, 1)], id="true is not 1"),
        pytest.param({"A": 1}, {}, [("A", 1, None)], id="taken away"),
        pytest.param({}, {"A": {"B": 1}}, [("A", None, {"B": 1})], id="added whole"),
        pytest.param(
            {"A": {"B": 1, "C": 2}},
            {"A": {"B": 1, "C": 3}},
            [("A/C", 2, 3)],
            id="as deep as it goes",
        ),
        pytest.param(
            named("a", "b", Cpu=1),
            [*named("b", Cpu=2), *named("a", Cpu=1), *named("c")],
            [("[b]/Cpu", 1, 2), ("[c]", None, {"Name": "c"})]
            + [("", ["a", "b"], ["b", "a"])],
            id="items by name, wherever they stand",
        ),
        pytest.param(
            named("a"), named("b"), [("[0]/Name", "a", "b")], id="a name that changes"
        ),
        pytest.param(
            [{"Key": "x", "Value": 1}, {"Key": "x", "Value": 2}],
            [{"Key": "x", "Value": 2}, {"Key": "x", "Value": 3}],
            [("[0]/Value", 1, 3)],
            id="names that repeat are none",
        ),
        pytest.param(["a", "b"], ["b", "c"], [("[0]", "a", "c")], id="one of a list"),
        pytest.param(
            ["a", "b"],
            ["b", "c", "d"],
            [("[]", "a", None), ("[]", None, "c"), ("[]", None, "d")],
            id="several of a list",
        ),
        pytest.param(
            [{"From": 1, "To": 2}, {"From": 5, "To": 6}],
            [{"From": 5, "To": 6}, {"From": 1, "To": 3}, {"From": 8}],
            [("[0]/To", 2, 3), ("[2]", None, {"From": 8})],
            id="nameless items",
        ),
        pytest.param("a", ["a"], [("", "a", ["a"])], id="another shape"),
        pytest.param(
            Secret("P", "one"),
            Secret("P", "two"),
            [("", Secret("P", "one"), Secret("P", "two"))],
            id="secrets are compared",
        ),
        pytest.param(
            Text(("a-", Reference("B"))), Text(("a-", Reference("B"))), [], id="texts"
        ),
    ],
)
def test_differences(before: Any, after: Any, expected: list[Seen]) -> None:
    assert seen(before, after) == expected


@pytest.mark.parametrize(
    "items",
    [
        pytest.param(["a", "b"], id="plain"),
        pytest.param(named("a", "b"), id="named"),
        pytest.param([{"From": 1}, {"From": 2}], id="nameless"),
    ],
)
def test_order_is_one_difference_and_none_where_it_means_nothing(
    items: list[Any],
) -> None:
    (found,) = differences({"L": items}, {"L": items[::-1]}, lambda _: False)
    assert found.moved
    assert found.path == ("L",)
    assert seen({"L": items}, {"L": items[::-1]}, loose=True) == []


SCALARS = st.one_of(
    *(st.integers(), st.text(max_size=3), st.booleans()),
    st.builds(Reference, st.sampled_from("AB"), st.sampled_from(["", "Arn"])),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["Name", "A", "B"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@given(VALUES)
def test_a_value_does_not_differ_from_itself(value: Any) -> None:
    assert seen(value, value) == []


@given(VALUES, VALUES)
def test_differing_is_mutual(one: Any, other: Any) -> None:
    assert same(one, other) == same(other, one)
