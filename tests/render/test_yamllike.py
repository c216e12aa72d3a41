"""Values as text in the shape of YAML."""

from __future__ import annotations

import pytest

from cfngen.model import Call, Choice, Dynamic, Reference, Secret, Text, Unknown, Value
from cfngen.render.yamllike import lines

VPC = Reference("Network/Vpc", "Arn")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        pytest.param("t4g.micro", ["A: t4g.micro"], id="text"),
        pytest.param("", ['A: ""'], id="empty text"),
        pytest.param(True, ["A: true"], id="a boolean"),
        pytest.param(0, ["A: 0"], id="zero"),
        pytest.param(None, ["A: null"], id="nothing"),
        pytest.param({}, ["A: {}"], id="an empty mapping"),
        pytest.param([], ["A: []"], id="an empty list"),
        pytest.param("a\nb", ["A: |", "  a", "  b"], id="lines"),
        pytest.param("a\n", ["A: a"], id="a line and its end"),
        pytest.param("\n", ['A: ""'], id="an empty line"),
        pytest.param("a\x1b[2Jb", ["A: a\\x1b[2Jb"], id="what a terminal obeys"),
        pytest.param({"B": {"C": 1}}, ["A:", "  B:", "    C: 1"], id="a mapping"),
        pytest.param(["b", "c"], ["A:", "  - b", "  - c"], id="a list"),
        pytest.param(
            [{"B": 1, "C": [2]}], ["A:", "  - B: 1", "    C:", "      - 2"],
            id="mappings in a list",
        ),
        pytest.param([["b"], []], ["A:", "  - - b", "  - []"], id="lists in a list"),
        pytest.param(["b\nc"], ["A:", "  - |", "      b", "      c"], id="lines in it"),
        pytest.param(VPC, ["A: ${Network/Vpc.Arn}"], id="a reference"),
        pytest.param(Unknown("Size"), ["A: ${Size}"], id="an unknown"),
        pytest.param(Secret("Password", "hunter2"), ["A: ****"], id="a secret"),
        pytest.param(
            Text(("x-", VPC)), ["A: x-${Network/Vpc.Arn}"], id="a part of a text"
        ),
        pytest.param(
            Dynamic("{{resolve:ssm:a}}"), ["A: {{resolve:ssm:a}}"], id="fetched by AWS"
        ),
        pytest.param(
            Call("Fn::GetAZs", Unknown("AWS::Region")),
            ["A: GetAZs(${AWS::Region})"], id="a call",
        ),
        pytest.param(
            Choice("IsProd", "b", "c"), ["A: If(IsProd, b, c)"], id="a choice"
        ),
        pytest.param(
            Choice("IsProd", {"B": 1}, []),
            ["A:", "  if IsProd:", "    B: 1", "  if not IsProd: []"],
            id="a choice of many lines",
        ),
    ],
)  # fmt: skip
def test_a_value_is_shown(value: Value, shown: list[str]) -> None:
    assert list(lines({"A": value})) == shown


def test_keys_keep_their_order() -> None:
    assert list(lines({"b": 1, "a": 2})) == ["b: 1", "a: 2"]
