"""`cfngen outputs`: values for people, shells and pipelines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfngen.errors import Exit
from tests.cli.worlds import NAME, Desk

OUTPUTS = ("outputs", "small", "dev")


@pytest.fixture
def vpc(desk: Desk) -> str:
    """Return the one output that the stack has."""
    return desk.world.stack(NAME).outputs["VpcId"]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ((), "VpcId  {}\n"),
        (("--nested",), "VpcId          {0}\nNetwork/VpcId  {0}\n"),
        (("--snake",), "vpc_id  {}\n"),
        (("--format", "env"), "export VpcId='{}'\n"),
        (("--format", "dotenv", "--snake"), "vpc_id={}\n"),
        (("--key", "VpcId"), "{}\n"),
        (("--key", "vpc_id", "--snake"), "{}\n"),
        (("--key", "Network/VpcId", "--nested"), "{}\n"),
        (("--key", "VpcId", "--format", "env"), "export VpcId='{}'\n"),
    ],
    ids=[
        *("table", "nested", "snake", "env", "dotenv"),
        *("key", "snake key", "nested key", "key as env"),
    ],
)
def test_outputs_are_printed(
    desk: Desk, vpc: str, words: tuple[str, ...], shown: str
) -> None:
    assert desk.run(*OUTPUTS, *words) == (Exit.OK, shown.format(vpc), "")


def test_json_is_one_object(desk: Desk, vpc: str) -> None:
    assert json.loads(desk.run(*OUTPUTS, "--format", "json")[1]) == {"VpcId": vpc}


def test_a_key_that_is_not_there_is_refused(desk: Desk, vpc: str) -> None:
    code, out, err = desk.run(*OUTPUTS, "--key", "VpcID")
    assert (code, out) == (Exit.USAGE, "")
    assert "Did you mean VpcId?" in err


@pytest.mark.parametrize("end", ["\n", ""], ids=["ended", "not ended"])
def test_a_step_of_github_gets_them_behind_what_it_has(
    desk: Desk, vpc: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, end: str
) -> None:
    file = tmp_path / "outputs"
    file.write_text(f"a=b{end}", "utf-8")
    monkeypatch.setenv("GITHUB_OUTPUT", str(file))
    code, out, err = desk.run(*OUTPUTS, "--format", "github", "--snake")
    assert (code, out, err) == (Exit.OK, "", "1 outputs left for later steps.\n")
    assert file.read_text("utf-8") == f"a=b\nvpc_id<<END\n{vpc}\nEND\n"


def test_a_step_of_github_may_have_nothing_yet(
    desk: Desk, vpc: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path / "outputs"))
    assert desk.run(*OUTPUTS, "--format", "github")[0] == Exit.OK
    told = (tmp_path / "outputs").read_text("utf-8")
    assert told == f"VpcId<<END\n{vpc}\nEND\n"


def test_outside_of_a_step_nothing_is_asked(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("GITHUB_OUTPUT", raising=False)
    assert desk.run(*OUTPUTS, "--format", "github")[0] == Exit.USAGE
    assert desk.world.asked == []


def test_a_file_that_cannot_be_written_is_told(
    desk: Desk, vpc: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_OUTPUT", str(tmp_path))
    code, _, err = desk.run(*OUTPUTS, "--format", "github")
    assert code == Exit.USAGE
    assert err.startswith(f"{tmp_path}: Is a directory.")


def test_what_looks_like_a_secret_is_warned_of(desk: Desk) -> None:
    template = {
        "Resources": {"Topic": {"Type": "AWS::SNS::Topic"}},
        "Outputs": {"AdminPassword": {"Value": "hunter2"}},
    }
    desk.world.stack(NAME, template=template)
    code, out, err = desk.run(*OUTPUTS)
    assert (code, out) == (Exit.OK, "AdminPassword  hunter2\n")
    assert err.startswith("AdminPassword is a secret by its name")


def test_outputs_of_a_stack_at_work_may_be_old(desk: Desk, vpc: str) -> None:
    desk.world.found(NAME).status = "UPDATE_IN_PROGRESS"
    _, out, err = desk.run(*OUTPUTS)
    assert (out, err) == (
        f"VpcId  {vpc}\n",
        "small-dev is UPDATE_IN_PROGRESS: outputs may be old.\n",
    )
