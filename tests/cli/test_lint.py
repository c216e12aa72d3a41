"""`cfngen lint`: what counts, and which exit code it gives."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.project import Project
from tests.cli.terminal import on_a_terminal
from tests.gate.projects import edit
from tests.gate.projects import set_value as change
from tests.gate.projects import shop as committed

Capsys = pytest.CaptureFixture[str]

NAMES = ("network", "root", "security")


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return a small project that is generated, synced and the current folder."""
    monkeypatch.chdir(tmp_path)
    return committed(tmp_path)


def findings(capsys: Capsys, code: Exit) -> list[dict[str, Any]]:
    """Return the findings of a run that has to end with a code."""
    assert main(["lint", "--format", "json"]) == code
    found: list[dict[str, Any]] = json.loads(capsys.readouterr().out)["findings"]
    return found


def set_value(project: Project, name: str, text: str) -> None:
    """Change a value of the environment dev."""
    change(project.params("shop", "dev"), name, text)


def contents(project: Project) -> dict[str, str]:
    files = (path for path in project.root.rglob("*") if path.is_file())
    return {project.shown(path): path.read_text("utf-8") for path in files}


def test_a_sound_project_has_no_findings_and_tells_its_progress(
    shop: Project, capsys: Capsys
) -> None:
    before = contents(shop)
    assert main(["lint", "--no-cache"]) == Exit.OK
    out, err = capsys.readouterr()
    assert out == "No findings.\n"
    assert err.splitlines() == [
        "rules of cfngen shop",
        *(f"cfn-lint templates/shop/{name}.json" for name in NAMES),
        "cfn-lint templates/shop/network.json with parameters",
        "cfn-lint templates/shop/root.json with parameters",
        "cfn-lint templates/shop/security.json with parameters",
        "3 templates in 1 environment: cfn-lint and the rules of cfngen; 0 of 7 "
        "answers from the cache.",
    ]
    assert contents(shop) == before


def test_what_cfn_lint_finds_counts(shop: Project, capsys: Capsys) -> None:
    def misname(body: Any) -> None:
        vpc = body["Resources"]["Vpc"]["Properties"]
        vpc["CidrBlok"] = vpc.pop("CidrBlock")

    edit(shop.templates("shop") / "network.json", misname)
    found = findings(capsys, Exit.FAILED)
    (wrong,) = [f for f in found if f["id"] == "E3002"]
    assert wrong["file"] == "templates/shop/network.json"
    assert wrong["path"] == "Resources/Vpc/Properties/CidrBlok"
    assert wrong["line"] > 1
    assert wrong["mend"].startswith("See https://")


def test_a_stale_template_is_a_finding(shop: Project, capsys: Capsys) -> None:
    def describe(body: Any) -> None:
        body["Description"] = "Another"

    edit(shop.templates("shop") / "network.json", describe)
    (stale,) = findings(capsys, Exit.FAILED)
    assert (stale["id"], stale["file"]) == ("CG100", "templates/shop/network.json")
    assert stale["mend"] == "Run: cfngen generate shop"


def test_a_missing_template_is_a_finding(shop: Project, capsys: Capsys) -> None:
    (shop.templates("shop") / "security.json").unlink()
    found = findings(capsys, Exit.FAILED)
    assert ("CG100", "templates/shop/security.json", "The template is missing.") in [
        (f["id"], f["file"], f["message"]) for f in found
    ]


def test_a_project_that_was_never_generated_says_so(
    shop: Project, capsys: Capsys
) -> None:
    for path in shop.templates("shop").iterdir():
        path.unlink()
    assert {f["id"] for f in findings(capsys, Exit.FAILED)} == {"CG100"}


def test_an_output_that_is_not_there_is_found(shop: Project, capsys: Capsys) -> None:
    def ask(body: Any) -> None:
        body["Resources"]["Security"]["Properties"]["Parameters"]["EnvironmentName"] = {
            "Fn::GetAtt": ["Network", "Outputs.Nowhere"]
        }

    edit(shop.templates("shop") / "root.json", ask)
    found = findings(capsys, Exit.FAILED)
    ids = [f["id"] for f in found if "EnvironmentName" in f["path"]]
    assert sorted(ids) == ["CG302", "E1010"]


def test_a_parameter_that_nobody_feeds_is_found(shop: Project, capsys: Capsys) -> None:
    def want(body: Any) -> None:
        body["Parameters"]["Wanted"] = {"Type": "String"}

    edit(shop.templates("shop") / "network.json", want)
    found = findings(capsys, Exit.FAILED)
    assert ("E3043", "Resources/Network/Properties/Parameters") in [
        (f["id"], f["path"]) for f in found
    ]


def test_information_counts_too(shop: Project, capsys: Capsys) -> None:
    policy = "include_checks: [I]\ninclude_experimental: true\n"
    policy += "ignore_checks: [W]\n"
    (shop.root / ".cfnlintrc.yaml").write_text(policy, "utf-8")
    assert {f["severity"] for f in findings(capsys, Exit.FAILED)} == {"info"}


def test_what_only_an_environment_shows_is_left_to_check(
    shop: Project, capsys: Capsys
) -> None:
    set_value(shop, "PublicSubnet2Cidr", "10.0.0.0/24")
    assert findings(capsys, Exit.OK) == []


def test_a_parameter_file_that_does_not_fit_gives_two(
    shop: Project, capsys: Capsys
) -> None:
    set_value(shop, "LogRetentionDays", "8")
    set_value(shop, "PublicSubnet2Cidr", "10.9.0.0/24")
    (found,) = findings(capsys, Exit.USAGE)
    assert (found["id"], found["path"]) == ("CG414", "LogRetentionDays")


def test_without_parameter_files_the_templates_are_still_linted(
    shop: Project, capsys: Capsys
) -> None:
    shop.params("shop", "dev").unlink()
    assert main(["lint"]) == Exit.OK
    assert "shop: no parameter files" in capsys.readouterr().err


def test_the_projects_policy_is_honoured(shop: Project, capsys: Capsys) -> None:
    policy = shop.root / ".cfnlintrc.yaml"
    policy.write_text("include_checks: [I]\n", "utf-8")
    assert {f["id"] for f in findings(capsys, Exit.FAILED)} == {"W3002"}
    policy.write_text("ignore_checks: [W3002]\n", "utf-8")
    assert findings(capsys, Exit.OK) == []


def test_a_policy_that_cfn_lint_refuses_is_wrong_usage(
    shop: Project, capsys: Capsys
) -> None:
    (shop.root / ".cfnlintrc.yaml").write_text("ignore: [W3002]\n", "utf-8")
    assert main(["lint"]) == Exit.USAGE
    out, err = capsys.readouterr()
    assert out == ""
    assert ".cfnlintrc.yaml: Invalid configuration key 'ignore'" in err


def test_a_broken_template_is_a_finding_without_a_traceback(
    shop: Project, capsys: Capsys
) -> None:
    (shop.templates("shop") / "network.json").write_text('{"Resources": ', "utf-8")
    ids = {f["id"] for f in findings(capsys, Exit.FAILED)}
    assert {"CG100", "E0000"} <= ids


def test_help_and_usage_import_no_linter(shop: Project) -> None:
    code = (
        "import sys; from cfngen.cli import main; main(['lint', '--help']);"
        "sys.exit('cfnlint' in sys.modules or 'troposphere' in sys.modules)"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert ran.returncode == 0


def test_a_terminal_shows_a_bar_that_goes_when_all_is_done(shop: Project) -> None:
    shown = on_a_terminal("lint", "--no-cache", TERM="xterm", COLUMNS="80")
    assert "━" in shown
    assert "cfn-lint templates/shop/root.json" in shown
    assert "No findings." in shown
