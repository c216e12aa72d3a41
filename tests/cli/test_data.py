"""`cfngen data`: what it takes, shows, writes and refuses."""

from __future__ import annotations

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.project import Project
from cfngen.spec.ranges import packaged

Capsys = pytest.CaptureFixture[str]
OURS = packaged()
COMMAND = ["data", "cloudflare"]


def downloaded(
    folder: Path, *changes: tuple[str, str], day: str = "2026-11-20", name: str = "ips"
) -> str:
    """Return the name of a file of Cloudflare's ranges, some of them replaced."""
    text = "\n".join(OURS.every)
    for old, new in changes:
        text = text.replace(old, new)
    file = folder / name
    file.write_text(text, "utf-8")
    at = datetime.fromisoformat(f"{day}T23:30:00").replace(tzinfo=UTC).timestamp()
    os.utime(file, (at, at))
    return file.name


def kept(project: Project) -> dict[str, object]:
    """Return what the project's file says."""
    found: dict[str, object] = json.loads(project.cloudflare().read_text("utf-8"))
    return found


def test_ranges_are_taken_with_the_day_of_the_file(
    project: Project, capsys: Capsys
) -> None:
    file = downloaded(project.root, ("104.16.0.0/13", "5.6.0.0/20"))
    assert main([*COMMAND, file]) == Exit.OK
    assert capsys.readouterr().out.splitlines() == [
        "+ 5.6.0.0/20",
        "- 104.16.0.0/13",
        "data/cloudflare.json written: 15 IPv4 and 7 IPv6 ranges of 2026-11-20",
        "run: cfngen generate",
    ]
    assert kept(project)["as_of"] == "2026-11-20"


def test_the_templates_then_have_them(project: Project) -> None:
    spec = project.spec("shop")
    text = spec.read_text("utf-8").replace("from: internet", "from: cloudflare")
    spec.write_text(text, "utf-8")
    main(["generate", "shop"])
    before = (project.templates("shop") / "security.json").read_text("utf-8")
    main([*COMMAND, downloaded(project.root, ("104.16.0.0/13", "5.6.0.0/20"))])
    assert main(["generate", "shop", "--check"]) == Exit.FAILED
    main(["generate", "shop"])
    after = (project.templates("shop") / "security.json").read_text("utf-8")
    assert after.splitlines() != before.splitlines()
    assert after.count('"Cidr"') == before.count('"Cidr"')
    assert "5.6.0.0/20" in after


def test_the_day_may_be_said(project: Project) -> None:
    assert main([*COMMAND, downloaded(project.root), "--date", "2026-12-24"]) == 0
    assert kept(project)["as_of"] == "2026-12-24"


def test_of_two_files_the_older_counts(project: Project) -> None:
    root = project.root
    four = downloaded(root, day="2026-11-19", name="ips-v4")
    six = downloaded(root, day="2026-11-22", name="ips-v6")
    (root / four).write_text("\n".join(OURS.ipv4), "utf-8")
    (root / six).write_text("\n".join(OURS.ipv6), "utf-8")
    os.utime(root / six, (1_800_000_000, 1_800_000_000))
    os.utime(root / four, (1_790_000_000, 1_790_000_000))
    assert main([*COMMAND, four, six]) == Exit.USAGE  # of September, older than ours
    os.utime(root / four, (1_799_900_000, 1_799_900_000))
    assert main([*COMMAND, four, six]) == Exit.OK
    assert kept(project)["as_of"] == "2027-01-14"


def test_the_same_ranges_change_the_date_only(project: Project, capsys: Capsys) -> None:
    file = downloaded(project.root)
    assert main([*COMMAND, file]) == Exit.OK
    assert capsys.readouterr().out.splitlines()[-1] == "No range has changed."
    assert main([*COMMAND, file]) == Exit.OK
    assert "data/cloudflare.json unchanged: 15 IPv4" in capsys.readouterr().out
    assert main(["generate", "--check"]) == Exit.FAILED  # nothing was generated yet


def test_older_ranges_do_not_replace_newer_ones(
    project: Project, capsys: Capsys
) -> None:
    file = downloaded(project.root, day="2024-02-03")
    assert main([*COMMAND, file]) == Exit.USAGE
    error = capsys.readouterr().err
    assert "of 2024-02-03" in error
    assert f"of {OURS.as_of}" in error
    assert "--date" in error
    assert not project.cloudflare().exists()


@pytest.mark.parametrize(
    ("change", "code", "last"),
    [
        (
            ("104.16.0.0/13", "5.6.0.0/20"),
            Exit.FAILED,
            "run: cfngen data cloudflare, and then cfngen generate",
        ),
        (
            ("104.16.0.0/13", "104.16.0.0/13"),
            Exit.OK,
            "The ranges in force are Cloudflare's.",
        ),
    ],
    ids=["changed", "the same"],
)
def test_check_says_whether_they_changed_and_writes_nothing(
    change: tuple[str, str], code: Exit, last: str, project: Project, capsys: Capsys
) -> None:
    file = downloaded(project.root, change, day="2020-01-01")
    assert main([*COMMAND, file, "--check"]) == code
    assert capsys.readouterr().out.splitlines()[-1] == last
    assert not project.cloudflare().exists()


def test_nothing_is_written_of_ranges_that_cannot_be_cloudflares(
    project: Project, capsys: Capsys
) -> None:
    file = downloaded(
        project.root, ("104.16.0.0/13", "0.0.0.0/0"), ("2400:cb00::/32", "x")
    )
    assert main([*COMMAND, file]) == Exit.USAGE
    out, error = capsys.readouterr()
    assert "ips:4:1:" in out
    assert "2 errors" in out
    assert error == "ips: no ranges to go by.\n"
    assert not project.cloudflare().exists()


def test_findings_are_written_as_asked(project: Project, capsys: Capsys) -> None:
    file = downloaded(project.root, ("104.16.0.0/13", "0.0.0.0/0"))
    assert main([*COMMAND, file, "--format", "json"]) == Exit.USAGE
    assert '"CG099"' in capsys.readouterr().out


def test_a_broken_file_of_the_project_is_replaced(
    project: Project, capsys: Capsys
) -> None:
    project.cloudflare().parent.mkdir()
    project.cloudflare().write_text("broken", "utf-8")
    assert main([*COMMAND, downloaded(project.root)]) == Exit.OK
    out, error = capsys.readouterr()
    assert error == (
        "data/cloudflare.json: no ranges to go by. So every range is new.\n"
    )
    assert out.count("+ ") == len(OURS.every)
    assert kept(project)["ipv4"] == list(OURS.ipv4)


def test_a_folder_that_cannot_be_written_is_named(
    project: Project, capsys: Capsys
) -> None:
    (project.root / "data").write_text("a file", "utf-8")
    assert main([*COMMAND, downloaded(project.root)]) == Exit.USAGE
    assert "cloudflare.json: cannot be written: " in capsys.readouterr().err


def test_outside_of_a_project_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    assert main([*COMMAND, downloaded(tmp_path)]) == Exit.USAGE
    assert "no system" in capsys.readouterr().err
    assert [file.name for file in tmp_path.iterdir()] == ["ips"]


@pytest.mark.parametrize(
    "arguments",
    [[], ["nowhere"], ["ips", "--date", "yesterday"], ["ips", "--fetch"]],
    ids=["no file", "no such file", "no date", "no such option"],
)
def test_wrong_usage_is_exit_code_2(arguments: list[str], project: Project) -> None:
    downloaded(project.root)
    assert main([*COMMAND, *arguments]) == Exit.USAGE
    assert not project.cloudflare().exists()
