"""Files of stack policies that a spec names."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cfngen.gate.policyfile import read
from cfngen.project import Project
from cfngen.spec.causes import source_of
from tests.gate.projects import shop

NAMED = "policies/shop.json"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "policies").mkdir()
    return shop(tmp_path)


def said(project: Project) -> tuple[str, str, str]:
    node, (found,) = read(project, source_of(project, "shop"), "dev", NAMED)
    assert node is None
    assert found.id == "CG422"
    return found.file, found.message, found.mend


def test_what_is_not_there_is_said_of_the_spec(project: Project) -> None:
    message = "policies/shop.json is not there."
    assert said(project) == ("systems/shop.yaml", message, "Write the file.")
    (project.root / "policies" / "shp.json").touch()
    assert said(project)[2] == "Did you mean 'policies/shp.json'?"


def test_what_has_no_end_is_not_read(project: Project) -> None:
    os.mkfifo(project.root / NAMED)
    assert said(project) == (NAMED, "This is no file.", "")


def test_what_is_too_large_has_its_place(project: Project) -> None:
    (project.root / NAMED).write_text("\n" + '{"a":' * 5000, "utf-8")
    file, message, _ = said(project)
    assert file == NAMED
    assert message.endswith("from line 2, column 501 on.")


def test_json_is_what_is_in_it(project: Project) -> None:
    (project.root / NAMED).write_text('{"Statement": []}', "utf-8")
    node, found = read(project, source_of(project, "shop"), "dev", NAMED)
    assert node is not None
    assert node.plain() == {"Statement": []}
    assert not found
