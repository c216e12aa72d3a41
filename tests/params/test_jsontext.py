"""JSON with places: nothing of the value lost, every place right."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cfngen.params.jsontext import Node, scan

VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@given(VALUES, st.sampled_from([None, 0, 2, "\t"]), st.booleans())
def test_reads_what_json_reads(value: Any, indent: Any, escaped: bool) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=escaped)
    assert scan(text).plain() == json.loads(text)


@given(VALUES, st.sampled_from([None, 2, "\t"]))
def test_a_place_is_where_the_value_stands(value: Any, indent: Any) -> None:
    text = json.dumps(value, indent=indent)
    lines = text.split("\n")
    for node in nodes(scan(text)):
        rest = "\n".join(lines[node.line - 1 :])[node.column - 1 :]
        assert json.JSONDecoder().raw_decode(rest)[0] == node.plain()


def nodes(node: Node) -> Iterator[Node]:
    yield node
    for inner in (*node.items, *(part for pair in node.members for part in pair)):
        yield from nodes(inner)


def test_repeated_keys_are_kept_and_the_last_one_counts() -> None:
    node = scan('{"a": 1,\n "a": 2}')
    assert [(key.scalar, key.line) for key, _ in node.members] == [("a", 1), ("a", 2)]
    found = node.get("a")
    assert found is not None
    assert found.scalar == 2


def test_separators_inside_strings_are_text() -> None:
    assert scan('[":", ", ", "}"]').plain() == [":", ", ", "}"]


def test_what_is_not_json_is_refused() -> None:
    with pytest.raises(json.JSONDecodeError):
        scan("{")
