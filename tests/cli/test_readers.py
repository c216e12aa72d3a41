"""`cfngen readers`: who can read something."""

from __future__ import annotations

from pathlib import Path

import pytest

from cfngen.errors import Exit
from cfngen.project import Project
from tests.cli.proofs import Capsys, body, foreign, ran
from tests.models import PROJECT

PROD = ("readers", "nextjs", "prod")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Project:
    """Return this repository's project; it is the current folder."""
    monkeypatch.chdir(PROJECT.root)
    return PROJECT


def test_readers_have_their_statements_of_role_and_key(
    here: Project, capsys: Capsys
) -> None:
    out, err = ran(capsys, *PROD, "Database/DatabaseSecret")
    assert out.startswith("nextjs prod: who can read Database/DatabaseSecret\n\n")
    once, _, by_others = out.partition("  By working as somebody who can\n")
    assert "  At once\n    ServiceWeb/ExecutionRole\n" in once
    assert "Security/Key.KeyPolicy.Statement[0]\n" in once
    assert "    Delivery/DeployRole\n" not in once
    assert "    Delivery/DeployRole\n" in by_others
    assert "iam:PassRole on ServiceWeb/ExecutionRole" in by_others
    assert not err


def test_a_logical_id_is_enough(here: Project, capsys: Capsys) -> None:
    whole, _ = ran(capsys, *PROD, "Database/DatabaseSecret")
    short, _ = ran(capsys, *PROD, "DatabaseSecret")
    assert short.splitlines()[1:] == whole.splitlines()[1:]


def test_as_json(here: Project, capsys: Capsys) -> None:
    found = body(capsys, *PROD, "DatabaseSecret", "--format", "json")
    by_name = {one["name"]: one for one in found["readers"]}
    first = by_name["ServiceWeb/ExecutionRole"]
    assert (found["version"], first["how"], first["steps"]) == (1, "at once", [])
    assert first["statements"][0]["template"]["file"].endswith("service-web.json")
    assert by_name["Delivery/DeployRole"]["how"] == "by working as somebody who can"


@pytest.mark.parametrize(
    ("words", "says"),
    [
        pytest.param((*PROD, "Databas"), "Did you mean 'DatabaseSecret'?", id="typo"),
        pytest.param((*PROD, "Network/Vpc"), "no secret, parameter,", id="no secret"),
        pytest.param(PROD, "Give SYSTEM ENVIRONMENT RESOURCE; 2 are", id="too few"),
        pytest.param((*PROD, "a", "b"), "RESOURCE; 4 are given.", id="too many"),
    ],
)
def test_what_is_not_readable_is_refused(
    words: tuple[str, ...], says: str, here: Project, capsys: Capsys
) -> None:
    out, err = ran(capsys, *words, code=Exit.USAGE)
    assert not out
    assert says in err


def test_a_template_of_others_is_asked_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capsys
) -> None:
    monkeypatch.chdir(tmp_path)
    foreign(tmp_path)
    words = ("readers", "--template", "t.yaml", "Nothing")
    _, err = ran(capsys, *words, code=Exit.USAGE)
    assert "Nothing: no secret, parameter, bucket or key has this name." in err
