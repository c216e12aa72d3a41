"""cfn-lint in process: whose policy, which region, which values, which folder."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from cfngen.errors import InputError
from cfngen.findings import Finding, Severity
from cfngen.gate.given import given
from cfngen.gate.linting import Job, lint
from cfngen.lint.cfn import CfnLint, cfn_lint
from cfngen.model import Model
from cfngen.params import parse
from cfngen.project import Project
from cfngen.resolve import Root, resolve
from cfngen.template import load_tree
from tests.lint.subjects import Body, stack

DELETE = {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}
DAYS = {"Type": "Number", "Default": 30}

Run = Callable[..., list[Finding]]


def templates(**network: Any) -> dict[str, Body]:
    """Return a root and one nested stack that makes a log group."""
    inner: Body = {
        "Parameters": {"Days": DAYS},
        "Resources": {
            "Group": {
                "Type": "AWS::Logs::LogGroup",
                "Properties": {"RetentionInDays": {"Ref": "Days"}},
                **DELETE,
            }
        },
        **network,
    }
    nested = stack("network.json", Days={"Ref": "Days"})
    return {
        "root.json": {
            "Parameters": {"Days": DAYS},
            "Resources": {"Network": {**nested, **DELETE}},
        },
        "network.json": inner,
    }


@pytest.fixture(scope="module")
def linter(tmp_path_factory: pytest.TempPathFactory) -> CfnLint:
    """Return cfn-lint with the policy of a project that has none, built once."""
    return cfn_lint(Project(tmp_path_factory.mktemp("empty")))


@pytest.fixture
def run(linter: CfnLint, tmp_path: Path) -> Run:
    """Return what lints templates as the gate does, in the environment dev."""

    def run(
        bodies: dict[str, Body], region: str = "us-east-1", **values: str
    ) -> list[Finding]:
        for name, body in bodies.items():
            (tmp_path / name).write_text(json.dumps(body, indent=2), "utf-8")
        own = replace(linter, project=Project(tmp_path), folder=tmp_path)
        models = _models(tmp_path, values) if values else []
        found: list[Finding] = []
        for name in bodies:
            found += lint(own, Job(tmp_path / name, region))
            handed = tuple(given(models, name))
            found += lint(own, Job(tmp_path / name, region, handed)) if handed else ()
        return found

    return run


def _models(folder: Path, values: Mapping[str, str]) -> list[Model]:
    """Return the model of a folder's root with the values of dev."""
    tree = load_tree(folder / "root.json", "root.json")
    file = parse(json.dumps(values).encode(), "params/shop/dev.json", "dev")
    return [resolve((Root(tree),), file)]


def test_sound_templates_have_no_findings(run: Run) -> None:
    assert run(templates(), Days="7") == []


def test_a_value_that_a_nested_resource_refuses_is_found(run: Run) -> None:
    (found,) = run(templates(), Days="8")
    assert (found.file, found.id, found.severity) == (
        "network.json",
        "W1030",
        Severity.WARNING,
    )
    assert found.path == "Resources/Group/Properties/RetentionInDays/Ref"
    assert found.message.endswith("resolved to '8' from ['params/shop/dev.json']")


def test_a_default_that_is_refused_is_found_without_environments(run: Run) -> None:
    bodies = templates()
    for body in bodies.values():
        body["Parameters"]["Days"] = {**DAYS, "Default": 8}
    assert {f.file for f in run(bodies)} == {"network.json"}


def test_ports_that_no_file_can_give_are_not_missed(run: Run) -> None:
    bodies = templates()
    bodies["network.json"]["Outputs"] = {
        "Name": {"Description": "Group.", "Value": {"Ref": "Group"}}
    }
    bodies["app.json"] = {
        "Parameters": {"Name": {"Type": "String"}, "Days": {"Type": "Number"}},
        "Resources": {
            "Filter": {
                "Type": "AWS::Logs::LogGroup",
                "Properties": {
                    "LogGroupName": {"Ref": "Name"},
                    "RetentionInDays": {"Ref": "Days"},
                },
                **DELETE,
            }
        },
    }
    name = {"Fn::GetAtt": ["Network", "Outputs.Name"]}
    app = stack("app.json", Name=name, Days={"Ref": "Days"})
    bodies["root.json"]["Resources"]["App"] = {**app, **DELETE}
    assert run(bodies, Days="7") == []


def test_a_list_setting_is_given_as_a_list(run: Run) -> None:
    bodies = templates()
    several = {"Type": "List<Number>"}
    bodies["root.json"]["Parameters"]["Several"] = several
    handed = bodies["root.json"]["Resources"]["Network"]["Properties"]["Parameters"]
    for mapping in (handed, *(body["Parameters"] for body in bodies.values())):
        mapping.pop("Days")
    handed["Several"] = {"Fn::Join": [",", {"Ref": "Several"}]}
    bodies["network.json"]["Parameters"]["Several"] = several
    group = bodies["network.json"]["Resources"]["Group"]["Properties"]
    group["RetentionInDays"] = {"Fn::Select": [1, {"Ref": "Several"}]}
    assert run(bodies, Several="8, 7") == []
    assert [f.id for f in run(bodies, Several="7, 8")] == ["W1035"]


def test_a_secret_is_not_shown_to_it(run: Run) -> None:
    bodies = templates()
    for body in bodies.values():
        body["Parameters"]["Days"] = {"Type": "String", "NoEcho": True}
    assert not [f for f in run(bodies, Days="hidden") if "hidden" in f"{f}"]


def test_the_region_counts(run: Run) -> None:
    bodies = templates()
    bodies["network.json"]["Resources"]["Connection"] = {
        "Type": "AWS::CodeStarConnections::Connection",
        "Properties": {"ConnectionName": "shop"},
        **DELETE,
    }
    assert run(bodies) == []
    assert [f.id for f in run(bodies, region="ap-southeast-4")] == ["E3006"]


def test_a_region_that_is_none_is_wrong_usage(run: Run) -> None:
    with pytest.raises(InputError, match="nowhere-1"):
        run(templates(), region="nowhere-1")


def test_an_output_that_is_not_there_is_found_wherever_it_is_run(
    run: Run, linter: CfnLint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = templates()
    asked = {"Fn::GetAtt": ["Network", "Outputs.Nowhere"]}
    bodies["root.json"]["Outputs"] = {"Out": {"Value": asked}}
    bodies["network.json"]["Outputs"] = {"Name": {"Value": {"Ref": "Group"}}}
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    assert [(f.id, f.file) for f in run(bodies)] == [("E6101", "root.json")]
    assert Path.cwd() == elsewhere
    blind = replace(linter, project=Project(tmp_path), folder=elsewhere)
    assert lint(blind, Job(tmp_path / "root.json", "us-east-1")) == ()


def test_the_policy_is_the_projects_wherever_lint_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".cfnlintrc.yaml").write_text("include_checks: [nonsense\n", "utf-8")
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("HOME", str(elsewhere))
    linter = cfn_lint(Project(tmp_path))
    (tmp_path / "root.json").write_text(json.dumps(templates()["network.json"]))
    assert lint(linter, Job(tmp_path / "root.json", "us-east-1")) == ()
