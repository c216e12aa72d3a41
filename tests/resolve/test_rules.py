"""Rules: what a template demands of its parameters together."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.errors import InputError
from cfngen.findings import Finding
from tests.models import of_template
from tests.resolve.templates import findings_of_texts, problems

PARAMETERS = {
    "Stage": {"Type": "String", "Default": "live"},
    "Zones": {"Type": "CommaDelimitedList", "Default": "a,b"},
    "Open": {"Type": "String"},
    "OpenList": {"Type": "CommaDelimitedList"},
    "Vpc": {"Type": "AWS::EC2::VPC::Id", "Default": "vpc-1"},
    "OtherVpc": {"Type": "AWS::EC2::VPC::Id", "Default": "vpc-2"},
    "Subnets": {"Type": "List<AWS::EC2::Subnet::Id>", "Default": "s-1,s-2"},
    "Version": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/v"},
}

VPCS = {"Fn::RefAll": "AWS::EC2::VPC::Id"}


def ref(name: str) -> dict[str, Any]:
    return {"Ref": name}


def asserted(assertion: Any, condition: Any = None, **rule: Any) -> dict[str, Any]:
    """Return a template with one rule."""
    stated = {"Assertions": [{"Assert": assertion, "AssertDescription": "Mend it"}]}
    if condition is not None:
        stated["RuleCondition"] = condition
    return {"Parameters": PARAMETERS, "Rules": {"R": stated | rule}, "Resources": {}}


def holds(body: dict[str, Any], **parameters: str) -> bool:
    """Return whether a template has a model."""
    return list(of_template(body, **parameters).stacks) == [""]


def contains(items: Any, text: Any) -> dict[str, Any]:
    return {"Fn::Contains": [items, text]}


TRUE = {"Fn::Equals": ["a", "a"]}
FALSE = {"Fn::Equals": ["a", "b"]}

HOLD: tuple[tuple[str, Any], ...] = (
    ("contains", contains(["test", "live"], ref("Stage"))),
    ("contains in parameter", contains(ref("Zones"), "b")),
    ("contains unknown", contains(["x"], ref("Open"))),
    ("unknown contains", contains(ref("OpenList"), "x")),
    ("contains fetched", contains(["1"], ref("Version"))),
    ("not contains fetched", {"Fn::Not": [contains(["1"], ref("Version"))]}),
    ("each equals", {"Fn::EachMemberEquals": [["live", "live"], ref("Stage")]}),
    ("each of none", {"Fn::EachMemberEquals": [[], "x"]}),
    ("each in", {"Fn::EachMemberIn": [ref("Zones"), ["a", "b", "c"]]}),
    ("each in unknown", {"Fn::EachMemberIn": [ref("Zones"), ref("OpenList")]}),
    ("unknown each in", {"Fn::EachMemberIn": [ref("OpenList"), ["a"]]}),
    ("all of a type", {"Fn::EachMemberIn": [VPCS, ["vpc-1", "vpc-2", "vpc-3"]]}),
    ("lists of a type", contains({"Fn::RefAll": "AWS::EC2::Subnet::Id"}, "s-9")),
    (
        "attribute",
        {"Fn::EachMemberEquals": [{"Fn::ValueOf": ["Subnets", "VpcId"]}, "x"]},
    ),
    (
        "attributes",
        {"Fn::EachMemberIn": [{"Fn::ValueOfAll": ["AWS::EC2::VPC::Id", "a"]}, VPCS]},
    ),
    ("and", {"Fn::And": [TRUE, contains(["live"], ref("Stage"))]}),
    ("or", {"Fn::Or": [FALSE, contains(["live"], ref("Stage"))]}),
    ("or unknown", {"Fn::Or": [FALSE, contains(["x"], ref("Open"))]}),
)

BROKEN: tuple[tuple[str, Any], ...] = (
    ("contains", contains(["a", "b"], ref("Stage"))),
    ("contains in parameter", contains(ref("Zones"), "c")),
    ("each equals", {"Fn::EachMemberEquals": [ref("Zones"), "a"]}),
    ("each equals unknown", {"Fn::EachMemberEquals": [["x", ref("Open")], "a"]}),
    ("each in", {"Fn::EachMemberIn": [ref("Zones"), ["a"]]}),
    ("all of a type", {"Fn::EachMemberEquals": [VPCS, "vpc-1"]}),
    ("none of a type", contains({"Fn::RefAll": "AWS::EC2::Image::Id"}, "x")),
    ("and unknown", {"Fn::And": [FALSE, contains(["x"], ref("Open"))]}),
    ("not", {"Fn::Not": [contains(["live"], ref("Stage"))]}),
)


@pytest.mark.parametrize(
    "assertion", [pytest.param(case, id=name) for name, case in HOLD]
)
def test_a_rule_that_holds_or_may_hold_is_silent(assertion: Any) -> None:
    assert holds(asserted(assertion))


@pytest.mark.parametrize(
    "assertion", [pytest.param(case, id=name) for name, case in BROKEN]
)
def test_a_rule_that_is_broken_is_said_at_its_line(assertion: Any) -> None:
    (found,) = problems(asserted(assertion))
    assert (found.id, found.message) == ("CG303", "Rule R: Mend it.")
    assert found.path == "Rules/R/Assertions/0"
    assert found.line


def test_a_rule_counts_where_its_condition_is_true() -> None:
    assert problems(asserted(FALSE, TRUE))
    assert holds(asserted(FALSE, FALSE))
    assert holds(asserted(FALSE, contains(["x"], ref("Open"))))


def test_parameters_decide() -> None:
    body = asserted(contains(["a", "b"], ref("Stage")))
    assert holds(body, Stage="b")
    assert problems(body, Stage="c")


def test_every_assertion_is_asked() -> None:
    several = [{"Assert": FALSE, "AssertDescription": n} for n in ("One", "Two.")]
    found = problems(asserted(TRUE, Assertions=[*several, {"Assert": FALSE}]))
    assert [f.message for f in found] == [
        "Rule R: One.",
        "Rule R: Two.",
        "Rule R: an assertion fails.",
    ]


def rule(assertion: Any) -> dict[str, Any]:
    """Return a rule."""
    return {"Assertions": [{"Assert": assertion}]}


WRONG: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("no list", {"Assertions": {}}, "A rule has a list of Assertions"),
    ("none", {"Assertions": [5]}, "A condition is one function"),
    (
        "condition",
        rule({"Condition": "C"}),
        "cannot name a condition",
    ),
    ("one", rule({"Fn::Contains": [[]]}), "Fn::Contains takes"),
    ("text", rule(contains("a", "a")), "takes a list of texts first"),
    ("lists", rule(contains(["a"], ["a"])), "and a text"),
    (
        "in text",
        rule({"Fn::EachMemberIn": [["a"], "a"]}),
        "A list of texts is missing",
    ),
    (
        "nobody",
        rule(contains({"Fn::ValueOf": ["Nobody", "VpcId"]}, "x")),
        "there is no parameter Nobody",
    ),
)


@pytest.mark.parametrize(
    ("written", "message"), [pytest.param(*case, id=name) for name, *case in WRONG]
)
def test_what_is_no_rule_is_said(written: dict[str, Any], message: str) -> None:
    found = problems({"Rules": {"R": written}, "Resources": {}})
    assert {f.id for f in found} == {"CG302"}
    assert message in found[0].message


def test_a_rule_that_is_no_object_is_said() -> None:
    assert problems({"Rules": {"R": []}, "Resources": {}})


def test_rules_of_a_nested_stack_count() -> None:
    root = """
Resources:
  Child:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: child.yaml, Parameters: {Size: huge}}
"""
    child = """
Parameters: {Size: {Type: String}}
Rules:
  Known:
    Assertions:
      - Assert: !Contains [[small, large], !Ref Size]
        AssertDescription: Sizes are small and large
Resources: {}
"""
    (found,) = findings_of_texts(root=root, child=child)
    assert found == Finding(
        *("t/child.yaml", "Rules/Known/Assertions/0", "CG303"),
        "Rule Known: Sizes are small and large (stack Child).",
        line=6,
        column=9,
    )


def test_rules_do_not_hide_other_problems() -> None:
    body = asserted(FALSE) | {"Outputs": {"O": {"Value": ref("Nobody")}}}
    with pytest.raises(InputError) as caught:
        of_template(body)
    assert [f.id for f in caught.value.findings] == ["CG302", "CG303"][::-1]
