"""Models from files: those of a project, and those of anybody."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from cfngen.errors import Exit, InputError
from cfngen.model import Unknown
from cfngen.project import Project
from cfngen.resolve import committed, of_file
from tests.models import ENVIRONMENTS, PROJECT, model, spec

TEMPLATE = """\
Parameters:
  Size: {Type: String, Default: small}
  Bare: {Type: String}
Resources:
  Part:
    Type: AWS::CloudFormation::Stack
    Properties:
      TemplateURL: parts/part.json
      Parameters: {Size: !Ref Size, Where: !Ref AWS::Region, Bare: !Ref Bare}
"""

PART = {
    "Parameters": {name: {"Type": "String"} for name in ("Size", "Where", "Bare")},
    "Resources": {
        "Topic": {
            "Type": "AWS::SNS::Topic",
            "Properties": {
                "DisplayName": {"Ref": "Size"},
                "TopicName": {"Ref": "Where"},
                "KmsMasterKeyId": {"Ref": "Bare"},
            },
        }
    },
}


@pytest.fixture
def copied(tmp_path: Path) -> Project:
    """Return a copy of the project with one system."""
    for kind in ("templates", "params"):
        copytree(PROJECT.root / kind / "nextjs", tmp_path / kind / "nextjs")
    return Project(tmp_path)


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    """Return a template in a folder, with one that it nests."""
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "part.json").write_text(json.dumps(PART), "utf-8")
    file = tmp_path / "root.yaml"
    file.write_text(TEMPLATE, "utf-8")
    return file


@pytest.mark.parametrize(("system", "name"), ENVIRONMENTS)
def test_what_is_committed_is_what_tests_have(system: str, name: str) -> None:
    found, made = committed(PROJECT, spec(system), name), model(system, name)
    assert (found.resources, found.stacks) == (made.resources, made.stacks)
    assert found.given.texts() == made.given.texts()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(
            lambda p: (p.templates("nextjs") / "root.json").unlink(),
            "templates/nextjs/root.json: there is no such file.",
            id="no root",
        ),
        pytest.param(
            lambda p: (p.templates("nextjs") / "edge.json").write_text("{", "utf-8"),
            "templates/nextjs/edge.json: this template cannot be read.",
            id="half a template",
        ),
        pytest.param(
            lambda p: p.params("nextjs", "dev").write_text("[]", "utf-8"),
            "params/nextjs/dev.json does not fit.",
            id="an empty parameter file",
        ),
    ],
)
def test_what_cannot_be_used_is_said(
    copied: Project, spoil: Callable[[Project], object], said: str
) -> None:
    spoil(copied)
    with pytest.raises(InputError) as caught:
        committed(copied, spec("nextjs"), "dev")
    assert caught.value.message == said
    assert caught.value.exit_code is Exit.USAGE
    assert caught.value.hint or caught.value.findings


def test_anybodys_template_is_read_with_what_it_nests(foreign: Path) -> None:
    params = foreign.with_name("p.json")
    params.write_text(json.dumps({"Size": "large", "Other": "x"}), "utf-8")
    found = of_file(Project(foreign.parent), foreign, params, "eu-west-1")
    topic = found["Part/Topic"]
    assert topic.get("DisplayName") == "large"
    assert topic.get("TopicName") == "eu-west-1"
    assert topic.get("KmsMasterKeyId") == Unknown("Bare")
    assert found.given.file == "p.json"
    assert found.stack_of(topic).template.file == "parts/part.json"


def test_without_parameters_and_region_names_stay(foreign: Path) -> None:
    topic = of_file(Project(foreign.parent), foreign)["Part/Topic"]
    assert topic.get("DisplayName") == "small"
    assert topic.get("TopicName") == Unknown("AWS::Region")
