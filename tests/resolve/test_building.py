"""Whole templates: what is in their models, and what malformed ones come to."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.errors import InputError
from cfngen.model import Reference, Unknown
from cfngen.params import Parameters
from cfngen.resolve import Root, resolve
from cfngen.template import tree_of
from tests.models import ENVIRONMENTS, model, of_template
from tests.resolve.templates import BUCKET, problems

TYPED = {"Type": BUCKET}


def resource(**members: Any) -> dict[str, Any]:
    """Return a template with one resource."""
    return {"Resources": {"It": {"Type": BUCKET, **members}}}


HARMLESS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("nothing", {}),
    ("resources list", {"Resources": []}),
    ("resources null", {"Resources": None}),
    ("resource text", {"Resources": {"It": "x"}}),
    ("resource null", {"Resources": {"It": None}}),
    ("no type", {"Resources": {"It": {}}}),
    ("type list", resource(Type=["x"])),
    ("properties null", resource(Properties=None)),
    ("depends on null", resource(DependsOn=None)),
    ("depends on nothing", resource(DependsOn=[])),
    ("condition null", resource(Condition=None)),
    ("parameters list", {**resource(), "Parameters": [1]}),
    ("parameter text", {**resource(), "Parameters": {"P": "x"}}),
    ("default map", {"Parameters": {"P": {"Default": {"a": 1}}}}),
    ("type number", {"Parameters": {"P": {"Type": 5, "Default": "x"}}}),
    ("no echo map", {"Parameters": {"P": {"NoEcho": {}, "Default": "x"}}}),
    (
        "fetched map",
        {"Parameters": {"P": {"Type": "AWS::SSM::Parameter::Value<X>", "Default": []}}},
    ),
    ("mappings list", {**resource(), "Mappings": [1]}),
    ("conditions list", {**resource(), "Conditions": [1]}),
    ("outputs list", {**resource(), "Outputs": ["x"]}),
    ("rules list", {**resource(), "Rules": [1]}),
    ("export text", {"Outputs": {"O": {"Value": 1, "Export": "x"}}}),
    ("description list", {"Outputs": {"O": {"Value": 1, "Description": [1]}}}),
    ("transform map", {"Transform": {"a": 1}}),
    ("transform list", {"Transform": [None, 5, {"Name": 5}]}),
)


@pytest.mark.parametrize("body", [pytest.param(b, id=n) for n, b in HARMLESS])
def test_what_is_not_shaped_like_a_template_reads_as_empty(body: Any) -> None:
    assert of_template(body).stacks.keys() == {""}


WRONG: tuple[tuple[str, dict[str, Any], str, str], ...] = (
    (
        *("properties list", resource(Properties=[1])),
        *("Resources/It/Properties", "Properties is an object."),
    ),
    (
        *("properties text", resource(Properties="x")),
        *("Resources/It/Properties", "Properties is an object."),
    ),
    (
        *("depends on number", resource(DependsOn=5)),
        *("Resources/It/DependsOn", "DependsOn takes the names of resources."),
    ),
    (
        *("depends on map", resource(DependsOn=[{"Ref": "X"}])),
        *("Resources/It/DependsOn", "DependsOn takes the names of resources."),
    ),
    (
        *("depends on nobody", resource(DependsOn="Nobody")),
        *("Resources/It/DependsOn", "Unresolved resource dependency Nobody."),
    ),
    (
        *("condition number", resource(Condition=5)),
        *("Resources/It/Condition", "Condition takes the name of a condition."),
    ),
    (
        *("condition nobody", resource(Condition="Nobody")),
        *("Resources/It/Condition", "Unresolved condition dependency Nobody."),
    ),
    (
        *("output empty", {"Outputs": {"O": {}}}),
        *("Outputs/O", "An output has a Value."),
    ),
    (
        *("output text", {"Outputs": {"O": "x"}}),
        *("Outputs/O", "An output has a Value."),
    ),
    (
        *("output condition", {"Outputs": {"O": {"Value": 1, "Condition": [1]}}}),
        *("Outputs/O/Condition", "Condition takes the name of a condition."),
    ),
)


@pytest.mark.parametrize(
    ("body", "path", "message"), [pytest.param(*case, id=name) for name, *case in WRONG]
)
def test_what_is_wrong_is_said_at_its_line(body: Any, path: str, message: str) -> None:
    (found,) = problems(body)
    assert (found.id, found.path, found.message) == ("CG302", path, message)
    assert found.line > 1


def test_parameters_of_a_nested_stack_that_are_no_object_are_said() -> None:
    stack = {
        "Type": "AWS::CloudFormation::Stack",
        "Properties": {"TemplateURL": "c.json", "Parameters": ["x"]},
    }
    texts = {"r.json": json.dumps({"Resources": {"A": stack}}), "c.json": "{}"}
    root = Root(tree_of(texts, "r.json", "t"))
    with pytest.raises(InputError) as caught:
        resolve((root,), Parameters("", ""))
    assert "Parameters is an object." in {f.message for f in caught.value.findings}


def test_all_that_is_wrong_is_said_at_once_and_in_order() -> None:
    body = {
        "Conditions": {"C": {"Ref": "x"}},
        "Resources": {
            "A": {**TYPED, "Properties": {"P": [{"Ref": "X"}, {"Fn::Nope": 1}]}},
            "B": {**TYPED, "DependsOn": "Y", "DeletionPolicy": {"Ref": "Z"}},
        },
        "Outputs": {"O": {"Value": {"Fn::GetAtt": ["Q", "Arn"]}}},
    }
    found = problems(body)
    assert [f.path.split("/")[0] for f in found] == [
        *("Conditions", *["Resources"] * 4, "Outputs"),
    ]
    assert [f.line for f in found] == sorted(f.line for f in found)


def test_what_a_resource_carries_beside_its_properties() -> None:
    model = of_template(
        {
            "Parameters": {"Keep": {"Type": "String", "Default": "Retain"}},
            "Resources": {
                "A": {
                    "Type": BUCKET,
                    "DeletionPolicy": {"Ref": "Keep"},
                    "Metadata": {"a": {"Ref": "B"}},
                    "UpdatePolicy": {"X": True},
                    "Comment": "not a resource attribute",
                },
                "B": {"Type": BUCKET, "DependsOn": ["A"]},
            },
        }
    )
    assert model["A"].attributes == {
        "DeletionPolicy": "Retain",
        "Metadata": {"a": Reference("B")},
        "UpdatePolicy": {"X": True},
    }
    assert model["B"].depends_on == ("A",)
    assert model["B"].attributes == {}


def test_several_roots_are_one_model() -> None:
    tree = tree_of({"t.yaml": "Resources: {A: {Type: X::Y::Z}}"}, "t.yaml", "t")
    roots = (Root(tree, "one", "us-east-1", "1"), Root(tree, "two", path="second"))
    model = resolve(roots, Parameters("p", "dev"))
    assert list(model.resources) == ["A", "second/A"]
    assert [s.region for s in model.stacks.values()] == [
        *("us-east-1", Unknown("AWS::Region")),
    ]
    assert model.name == "one"


def test_problems_of_every_root_are_told() -> None:
    trees = [
        tree_of({"t.yaml": f"Outputs: {{O: {{Value: !Ref {n}}}}}"}, "t.yaml", n)
        for n in "ab"
    ]
    roots = (Root(trees[0], "one"), Root(trees[1], "two", path="second"))
    with pytest.raises(InputError) as caught:
        resolve(roots, Parameters("p", "dev"))
    assert [f.file for f in caught.value.findings] == ["a/t.yaml", "b/t.yaml"]


@pytest.mark.parametrize(("system", "environment"), ENVIRONMENTS)
def test_our_own_templates_leave_no_condition_open(
    system: str, environment: str
) -> None:
    made = model(system, environment)
    truths = [t for stack in made.stacks.values() for t in stack.conditions.values()]
    assert truths
    assert None not in truths
    assert not [resource for resource in made.resources.values() if resource.when]
    assert not [stack for stack in made.stacks.values() if stack.opaque]


@pytest.mark.parametrize(("system", "environment"), ENVIRONMENTS)
def test_a_stack_has_what_its_parent_gives_it(system: str, environment: str) -> None:
    made = model(system, environment)
    for path, stack in made.stacks.items():
        given = made.resources[path].get("Parameters") if path in made.resources else {}
        for name, value in given.items():
            held = stack.parameters[name]
            assert held == value or isinstance(held, list), f"{path} {name}"
