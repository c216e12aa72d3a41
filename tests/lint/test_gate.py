"""cfn-lint in process: which templates it reads, with which values, and what counts."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from cfngen.errors import InputError
from cfngen.findings import Finding, Severity
from cfngen.lint import cfn_lint, lint, steps
from cfngen.project import Project
from tests.lint.subjects import Body, environment, stack

DELETE = {"DeletionPolicy": "Delete", "UpdateReplacePolicy": "Delete"}


def templates(**network: Any) -> dict[str, Body]:
    """Return a root and one nested stack that makes a log group."""
    days = {"Type": "Number", "Default": 30}
    inner: Body = {
        "Parameters": {"Days": days},
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
            "Parameters": {"Days": days},
            "Resources": {"Network": {**nested, **DELETE}},
        },
        "network.json": inner,
    }


def run(
    folder: Path, bodies: dict[str, Body], region: str = "us-east-1", **values: str
) -> tuple[Finding, ...]:
    """Return the findings on templates, in the environment dev."""
    project = Project(folder)
    texts = {name: json.dumps(body, indent=2) for name, body in bodies.items()}
    project.templates("shop").mkdir(parents=True)
    for name, text in texts.items():
        (project.templates("shop") / name).write_text(text, "utf-8")
    system: Any = SimpleNamespace(system="shop", region=region)
    files = (environment("dev", values),) if values else ()
    return lint(project, system, texts, files, cfn_lint(project))


def test_sound_templates_have_no_findings(tmp_path: Path) -> None:
    assert run(tmp_path, templates(), Days="7") == ()


def test_a_value_that_a_nested_resource_refuses_is_found(tmp_path: Path) -> None:
    (found,) = run(tmp_path, templates(), Days="8")
    assert (found.file, found.id, found.severity) == (
        "templates/shop/network.json",
        "W1030",
        Severity.WARNING,
    )
    assert found.path == "Resources/Group/Properties/RetentionInDays/Ref"
    assert found.message.endswith("resolved to '8' from ['params/shop/dev.json']")


def test_a_default_that_is_refused_is_found_without_environments(
    tmp_path: Path,
) -> None:
    bodies = templates()
    for body in bodies.values():
        body["Parameters"]["Days"]["Default"] = 8
    assert {f.file for f in run(tmp_path, bodies)} == {"templates/shop/network.json"}


def test_ports_that_no_file_can_give_are_not_missed(tmp_path: Path) -> None:
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
    app = stack(
        "app.json",
        Name={"Fn::GetAtt": ["Network", "Outputs.Name"]},
        Days={"Ref": "Days"},
    )
    bodies["root.json"]["Resources"]["App"] = {**app, **DELETE}
    assert run(tmp_path, bodies, Days="7") == ()


def test_a_list_setting_is_given_to_cfn_lint_as_a_list(tmp_path: Path) -> None:
    bodies = templates()
    several = {"Type": "List<Number>"}
    bodies["root.json"]["Parameters"]["Several"] = several
    given = bodies["root.json"]["Resources"]["Network"]["Properties"]["Parameters"]
    for mapping in (given, *(body["Parameters"] for body in bodies.values())):
        del mapping["Days"]
    given["Several"] = {"Fn::Join": [",", {"Ref": "Several"}]}
    bodies["network.json"]["Parameters"]["Several"] = several
    group = bodies["network.json"]["Resources"]["Group"]["Properties"]
    group["RetentionInDays"] = {"Fn::Select": [1, {"Ref": "Several"}]}
    assert run(tmp_path / "right", bodies, Several="8, 7") == ()
    (found,) = run(tmp_path / "wrong", bodies, Several="7, 8")
    assert found.id == "W1035"


def test_the_region_is_the_systems(tmp_path: Path) -> None:
    bodies = templates()
    bodies["network.json"]["Resources"]["Connection"] = {
        "Type": "AWS::CodeStarConnections::Connection",
        "Properties": {"ConnectionName": "shop"},
        **DELETE,
    }
    assert run(tmp_path / "here", bodies) == ()
    (found,) = run(tmp_path / "there", bodies, region="ap-southeast-4")
    assert found.id == "E3006"


def test_a_region_that_is_none_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="nowhere-1"):
        run(tmp_path, templates(), region="nowhere-1")


def test_the_policy_is_the_projects_wherever_lint_is_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / ".cfnlintrc.yaml").write_text("include_checks: [nonsense\n", "utf-8")
    monkeypatch.chdir(elsewhere)
    monkeypatch.setenv("HOME", str(elsewhere))
    assert run(tmp_path / "project", templates(), Days="7") == ()


def test_there_is_a_step_for_each_template_and_one_for_our_rules(
    tmp_path: Path,
) -> None:
    run(tmp_path, templates())
    project = Project(tmp_path)
    system: Any = SimpleNamespace(system="shop", region="us-east-1")
    work = steps(project, system, {}, (), cfn_lint(project))
    assert [step.name for step in work] == [
        "templates/shop/network.json",
        "templates/shop/root.json",
        "shop: rules of cfngen",
    ]


def test_what_another_region_holds_is_linted_for_that_region(tmp_path: Path) -> None:
    project = Project(tmp_path)
    texts = {n: json.dumps(b) for n, b in templates().items()}
    texts["recovery.json"] = texts["network.json"]
    project.templates("shop").mkdir(parents=True)
    for name, text in texts.items():
        (project.templates("shop") / name).write_text(text, "utf-8")
    second = SimpleNamespace(region="nowhere-1")
    system: Any = SimpleNamespace(system="shop", region="us-east-1", recovery=second)
    work = steps(project, system, texts, (), cfn_lint(project))
    refused = []
    for step in work:
        try:
            list(step.run())
        except InputError:
            refused.append(step.name)
    assert refused == ["templates/shop/recovery.json"]
