from __future__ import annotations

from typing import Any

import pytest

from cfngen.local.language.evaluation import UNKNOWN, evaluate, holds, scope
from cfngen.local.language.refusals import Refused

SCOPE = scope(
    names={
        "AWS::Region": "eu-west-1",
        "Env": "prod",
        "Names": ["a", "b"],
        "Yes": "true",
        "Later": UNKNOWN,
        "LaterList": [UNKNOWN],
        "LaterPart": f"a,{UNKNOWN}-b",
    },
    mappings={"Sizes": {"prod": {"cpu": 1024}}},
    conditions={
        "IsProd": {"Fn::Equals": [{"Ref": "Env"}, "prod"]},
        "IsDev": {"Fn::Not": [{"Condition": "IsProd"}]},
        "Both": {"Fn::And": [{"Condition": "IsProd"}, {"Condition": "IsDev"}]},
        "Either": {"Fn::Or": [{"Condition": "IsProd"}, {"Condition": "IsDev"}]},
        "HasLater": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Later"}, ""]}]},
        "Round": {"Condition": "Round"},
        "True": {"Fn::Equals": [{"Ref": "Yes"}, True]},
    },
    ref=lambda name: f"ref-{name}",
    attribute=lambda name, path: f"{name}/{path}",
    imported=lambda name: f"export-{name}",
    zones=lambda region: [f"{region}a", f"{region}b"],
)


@pytest.mark.parametrize(
    ("value", "result"),
    [
        pytest.param({"Ref": "Env"}, "prod", id="ref to a parameter"),
        pytest.param({"Ref": "Vpc"}, "ref-Vpc", id="ref to a resource"),
        pytest.param({"Fn::GetAtt": ["N", "Outputs.X"]}, "N/Outputs.X", id="long"),
        pytest.param({"Fn::GetAtt": "N.Outputs.X"}, "N/Outputs.X", id="dotted"),
        pytest.param({"Fn::Sub": "${N.Outputs.X}"}, "N/Outputs.X", id="in a sub"),
        pytest.param({"Fn::Sub": "${Env}-${!Env}"}, "prod-${Env}", id="literal"),
        pytest.param(
            {"Fn::Sub": ["${A}.${Env}", {"A": {"Ref": "Vpc"}}]},
            "ref-Vpc.prod",
            id="sub with a map",
        ),
        pytest.param({"Fn::Join": ["-", {"Ref": "Names"}]}, "a-b", id="join"),
        pytest.param({"Fn::Select": ["1", {"Ref": "Names"}]}, "b", id="select"),
        pytest.param({"Fn::Split": [",", "a,b"]}, ["a", "b"], id="split"),
        pytest.param({"Fn::If": ["IsProd", 2, 1]}, 2, id="if"),
        pytest.param(
            {"Fn::If": ["IsDev", 1, {"Fn::If": ["Both", 2, 3]}]}, 3, id="if in an if"
        ),
        pytest.param(
            {"Fn::FindInMap": ["Sizes", {"Ref": "Env"}, "cpu"]}, 1024, id="map"
        ),
        pytest.param(
            {"Fn::Cidr": ["10.0.0.0/16", 2, 8]},
            ["10.0.0.0/24", "10.0.1.0/24"],
            id="cidr",
        ),
        pytest.param(
            {"Fn::Cidr": ["2600::/56", 1, 64]}, ["2600::/64"], id="cidr of version 6"
        ),
        pytest.param({"Fn::GetAZs": ""}, ["eu-west-1a", "eu-west-1b"], id="own zones"),
        pytest.param(
            {"Fn::GetAZs": {"Ref": "AWS::Region"}},
            ["eu-west-1a", "eu-west-1b"],
            id="zones of a region",
        ),
        pytest.param({"Fn::Base64": "a"}, "YQ==", id="base64"),
        pytest.param({"Fn::ImportValue": {"Ref": "Env"}}, "export-prod", id="import"),
        pytest.param({"Fn::Length": {"Ref": "Names"}}, 2, id="length"),
        pytest.param({"Fn::ToJsonString": {"a": True}}, '{"a":true}', id="json"),
        pytest.param(
            [1, {"Ref": "AWS::NoValue"}, {"a": {"Ref": "AWS::NoValue"}}],
            [1, {}],
            id="no value",
        ),
        pytest.param(
            {"Fn::If": ["IsDev", 1, {"Ref": "AWS::NoValue"}]}, None, id="nothing at all"
        ),
        pytest.param(
            {"Condition": {"StringEquals": {"a": "b"}}},
            {"Condition": {"StringEquals": {"a": "b"}}},
            id="a policy's condition is none of ours",
        ),
        pytest.param(
            {"Fn::Select": [0, {"Fn::Split": [",", UNKNOWN]}]}, UNKNOWN, id="unknown"
        ),
        pytest.param({"Fn::Sub": "a-${Later}"}, f"a-{UNKNOWN}", id="partly unknown"),
        pytest.param(
            {"Fn::Select": [1, {"Ref": "LaterList"}]}, UNKNOWN, id="unknown list"
        ),
        pytest.param(
            {"Fn::Join": ["-", {"Ref": "LaterList"}]},
            UNKNOWN,
            id="unknown, joined",
        ),
        pytest.param(
            {"Fn::Split": [",", {"Ref": "LaterPart"}]},
            ["a", f"{UNKNOWN}-b"],
            id="a list that is partly unknown",
        ),
        pytest.param(
            {"Fn::Select": [3, {"Fn::Cidr": [{"Ref": "Later"}, 4, 8]}]},
            UNKNOWN,
            id="blocks of an unknown block",
        ),
        pytest.param(
            {"Fn::Base64": {"Ref": "Later"}}, UNKNOWN, id="base64 of the unknown"
        ),
        pytest.param({"Ref": "LaterList"}, [UNKNOWN], id="an unknown list alone"),
        pytest.param({"Fn::Transform": {}}, {"Fn::Transform": {}}, id="macro"),
    ],
)
def test_values(value: Any, result: Any) -> None:
    assert evaluate(value, SCOPE) == result


@pytest.mark.parametrize(
    ("name", "result"),
    [
        ("IsProd", True),
        ("IsDev", False),
        ("Both", False),
        ("Either", True),
        ("True", True),
        ("HasLater", True),
    ],
)
def test_conditions(name: str, result: bool) -> None:
    assert holds(name, SCOPE) is result


@pytest.mark.parametrize(
    ("value", "words"),
    [
        pytest.param(
            {"Fn::FindInMap": ["Sizes", "dev", "cpu"]},
            "Unable to get mapping for Sizes::dev::cpu",
            id="no such key",
        ),
        pytest.param(
            {"Fn::Select": [2, ["a"]]}, "nonexistent value at index 2", id="index"
        ),
        pytest.param({"Fn::Sub": "${Names}"}, "must not refer to lists", id="list"),
        pytest.param(
            {"Fn::If": ["No", 1, 2]},
            "Template format error: Unresolved condition dependency No",
            id="condition",
        ),
        pytest.param(
            {"Fn::If": ["Round", 1, 2]}, "Circular dependency", id="circular condition"
        ),
        pytest.param({"Fn::Sbu": "a"}, "Fn::Sbu is no function", id="no function"),
        pytest.param({"Fn::Cidr": ["10.0.0.0/24", 2, 8]}, "cannot cut 2", id="cidr"),
    ],
)
def test_refusals(value: Any, words: str) -> None:
    with pytest.raises(Refused, match=words):
        evaluate(value, SCOPE)


def test_a_condition_that_is_none_is_refused() -> None:
    with pytest.raises(Refused, match="Template error: Fn::Nope is no condition"):
        holds({"Fn::Nope": []}, SCOPE)
