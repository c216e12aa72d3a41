"""From a project to an order: reviewed templates, parameters that fit."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cfngen.errors import CfngenError, Exit, InputError
from cfngen.plan.inputs.flags import Flags
from cfngen.plan.inputs.order import Override, settled
from cfngen.plan.inputs.prepare import hidden, prepare
from cfngen.project import Project

ROOT = Path(__file__).resolve().parents[3]
FILE = "params/nextjs/dev.json"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """Return a copy of the nextjs system, all of its files."""
    for folder in ("systems", "params", "templates"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    return Project(tmp_path)


def values(project: Project) -> dict[str, str]:
    """Return what the parameter file of dev gives."""
    entries = json.loads(project.params("nextjs", "dev").read_text("utf-8"))
    return {e["ParameterKey"]: e["ParameterValue"] for e in entries}


def rewrite(project: Project, **sections: Any) -> None:
    """Write the parameter file in the CodePipeline form."""
    text = json.dumps({"Parameters": values(project), **sections})
    project.params("nextjs", "dev").write_text(text, "utf-8")


def overridden(project: Project, **overrides: str) -> Mapping[str, str]:
    return prepare(project, "nextjs", "dev", overrides).parameters


def test_the_order_is_what_is_committed(project: Project) -> None:
    order = prepare(project, "nextjs", "dev", {})
    committed = project.templates("nextjs").glob("*.json")
    assert order.files == {p.name: p.read_text("utf-8") for p in committed}
    assert order.parameters == values(project)
    assert (order.stack, order.region) == ("nextjs-dev", "us-east-1")
    assert order.folder == "templates/nextjs"
    assert order.tags == {
        "System": "nextjs",
        "Environment": "dev",
        "ManagedBy": "cfngen",
    }
    assert order.overrides == ()


def edit(project: Project) -> None:
    file = project.templates("nextjs") / "network.json"
    file.write_text(file.read_text("utf-8").replace("10.0.0.0/16", "10.9.0.0/16"))


def remove(project: Project) -> None:
    (project.templates("nextjs") / "network.json").unlink()


def change_the_spec(project: Project) -> None:
    spec = project.spec("nextjs")
    spec.write_text(spec.read_text("utf-8").replace("/api/health", "/healthy"))


@pytest.mark.parametrize(
    ("harm", "words"),
    [
        pytest.param(edit, "network.json is stale", id="edited by hand"),
        pytest.param(remove, "network.json is missing", id="removed"),
        pytest.param(change_the_spec, "is stale", id="older than the spec"),
    ],
)
def test_what_was_not_reviewed_is_not_deployed(
    project: Project, harm: Any, words: str
) -> None:
    harm(project)
    with pytest.raises(CfngenError, match=words) as raised:
        prepare(project, "nextjs", "dev", {})
    assert raised.value.exit_code == Exit.FAILED
    assert "Run: cfngen generate nextjs" in raised.value.hint


def test_the_command_line_wins_over_the_file_and_is_remembered(
    project: Project,
) -> None:
    before = values(project)["LogRetentionDays"]
    order = prepare(project, "nextjs", "dev", {"LogRetentionDays": "14"})
    assert order.parameters["LogRetentionDays"] == "14"
    assert order.overrides == (Override("LogRetentionDays", "14", before, FILE),)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        pytest.param("LogRetentionDay", "14", "no parameter", id="unknown"),
        pytest.param("LogRetentionDays", "13", "13", id="not allowed"),
        pytest.param("EnvironmentName", "prod", "file's name", id="another's"),
    ],
)
def test_an_override_is_checked_like_the_file(
    project: Project, name: str, value: str, words: str
) -> None:
    with pytest.raises(InputError) as raised:
        overridden(project, **{name: value})
    (finding,) = raised.value.findings
    assert (finding.file, finding.path, finding.line) == ("--set", name, 0)
    assert words in finding.message


def test_a_file_that_does_not_fit_is_refused_with_every_finding(
    project: Project,
) -> None:
    wrong = values(project) | {"LogRetentionDays": "13", "Nope": "1"}
    project.params("nextjs", "dev").write_text(json.dumps(wrong), "utf-8")
    with pytest.raises(InputError, match=FILE) as raised:
        overridden(project)
    assert {(f.file, f.path) for f in raised.value.findings} == {
        (FILE, "LogRetentionDays"),
        (FILE, "Nope"),
    }


def test_tags_of_the_file_are_kept_beside_ours(project: Project) -> None:
    rewrite(project, Tags={"CostCenter": "42", "System": "nextjs"})
    assert prepare(project, "nextjs", "dev", {}).tags == {
        "CostCenter": "42",
        "System": "nextjs",
        "Environment": "dev",
        "ManagedBy": "cfngen",
    }


def test_what_is_wrong_with_parameters_and_with_the_target_is_said_at_once(
    project: Project,
) -> None:
    rewrite(project, Tags={"System": "other"})
    flags = Flags(region="us-eats-1")
    with pytest.raises(InputError) as raised:
        prepare(project, "nextjs", "dev", {"LogRetentionDays": "13"}, flags)
    assert raised.value.message == (
        "--set does not fit the templates.\n"
        "nextjs dev cannot be deployed as it is described."
    )
    assert [(f.file, f.id) for f in raised.value.findings] == [
        ("--set", "CG414"),
        ("--region", "CG011"),
        (FILE, "CG048"),
    ]


def test_flags_say_where_the_order_goes(project: Project) -> None:
    order = prepare(project, "nextjs", "dev", {}, Flags(region="eu-west-1"))
    assert order.region == order.target.region == "eu-west-1"


def test_hidden_parameters_are_known_by_noecho() -> None:
    declared: dict[str, dict[str, Any]] = {
        "Plain": {"Type": "String"},
        "Password": {"Type": "String", "NoEcho": True},
        "Token": {"Type": "String", "NoEcho": "true"},
        "Shown": {"Type": "String", "NoEcho": False},
    }
    assert hidden(declared) == {"Password", "Token"}


def test_image_tags_are_the_stack_s_unless_they_are_given(project: Project) -> None:
    live = {"WebImageTag": "v7", "NatGateways": "per-zone"}
    asked = prepare(project, "nextjs", "dev", {})
    assert settled(asked, {}).parameters["WebImageTag"] == "none"
    assert settled(asked, live).parameters["WebImageTag"] == "v7"
    assert settled(asked, live).parameters["NatGateways"] == "single"
    given = prepare(project, "nextjs", "dev", {"WebImageTag": "v8"})
    assert settled(given, live).parameters["WebImageTag"] == "v8"
