"""What a macro makes of a template is known by name, and excuses what it may add."""

from __future__ import annotations

import pytest

from cfngen.model import Call, Reference
from tests.resolve.templates import findings_of_texts, of_texts

ASKS = """
Resources:
  It:
    Type: X::Y::Z
    DependsOn: Made
    Condition: IsMade
    Properties: {P: !Ref Made, Q: !GetAtt MadeRole.Arn}
"""

INCLUDE = "Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/t}}"


@pytest.mark.parametrize(
    "transform",
    [
        "Transform: AWS::Serverless-2016-10-31",
        "Transform: [AWS::LanguageExtensions, AWS::Serverless-2016-10-31]",
        "Transform: {Name: AWS::Include, Parameters: {Location: s3://b/t}}",
        INCLUDE,
        "Transform: OurOwn",
    ],
)
def test_a_macro_may_add_what_is_referred_to(transform: str) -> None:
    model = of_texts(root=transform + ASKS)
    assert model["It"].get("P") == Reference("Made")
    assert model["It"].get("Q") == Reference("MadeRole", "Arn")
    assert model["It"].when == "IsMade"
    assert model.stacks[""].opaque


@pytest.mark.parametrize(
    "transform", ["", "Transform: AWS::LanguageExtensions", "Transform: []"]
)
def test_without_one_each_absent_name_is_an_error(transform: str) -> None:
    found = findings_of_texts(root=transform + ASKS)
    assert sorted(f.message for f in found) == [
        "Unresolved condition dependency IsMade.",
        "Unresolved resource dependency Made.",
        "Unresolved resource dependency Made.",
        "Unresolved resource dependency MadeRole.",
    ]


def test_a_loop_excuses_names_of_its_own_section() -> None:
    loop = "{0}: {{'Fn::ForEach::L': [N, [a], {{'X${{N}}': {{}}}}]}}"
    asks = "\nOutputs: {O: {Value: !Ref Xa}}"
    loops = loop.format("Resources") + asks
    assert of_texts(root=loops).stacks[""].outputs["O"].value == Reference("Xa")
    assert findings_of_texts(root=loop.format("Conditions") + "\nResources: {}" + asks)


def test_what_stands_for_entries_is_no_entry() -> None:
    root = """
Transform: AWS::LanguageExtensions
Conditions: {"Fn::ForEach::C": [N, [a], {"C${N}": !Equals [!Ref N, a]}]}
Resources:
  Fn::ForEach::R: [N, [a], {"R${N}": {Type: X::Y::Z, Properties: {P: !Ref N}}}]
  It: {Type: X::Y::Z, Condition: Ca, Properties: {P: !If [Ca, 1, 2]}}
Outputs: {"Fn::ForEach::O": [N, [a], {"O${N}": {Value: !Ref N}}]}
"""
    model = of_texts(root=root)
    assert list(model.resources) == ["It"]
    assert model["It"].when == "Ca"
    stack = model.stacks[""]
    assert not stack.outputs
    assert not stack.conditions
    assert stack.opaque == (
        "AWS::LanguageExtensions",
        "Conditions/Fn::ForEach::C",
        "Resources/Fn::ForEach::R",
        "Outputs/Fn::ForEach::O",
    )


def test_properties_that_a_macro_makes_have_no_name() -> None:
    root = f"Resources: {{It: {{Type: X::Y::Z, Properties: {{{INCLUDE}}}}}}}"
    (value,) = of_texts(root=root)["It"].properties.values()
    assert isinstance(value, Call)
    assert value.function == "Fn::Transform"


def test_outputs_that_a_macro_makes_are_unknown_to_the_parent() -> None:
    root = """
Resources:
  Child: {Type: "AWS::CloudFormation::Stack", Properties: {TemplateURL: c.yaml}}
Outputs: {O: {Value: !GetAtt Child.Outputs.Made}}
"""
    child = "Transform: AWS::Serverless-2016-10-31\nResources: {}"
    model = of_texts(root=root, c=child)
    assert model.stacks[""].outputs["O"].value == Reference("Child", "Outputs.Made")


def test_where_anything_may_be_written_nothing_is_wrong_for_sure() -> None:
    root = "Transform: OurOwn\nResources: {It: {Type: X, Properties: {P: !Ours 1}}}"
    assert of_texts(root=root)["It"].path == "It"
    assert findings_of_texts(root=root.replace("OurOwn", "AWS::Serverless-2016-10-31"))
