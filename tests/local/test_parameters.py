from __future__ import annotations

from typing import Any

import pytest

from cfngen.local.language.parameters import resolve, shown
from cfngen.local.language.refusals import Refused

STORE = {"/ami": "ami-1"}


def values(definition: dict[str, Any], **given: str) -> Any:
    """Return the value of a parameter P of that definition."""
    return resolve({"P": definition}, given, STORE.__getitem__)["P"]


@pytest.mark.parametrize(
    ("definition", "given", "result"),
    [
        pytest.param({"Type": "String"}, "a", "a", id="string"),
        pytest.param({"Type": "Number"}, "5", "5", id="a number stays text"),
        pytest.param({"Type": "CommaDelimitedList"}, "a, b", ["a", "b"], id="list"),
        pytest.param({"Type": "List<Number>"}, "1,2", ["1", "2"], id="numbers"),
        pytest.param({"Type": "CommaDelimitedList"}, "", [], id="empty list"),
        pytest.param(
            {"Type": "AWS::SSM::Parameter::Value<String>"}, "/ami", "ami-1", id="stored"
        ),
        pytest.param(
            {"Type": "Number", "AllowedValues": [1, 2]}, "2", "2", id="allowed number"
        ),
    ],
)
def test_values(definition: dict[str, Any], given: str, result: Any) -> None:
    assert values(definition, P=given) == result


def test_a_default_is_text_too() -> None:
    assert values({"Type": "String", "Default": True}) == "true"


@pytest.mark.parametrize(
    ("definition", "given", "words"),
    [
        pytest.param(
            {"Type": "String"},
            {"P": "", "X": "", "Y": ""},
            r"Parameters: \[X, Y\] do not exist in the template",
            id="unknown",
        ),
        pytest.param(
            {"Type": "String"}, {}, r"Parameters: \[P\] must have values", id="missing"
        ),
        pytest.param(
            {"Type": "String", "AllowedValues": ["a", "b"]},
            {"P": "c"},
            r"must be one of AllowedValues: \[a, b\]",
            id="not allowed",
        ),
        pytest.param(
            {"Type": "CommaDelimitedList", "AllowedValues": ["a"]},
            {"P": "a,c"},
            "AllowedValues",
            id="one item not allowed",
        ),
        pytest.param(
            {"Type": "String", "AllowedPattern": "[a-z]+"},
            {"P": "ab9"},
            r"must match pattern \[a-z\]\+",
            id="pattern of the whole",
        ),
        pytest.param(
            {"Type": "String", "MinLength": 2}, {"P": "a"}, "at least 2", id="short"
        ),
        pytest.param(
            {"Type": "String", "MaxLength": "1"}, {"P": "ab"}, "at most 1", id="long"
        ),
        pytest.param(
            {"Type": "Number", "MinValue": 2}, {"P": "1"}, "not less than 2", id="small"
        ),
        pytest.param(
            {"Type": "Number", "MaxValue": 2},
            {"P": "3"},
            "not greater than 2",
            id="big",
        ),
        pytest.param(
            {"Type": "Number"}, {"P": "x"}, "must be a number", id="no number"
        ),
        pytest.param(
            {
                "Type": "String",
                "AllowedPattern": "a",
                "ConstraintDescription": "only a",
            },
            {"P": "b"},
            "Parameter P failed to satisfy constraint: only a",
            id="own words",
        ),
    ],
)
def test_refusals(
    definition: dict[str, Any], given: dict[str, str], words: str
) -> None:
    with pytest.raises(Refused, match=words):
        values(definition, **given)


def test_noecho_values_are_masked() -> None:
    declared = {"P": {"NoEcho": "true"}, "L": {}}
    assert shown(declared, {"P": "hush", "L": ["a", "b"]}) == {"P": "****", "L": "a,b"}
