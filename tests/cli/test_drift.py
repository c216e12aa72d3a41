"""`cfngen drift`: what it says and how it ends."""

from __future__ import annotations

import json

from cfngen.errors import Exit
from tests.cli.worlds import NAME, Desk
from tests.operate.looking import differs

DRIFT = ("drift", "small", "dev")
LOOKED = (
    "Looked at small-dev (1 of 3).\n"
    "Looked at App (2 of 3).\n"
    "Looked at Network (3 of 3).\n"
)


def test_no_drift(desk: Desk) -> None:
    desk.world.stack(NAME)
    told = "small-dev: no drift. 8 IN_SYNC.\n"
    assert desk.run(*DRIFT) == (Exit.OK, told, LOOKED)


def test_drift_names_property_template_and_parameter(desk: Desk) -> None:
    desk.world.stack(NAME)
    other = differs("/CidrBlock", "10.0.0.0/16", "10.1.0.0/16")
    tag = differs("/Tags/0", "null", '{"Key": "Password", "Value": "x"}', "ADD")
    gone = differs("/EnableDnsSupport", "true", "null", "REMOVE")
    desk.world.drifts("Network/Vpc", differences=[other, tag, gone])
    desk.world.drifts("Topic", "DELETED")
    desk.world.drifts("App/Access", "UNSUPPORTED")
    code, out, _ = desk.run(*DRIFT)
    assert code == Exit.CHANGES
    assert out == (
        "- Topic (AWS::SNS::Topic) is gone\n"
        "~ Network/Vpc (AWS::EC2::VPC), declared in templates/small/network.json\n"
        "    CidrBlock: 10.0.0.0/16 -> 10.1.0.0/16 (from VpcCidr)\n"
        '    Tags/0: {"Key": "Password", "Value": "****"} was added\n'
        "    EnableDnsSupport: true is missing\n"
        "small-dev: drifted. 1 MODIFIED, 1 DELETED, 5 IN_SYNC, 1 UNSUPPORTED.\n"
    )


def test_what_could_not_be_told_is_said_and_may_fail(desk: Desk) -> None:
    desk.world.stack(NAME)
    desk.world.drifts("App/Logs", "UNKNOWN", reason="no permission")
    desk.world.cannot_detect("Network", "gave up")
    code, out, _ = desk.run(*DRIFT)
    assert (code, out) == (
        Exit.OK,
        "Could not be told: App/Logs (AWS::Logs::LogGroup): no permission\n"
        "Not looked at to the end: Network: gave up\n"
        "small-dev: no drift, as far as it could be told. 1 UNKNOWN, 7 IN_SYNC.\n",
    )
    assert desk.run(*DRIFT, "--strict")[0] == Exit.FAILED


def test_what_is_as_it_should_be_is_folded(desk: Desk) -> None:
    service = {"Type": "AWS::ECS::Service", "Properties": {"DesiredCount": 1}}
    target = {"Type": "AWS::ApplicationAutoScaling::ScalableTarget"}
    desk.world.stack(NAME, template={"Resources": {"Web": service, "Target": target}})
    desk.world.drifts("Web", differences=[differs("/DesiredCount", "1", "4")])
    code, out, _ = desk.run(*DRIFT)
    assert (code, out) == (
        Exit.OK,
        "As it should be:\n"
        "  Web (AWS::ECS::Service): scaling changes the number of tasks\n"
        "small-dev: no drift. 1 MODIFIED, 1 IN_SYNC.\n",
    )


def test_the_root_alone(desk: Desk) -> None:
    desk.world.stack(NAME)
    code, out, _ = desk.run(*DRIFT, "--no-nested")
    assert (code, out) == (
        Exit.OK,
        "Left out: 2 nested stacks (--no-nested).\nsmall-dev: no drift. 3 IN_SYNC.\n",
    )


def test_time_is_up(desk: Desk) -> None:
    desk.world.stack(NAME)
    desk.world.drift.seconds = 3600
    code, out, _ = desk.run(*DRIFT)
    assert code == Exit.RUNNING
    assert out.endswith(
        "small-dev: no drift so far; time was up. Nothing was looked at.\n"
    )


def test_json_has_every_resource(desk: Desk) -> None:
    desk.world.stack(NAME)
    desk.world.drifts("Topic", differences=[differs("/DisplayName", "a", "b")])
    code, out, _ = desk.run(*DRIFT, "--json")
    found = json.loads(out)
    assert (code, found["drifted"], found["complete"]) == (Exit.CHANGES, True, True)
    assert found["summary"] == {"MODIFIED": 1, "IN_SYNC": 7}
    (topic,) = [one for one in found["resources"] if one["path"] == "Topic"]
    assert topic["differences"] == [
        {
            "path": "DisplayName",
            "kind": "NOT_EQUAL",
            "expected": "a",
            "actual": "b",
            "why": "",
            "setting": "",
        }
    ]


def test_a_spec_that_somebody_edits_keeps_nobody_from_looking(desk: Desk) -> None:
    desk.world.stack(NAME)
    (desk.project.templates("small") / "root.json").unlink()
    code, out, err = desk.run(*DRIFT)
    assert (code, out) == (Exit.OK, "small-dev: no drift. 8 IN_SYNC.\n")
    assert "Where values come from is not told: " in err
