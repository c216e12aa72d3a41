"""What the templates make the caller acknowledge, and for what."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.errors import NeedsHuman
from cfngen.plan.inputs.capabilities import Cause, causes, needed, of, refuse_iam
from tests.models import PROJECT

PLAIN = {"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}
ROLE = {"Resources": {"Role": {"Type": "AWS::IAM::Role", "Properties": {}}}}
NAMED = {
    "Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "r"}}}
}
POLICY = {
    "Resources": {"P": {"Type": "AWS::IAM::Policy", "Properties": {"PolicyName": "p"}}}
}
MACRO = {"Transform": "AWS::LanguageExtensions", **PLAIN}
INCLUDE = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3"}}}
DEEP = {
    "Resources": {
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": INCLUDE}}
    }
}
MODULE = {"Resources": {"Vpc": {"Type": "My::Net::Vpc::MODULE"}}}


def child(url: str) -> dict[str, Any]:
    """Return a nested stack."""
    return {"Type": "AWS::CloudFormation::Stack", "Properties": {"TemplateURL": url}}


@pytest.mark.parametrize(
    ("templates", "expected"),
    [
        pytest.param([PLAIN], (), id="nothing"),
        pytest.param([PLAIN, ROLE], ("CAPABILITY_IAM",), id="a role in a child"),
        pytest.param([ROLE, NAMED], ("CAPABILITY_NAMED_IAM",), id="a named role"),
        pytest.param([POLICY], ("CAPABILITY_IAM",), id="a policy always has a name"),
        pytest.param(
            [MACRO, ROLE],
            ("CAPABILITY_AUTO_EXPAND", "CAPABILITY_IAM"),
            id="a transform",
        ),
        pytest.param([DEEP], ("CAPABILITY_AUTO_EXPAND",), id="a macro in a property"),
        pytest.param(
            [{**PLAIN, "Mappings": INCLUDE}],
            ("CAPABILITY_AUTO_EXPAND",),
            id="a macro in place of a section",
        ),
        pytest.param(
            [{**PLAIN, **INCLUDE}], ("CAPABILITY_AUTO_EXPAND",), id="at the top"
        ),
        pytest.param([MODULE], ("CAPABILITY_AUTO_EXPAND",), id="a module"),
    ],
)
def test_only_what_the_templates_need_is_acknowledged(
    templates: list[dict[str, Any]], expected: tuple[str, ...]
) -> None:
    assert needed(json.dumps(body) for body in templates) == expected


def test_each_capability_comes_with_what_needs_it() -> None:
    root = {
        "Transform": ["AWS::LanguageExtensions", {"Name": "Mine"}],
        "Resources": {"A": child("a.json"), "B": child("b.json")},
    }
    files = {
        "root.json": root,
        "a.json": {"Resources": {"Inner": child("b.json")}},
        "b.json": ROLE,
        "recovery.json": NAMED,
    }
    found = causes({name: json.dumps(body) for name, body in files.items()})
    auto, iam, named = (f"CAPABILITY_{c}" for c in ("AUTO_EXPAND", "IAM", "NAMED_IAM"))
    assert found == (
        Cause(auto, "root.json", "", "AWS::LanguageExtensions"),
        Cause(auto, "root.json", "", "Mine"),
        Cause(iam, "b.json", "A/Inner/Role", "AWS::IAM::Role"),
        Cause(iam, "b.json", "B/Role", "AWS::IAM::Role"),
        Cause(named, "recovery.json", "recovery/R", "AWS::IAM::Role"),
    )
    assert of(found) == (auto, named)
    assert str(found[0]) == "the root (AWS::LanguageExtensions) in root.json"


@pytest.mark.parametrize("system", PROJECT.systems())
def test_our_systems_need_the_capability_of_iam_and_say_for_what(system: str) -> None:
    folder = PROJECT.templates(system)
    files = {path.name: path.read_text("utf-8") for path in folder.glob("*.json")}
    found = causes(files)
    assert of(found) == needed(files.values()) == ("CAPABILITY_IAM",)
    for cause in found:
        body = json.loads(files[cause.template])
        assert body["Resources"][cause.path.split("/")[-1]]["Type"] == cause.what


def test_iam_can_be_refused_and_all_of_it_is_named() -> None:
    both = [
        Cause("CAPABILITY_IAM", "a.json", "A/Role", "AWS::IAM::Role"),
        Cause("CAPABILITY_NAMED_IAM", "a.json", "A/User", "AWS::IAM::User"),
        Cause("CAPABILITY_AUTO_EXPAND", "a.json", "A", "Mine"),
    ]
    with pytest.raises(NeedsHuman) as refused:
        refuse_iam(both)
    assert "A/Role (AWS::IAM::Role) in a.json" in refused.value.message
    assert "A/User" in refused.value.message
    assert "Mine" not in refused.value.message
    refuse_iam(both[2:])


def test_a_template_that_nests_itself_is_read_once() -> None:
    root = {"Resources": {"Self": child("root.json"), **ROLE["Resources"]}}
    found = causes({"root.json": json.dumps(root)})
    assert [cause.path for cause in found] == ["Role"]
