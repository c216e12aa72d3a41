"""`cfngen status`: what it says and how it ends."""

from __future__ import annotations

import json

import pytest

from cfngen.errors import Exit
from tests.cli.worlds import NAME, Desk
from tests.fakes.driving import CHANGED, begun, deployed

STATUS = ("status", "small", "dev")


def test_no_stack_says_how_to_make_one(desk: Desk) -> None:
    code, out, err = desk.run(*STATUS)
    assert (code, out) == (Exit.NEEDS_HUMAN, "")
    assert err == (
        "There is no stack small-dev in us-east-1 of account 123456789012.\n"
        "Make it: cfngen deploy small dev\n"
    )


def test_a_stack_that_is_well(desk: Desk) -> None:
    tags = {"System": "small", "Environment": "dev", "ManagedBy": "cfngen"}
    desk.world.stack(NAME, protected=True, tags={**tags, "team": "web"})
    code, out, err = desk.run(*STATUS)
    lines = [line.rstrip() for line in out.splitlines()]
    assert (code, err) == (Exit.OK, "")
    assert lines[0] == "small-dev  CREATE_COMPLETE"
    assert "  place            us-east-1, account 123456789012" in lines
    assert "  drift            nobody has looked. Run: cfngen drift small dev" in lines
    assert "  protection       on" in lines
    assert "  tags             team=web" in lines
    assert lines[-2:] == ["  App      CREATE_COMPLETE", "  Network  CREATE_COMPLETE"]
    assert "differs: templates/small, " in out
    assert out.count("more parameters. Run: cfngen plan small dev") == 1


def test_a_stack_of_somebody_else_lacks_our_tags(desk: Desk) -> None:
    desk.world.stack(NAME)
    assert (
        "(lacks System=small, Environment=dev, ManagedBy=cfngen)"
        in desk.run(*STATUS)[1]
    )


def test_a_failure_is_told_with_its_cause_and_the_way_on(desk: Desk) -> None:
    desk.world.stack(NAME)
    desk.world.fails("App/Logs", "it is in use", on="update", stuck=True)
    deployed(desk.world, CHANGED)
    code, out, _ = desk.run(*STATUS)
    assert code == Exit.NEEDS_HUMAN
    assert "Cause: App/Logs (AWS::Logs::LogGroup) UPDATE_FAILED\n" in out
    assert "  it is in use\n" in out
    assert out.endswith("Run: cfngen recover small dev\n")


def test_a_failure_is_told_with_the_line_that_it_comes_from(desk: Desk) -> None:
    folder = desk.project.templates("small")
    bodies = {f.stem: json.loads(f.read_text("utf-8")) for f in folder.glob("*.json")}
    root = bodies.pop("root")
    children = {name.capitalize(): body for name, body in bodies.items()}
    entries = json.loads(desk.project.params("small", "dev").read_text("utf-8"))
    given = {one["ParameterKey"]: one["ParameterValue"] for one in entries}
    desk.world.stack(NAME, template=root, children=children, parameters=given)
    desk.world.fails("Network/Vpc", "no more VPCs", on="update")
    changed = given | {"VpcCidr": "10.1.0.0/16"}
    allowed = {"Capabilities": ["CAPABILITY_IAM"]}
    deployed(desk.world, changed, url=desk.world.package(root, children), **allowed)
    code, out, _ = desk.run(*STATUS)
    assert code == Exit.OK
    assert "Cause: Network/Vpc (AWS::EC2::VPC)" in out
    assert "  declared in templates/small/network.json:" in out
    assert "  comes from systems/small.yaml:" in out
    assert out.endswith("Run: cfngen events small dev --failed\n")


def test_events_are_shown_where_they_are_asked_for(desk: Desk) -> None:
    desk.world.stack(NAME)
    _, out, _ = desk.run(*STATUS, "--events", "2")
    *_, title, date, first, second = out.splitlines()
    assert (title, date) == ("The last events of small-dev:", "2026-01-01 (UTC)")
    assert first.endswith("CREATE_COMPLETE          App (AWS::CloudFormation::Stack)")
    assert second.endswith("small-dev (AWS::CloudFormation::Stack)")


def test_json_is_for_scripts(desk: Desk) -> None:
    desk.world.stack(NAME, policy='{"Statement": []}')
    code, out, err = desk.run(*STATUS, "--json", "--events", "1")
    found = json.loads(out)
    assert (code, err) == (Exit.OK, "")
    assert (found["version"], found["health"]) == (1, "good")
    assert found["policy"] == {"Statement": []}
    assert [stack["path"] for stack in found["stacks"]] == ["App", "Network"]
    assert [event["status"] for event in found["events"]] == ["CREATE_COMPLETE"]
    assert found["in_step"]["same"] is False


def test_a_spec_that_somebody_edits_does_not_keep_anybody_from_looking(
    desk: Desk,
) -> None:
    desk.world.stack(NAME)
    (desk.project.templates("small") / "network.json").write_text("{}", "utf-8")
    code, out, _ = desk.run(*STATUS)
    assert code == Exit.OK
    assert "not compared: templates/small/network.json is " in out


def test_what_goes_on_is_followed_to_its_end(desk: Desk) -> None:
    desk.world.stack(NAME)
    begun(desk.world, CHANGED)
    assert desk.run(*STATUS)[0] == Exit.RUNNING
    code, out, err = desk.run(*STATUS, "--watch")
    assert code == Exit.OK
    assert "UPDATE_COMPLETE          App/Logs (AWS::Logs::LogGroup)" in err
    assert out.startswith("small-dev  UPDATE_COMPLETE\n")


def test_json_of_what_is_followed_is_an_object_a_line(desk: Desk) -> None:
    desk.world.stack(NAME)
    begun(desk.world, CHANGED)
    code, out, _ = desk.run(*STATUS, "--watch", "--json")
    *steps, end = [json.loads(line) for line in out.splitlines()]
    assert (code, end["health"], end["status"]) == (Exit.OK, "good", "UPDATE_COMPLETE")
    assert any(step.get("path") == "App/Logs" for step in steps)


def test_watching_what_is_still_is_an_object_a_line_as_well(desk: Desk) -> None:
    desk.world.stack(NAME)
    _, out, _ = desk.run(*STATUS, "--watch", "--json")
    assert [json.loads(line)["health"] for line in out.splitlines()] == ["good"]


def test_what_ends_badly_is_followed_as_well(desk: Desk) -> None:
    desk.world.stack(NAME)
    desk.world.fails("App/Logs", "it is in use", on="update")
    begun(desk.world, CHANGED)
    code, out, _ = desk.run(*STATUS, "--watch")
    assert code == Exit.FAILED
    assert "Cause: App/Logs" in out


def test_watching_may_end_before_the_operation(desk: Desk) -> None:
    desk.world.stack(NAME)
    begun(desk.world, CHANGED)
    desk.world.clock.interrupts(at=2)
    code, out, err = desk.run(*STATUS, "--watch")
    assert (code, out) == (Exit.RUNNING, "")
    assert err.endswith(
        "small-dev: not watched any more, but it goes on.\n"
        "Run: cfngen status small dev --watch\n"
    )


def test_a_deletion_is_followed_until_nothing_is_left(desk: Desk) -> None:
    stack = desk.world.stack(NAME)
    client = desk.world.clients().cloudformation
    client.delete_stack(StackName=stack.id)
    code, out, err = desk.run(*STATUS, "--watch")
    assert (code, out) == (Exit.OK, "")
    assert err.endswith("small-dev: deleted.\n")


def test_where_nothing_goes_on_watching_only_looks(desk: Desk) -> None:
    desk.world.stack(NAME)
    code, out, _ = desk.run(*STATUS, "--watch")
    assert (code, out.splitlines()[0]) == (Exit.OK, "small-dev  CREATE_COMPLETE")
    assert desk.world.clock.slept == []


def test_another_account_is_refused_before_anything_is_asked(desk: Desk) -> None:
    desk.world.stack(NAME)
    code, out, err = desk.run(*STATUS, "--account", "210987654321")
    assert (code, out) == (Exit.NEEDS_HUMAN, "")
    assert "210987654321" in err
    assert desk.world.of("DescribeStacks") == []


@pytest.mark.parametrize("verb", ["status", "events", "outputs", "drift"])
def test_every_verb_says_that_there_is_no_stack(desk: Desk, verb: str) -> None:
    code, out, err = desk.run(verb, "small", "dev")
    assert (code, out) == (Exit.NEEDS_HUMAN, "")
    assert "There is no stack small-dev" in err


@pytest.mark.parametrize("verb", ["status", "events", "outputs", "drift"])
def test_credentials_that_expire_are_told(desk: Desk, verb: str) -> None:
    desk.world.stack(NAME)
    desk.world.expires_after("DescribeStacks", 0)
    code, out, err = desk.run(verb, "small", "dev")
    assert (code, out) == (Exit.CLOUD, "")
    assert "Sign in" in err


def drift_line(desk: Desk) -> str:
    """Return what the status says of drift."""
    lines = desk.run(*STATUS)[1].splitlines()
    return next(line for line in lines if line.startswith("  drift")).split(maxsplit=1)[
        1
    ]


def test_a_look_at_the_root_alone_says_little(desk: Desk) -> None:
    desk.world.stack(NAME)
    desk.run("drift", "small", "dev", "--no-nested")
    assert drift_line(desk).endswith(
        " ago, but not in 2 of the nested stacks. Run: cfngen drift small dev"
    )
    desk.run("drift", "small", "dev")
    assert drift_line(desk) == "IN_SYNC, 0 s ago"


def test_drift_of_a_nested_stack_is_told_though_nobody_looked_at_the_root(
    desk: Desk,
) -> None:
    desk.world.stack(NAME)
    desk.world.drifts("App/Logs", "DELETED")
    desk.run("drift", "small", "dev")
    desk.world.found(NAME).drift = {"StackDriftStatus": "NOT_CHECKED"}
    assert drift_line(desk) == "in App, 0 s ago. Run: cfngen drift small dev"
