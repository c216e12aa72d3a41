"""`cfngen plan`, the real command, in an account that a scripted cloud plays."""

from __future__ import annotations

import json
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from cfngen.errors import Exit
from tests.cli.worlds import NAME, Desk

EXTRA = {"Extra": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "t"}}}
LIMIT = "ChangeSet limit exceeded"


def planned(desk: Desk, *words: str) -> tuple[int, str, str]:
    """Plan; return the exit code, stdout and stderr."""
    return desk.run("plan", "small", "dev", *words)


def deployed(desk: Desk) -> Desk:
    """Carry a plan out, and forget what was asked on the way."""
    code, _, told = planned(desk, "--out", "first.json")
    assert code == Exit.OK, told
    plan = json.loads(Path("first.json").read_text("utf-8"))["plan"]
    cloudformation = desk.world.clients().cloudformation
    cloudformation.execute_change_set(ChangeSetName=plan["change_set"])
    desk.world.clock.sleep(3600)
    assert desk.world.found(NAME).status == "CREATE_COMPLETE"
    desk.world.asked.clear()
    return desk


def holding(desk: Desk) -> Desk:
    """Put a stack there that has a table more than the templates."""
    folder = desk.project.templates("small")
    bodies = {f.stem: json.loads(f.read_text("utf-8")) for f in folder.glob("*.json")}
    root = bodies.pop("root")
    children = {
        name: bodies[nested["Properties"]["TemplateURL"].removesuffix(".json")]
        for name, nested in root["Resources"].items()
    }
    root["Resources"] |= EXTRA
    given = json.loads(desk.project.params("small", "dev").read_text("utf-8"))
    desk.world.stack(NAME, template=root, children=children, parameters=_values(given))
    return desk


def _values(given: Any) -> dict[str, str]:
    """Return the parameters of a file of CloudFormation's form."""
    return {one["ParameterKey"]: one["ParameterValue"] for one in given}


def left(desk: Desk) -> list[str]:
    """Return the change sets and stacks under review that are there."""
    cloudformation = desk.world.clients().cloudformation
    stacks = cloudformation.describe_stacks()["Stacks"]
    review = [
        s["StackName"] for s in stacks if s["StackStatus"] == "REVIEW_IN_PROGRESS"
    ]
    made = [
        change_set["ChangeSetName"]
        for stack in stacks
        for change_set in cloudformation.list_change_sets(StackName=stack["StackId"])[
            "Summaries"
        ]
        if change_set["Status"] == "CREATE_COMPLETE"
    ]
    return review + made


def test_a_create_is_shown_and_leaves_nothing(desk: Desk) -> None:
    code, out, err = planned(desk)
    assert code == Exit.OK
    assert out.startswith("small-dev: create in us-east-1 of account 123456789012\n\n")
    assert "  + Network/Vpc (AWS::EC2::VPC) is created\n" in out
    assert err.startswith("Templates: ")
    assert "Change sets: 3 of 3 worked out.\n" in err
    assert left(desk) == []
    assert not desk.world.of("ExecuteChangeSet")


def test_no_changes_are_no_changes(desk: Desk) -> None:
    deployed(desk)
    for words in ((), ("--detailed-exitcode",), ("--require-full",)):
        code, out, err = planned(desk, *words)
        assert (code, err) == (Exit.OK, "")
        assert out.startswith("small-dev: no changes in us-east-1")
    assert not desk.world.of("CreateChangeSet")


def test_a_parameter_is_shown_with_its_source(desk: Desk) -> None:
    deployed(desk)
    code, out, err = planned(
        desk, "--set", "VpcCidr=10.1.0.0/16", "--detailed-exitcode"
    )
    assert code == Exit.CHANGES, err
    assert "  VpcCidr  10.0.0.0/16 → 10.1.0.0/16  ← --set\n" in out
    assert "  ! Network/Vpc (AWS::EC2::VPC) is replaced" in out
    assert left(desk) == []


def test_what_is_blocked_is_shown_and_told_by_the_exit_code(desk: Desk) -> None:
    holding(desk)
    code, out, _ = planned(desk)
    assert code == Exit.OK
    assert "BLOCKED: not without your word\n  Extra (AWS::DynamoDB::Table)\n" in out
    assert "      to allow it: --allow-replace Extra\n" in out
    assert planned(desk, "--detailed-exitcode")[0] == Exit.NEEDS_HUMAN
    allowed = "--allow-replace", "Extra"
    code, out, _ = planned(desk, "--detailed-exitcode", *allowed)
    assert code == Exit.CHANGES
    assert "BLOCKED" not in out


def test_consent_to_what_is_not_there_is_an_error(desk: Desk) -> None:
    holding(desk)
    code, out, err = planned(desk, "--allow-replace", "Extr")
    assert (code, out) == (Exit.USAGE, "")
    assert "Did you mean Extra?" in err
    assert left(desk) == []


def test_data_and_comments(desk: Desk) -> None:
    holding(desk)
    _, out, _ = planned(desk, "--json")
    found = json.loads(out)
    assert (found["version"], found["changed"]) == (1, True)
    assert [one["path"] for one in found["blocked"]] == ["Extra"]
    _, out, _ = planned(desk, "--markdown")
    assert out.startswith("### small-dev: update in us-east-1 of account")
    assert "> [!CAUTION]" in out


def test_a_plan_file_is_whole_and_private_and_its_change_set_stays(desk: Desk) -> None:
    code, out, err = planned(desk, "--out", "deep/plan.json", "--json")
    assert code == Exit.OK
    file = Path("deep/plan.json")
    assert file.stat().st_mode & 0o777 == 0o600
    assert err.endswith(
        "Plan: deep/plan.json\n"
        "Carry it out: cfngen deploy small dev --plan deep/plan.json\n"
    )
    change_set = json.loads(out)["change_set"]
    assert change_set in file.read_text("utf-8")
    assert change_set.split("/")[1] in left(desk)


def test_a_plan_file_that_is_blocked_says_so(desk: Desk) -> None:
    holding(desk)
    code, _, err = planned(desk, "--out", "plan.json")
    assert code == Exit.OK
    assert err.endswith("cfngen deploy refuses it: something is blocked.\n")


def test_a_plan_file_that_cannot_be_written_leaves_nothing(desk: Desk) -> None:
    Path("file").touch()
    code, _, err = planned(desk, "--out", "file/plan.json")
    assert code == Exit.USAGE
    assert "--out: file/plan.json cannot be written: " in err
    assert left(desk) == []


class Gone(StringIO):
    """A pipe whose reader has gone away."""

    def write(self, text: str) -> int:
        raise BrokenPipeError


def test_a_reader_that_goes_away_leaves_nothing(desk: Desk) -> None:
    with redirect_stdout(Gone()):
        code, _, _ = planned(desk, "--out", "plan.json")
    assert code == Exit.FAILED
    assert left(desk) == []
    assert not Path("plan.json").exists()


def test_ctrl_c_leaves_nothing(desk: Desk) -> None:
    desk.world.interrupts("DescribeChangeSet")
    code, out, err = planned(desk)
    assert (code, out) == (Exit.INTERRUPTED, "")
    assert err.endswith("Interrupted.\n")
    assert left(desk) == []


def test_a_shallow_plan_may_be_refused(desk: Desk) -> None:
    holding(desk)
    desk.world.limit_exceeded("Network")
    code, out, _ = planned(desk)
    assert code == Exit.OK
    assert "SHALLOW PLAN: nested stacks were not evaluated\n" in out
    code, out, err = planned(desk, "--require-full", "--out", "plan.json")
    assert code == Exit.REJECTED
    assert "SHALLOW PLAN" in out
    assert "--require-full: nested stacks were not evaluated." in err
    assert not Path("plan.json").exists()
    assert left(desk) == []


def test_a_state_that_only_a_person_may_judge_has_no_plan(desk: Desk) -> None:
    desk.world.stack(NAME, "UPDATE_ROLLBACK_FAILED")
    code, out, err = planned(desk)
    assert (code, out) == (Exit.NEEDS_HUMAN, "")
    assert "cfngen recover small dev" in err


def test_somebody_elses_operation_is_waited_for(desk: Desk) -> None:
    holding(desk)
    desk.world.found(NAME).status = "UPDATE_IN_PROGRESS"
    code, _, err = planned(desk)
    assert code == Exit.NEEDS_HUMAN
    assert "--wait" in err
    assert planned(desk, "--wait", "60")[0] == Exit.RUNNING
    desk.world.becomes(NAME, "UPDATE_COMPLETE", 90)
    code, _, err = planned(desk, "--wait")
    assert code == Exit.OK
    assert err.startswith("small-dev is UPDATE_IN_PROGRESS, which is somebody else's")


def test_another_account_is_refused(desk: Desk) -> None:
    code, out, err = planned(desk, "--account", "210987654321")
    assert (code, out) == (Exit.NEEDS_HUMAN, "")
    assert "210987654321" in err
    assert [name for name, _ in desk.world.asked] == ["GetCallerIdentity"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param(("--json", "--markdown"), "not both", id="two forms"),
        pytest.param(("--local", "--out", "p"), "--out needs it later", id="no use"),
        pytest.param(("--set", "VpcCidr"), "is not NAME=VALUE", id="no pair"),
        pytest.param(("--wait=-1",), "-1", id="no time"),
        pytest.param(("--out", "."), "is a directory", id="a folder"),
    ],
)
def test_wrong_usage_asks_nothing(
    desk: Desk, words: tuple[str, ...], told: str
) -> None:
    code, out, err = planned(desk, *words)
    assert (code, out) == (Exit.USAGE, "")
    assert told in err
    assert desk.world.asked == []


def test_an_environment_that_is_not_there_is_guessed(desk: Desk) -> None:
    code, _, err = desk.run("plan", "small", "dve")
    assert code == Exit.USAGE
    assert "Did you mean dev?" in err
