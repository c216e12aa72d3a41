"""What CloudFormation takes of templates, stacks and operations."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.checks import check
from cfngen.model import Model
from cfngen.params import parse
from cfngen.resolve import Root, resolve
from cfngen.template import tree_of
from tests.checks.network.system import CHECKS, problems
from tests.models import model as of_system
from tests.models import of_template

TOPIC = {"Type": "AWS::SNS::Topic"}


def _topics(count: int) -> dict[str, Any]:
    return {f"T{number}": TOPIC for number in range(count)}


def _found(id: str, body: dict[str, Any]) -> list[str]:
    found = problems(of_template({"Resources": {"T": TOPIC}, **body}), [CHECKS[id]])
    return [message for _, _, message in found]


def _mapping(attributes: int) -> dict[str, Any]:
    return {"M": {"Key": {f"A{number}": "x" for number in range(attributes)}}}


SIZES: dict[str, tuple[dict[str, Any], str]] = {
    "resources": ({"Resources": _topics(501)}, "501 resources"),
    "parameters": (
        {"Parameters": {f"P{n}": {"Type": "String"} for n in range(201)}},
        "201 parameters",
    ),
    "outputs": (
        {"Outputs": {f"O{n}": {"Value": "x"} for n in range(201)}},
        "201 outputs",
    ),
    "mappings": (
        {"Mappings": {f"M{n}": {"Key": {"A": "x"}} for n in range(201)}},
        "201 mappings",
    ),
    "attributes": ({"Mappings": _mapping(201)}, "201 attributes in the mapping M"),
    "description": ({"Description": "ä" * 513}, "1,026 bytes of description"),
    "body": ({"Metadata": {"Long": "x" * 1_000_000}}, "bytes"),
}


@pytest.mark.parametrize(("body", "words"), SIZES.values(), ids=SIZES)
def test_a_template_that_is_too_large(body: dict[str, Any], words: str) -> None:
    (message,) = _found("CG500", body)
    assert words in message
    assert "t.json has" in message
    assert _found("CG501", body) == []


@pytest.mark.parametrize(("count", "told"), [(474, False), (475, True), (500, True)])
def test_a_template_that_is_nearly_too_large(count: int, told: bool) -> None:
    body = {"Resources": _topics(count)}
    assert _found("CG500", body) == []
    assert bool(_found("CG501", body)) is told


def _parameter(value: Any) -> list[str]:
    parameters = {"P": {"Type": "String", "Default": value}, "Q": {"Type": "String"}}
    return _found("CG502", {"Parameters": parameters})


def test_a_value_that_is_too_long() -> None:
    assert _parameter("x" * 4_096) == []
    assert _parameter("x" * 4_097) == ["The parameter P holds 4,097 bytes."]
    assert _parameter("ä" * 2_049) == ["The parameter P holds 4,098 bytes."]


def nested(count: int, stacks: int, value: str = "x") -> Model:
    """Return the model of a root that nests a template some times."""
    child = {
        "Parameters": {"P": {"Type": "String"}},
        "Resources": _topics(count),
    }
    given = {"TemplateURL": "child.json", "Parameters": {"P": value}}
    root = {
        "Resources": {
            f"S{number}": {"Type": "AWS::CloudFormation::Stack", "Properties": given}
            for number in range(stacks)
        }
    }
    texts = {"root.json": json.dumps(root), "child.json": json.dumps(child)}
    tree = tree_of(texts, "root.json", "some")
    return resolve((Root(tree, "r", "us-east-1"),), parse(b"{}", "p.json", "p"))


def test_an_operation_that_is_too_large() -> None:
    assert problems(nested(499, 5), [CHECKS["CG503"]]) == []
    ((_, place, message),) = problems(nested(500, 5), [CHECKS["CG503"]])
    assert place == "r"
    assert "2,505 resources" in message


def test_a_nested_stack_is_named_where_it_is_nested() -> None:
    ((_, place, message),) = problems(nested(501, 1), [CHECKS["CG500"]])
    assert (place, message) == ("S0.TemplateURL", "child.json has 501 resources.")
    ((_, place, _),) = problems(nested(1, 1, "x" * 5_000), [CHECKS["CG502"]])
    assert place == "S0.Parameters.P"


def test_a_root_is_named_by_its_template() -> None:
    found = check(of_template({"Resources": _topics(501)}), [CHECKS["CG500"]])
    assert [(one.file, one.resource) for one in found] == [("foreign/t.json", "stack")]


def test_names_that_are_too_long() -> None:
    assert _found("CG504", {"Resources": {"T" * 255: TOPIC}}) == []
    (message,) = _found("CG504", {"Resources": {"T" * 256: TOPIC}})
    assert "in Resources has 256 characters" in message
    (message,) = _found("CG504", {"Outputs": {"O" * 256: {"Value": "x"}}})
    assert "in Outputs has 256" in message


def test_a_stack_with_a_long_name() -> None:
    tree = tree_of({"t.json": '{"Resources": {}}'}, "t.json", "some")
    given = parse(b"{}", "p.json", "p")
    found = resolve((Root(tree, "s" * 129),), given)
    ((_, _, message),) = problems(found, [CHECKS["CG504"]])
    assert message == "Its name has 129 characters."
    assert problems(resolve((Root(tree, "s" * 128),), given), [CHECKS["CG504"]]) == []


def test_a_stack_that_stands_apart_has_its_own_operation() -> None:
    ids = [CHECKS[id] for id in ("CG500", "CG501", "CG502", "CG503", "CG504")]
    assert problems(of_system("platform", "prod"), ids) == []


@pytest.mark.parametrize("odd", ["x", ["x"], {"Key": "x"}, {"Key": None}], ids=repr)
def test_a_mapping_that_is_none_is_let_be(odd: Any) -> None:
    assert _found("CG500", {"Mappings": {"M": odd}}) == []
    assert _found("CG501", {"Mappings": {"M": odd}}) == []
