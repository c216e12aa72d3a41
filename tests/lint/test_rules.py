"""The rules as a whole: the real system satisfies them, nonsense does not stop them.

Each rule by itself is in a module of its own.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cfngen.lint.rules import RULES
from tests.lint.subjects import REAL, judge, real, stack, subject


@pytest.mark.parametrize("id", [rule.id for rule in RULES])
def test_the_real_system_satisfies(id: str, tmp_path: Path) -> None:
    assert judge(id, real(tmp_path)) == []


def test_ids_are_not_repeated() -> None:
    ids = [rule.id for rule in RULES]
    assert len(set(ids)) == len(ids)


def test_each_rule_says_what_it_proves_and_why() -> None:
    for rule in RULES:
        first, rest = rule.words()
        assert first.endswith(".")
        assert rest


NONSENSE: dict[str, Any] = {
    "nothing": {},
    "a list": [],
    "sections that are lists": {"Parameters": [], "Resources": [], "Outputs": []},
    "resources that are text": {"Resources": {"A": "x"}},
    "a stack without properties": {
        "Resources": {"A": {"Type": "AWS::CloudFormation::Stack"}}
    },
    "a stack of nothing": {"Resources": {"A": stack("nowhere.json", P="x")}},
    "a stack elsewhere": {"Resources": {"A": stack("../../../etc/passwd", P="x")}},
    "a stack with text for parameters": {
        "Resources": {
            "A": {
                "Type": "AWS::CloudFormation::Stack",
                "Properties": {"TemplateURL": "root.json", "Parameters": "x"},
            }
        }
    },
    "a subnet without properties": {"Resources": {"A": {"Type": "AWS::EC2::Subnet"}}},
}


@pytest.mark.parametrize("case", NONSENSE)
def test_nonsense_is_let_be(case: str, tmp_path: Path) -> None:
    judged = subject(tmp_path, {"root.json": NONSENSE[case]}, {"dev": {}})
    assert [f for rule in RULES for f in rule.check(judged)] == []


def test_text_that_is_no_template_is_let_be(tmp_path: Path) -> None:
    judged = subject(tmp_path, {})
    (tmp_path / "templates" / "shop" / "root.json").write_text("{", "utf-8")
    assert [f for rule in RULES for f in rule.check(judged)] == []


def test_only_templates_beside_the_root_are_read(tmp_path: Path) -> None:
    wrong = {"root.json": {"Resources": {"A": stack("../far/app.json", P=["x"])}}}
    far = tmp_path / "templates" / "far"
    far.mkdir(parents=True)
    inner = {"Resources": {"B": stack("app.json", P=["x"])}}
    (far / "app.json").write_text(json.dumps(inner), "utf-8")
    judged = subject(tmp_path, wrong)
    assert dict(judged.nested) == {}


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["Vpc", "10.0.0.0/8"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["Ref", "Fn::If", "Fn::Join", "Fn::Select", "Fn::GetAtt"]),
            inner,
            max_size=2,
        )
    ),
    max_leaves=6,
)


@settings(
    max_examples=60,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(value=VALUES, which=st.sampled_from(["given", "output", "range"]))
def test_no_value_stops_a_rule(value: Any, which: str, tmp_path_factory: Any) -> None:
    names = ("root.json", "network.json", "security.json")
    templates = {name: json.loads((REAL / name).read_text("utf-8")) for name in names}
    network, root = templates["network.json"], templates["root.json"]
    given_ = root["Resources"]["Security"]["Properties"]["Parameters"]
    if which == "given":
        given_["VpcId"] = value
    elif which == "output":
        network["Outputs"]["VpcId"]["Value"] = value
    else:
        network["Resources"]["Vpc"]["Properties"]["CidrBlock"] = value
    judged = subject(tmp_path_factory.mktemp("bent"), templates, {"dev": {}})
    for rule in RULES:
        list(rule.check(judged))
