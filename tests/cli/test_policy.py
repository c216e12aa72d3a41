"""`cfngen policy`: what it prints, where, and what it says when it cannot."""

from __future__ import annotations

import json
from pathlib import Path
from shutil import copyfile, copytree

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from tests.models import PROJECT

Capsys = pytest.CaptureFixture[str]
ACCOUNT = "123456789012"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/cloudformation"


@pytest.fixture(autouse=True)
def here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make this repository the current folder."""
    monkeypatch.chdir(PROJECT.root)


def test_documents_go_to_stdout_and_the_rest_to_stderr(capsys: Capsys) -> None:
    assert main(["policy", "nextjs", "prod"]) == Exit.OK
    out, err = capsys.readouterr()
    documents = json.loads(out)
    assert all(one["Version"] == "2012-10-17" for one in documents)
    assert f" in {len(documents)} documents" in err
    assert "name one: --account ID" in err


def test_an_account_is_in_every_arn(capsys: Capsys) -> None:
    command = ["policy", "platform", "prod", "--account", ACCOUNT, "--bucket", "ours"]
    assert main(command) == Exit.OK
    out, err = capsys.readouterr()
    assert ":us-east-1:*:" not in out
    assert '"arn:aws:s3:::ours/*"' in out
    assert "--account" not in err


def test_a_role_divides_it(capsys: Capsys) -> None:
    command = ["policy", "nextjs", "prod", "--role", ROLE]
    assert main(command) == Exit.OK
    out, err = capsys.readouterr()
    assert json.loads(out)["Version"] == "2012-10-17"
    assert ROLE in out
    assert "what that needs: --for role" in err
    assert main([*command, "--for", "role"]) == Exit.OK
    out, err = capsys.readouterr()
    assert "ec2:CreateVpc" in out
    assert "--for role" not in err


def test_reasons_are_given(capsys: Capsys) -> None:
    assert main(["policy", "nextjs", "prod", "--explain"]) == Exit.OK
    assert "ec2:CreateVpc\n  AWS::EC2::VPC <- Network/Vpc\n" in capsys.readouterr().out
    command = ["policy", "nextjs", "prod", "--explain", "--format", "json"]
    assert main(command) == Exit.OK
    assert json.loads(capsys.readouterr().out)["needs"]


def test_it_reads_as_text(capsys: Capsys) -> None:
    command = ["policy", "nextjs", "dev", "--format", "text", "--no-delete-data"]
    assert main(command) == Exit.OK
    out = capsys.readouterr().out
    assert out.startswith("Document 1 of ")
    assert "DeleteBucket," not in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["nextj", "prod"], "Did you mean nextjs?", id="no such system"),
        pytest.param(["nextjs", "prd"], "Did you mean prod?", id="no such environment"),
        pytest.param(["nextjs", "prod", "--for", "me"], "--for", id="for whom"),
        pytest.param(["nextjs", "prod", "--account", "12"], "account", id="an account"),
        pytest.param(["nextjs", "prod", "--role", ""], "--role", id="an empty role"),
    ],
)
def test_what_cannot_be_is_said(
    capsys: Capsys, arguments: list[str], said: str
) -> None:
    assert main(["policy", *arguments]) == Exit.USAGE
    out, err = capsys.readouterr()
    assert said in err + out


def test_templates_that_are_not_whole_make_no_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    for folder in ("systems", "templates", "params", "policies"):
        copytree(PROJECT.root / folder, tmp_path / folder)
    copyfile(PROJECT.root / "pyproject.toml", tmp_path / "pyproject.toml")
    (tmp_path / "templates/nextjs/edge.json").unlink()
    monkeypatch.chdir(tmp_path)
    assert main(["policy", "nextjs", "prod"]) == Exit.FAILED
    out, err = capsys.readouterr()
    assert not out
    assert "templates/nextjs/edge.json is missing." in err
    assert "cfngen generate nextjs" in err
