"""`cfngen explain`: what becomes of packets between two ends."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from cfngen.project import Project
from tests.cli.proofs import SYSTEM, Capsys, body, claim, copied, foreign, ran
from tests.models import PROJECT

PROD = ("explain", SYSTEM, "prod")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return this repository's project; it is the current folder."""
    monkeypatch.chdir(PROJECT.root)
    return PROJECT


@pytest.fixture
def theirs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with somebody's template; it is the current one."""
    monkeypatch.chdir(tmp_path)
    foreign(tmp_path)
    return tmp_path


def test_a_way_there_and_back(here: Project, capsys: Capsys) -> None:
    out, err = ran(capsys, *PROD, "web", "database", "5432")
    assert out.startswith("nextjs prod: web → database : 5432\n\n    packet  ")
    assert "    and the answer:\n" in out
    assert out.endswith("  IPv4: It gets through, and is answered.\n")
    assert not err


def test_a_blocked_way_gives_one_and_says_where(here: Project, capsys: Capsys) -> None:
    out, _ = ran(capsys, *PROD, "stranger", "database", "tcp/5432", code=Exit.FAILED)
    assert "← this stops it\n" in out
    assert "templates/nextjs/security.json:" in out
    assert "from systems/nextjs.yaml:" in out
    assert out.endswith("It does not get through.\n")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        pytest.param(("internet", "alb", "443"), Exit.OK, id="the internet"),
        pytest.param(("web", "198.51.100.7", "tcp/443"), Exit.OK, id="an address"),
        pytest.param(("web", "198.51.100.0/24", "80"), Exit.FAILED, id="a range"),
        pytest.param(("web", "database", "icmp"), Exit.FAILED, id="control messages"),
        pytest.param(("web", "internet", "udp/53"), Exit.FAILED, id="UDP"),
    ],
)
def test_ends_and_ports_are_of_many_kinds(
    words: tuple[str, ...], code: Exit, here: Project, capsys: Capsys
) -> None:
    found = body(capsys, *PROD, *words, code=code)
    assert found["arrives"] is (code == Exit.OK)
    assert (found["from"], found["to"], found["port"]) == words
    assert found["environment"] == "nextjs prod"
    assert all(walk["hops"] for walk in found["walks"])


def test_a_set_of_the_claims_may_be_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    claim(copied(tmp_path), "set office = 198.51.100.0/24")
    found = body(capsys, *PROD, "internet[office]", "alb", "443")
    assert found["walks"][0]["from"]["address"].startswith("198.51.100.")


WRONG = {
    "all words": (("wbe", "databse", "tcp/99999"), ("web", "database", "99999")),
    "a service of AWS": (
        ("web", "@pull", "443"),
        ("no packet", "claim: web -> @pull."),
    ),
    "two ends outside": (("internet", "198.51.100.7", "443"), ("Both ends are",)),
    "no port": (("web", "database"), ("Give SYSTEM ENVIRONMENT A B PORT",)),
    "too many": (("web", "database", "5432", "now"), ("Give SYSTEM",)),
    "a strange port": (("web", "database", "postgres"), ("postgres",)),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_is_wrong_is_said_at_once(
    case: str, here: Project, capsys: Capsys
) -> None:
    words, says = WRONG[case]
    _, err = ran(capsys, *PROD, *words, code=Exit.USAGE)
    for part in says:
        assert part in err


def test_a_group_that_cannot_be_read_is_told_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    made = copied(tmp_path)
    claim(made, "web => cache")
    ran(capsys, *PROD, "web", "database", "5432")
    claim(made, "group ecs = web, !")
    out, err = ran(capsys, *PROD, "ecs", "database", "5432", code=Exit.USAGE)
    assert "systems/nextjs.claims:1:18: CG800" in out
    assert err.startswith("Sets or groups of the claims cannot be read.")


def test_a_system_is_guessed(here: Project, capsys: Capsys) -> None:
    command = ("explain", "nextsj", "prod", "web", "alb", "443")
    assert "Did you mean nextjs?" in ran(capsys, *command, code=Exit.USAGE)[1]


def test_anybodys_template_is_asked(theirs: Path, capsys: Capsys) -> None:
    command = ("explain", "--template", "t.yaml")
    out, _ = ran(capsys, *command, "203.0.113.9", "alb", "443")
    assert out.startswith("t.yaml: 203.0.113.9 → alb : 443\n")
    out, _ = ran(capsys, *command, "198.51.100.9", "alb", "443", code=Exit.FAILED)
    assert "t.yaml:" in out
    assert "hunter2" not in out
    _, err = ran(capsys, *command, "nextjs", "prod", "a", "b", "1", code=Exit.USAGE)
    assert "Give A B PORT; 5 are given." in err


def test_help_says_what_the_exit_codes_are(capsys: Capsys) -> None:
    assert main(["explain", "--help"]) == Exit.OK
    out = capsys.readouterr().out
    assert "Exit code 0 says that it gets through and is answered, 1 that it" in out
    assert "Example: cfngen explain nextjs prod web database 5432" in out
