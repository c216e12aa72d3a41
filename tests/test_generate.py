"""Generate: a system in, the text of its templates out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfngen.generate import generate
from cfngen.layers import build_layers
from cfngen.project import Project
from cfngen.spec.load import load
from cfngen.spec.system import System

PROJECT = Project(Path(__file__).resolve().parent.parent)


@pytest.fixture(params=PROJECT.systems())
def system(request: pytest.FixtureRequest) -> System:
    """Return each system of the repository in turn."""
    return load(PROJECT, request.param)


def test_there_is_the_root_and_a_template_for_each_layer(system: System) -> None:
    layers = [f"{layer.name}.json" for layer in build_layers(system)]
    assert list(generate(system)) == ["root.json", *layers]


def test_the_root_nests_every_other_template_once(system: System) -> None:
    texts = generate(system)
    nested = json.loads(texts.pop("root.json"))["Resources"].values()
    assert [n["Properties"]["TemplateURL"] for n in nested] == list(texts)


def test_the_root_says_what_the_system_is(system: System) -> None:
    root = json.loads(generate(system)["root.json"])
    assert root["Description"] == system.description
    assert root["AWSTemplateFormatVersion"] == "2010-09-09"
