"""`cfngen show`: what it reads, and what it says when it cannot."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.project import Project
from tests.cli.terminal import on_a_terminal
from tests.models import PROJECT

Capsys = pytest.CaptureFixture[str]

TEMPLATE = """\
Parameters:
  Name: {Type: String}
  Token: {Type: String, NoEcho: true, Default: hunter2}
Resources:
  Topic:
    Type: AWS::SNS::Topic
    Properties:
      TopicName: !Sub "${Name}-${AWS::Region}"
      DisplayName: !Ref Token
"""


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return this repository's project; it is the current folder."""
    monkeypatch.chdir(PROJECT.root)
    return PROJECT


@pytest.fixture
def foreign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a template in it and nothing else; it is the current one."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.yaml").write_text(TEMPLATE, "utf-8")
    return tmp_path


def test_an_environment_is_a_tree(here: Project, capsys: Capsys) -> None:
    assert main(["show", "nextjs", "prod"]) == Exit.OK
    out, err = capsys.readouterr()
    assert out.startswith("nextjs-prod in us-east-1: 12 stacks, ")
    assert not err


def test_a_path_leads_to_a_resource(here: Project, capsys: Capsys) -> None:
    assert main(["show", "nextjs", "prod", "Database/Database"]) == Exit.OK
    assert "\n    DBInstanceClass: db.t4g.small\n" in capsys.readouterr().out


def test_json_is_for_scripts(here: Project, capsys: Capsys) -> None:
    command = ["show", "nextjs", "dev", "Network/Vpc.CidrBlock", "--format", "json"]
    assert main(command) == Exit.OK
    body = json.loads(capsys.readouterr().out)
    assert body["values"] == {"Network/Vpc.CidrBlock": "10.0.0.0/16"}


@pytest.mark.parametrize(
    "values",
    [
        pytest.param('{"Name": "shop"}', id="a map"),
        pytest.param('{"Parameters": {"Name": "shop"}}', id="CodePipeline's"),
        pytest.param(
            '[{"ParameterKey": "Name", "ParameterValue": "shop"}]', id="a list"
        ),
    ],
)
def test_anybodys_template_is_shown(foreign: Path, capsys: Capsys, values: str) -> None:
    (foreign / "p.json").write_text(values, "utf-8")
    command = ["show", "--template", "t.yaml", "--params", "p.json"]
    assert main([*command, "--region", "eu-west-1", "Topic"]) == Exit.OK
    out = capsys.readouterr().out
    assert "TopicName: shop-eu-west-1\n" in out
    assert "DisplayName: ****\n" in out
    assert "hunter2" not in out


def test_what_is_not_given_keeps_its_name(foreign: Path, capsys: Capsys) -> None:
    assert main(["show", "--template", "t.yaml", "Topic"]) == Exit.OK
    assert "TopicName: ${Name}-${AWS::Region}\n" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "Give SYSTEM ENVIRONMENT [PATH]", id="nothing"),
        pytest.param(["nextjs"], "Give SYSTEM ENVIRONMENT [PATH]", id="one word"),
        pytest.param(
            ["nextjs", "dev", "Network", "Vpc"], "Give SYSTEM", id="four words"
        ),
        pytest.param(["nextj", "dev"], "Did you mean nextjs?", id="no such system"),
        pytest.param(["nextjs", "de"], "Did you mean dev?", id="no such environment"),
        pytest.param(
            ["nextjs", "dev", "Network/Vcp"], "Did you mean Network/Vpc?",
            id="no such resource",
        ),
        pytest.param(
            ["nextjs", "dev", "--region", "us-east-1"], "go with --template",
            id="a region of a system",
        ),
        pytest.param(["--template", "no.yaml"], "does not exist", id="no such file"),
        pytest.param(
            ["--template", "templates/nextjs/root.json", "a", "b"],
            "Give --template FILE [PATH]", id="two paths",
        ),
        pytest.param(
            ["--template", "templates/nextjs/root.json", "--region", "us-east1"],
            "Did you mean 'us-east-1'?", id="no such region",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_shown(
    here: Project, capsys: Capsys, arguments: list[str], said: str
) -> None:
    assert main(["show", *arguments]) == Exit.USAGE
    out, err = capsys.readouterr()
    assert said in err
    assert not out


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(
            lambda folder: (folder / "t.yaml").write_text("a: [", "utf-8"),
            "CG301", id="half a template",
        ),
        pytest.param(
            lambda folder: (folder / "t.yaml").write_text(
                TEMPLATE.replace("!Ref Token", "!Ref Tokn"), "utf-8"
            ),
            "CG302", id="a name that is not there",
        ),
        pytest.param(
            lambda folder: (folder / "p.json").write_text("[", "utf-8"),
            "CG400", id="half a parameter file",
        ),
    ],
)  # fmt: skip
def test_files_that_cannot_be_used_are_findings(
    foreign: Path, capsys: Capsys, spoil: Callable[[Path], object], said: str
) -> None:
    (foreign / "p.json").write_text("{}", "utf-8")
    spoil(foreign)
    command = ["show", "--template", "t.yaml", "--params", "p.json"]
    assert main(command) == Exit.USAGE
    assert said in capsys.readouterr().out


def test_a_parameter_file_that_does_not_fit_is_said(
    project: Project, capsys: Capsys
) -> None:
    main(["generate", "nextjs"])
    project.params_folder("nextjs").mkdir(parents=True)
    project.params("nextjs", "dev").write_text("[]", "utf-8")
    capsys.readouterr()
    assert main(["show", "nextjs", "dev"]) == Exit.USAGE
    out, err = capsys.readouterr()
    assert "CG411" in out
    assert "params/nextjs/dev.json does not fit." in err


def test_a_terminal_gets_colours() -> None:
    command = ["--project", str(PROJECT.root), "show", "nextjs", "dev"]
    assert "\x1b[1mnextjs-dev\x1b[0m" in on_a_terminal(*command, TERM="xterm")
    assert "\x1b[" not in on_a_terminal(*command, TERM="xterm", NO_COLOR="1")


def test_it_imports_no_more_than_it_must() -> None:
    code = (
        "import sys; from cfngen.cli import main; main(['show', 'nextjs', 'dev']);"
        "print(*sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT.root,
        capture_output=True,
        text=True,
        check=True,
    )
    heavy = {
        *("boto3", "cfnlint", "moto", "rich", "troposphere", "awacs"),
        *("cfngen.layers", "cfngen.checks"),
    }
    assert not heavy & set(ran.stdout.splitlines()[-1].split())
