"""CG101: nested stacks are given strings."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.lint.subjects import Body, judge, real, stack, subject


def root(value: Any, type: str = "CommaDelimitedList") -> dict[str, Body]:
    return {
        "root.json": {
            "Parameters": {"Ranges": {"Type": type}, "Name": {"Type": "String"}},
            "Resources": {"Edge": stack("edge.json", Ranges=value)},
        },
        "edge.json": {"Parameters": {"Ranges": {"Type": "CommaDelimitedList"}}},
    }


LISTS: dict[str, tuple[Any, str]] = {
    "a list setting": ({"Ref": "Ranges"}, "CommaDelimitedList"),
    "a list of ids": ({"Ref": "Ranges"}, "List<AWS::EC2::Subnet::Id>"),
    "a literal list": (["10.0.0.0/8"], "String"),
    "a split string": ({"Fn::Split": [",", "a,b"]}, "String"),
    "the zones": ({"Fn::GetAZs": ""}, "String"),
    "calculated ranges": ({"Fn::Cidr": ["10.0.0.0/16", 2, 8]}, "String"),
    "a list under a condition": (
        {"Fn::If": ["Open", "0.0.0.0/0", {"Ref": "Ranges"}]},
        "CommaDelimitedList",
    ),
}


@pytest.mark.parametrize("case", LISTS)
def test_a_list_is_found(case: str, tmp_path: Path) -> None:
    value, type = LISTS[case]
    (found,) = judge("CG101", subject(tmp_path, root(value, type)))
    assert found.file == "templates/shop/root.json"
    assert found.path == "Resources/Edge/Properties/Parameters/Ranges"
    assert found.line == 16
    assert found.message == "Edge is given Ranges as a list."
    assert found.mend == 'Join it: {"Fn::Join": [",", ...]}.'


STRINGS: dict[str, Any] = {
    "a joined list": {"Fn::Join": [",", {"Ref": "Ranges"}]},
    "a string setting": {"Ref": "Name"},
    "an output": {"Fn::GetAtt": ["Network", "Outputs.SubnetIds"]},
    "text": "10.0.0.0/8",
    "a number": 7,
    "one of a list": {"Fn::Select": [0, {"Fn::GetAZs": ""}]},
    "a pseudo parameter": {"Ref": "AWS::StackName"},
}


@pytest.mark.parametrize("case", STRINGS)
def test_a_string_is_let_be(case: str, tmp_path: Path) -> None:
    assert judge("CG101", subject(tmp_path, root(STRINGS[case]))) == []


def test_the_real_system_without_a_join(tmp_path: Path) -> None:
    def bend(templates: dict[str, Body]) -> None:
        body = templates["root.json"]
        body["Parameters"]["SubnetIds"] = {"Type": "List<AWS::EC2::Subnet::Id>"}
        given = body["Resources"]["Database"]["Properties"]["Parameters"]
        given["IsolatedSubnetIds"] = {"Ref": "SubnetIds"}

    (found,) = judge("CG101", real(tmp_path, bend))
    assert found.message == "Database is given IsolatedSubnetIds as a list."
