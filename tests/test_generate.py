"""Generate: a system in, the text of its templates out."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfngen.generate import generate, generate_root
from cfngen.layers import build_apart, build_layers
from cfngen.project import Project
from cfngen.spec.load import load
from cfngen.spec.system import System

PROJECT = Project(Path(__file__).resolve().parent.parent)


@pytest.fixture(params=PROJECT.systems())
def system(request: pytest.FixtureRequest) -> System:
    """Return each system of the repository in turn."""
    return load(PROJECT, request.param)


def test_there_is_the_root_and_a_template_for_each_layer(system: System) -> None:
    layers = (*build_layers(system), *build_apart(system))
    assert list(generate(system)) == ["root.json", *(f"{x.name}.json" for x in layers)]


def test_the_root_alone_is_that_of_the_whole(system: System) -> None:
    assert generate_root(system) == generate(system)["root.json"]


def test_the_root_nests_every_template_of_its_region_once(system: System) -> None:
    nested = json.loads(generate(system)["root.json"])["Resources"].values()
    layers = [f"{layer.name}.json" for layer in build_layers(system)]
    assert [n["Properties"]["TemplateURL"] for n in nested] == layers


def test_only_a_system_with_a_second_region_has_a_template_for_it(
    system: System,
) -> None:
    assert ("recovery.json" in generate(system)) == (system.recovery is not None)


def test_the_root_says_what_the_system_is(system: System) -> None:
    root = json.loads(generate(system)["root.json"])
    assert root["Description"] == system.description
    assert root["AWSTemplateFormatVersion"] == "2010-09-09"
