"""`cfngen delete`: what it says, what it asks, and how it ends."""

from __future__ import annotations

import copy

from cfngen.errors import Exit
from tests.cli.worlds import NAME, Desk, struck
from tests.fakes.samples import CHILDREN, ROOT

CONFIRMED = ("delete", "small", "dev", "--confirm-name", NAME)


def test_what_is_not_there_needs_no_deletion(desk: Desk) -> None:
    code, _, err = desk.run(*CONFIRMED)
    assert (code, err) == (
        Exit.OK,
        "There is no stack small-dev: nothing to delete.\n",
    )


def test_what_is_lost_is_said_before_anything_is_asked(desk: Desk) -> None:
    desk.world.stack(NAME)
    code, _, err = desk.run("delete", "small", "dev")
    assert code == Exit.NEEDS_HUMAN
    assert "DELETES App/Logs (AWS::Logs::LogGroup), and its logs" in err
    assert "--confirm-name small-dev" in err
    assert desk.world.of("DeleteStack") == []


def test_another_name_confirms_nothing(desk: Desk) -> None:
    desk.world.stack(NAME)
    words = ("delete", "small", "dev", "--confirm-name", "small-prod")
    code, _, err = desk.run(*words)
    assert (code, "'small-prod' is not small-dev" in err) == (Exit.NEEDS_HUMAN, True)
    assert desk.world.of("DeleteStack") == []


def test_a_deletion_ends_well(desk: Desk) -> None:
    desk.world.stack(NAME)
    code, out, err = desk.run(*CONFIRMED)
    assert (code, out) == (Exit.OK, "")
    assert err.endswith("small-dev: DELETE_COMPLETE.\n")


def test_a_protected_stack_stays_until_that_is_said(desk: Desk) -> None:
    desk.world.stack(NAME, protected=True)
    code, _, err = desk.run(*CONFIRMED)
    assert code == Exit.NEEDS_HUMAN
    assert "Run: cfngen delete small dev --disable-protection" in err
    assert desk.world.of("DeleteStack") == []
    assert desk.run(*CONFIRMED, "--disable-protection")[0] == Exit.OK


def test_a_deletion_that_fails_says_how_to_go_on(desk: Desk) -> None:
    desk.world.stack(NAME)
    desk.world.fails("App/Logs", "it is in use", on="delete")
    code, _, err = desk.run(*CONFIRMED)
    assert code == Exit.FAILED
    assert "App/Logs (AWS::Logs::LogGroup) DELETE_FAILED\n  it is in use" in err
    assert "Run: cfngen delete small dev --resume\n" in err
    assert "cfngen delete small dev --retain App/Logs\n" in err
    assert desk.run(*CONFIRMED)[0] == Exit.NEEDS_HUMAN
    code, _, err = desk.run(*CONFIRMED, "--retain", "App/Logs")
    assert code == Exit.OK
    assert "leaves App/Logs behind" in err


def test_two_ways_at_once_are_usage(desk: Desk) -> None:
    words = (*CONFIRMED, "--retain", "A", "--force-orphan")
    assert desk.run(*words)[0] == Exit.USAGE


def test_the_wrong_account_is_refused_before_anything_is_read(desk: Desk) -> None:
    desk.world.stack(NAME)
    code, _, err = desk.run(*CONFIRMED, "--account", "999999999999")
    assert code == Exit.NEEDS_HUMAN
    assert "account 999999999999" in err
    assert [name for name, _ in desk.world.asked] == ["GetCallerIdentity"]


def test_a_failure_is_explained_like_a_deployments(desk: Desk) -> None:
    assert desk.run("deploy", "small", "dev", "--yes")[0] == Exit.OK
    reason = "The vpc 'vpc-1' has dependencies and cannot be deleted."
    subnet = "The subnet 'subnet-1' has dependencies and cannot be deleted."
    desk.world.fails("Network/PublicSubnet1", subnet, on="delete")
    desk.world.fails("Network/Vpc", reason, on="delete")
    code, _, err = desk.run(*CONFIRMED)
    assert code == Exit.FAILED
    assert "Cause: Network/PublicSubnet1 (AWS::EC2::Subnet) DELETE_FAILED" in err
    assert "declared in templates/small/network.json:" in err
    assert "comes from systems/small.yaml:" in err
    assert "It means: Something still has a network interface in the subnet" in err


def test_a_deletion_that_is_taken_back_wants_no_resuming(desk: Desk) -> None:
    desk.world.stack(NAME, protected=True)
    reason = "Delete canceled. Cannot delete export vpc as it is in use by web."
    desk.world.cancels_deletion(reason)
    code, _, err = desk.run(*CONFIRMED, "--disable-protection")
    assert code == Exit.FAILED
    assert "It means: web imports the output vpc" in err
    assert "--resume" not in err
    assert "Run: cfngen delete small dev --disable-protection\n" in err
    assert desk.world.found(NAME).protected


def test_sigterm_detaches_as_ctrl_c_does(desk: Desk) -> None:
    desk.world.stack(NAME)
    desk.world.takes("App/Logs", 60)
    desk.world.clock.start(struck(20))
    code, _, err = desk.run(*CONFIRMED)
    assert code == Exit.RUNNING
    assert "cfngen status small dev --watch" in err


def test_what_others_import_keeps_the_stack(desk: Desk) -> None:
    template = copy.deepcopy(ROOT)
    template["Outputs"]["VpcId"]["Export"] = {"Name": "vpc"}
    desk.world.stack(NAME, template=template, children=CHILDREN)
    value = {"Fn::ImportValue": "vpc"}
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": value}}
    desk.world.stack("other", template={"Resources": {"Topic": topic}}, children={})
    code, _, err = desk.run(*CONFIRMED)
    assert (code, "vpc: other" in err) == (Exit.NEEDS_HUMAN, True)
    assert desk.world.of("DeleteStack") == []


def test_whatever_stays_behind_is_said_before(desk: Desk) -> None:
    desk.world.stack(NAME)
    desk.world.fails("App/Logs", "it is in use", on="delete")
    assert desk.run(*CONFIRMED)[0] == Exit.FAILED
    code, _, err = desk.run(*CONFIRMED, "--force-orphan")
    assert (code, "leaves behind whatever cannot be deleted" in err) == (Exit.OK, True)


def test_what_is_known_to_fail_is_not_begun(desk: Desk) -> None:
    database = {
        "Type": "AWS::RDS::DBInstance",
        "Properties": {"DeletionProtection": "true"},
    }
    desk.world.stack(NAME, template={"Resources": {"Database": database}})
    code, _, err = desk.run(*CONFIRMED, "--profile", "ops")
    assert code == Exit.NEEDS_HUMAN
    assert "will FAIL on Database" in err
    assert "aws rds modify-db-instance --db-instance-identifier" in err
    assert "--apply-immediately --region us-east-1 --profile ops" in err
    assert "cfngen delete small dev --anyway --profile ops" in err
    assert desk.world.of("DeleteStack") == []
    assert desk.run(*CONFIRMED, "--anyway")[0] == Exit.OK
