"""A stack's whole life over HTTP, each step by its command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfngen.cli import main
from cfngen.errors import Exit
from tests.cli.worlds import NAME, SPEC, Desk

REGION = "ap-northeast-1"
GUARDED = f"""{SPEC.replace("us-east-1", REGION)}
environments:
  dev: {{protect: true}}
"""


def test_from_the_bucket_to_the_end(
    desk: Desk, emulator_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(verb: str, *words: str) -> tuple[int, str, str]:
        where = () if verb == "bootstrap" else ("small", "dev")
        region = ("--region", REGION) if verb == "bootstrap" else ()
        code = main((verb, *where, "--endpoint-url", emulator_url, *region, *words))
        return code, *capsys.readouterr()

    desk.write(GUARDED)
    assert desk.run("generate", "small")[0] == Exit.OK
    assert run("status")[0] == Exit.NEEDS_HUMAN
    assert run("bootstrap")[0] == Exit.OK
    assert run("bootstrap")[0] == Exit.OK

    code, plan, err = run("plan", "--json", "--detailed-exitcode")
    assert code == Exit.CHANGES, err
    assert {one["kind"] for one in json.loads(plan)["changes"]} == {"create"}
    code, _, err = run("deploy")
    assert code == Exit.OK, err
    assert run("plan", "--detailed-exitcode")[0] == Exit.OK

    code, status, _ = run("status", "--json")
    assert code == Exit.OK
    assert json.loads(status)["stack"] == NAME
    code, events, _ = run("events")
    assert code == Exit.OK
    assert "Network/Vpc" in events
    assert run("outputs", "--format", "json")[:2] == (Exit.OK, "{}\n")
    assert run("drift")[0] == Exit.OK

    assert run("plan", "--set", "LogRetentionDays=14", "--out", "plan.json")[0] == 0
    code, _, err = run("deploy", "--plan", "plan.json")
    assert code == Exit.OK, err
    assert Path("plan.json").stat().st_mode & 0o077 == 0
    assert run("recover")[0] == Exit.OK

    assert run("delete", "--confirm-name", NAME)[0] == Exit.NEEDS_HUMAN
    code, _, err = run("delete", "--confirm-name", NAME, "--disable-protection")
    assert code == Exit.OK, err
    assert run("status")[0] == Exit.NEEDS_HUMAN
