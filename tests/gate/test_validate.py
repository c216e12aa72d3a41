"""AWS's own engine: what it finds with values, and what is not passed on."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cloudformation_validate import (
    CompositeEngine,
    TemplateContent,
    ValidateConfig,
)

from cfngen.findings import Finding, Severity
from cfngen.gate.excluded import EXCLUDED
from cfngen.gate.validate import Engine
from cfngen.params import parse
from cfngen.resolve import Root, resolve
from cfngen.template import load_tree
from tests.models import ENVIRONMENTS, PROJECT, model

DATABASE: dict[str, Any] = {
    "Type": "AWS::RDS::DBInstance",
    "DeletionPolicy": "Delete",
    "UpdateReplacePolicy": "Delete",
    "Properties": {
        "DBInstanceClass": {"Ref": "Class"},
        "Engine": "postgres",
        "AllocatedStorage": "20",
        "StorageEncrypted": True,
        "BackupRetentionPeriod": 1,
        "ManageMasterUserPassword": True,
        "MasterUsername": "postgres",
    },
}


@pytest.fixture(scope="module")
def engine() -> Engine:
    """Return the engine, built once."""
    return Engine()


def found(
    engine: Engine, folder: Path, body: Any, region: str = "", **given: str
) -> list[Finding]:
    """Return what the engine finds in a template with values."""
    (folder / "t.json").write_text(json.dumps(body, indent=2), "utf-8")
    tree = load_tree(folder / "t.json", "t.json")
    values = parse(json.dumps(given).encode(), "p.json", "p")
    model = resolve((Root(tree, region=region),), values)
    return list(engine.findings(model, folder))


def with_class(**more: Any) -> dict[str, Any]:
    parameters = {"Class": {"Type": "String"}}
    return {"Parameters": parameters, "Resources": {"Db": {**DATABASE, **more}}}


def test_a_value_that_a_resource_refuses_is_found(engine, tmp_path: Path) -> None:
    (wrong,) = found(engine, tmp_path, with_class(), "us-east-1", Class="db.t9.huge")
    assert (wrong.id, wrong.severity) == ("E3025", Severity.ERROR)
    assert (wrong.file, wrong.path) == (
        "t.json",
        "Resources/Db/Properties/DBInstanceClass",
    )
    lines = (tmp_path / "t.json").read_text("utf-8").splitlines()
    assert '"DBInstanceClass"' in lines[wrong.line - 1]
    assert lines[wrong.line - 1][wrong.column - 1] == '"'
    assert (
        found(engine, tmp_path, with_class(), "us-east-1", Class="db.t3.medium") == []
    )


def test_what_does_not_exist_in_the_environment_is_let_be(
    engine: Engine, tmp_path: Path
) -> None:
    body = with_class(Condition="IsWanted")
    body["Conditions"] = {"IsWanted": {"Fn::Equals": [{"Ref": "Class"}, "db.x"]}}
    body["Resources"]["Topic"] = {"Type": "AWS::SNS::Topic"}
    assert found(engine, tmp_path, body, Class="db.t9.huge") == []
    assert [f.id for f in found(engine, tmp_path, body, Class="db.x")] == ["E3025"]


def test_the_region_counts(engine: Engine, tmp_path: Path) -> None:
    body = {"Resources": {"A": {"Type": "AWS::CodeStarConnections::Connection"}}}
    body["Resources"]["A"]["Properties"] = {"ConnectionName": "a"}  # type: ignore[assignment]
    assert found(engine, tmp_path, body, "us-east-1") == []
    assert [f.id for f in found(engine, tmp_path, body, "ap-southeast-4")] == ["F3006"]


def test_a_nested_template_is_read_with_what_it_is_given(
    engine: Engine, tmp_path: Path
) -> None:
    (tmp_path / "inner.json").write_text(json.dumps(with_class(), indent=2), "utf-8")
    nested = {
        "Type": "AWS::CloudFormation::Stack",
        "DeletionPolicy": "Delete",
        "UpdateReplacePolicy": "Delete",
        "Properties": {
            "TemplateURL": "inner.json",
            "Parameters": {"Class": {"Fn::Sub": "db.${Size}"}},
        },
    }
    root = {"Parameters": {"Size": {"Type": "String"}}, "Resources": {"In": nested}}
    (wrong,) = found(engine, tmp_path, root, Size="t9.huge")
    assert (wrong.file, wrong.id) == ("inner.json", "E3025")
    assert "db.t9.huge" in wrong.message


def test_secrets_are_not_shown_to_it(engine: Engine, tmp_path: Path) -> None:
    body = with_class()
    body["Parameters"]["Class"]["NoEcho"] = True
    assert not [
        finding
        for finding in found(engine, tmp_path, body, Class="db.hidden.word")
        if "hidden" in f"{finding}"
    ]


def test_what_a_transform_makes_is_not_missed(engine: Engine, tmp_path: Path) -> None:
    function = {
        "Type": "AWS::Serverless::Function",
        "Properties": {
            "Handler": "a.b",
            "Runtime": "python3.13",
            "InlineCode": "pass",
            "AutoPublishAlias": "live",
        },
    }
    body = {
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {"Hello": function},
        "Outputs": {"Alias": {"Value": {"Ref": "Hello.Alias"}}},
    }
    assert "F6101" not in [f.id for f in found(engine, tmp_path, body)]


def test_a_template_without_resources_is_a_finding(
    engine: Engine, tmp_path: Path
) -> None:
    (wrong,) = found(engine, tmp_path, {"Parameters": {}})
    assert (wrong.id, wrong.path) == ("F0001", "")


@pytest.mark.parametrize(
    ("system", "environment"), ENVIRONMENTS, ids=map("-".join, ENVIRONMENTS)
)
def test_our_systems_are_clean(engine: Engine, system: str, environment: str) -> None:
    assert list(engine.findings(model(system, environment), PROJECT.root)) == []


ALONE = """
import atexit, gc
from pathlib import Path
from cfngen.gate.validate import Engine
from cfngen.params import Parameters
from cfngen.resolve import Root, resolve
from cfngen.template import load_tree

def engines():
    return sum(type(one).__name__ == "PyCompositeEngine" for one in gc.get_objects())

atexit.register(lambda: print(engines()))  # the first is called last
model = resolve((Root(load_tree(Path("t.json"), "t.json")),), Parameters("", ""))
print(*(found.id for found in Engine().findings(model, Path())), engines())
"""


def test_a_process_lets_it_go_before_the_process_ends(tmp_path: Path) -> None:
    """What it is freed by may be gone afterwards: an exception that nobody handles."""
    (tmp_path / "t.json").write_text('{"Parameters": {}}', "utf-8")
    ran = subprocess.run(
        [sys.executable, "-c", ALONE],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    assert (ran.stdout, ran.stderr) == ("F0001 1\n0\n", "")


def test_each_id_that_is_left_out_is_one_of_the_engines() -> None:
    known = {rule.id for rule in CompositeEngine().list_rules()}
    assert set(EXCLUDED) <= known
    assert all(reason.endswith(".") for reason in EXCLUDED.values())


MYSQL: dict[str, Any] = {
    **DATABASE,
    "Properties": {**DATABASE["Properties"], "Engine": "mysql", "EngineVersion": "8.4"},
}
MYSQL["Properties"]["DBInstanceClass"] = "db.t4g.micro"


def test_a_major_version_that_cfn_lint_judges_is_let_be(
    engine: Engine, tmp_path: Path
) -> None:
    body = {"Resources": {"Db": MYSQL}}
    assert found(engine, tmp_path, body, "us-east-1") == []


def test_each_id_that_is_left_out_is_needed() -> None:
    bare = CompositeEngine()
    content = TemplateContent(json.dumps({"Resources": {"Db": MYSQL}}).encode(), "t")
    mysql = bare.validate_template(content, ValidateConfig())
    said = {diagnostic.rule_id for diagnostic in mysql.diagnostics}
    for path in (PROJECT.root / "templates").glob("*/*.json"):
        report = bare.validate_template(path)
        said |= {diagnostic.rule_id for diagnostic in report.diagnostics}
    assert set(EXCLUDED) - said == set()
