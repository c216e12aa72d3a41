"""The exit codes, one by one: a contract with scripts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cfngen.errors import Exit
from tests.cli.worlds import NAME, SPEC, Desk

DEPLOY = ("deploy", "small", "dev", "--yes")
PLAN = ("plan", "small", "dev")
EARLIER = SPEC.replace("Nothing but a network", "A network, as it was before")
OTHER = SPEC.replace("10.0.1.0/24", "10.0.2.0/24")


def deployed(desk: Desk) -> None:
    """Let the small system be deployed as it is."""
    code, _, err = desk.run(*DEPLOY)
    assert code == Exit.OK, err
    desk.world.asked.clear()


def changed(desk: Desk) -> None:
    """Let it be deployed as it was, and described anew."""
    deployed(desk)
    desk.write(OTHER)
    assert desk.run("generate", "small")[0] == Exit.OK
    written = Path("params/small/dev.json")
    written.write_text(written.read_text().replace("10.0.1.0/24", "10.0.2.0/24"))


def changing(desk: Desk) -> list[str]:
    """Return the calls that change something beside templates and change sets."""
    calls = ("ExecuteChangeSet", "DeleteStack", "UpdateTerminationProtection")
    return [name for name, _ in desk.world.asked if name in calls]


def test_0_a_first_deployment(desk: Desk) -> None:
    code, out, err = desk.run(*DEPLOY)
    assert code == Exit.OK, err
    assert "small-dev: create in us-east-1 of account 123456789012" in err
    assert "CREATE_COMPLETE" in err
    assert out == ""  # a network alone has none
    assert "small-dev: created." in err


def test_0_without_changes_there_is_no_change_set(desk: Desk) -> None:
    deployed(desk)
    code, _, err = desk.run(*DEPLOY)
    assert (code, "small-dev: no changes." in err) == (Exit.OK, True)
    assert desk.world.of("CreateChangeSet") == []


def test_0_a_plan_leaves_nothing(desk: Desk) -> None:
    code, out, _ = desk.run(*PLAN)
    assert code == Exit.OK
    assert "to create" in out
    assert desk.world.stacks.find(NAME) is None or desk.world.found(NAME).deleted
    assert changing(desk) in ([], ["DeleteStack"])


def test_1_a_deployment_that_failed_names_its_cause(desk: Desk) -> None:
    desk.world.fails("Network/Vpc", "The maximum number of VPCs has been reached.")
    code, out, err = desk.run(*DEPLOY)
    assert (code, out) == (Exit.FAILED, "")
    assert "Network/Vpc (AWS::EC2::VPC) CREATE_FAILED" in err
    assert "The maximum number of VPCs has been reached." in err
    assert "templates/small/network.json:" in err
    assert "systems/small.yaml:" in err
    assert "cfngen deploy small dev" in err


def test_1_stale_templates(desk: Desk) -> None:
    desk.write(EARLIER)
    code, _, err = desk.run(*DEPLOY)
    assert (code, "Run: cfngen generate small" in err) == (Exit.FAILED, True)
    assert desk.world.asked == []


def test_1_leftovers_count_where_somebody_is_strict(desk: Desk) -> None:
    changed(desk)
    desk.world.fails("Network/PublicSubnet2", "it is in use", on="delete")
    code, _, err = desk.run(*DEPLOY, "--strict")
    assert code == Exit.FAILED, err
    assert "it is in use" in err


@pytest.mark.parametrize(
    "words",
    [
        ("deploy", "small", "prd"),
        ("deploy", "small", "dev", "--set", "VpcCidr"),
        ("deploy", "small", "dev", "--set", "VpcCidr=10.0.0.0/99"),
        ("deploy", "small", "dev", "--allow-replace", "Network/Nothing"),
        ("deploy", "small", "dev", "--local", "--endpoint-url", "http://localhost:1"),
        ("plan", "small", "dev", "--json", "--markdown"),
        ("outputs", "small", "dev", "--key", "Nothing"),
    ],
    ids=" ".join,
)
def test_2_wrong_words(desk: Desk, words: tuple[str, ...]) -> None:
    deployed(desk)
    assert desk.run(*words)[0] == Exit.USAGE
    assert changing(desk) == []


def test_3_there_are_changes(desk: Desk) -> None:
    changed(desk)
    code, out, _ = desk.run(*PLAN, "--detailed-exitcode")
    assert code == Exit.CHANGES, out
    assert changing(desk) == []


def test_3_there_is_drift(desk: Desk) -> None:
    deployed(desk)
    difference = {
        "PropertyPath": "/EnableDnsHostnames",
        "ExpectedValue": "true",
        "ActualValue": "false",
        "DifferenceType": "NOT_EQUAL",
    }
    desk.world.drifts("Network/Vpc", differences=[difference])
    assert desk.run("drift", "small", "dev")[0] == Exit.CHANGES


def test_4_nobody_has_agreed(desk: Desk) -> None:
    code, _, err = desk.run("deploy", "small", "dev")
    assert (code, "Say --yes to go on." in err) == (Exit.NEEDS_HUMAN, True)
    assert "ExecuteChangeSet" not in changing(desk)
    assert desk.world.stacks.find(NAME) is None or desk.world.found(NAME).deleted


def test_4_the_wrong_account(desk: Desk) -> None:
    code, _, err = desk.run(*DEPLOY, "--account", "999999999999")
    assert (code, "999999999999" in err) == (Exit.NEEDS_HUMAN, True)
    assert [name for name, _ in desk.world.asked] == ["GetCallerIdentity"]


def test_4_what_would_be_lost_has_to_be_named(desk: Desk) -> None:
    deployed(desk)
    desk.world.recreation.table["AWS::Logs::LogGroup", "RetentionInDays"] = "Always"
    days = ("--set", "LogRetentionDays=7")
    code, _, err = desk.run(*DEPLOY, *days)
    assert code == Exit.NEEDS_HUMAN, err
    assert "--allow-replace Network/" in err
    assert changing(desk) == []


@pytest.mark.parametrize("verb", [PLAN, DEPLOY], ids=["plan", "deploy"])
def test_4_nothing_of_iam_where_nobody_wants_it(
    desk: Desk, verb: tuple[str, ...]
) -> None:
    code, _, err = desk.run(*verb, "--no-iam")
    assert (code, "Network/FlowLogRole" in err) == (Exit.NEEDS_HUMAN, True), err
    assert desk.world.asked == []


@pytest.mark.parametrize(
    ("status", "told"),
    [
        ("UPDATE_ROLLBACK_FAILED", "cfngen recover small dev"),
        ("ROLLBACK_FAILED", "cfngen recover small dev"),
        ("CREATE_FAILED", "cfngen recover small dev"),
        ("UPDATE_FAILED", "cfngen recover small dev"),
        ("DELETE_FAILED", "cfngen delete small dev --resume"),
        ("UPDATE_IN_PROGRESS", "cfngen status small dev --watch"),
        ("ROLLBACK_IN_PROGRESS", "cfngen status small dev --watch"),
    ],
)
def test_4_a_state_for_people(desk: Desk, status: str, told: str) -> None:
    desk.world.stack(NAME, status)
    for verb in (PLAN, DEPLOY):
        code, _, err = desk.run(*verb)
        assert (code, told in err) == (Exit.NEEDS_HUMAN, True), err
    assert changing(desk) == []


def test_5_a_rejected_preview_has_touched_nothing(desk: Desk) -> None:
    desk.world.rejects_change_set("Network", "Template format error: no such thing")
    code, _, err = desk.run(*DEPLOY)
    assert (code, "no such thing" in err) == (Exit.REJECTED, True), err
    assert "ExecuteChangeSet" not in changing(desk)


def test_6_an_interrupted_deployment_goes_on(desk: Desk) -> None:
    desk.world.interrupts("ExecuteChangeSet", taken=True)
    code, _, err = desk.run(*DEPLOY)
    assert (code, "cfngen status small dev --watch" in err) == (Exit.RUNNING, True), err
    desk.world.clock.sleep(600)
    assert desk.world.found(NAME).status == "CREATE_COMPLETE"


def test_6_patience_has_an_end(desk: Desk) -> None:
    desk.world.stack(NAME, "UPDATE_IN_PROGRESS")
    assert desk.run(*DEPLOY, "--wait", "30")[0] == Exit.RUNNING


def test_7_no_permission(desk: Desk) -> None:
    desk.world.denies("CreateChangeSet")
    code, _, err = desk.run(*DEPLOY)
    assert (code, "CreateChangeSet" in err) == (Exit.CLOUD, True)


def test_7_credentials_that_expire_meanwhile(desk: Desk) -> None:
    desk.world.expires_after("DescribeStackEvents", 2)
    code, _, err = desk.run(*DEPLOY)
    assert (code, "cfngen status small dev --watch" in err) == (Exit.CLOUD, True), err


def test_130_before_anything_was_executed(desk: Desk) -> None:
    desk.world.interrupts("DescribeChangeSet")
    code, _, err = desk.run(*DEPLOY)
    assert (code, "Interrupted." in err) == (Exit.INTERRUPTED, True)
    assert "ExecuteChangeSet" not in changing(desk)


def test_a_saved_plan_is_carried_out_and_no_other(desk: Desk) -> None:
    changed(desk)
    assert desk.run(*PLAN, "--out", "plan.json")[0] == Exit.OK
    change_set = json.loads(Path("plan.json").read_text())["plan"]["change_set"]
    code, _, err = desk.run(*DEPLOY, "--plan", "plan.json")
    assert code == Exit.OK, err
    assert [one["ChangeSetName"] for one in desk.world.of("ExecuteChangeSet")] == [
        change_set
    ]
    code, _, err = desk.run(*DEPLOY, "--plan", "plan.json")
    assert (code, "no longer holds" in err) == (Exit.NEEDS_HUMAN, True)


def test_a_saved_plan_that_nobody_has_agreed_to_yet_stays(desk: Desk) -> None:
    changed(desk)
    assert desk.run(*PLAN, "--out", "plan.json")[0] == Exit.OK
    unasked = ("deploy", "small", "dev", "--plan", "plan.json")
    assert desk.run(*unasked)[0] == Exit.NEEDS_HUMAN
    code, _, err = desk.run(*unasked, "--yes")
    assert code == Exit.OK, err


def test_the_last_line_of_json_has_the_exit_code_of_the_command(desk: Desk) -> None:
    changed(desk)
    desk.world.fails("Network/PublicSubnet2", "it is in use", on="delete")
    code, out, _ = desk.run(*DEPLOY, "--strict", "--json")
    told = json.loads(out.splitlines()[-1])
    assert (code, told["kind"], told["exit"]) == (Exit.FAILED, "outcome", Exit.FAILED)


def test_5_a_saved_plan_over_remains_only_clears_them(desk: Desk) -> None:
    desk.world.fails("Network/Vpc", "no")
    assert desk.run(*DEPLOY)[0] == Exit.FAILED
    assert desk.run(*PLAN, "--out", "plan.json")[0] == Exit.OK
    code, _, err = desk.run(*DEPLOY, "--plan", "plan.json")
    assert (code, "Nothing was touched" in err) == (Exit.REJECTED, False), err
    assert "What a failed create of small-dev had left is deleted." in err
    assert "cfngen plan small dev" in err
    assert desk.run(*DEPLOY)[0] == Exit.OK


def test_a_saved_plan_is_not_carried_out_when_something_else_is_committed(
    desk: Desk,
) -> None:
    deployed(desk)
    days = ("--set", "LogRetentionDays=14")
    assert desk.run(*PLAN, *days, "--out", "plan.json")[0] == Exit.OK
    desk.write(EARLIER)
    assert desk.run("generate", "small")[0] == Exit.OK
    code, _, err = desk.run(*DEPLOY, "--plan", "plan.json")
    assert (code, "the templates" in err) == (Exit.NEEDS_HUMAN, True)
    desk.write(SPEC)
    assert desk.run("generate", "small")[0] == Exit.OK
    file = Path("params/small/dev.json")
    written = file.read_text()
    file.write_text(written.replace("10.0.1.0/24", "10.0.3.0/24"))
    code, _, err = desk.run(*DEPLOY, "--plan", "plan.json")
    assert (code, "parameter PublicSubnet2Cidr" in err) == (Exit.NEEDS_HUMAN, True)
    assert changing(desk) == []
    file.write_text(written)
    assert desk.run(*DEPLOY, "--plan", "plan.json")[0] == Exit.OK


def test_a_stack_policy_that_is_there_is_not_set_again(desk: Desk) -> None:
    Path("policies").mkdir()
    allow = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
    Path("policies/dev.json").write_text(json.dumps({"Statement": [allow]}))
    desk.write(f"{SPEC}environments:\n  dev: {{stack_policy: policies/dev.json}}\n")
    deployed(desk)
    code, _, err = desk.run(*DEPLOY, "--set", "LogRetentionDays=14")
    assert (code, "Set: stack policy" in err) == (Exit.OK, False), err
    assert desk.world.of("SetStackPolicy") == []


def test_guards_of_a_create_need_no_look_at_what_cannot_be_there(desk: Desk) -> None:
    Path("policies").mkdir()
    allow = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
    Path("policies/dev.json").write_text(json.dumps({"Statement": [allow]}))
    desk.write(f"{SPEC}environments:\n  dev: {{stack_policy: policies/dev.json}}\n")
    desk.world.denies("GetStackPolicy")
    code, _, err = desk.run(*DEPLOY)
    assert code == Exit.OK, err
    assert "Set: stack policy." in err
