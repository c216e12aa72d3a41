"""Shapes: what makes two services' templates alike, and what keeps them apart."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cfngen.findings import Finding
from cfngen.gate.cache import Cache
from cfngen.gate.linting import Ground, Job
from cfngen.gate.order import Order, Scope
from cfngen.gate.runner import Piece, Runner
from cfngen.gate.shapes import shape
from cfngen.lint.cfn import CfnLint, cfn_lint
from tests.gate.fakes import Prepared
from tests.gate.projects import edit, shop
from tests.models import PROJECT

GIVEN = (("params/shop/dev.json", {"ApiCpu": "256", "Hosts": ["a", "b"]}),)


def template(name: str, logical: str, priority: Any = 7, **more: Any) -> str:
    """Return a service's template as generation makes it, its rule named after it."""
    rule = {
        "Type": "AWS::ElasticLoadBalancingV2::ListenerRule",
        "Properties": {"Priority": priority, "Path": f"/{name}/*"},
    }
    body = {
        "Description": f"shop: service {name}",
        "Parameters": dict(sorted({f"{logical}Cpu": {}, "Middle": {}}.items())),
        "Conditions": {f"Has{logical}Image": {"Fn::Equals": [{"Ref": "Middle"}, "x"]}},
        "Resources": {f"ListenerRule{sum(map(ord, name))}": rule},
        **more,
    }
    return json.dumps(body, indent=2)


def of(name: str, text: str, given: Any = ()) -> str:
    return shape(f"service-{name}.json", text, given)


API = of("api", template("api", "Api"))

ALIKE = {
    "another name": ("web", template("web", "Web")),
    "another priority": ("api", template("api", "Api", 4_000)),
    "another order": ("zoo", template("zoo", "Zoo")),
}


@pytest.mark.parametrize("case", ALIKE)
def test_alike(case: str) -> None:
    name, text = ALIKE[case]
    assert API
    assert of(name, text) == API


APART = {
    "a longer name": ("apis", template("apis", "Apis")),
    "a name with a hyphen": ("a-b", template("a-b", "AB")),
    "a name with a digit": ("ap1", template("ap1", "Ap1")),
    "another text": ("api", template("api", "Api", Description="api")),
    "one word more": ("web", template("web", "Web", Metadata={})),
    "the other's name in it": ("web", template("web", "Web", Description="api")),
    "a priority that is none": ("api", template("api", "Api", 70_000)),
    "a priority that is true": ("api", template("api", "Api", True)),
    "a priority as text": ("api", template("api", "Api", "7")),
}


@pytest.mark.parametrize("case", APART)
def test_apart(case: str) -> None:
    name, text = APART[case]
    assert of(name, text) not in ("", API)


def test_what_is_given_counts() -> None:
    text = template("api", "Api")
    same = (("params/shop/dev.json", {"WebCpu": "256", "Hosts": ["a", "b"]}),)
    other = (("params/shop/dev.json", {"WebCpu": "512", "Hosts": ["a", "b"]}),)
    assert of("web", template("web", "Web"), same) == of("api", text, GIVEN)
    assert of("web", template("web", "Web"), other) != of("api", text, GIVEN)
    assert of("api", text, GIVEN) != API


def test_ranks_of_priorities_count() -> None:
    def rules(*priorities: int) -> str:
        return json.dumps(
            {
                "Resources": {
                    f"ListenerRule{number}": {
                        "Type": "AWS::ElasticLoadBalancingV2::ListenerRule",
                        "Properties": {"Priority": priority},
                    }
                    for number, priority in enumerate(priorities)
                }
            }
        )

    assert of("api", rules(5, 9)) == of("api", rules(70, 80))
    assert of("api", rules(5, 9)) != of("api", rules(9, 5))
    assert of("api", rules(5, 9)) != of("api", rules(5, 5))


@pytest.mark.parametrize("name", ["7", "null", "true", "n", "u00e9", "a.b*"])
def test_odd_names_break_nothing(name: str) -> None:
    body = json.dumps({"Description": f"{name}\n7 null", "A": [7, None, True, 0.7]})
    other = json.dumps({"Description": f"{name}\n8 null", "A": [7, None, True, 0.7]})
    assert of(name, body)
    assert of(name, body) != of(name, other)


NONE = {
    "the template of a layer": ("network.json", template("network", "Network")),
    "no name": ("service-.json", template("api", "Api")),
    "no JSON": ("service-api.json", "Resources:"),
    "a nested stack": (
        "service-api.json",
        template("api", "Api", Metadata="AWS::CloudFormation::Stack"),
    ),
    "the sign itself": (
        "service-api.json",
        template("api", "Api", Metadata="smørrebrød"),
    ),
}


@pytest.mark.parametrize("case", NONE)
def test_not_shared(case: str) -> None:
    assert shape(*NONE[case], ()) == ""


def misspell(body: Any) -> None:
    task = body["Resources"]["TaskDefinition"]["Properties"]
    task["Famly"] = task.pop("Family")


def shrink(body: Any) -> None:
    body["Resources"]["LogGroup"]["Properties"]["RetentionInDays"] = 8


MISTAKES: dict[str, tuple[dict[str, Any], int]] = {
    "none": ({}, 1),
    "in the first": ({"api": misspell}, 2),
    "in the last": ({"web": misspell}, 2),
    "in all, the same": ({"api": misspell, "ops": misspell, "web": misspell}, 3),
    "in two, different ones": ({"api": misspell, "ops": shrink}, 3),
}
"""Mistakes by service, and how many of the three templates have to be read."""


@pytest.fixture(scope="module")
def linter() -> CfnLint:
    """Return cfn-lint, built once."""
    return cfn_lint(PROJECT)


@pytest.mark.parametrize("case", MISTAKES)
def test_what_is_found_is_the_same_with_sharing_and_without(
    case: str, tmp_path: Path, linter: CfnLint
) -> None:
    project = shop(tmp_path, ("api", "ops", "web"))
    folder = project.templates("shop")
    mistakes, reads = MISTAKES[case]
    for name, mistake in mistakes.items():
        edit(folder / f"service-{name}.json", mistake)
    own = replace(linter, project=project, folder=tmp_path)
    ground = Prepared(project, tmp_path, own)
    shared, ran = lint(ground, folder, sharing=True)
    alone, each = lint(ground, folder, sharing=False)
    assert shared == alone
    assert bool(shared) is bool(mistakes)
    assert (ran, each) == (reads, 3)


def lint(ground: Ground, folder: Path, *, sharing: bool) -> tuple[list[Finding], int]:
    """Return what is found in all services, and how many templates were read."""
    read: list[str] = []
    order = Order(Scope.LINT, Cache(), 1, lambda name, _: read.append(name))
    pieces = [
        Piece(
            path.name,
            "",
            Job(path, "us-east-1"),
            shape(path.name, path.read_text("utf-8"), ()) if sharing else "",
        )
        for path in sorted(folder.glob("service-*.json"))
    ]
    with Runner(ground, order) as runner:
        runner.add(pieces)
        runner.finish()
    return [f for piece in pieces for f in runner.answers[piece]], len(read)
