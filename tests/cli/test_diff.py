"""`cfngen diff`: both forms, on a repository that holds a copy of this project."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.project import Project
from tests.models import PROJECT
from tests.repository import commit, git, repository

Capsys = pytest.CaptureFixture[str]
SYSTEM = "nextjs"
OUTPUTS = "SiteUrl: https://dev.nextjs.example.com → https://nextjs.example.com"


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a copy of this project's nextjs, committed, as the current folder."""
    made = Project(repository(tmp_path.resolve() / "copy"))
    made.spec(SYSTEM).parent.mkdir()
    shutil.copy(PROJECT.spec(SYSTEM), made.spec(SYSTEM))
    shutil.copytree(PROJECT.templates(SYSTEM), made.templates(SYSTEM))
    shutil.copytree(PROJECT.params_folder(SYSTEM), made.params_folder(SYSTEM))
    commit(made.root)
    monkeypatch.chdir(made.root)
    return made


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """Change a JSON file."""
    body = json.loads(path.read_text("utf-8"))
    change(body)
    path.write_text(json.dumps(body, indent=2) + "\n", "utf-8")


def set_value(project: Project, name: str, text: str) -> None:
    """Change a value of the environment prod."""

    def change(entries: Any) -> None:
        next(e for e in entries if e["ParameterKey"] == name)["ParameterValue"] = text

    edit(project.params(SYSTEM, "prod"), change)


def ran(capsys: Capsys, *arguments: str, code: Exit = Exit.OK) -> tuple[str, str]:
    """Run the command, which has to end with a code, and return what it says."""
    capsys.readouterr()
    assert main(["diff", *arguments]) == code
    out, err = capsys.readouterr()
    return out, err


def against(capsys: Capsys, revision: str = "main") -> dict[str, Any]:
    """Return what differs from a revision."""
    out, _ = ran(capsys, SYSTEM, "prod", "--against", revision, "--format", "json")
    body: dict[str, Any] = json.loads(out)
    return body


def effects(body: dict[str, Any]) -> dict[str, str]:
    return {change["path"]: change["effect"] for change in body["changes"]}


def test_two_environments(copy: Project, capsys: Capsys) -> None:
    out, err = ran(capsys, SYSTEM, "dev", "prod")
    assert err == ""
    assert out.startswith("nextjs: dev → prod\n\nDifferent\n")
    assert "      DBInstanceClass: db.t4g.micro → db.t4g.small\n" in out
    assert OUTPUTS in out
    assert "nextjs-prod" not in out
    assert "replaced" not in out


def test_names_are_shown_on_request(copy: Project, capsys: Capsys) -> None:
    out, _ = ran(capsys, SYSTEM, "dev", "prod", "--names")
    assert "nextjs-dev-web → nextjs-prod-web" in out
    assert "--names" not in out


def test_effects_are_shown_on_request(copy: Project, capsys: Capsys) -> None:
    out, _ = ran(capsys, SYSTEM, "dev", "prod", "--effects")
    assert "Replaced\n  Edge/Certificate (AWS::CertificateManager::Cert" in out


def test_an_environment_does_not_differ_from_itself(
    copy: Project, capsys: Capsys
) -> None:
    out, _ = ran(capsys, SYSTEM, "dev", "dev", "--exit-code")
    assert "No resource differs." in out


def test_a_clean_tree_does_not_differ(copy: Project, capsys: Capsys) -> None:
    out, _ = ran(capsys, SYSTEM, "prod", "--against", "HEAD", "--exit-code")
    assert out == "nextjs prod: HEAD → working tree\n\nNo resource differs.\n"


def test_a_changed_value(copy: Project, capsys: Capsys) -> None:
    set_value(copy, "VpcCidr", "10.7.0.0/16")
    body = against(capsys)
    found = effects(body)
    assert found["Network/Vpc"] == "replace"
    assert found["ServiceWeb/Service"] == "update"
    assert body["settings"][0]["name"] == "VpcCidr"


def test_a_changed_template(copy: Project, capsys: Capsys) -> None:
    def encrypt(body: Any) -> None:
        body["Resources"]["Database"]["Properties"]["StorageEncrypted"] = False
        del body["Resources"]["Database"]["UpdateReplacePolicy"]

    edit(copy.templates(SYSTEM) / "database.json", encrypt)
    out, _ = ran(capsys, SYSTEM, "prod", "--against", "main")
    assert (
        "DATA OR IDENTITY AT STAKE\n"
        "  Database/Database (AWS::RDS::DBInstance) is replaced; the old one is"
        " deleted\n"
        "      lost with it: the databases in it\n"
    ) in out
    assert "AWS does not say whether the old or the new" in " ".join(out.split())


def test_the_revision_has_its_own_region_and_values(
    copy: Project, capsys: Capsys
) -> None:
    text = copy.spec(SYSTEM).read_text("utf-8")
    copy.spec(SYSTEM).write_text(text.replace("us-east-1", "eu-west-1"), "utf-8")
    (change, *_) = against(capsys)["changes"]
    assert change["effect"] == "create"
    assert "what is in us-east-1 stays there" in change["notes"][0]


def test_a_project_that_is_a_folder_of_its_repository(
    copy: Project, tmp_path: Path, capsys: Capsys
) -> None:
    outer = repository(tmp_path / "outer")
    shutil.copytree(copy.root, outer / "infra", ignore=shutil.ignore_patterns(".git"))
    commit(outer)
    inner = Project((outer / "infra").resolve())
    set_value(inner, "LogRetentionDays", "30")
    code = main(
        ["--project", str(inner.root), "diff", SYSTEM, "prod", "--against", "main"]
    )
    assert code == Exit.OK
    assert "RetentionInDays: 90 → 30" in capsys.readouterr().out


def test_exit_code_says_that_there_are_changes(copy: Project, capsys: Capsys) -> None:
    set_value(copy, "LogRetentionDays", "30")
    ran(capsys, SYSTEM, "prod", "--against", "main")
    ran(capsys, SYSTEM, "prod", "--against", "main", "--exit-code", code=Exit.CHANGES)
    ran(capsys, SYSTEM, "dev", "prod", "--exit-code", code=Exit.CHANGES)


def test_a_setting_that_changes_nothing_is_a_change(
    copy: Project, capsys: Capsys
) -> None:
    set_value(copy, "WebMaxTasks", "7")
    arguments = (SYSTEM, "prod", "--against", "main", "--exit-code")
    out, _ = ran(capsys, *arguments, code=Exit.CHANGES)
    assert "change no resource\n  WebMaxTasks: 10 → 7\n" in out


@pytest.mark.parametrize("option", [["--markdown"], ["--format", "markdown"]], ids=str)
def test_markdown(copy: Project, capsys: Capsys, option: list[str]) -> None:
    out, _ = ran(capsys, SYSTEM, "dev", "prod", *option)
    assert out.startswith("### nextjs: dev → prod\n")
    assert "| Different | `Database/Database` | `AWS::RDS::DBInstance` |" in out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([SYSTEM, "dev"], "or a revision", id="nothing to compare with"),
        pytest.param(
            [SYSTEM, "dev", "prod", "--against", "main"], "or a revision", id="both"
        ),
        pytest.param(
            [SYSTEM, "dev", "--against", "main", "--names"], "or a revision", id="names"
        ),
        pytest.param(["nextj", "dev", "prod"], "Did you mean nextjs?", id="system"),
        pytest.param([SYSTEM, "dve", "prod"], "Did you mean dev?", id="environment"),
        pytest.param([SYSTEM, "dev", "prd"], "Did you mean prod?", id="other"),
        pytest.param(
            [SYSTEM, "prod", "--against", "gone"], "no commit 'gone'", id="revision"
        ),
        pytest.param(
            [SYSTEM, "prod", "--against", "-x"], "no commit '-x'", id="an option"
        ),
    ],
)
def test_what_cannot_be_compared(
    copy: Project, capsys: Capsys, arguments: list[str], said: str
) -> None:
    out, err = ran(capsys, *arguments, code=Exit.USAGE)
    assert out == ""
    assert said in err


def test_a_file_that_the_revision_lacks(copy: Project, capsys: Capsys) -> None:
    shutil.copy(copy.params(SYSTEM, "prod"), copy.params(SYSTEM, "new"))
    edit(copy.params(SYSTEM, "new"), lambda entries: _rename(entries, "new"))
    _, err = ran(capsys, SYSTEM, "new", "--against", "main", code=Exit.USAGE)
    assert "main:params/nextjs/new.json: there is no such file." in err


def _rename(entries: Any, name: str) -> None:
    """Call an environment otherwise."""
    for entry in entries:
        if entry["ParameterKey"] == "EnvironmentName":
            entry["ParameterValue"] = name


def test_a_revision_that_did_not_resolve(copy: Project, capsys: Capsys) -> None:
    sound = (copy.templates(SYSTEM) / "network.json").read_text("utf-8")

    def breaks(body: Any) -> None:
        body["Resources"]["Vpc"]["Properties"]["CidrBlock"] = {"Ref": "Nothing"}

    edit(copy.templates(SYSTEM) / "network.json", breaks)
    commit(copy.root)
    (copy.templates(SYSTEM) / "network.json").write_text(sound, "utf-8")
    out, err = ran(capsys, SYSTEM, "prod", "--against", "main", code=Exit.USAGE)
    assert "main:templates/nextjs/network.json:" in out
    assert "What is committed at main cannot be compared" in err


def test_a_working_tree_that_does_not_resolve(copy: Project, capsys: Capsys) -> None:
    set_value(copy, "VpcCidr", "10.0.0.0")
    arguments = (SYSTEM, "prod", "--against", "main", "--format", "json")
    out, err = ran(capsys, *arguments, code=Exit.USAGE)
    assert json.loads(out)["findings"][0]["file"] == "params/nextjs/prod.json"
    assert "does not fit" in err


def test_a_project_outside_git(
    copy: Project, capsys: Capsys, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(copy.root / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(copy.root.parent))
    _, err = ran(capsys, SYSTEM, "prod", "--against", "main", code=Exit.USAGE)
    assert "not a git repository" in err
    ran(capsys, SYSTEM, "dev", "prod")


def test_nothing_is_written(copy: Project, capsys: Capsys) -> None:
    ran(capsys, SYSTEM, "prod", "--against", "HEAD")
    ran(capsys, SYSTEM, "dev", "prod")
    assert git(copy.root, "status", "--porcelain") == ""


def test_other_environments_of_the_spec_do_not_matter(
    copy: Project, capsys: Capsys
) -> None:
    spec = copy.spec(SYSTEM)
    text = spec.read_text("utf-8").replace(
        "  prod:", "  dev: {protect: false}\n  prod:"
    )
    spec.write_text(text, "utf-8")
    commit(copy.root)
    out, _ = ran(capsys, SYSTEM, "prod", "--against", "main")
    assert "CG039" not in out


def test_a_region_of_its_own_is_a_difference_against_a_revision(
    copy: Project, capsys: Capsys
) -> None:
    spec = copy.spec(SYSTEM)
    text = spec.read_text("utf-8").replace("  prod:", "  prod:\n    region: eu-west-1")
    spec.write_text(text, "utf-8")
    assert effects(against(capsys))["Network/Vpc"] == "create"
