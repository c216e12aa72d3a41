"""A plan as people read it."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from cfngen.package import STACK
from cfngen.plan.planned import Blocked, Cause, Given, Kind, Planned
from cfngen.plan.states import Action
from cfngen.render.plan.text import render
from tests.render.plans import DATABASE, NOISE, every, nothing, of

EVERY = """\
shop-prod: update in us-east-1 of account 123456789012

shop-prod
  - Old (AWS::CloudFormation::Stack) is deleted
      lost: its objects
  - Disk (AWS::EC2::Volume) is deleted after a final snapshot
  > Logs (AWS::Logs::LogGroup) leaves the stack and is kept, unmanaged
  < Bucket (AWS::S3::Bucket) is taken into the stack
  ? Odd (Custom::Odd) changes in a way that CloudFormation cannot tell

Database (nested stack) is updated in place
  ! Database/Database (AWS::RDS::DBInstance) is replaced; the old one is deleted
      lost: the databases in it
      Engine: mysql → postgres  (the template; replaces it)
      MasterUserPassword: changed, and not shown  (parameter Password)
  ? Database/Group (AWS::RDS::DBSubnetGroup) may be replaced

Network (nested stack) is updated in place
  ~ Network/WebGroup (AWS::EC2::SecurityGroup) is updated in place
      SecurityGroupIngress[0]:  (the template)
        - tcp 443, 10.0.0.0/8
        + tcp 443, anyone (0.0.0.0/0)
        opens it to everybody
  = Network/Vpc (AWS::EC2::VPC) stays; only CloudFormation's records of it change
  1 more that most likely does not change; -v shows it

Cache (nested stack) is created
  + Cache/Cache (AWS::ElastiCache::ReplicationGroup) is created

Monitoring: 1 that most likely does not change; -v shows it

Parameters
  DatabaseEngine  mysql → postgres  ← params/shop/prod.json
  WebImageTag     = v2  ← --set
  Password        **** (secret, cannot be compared)  ← params/shop/prod.json
  1 more keeps its value

Exports
  shop-prod-VpcId goes; network-prod imports it

Beside the change set
  termination protection: off → on

Warnings
  BUCKET_EMPTINESS_VALIDATION: Bucket: the bucket is not empty

Hooks
  2 hooks will judge these changes.

Notes
  the last update failed and was undone

BLOCKED: not without your word
  Database/Database (AWS::RDS::DBInstance)
      would be replaced: a new one takes its place, without the databases in it; the old
        one is deleted
      to allow it: --allow-replace Database/Database

2 to delete, 1 to replace, 1 to replace perhaps, 1 that cannot be told, 1 to let go, 1
  to create, 1 to import, 1 to update, 1 to record anew; 2 most likely unchanged; 1
  blocked.
"""


def test_a_plan_word_for_word() -> None:
    assert render(every(), columns=88) == EVERY


def test_verbose_folds_nothing() -> None:
    text = render(every(), verbose=True)
    assert (
        "  ~ Network/Route (AWS::EC2::Route) is updated in place\n"
        "      most likely none: Network/Gateway stays, and so does its id\n"
        "      now rtb-1|0.0.0.0/0\n"
        "      GatewayId: changes  (Network/Gateway.Id)\n"
    ) in text
    assert "\nMonitoring (nested stack)\n  ~ Monitoring/A" in text
    assert "      declared in templates/shop/database.json\n" in text
    assert "      Parameters.A: changes\n" in text
    assert "  Zone            = a  ← default\n" in text
    assert "-v shows" not in text
    assert "2 most likely unchanged" in re.sub(r"\s+", " ", text)


def test_a_doubt_about_a_real_change_is_no_noise() -> None:
    group = Planned(Kind.MAY_REPLACE, "Group", "T", doubt="the value comes late")
    text = render(of(group))
    assert "  ? Group (T) may be replaced\n      unsure: the value comes late\n" in text


def test_what_is_known_afterwards_only_has_one_line() -> None:
    vpc = Cause("Properties.VpcId", "v" * 90, None, "Network/Vpc", "Always")
    group = replace(_with(vpc), kind=Kind.MAY_REPLACE, policy="ReplaceAndDelete")
    assert render(of(group)).splitlines()[3:5] == [
        "  ? Web (AWS::EC2::Instance) may be replaced; then the old one is deleted",
        f"      VpcId: {'v' * 10}…(90 characters)…{'v' * 11} → (known afterwards)"
        "  (Network/Vpc; replaces it)",
    ]
    assert "      VpcId: (known afterwards)  (Network" in render(of(group), columns=70)
    assert "        - vvv" in render(of(group), columns=70, verbose=True)


def test_a_task_definition_gets_a_revision() -> None:
    task = replace(
        DATABASE, kind=Kind.REVISE, type="AWS::ECS::TaskDefinition", causes=(), lost=""
    )
    text = render(of(task))
    assert "  ~ Database/Database (AWS::ECS::TaskDefinition) gets its next" in text
    assert "1 to revise.\n" in text


def test_capabilities_are_news_on_a_create_only() -> None:
    plan = of(DATABASE, capabilities=("CAPABILITY_IAM",))
    assert "CAPABILITY_IAM" not in render(plan)
    assert "CAPABILITY_IAM" in render(plan, verbose=True)
    assert "CAPABILITY_IAM" in render(replace(plan, action=Action.CREATE))


def test_an_export_in_use_is_told_once_and_cannot_be_allowed() -> None:
    why = "the export a goes, and is imported by b"
    export = Blocked("Network/a", "Export", Kind.DELETE, "", why)
    text = render(of(blocked=(export,), exports=(why,)))
    assert text.count("is imported by b") == 1
    assert "      AWS would refuse it; no option allows it\n" in text
    assert "--allow-replace" not in text


def test_no_changes_are_a_line() -> None:
    plan = nothing(parameters=(Given("Zone", "a", "a", "default"),))
    there = "shop-prod: no changes in us-east-1 of account 123456789012\n"
    assert render(plan).startswith(there)
    assert "Summary" not in render(plan)
    assert render(nothing()) == there


def test_what_only_protection_changes_is_no_resource() -> None:
    text = render(nothing(outside=("Termination protection is turned on.",)))
    assert "update in us-east-1" in text
    assert text.endswith("No resource changes; what is beside them does.\n")


def test_a_change_set_of_parameters_only_is_a_change() -> None:
    assert "parameters, tags or outputs of the stack do." in render(of())


def test_where_all_is_noise_that_is_said() -> None:
    text = render(of(NOISE))
    assert "Network: 1 that most likely does not change; -v shows it\n" in text
    assert text.endswith("Most likely no resource changes; 1 most likely unchanged.\n")


def test_a_create_says_so() -> None:
    plan = replace(nothing(), action=Action.CREATE, stack=None, change_set="arn")
    assert render(plan).startswith("shop-prod: create in us-east-1")


def test_a_shallow_plan_says_so_first_and_last() -> None:
    plan = of(Planned(Kind.UPDATE, "Network", STACK), shallow="The limit is reached.")
    text = render(plan)
    banner = (
        "SHALLOW PLAN: nested stacks were not evaluated\n      The limit is reached."
    )
    assert text.index(banner) < text.index("~ Network (AWS::CloudFormation::Stack)")
    assert text.endswith("1 to update; nested stacks not evaluated.\n")


def test_a_nested_stack_that_goes_with_what_it_holds_says_what_is_lost() -> None:
    stack = Planned(Kind.DELETE, "Database", STACK, lost="the databases in it")
    inner = Planned(Kind.DELETE, "Database/Database", "AWS::RDS::DBInstance")
    assert render(of(stack, inner)).splitlines()[2:5] == [
        "Database (nested stack) is deleted",
        "      lost: the databases in it",
        "  - Database/Database (AWS::RDS::DBInstance) is deleted",
    ]


def test_stacks_nest_deeper() -> None:
    dns = Planned(Kind.UPDATE, "Edge/Dns/Record", "AWS::Route53::RecordSet")
    route = Planned(Kind.UPDATE, "Edge/Dns", STACK)
    text = render(of(Planned(Kind.UPDATE, "Edge", STACK), route, dns))
    assert "Edge (nested stack) is updated in place\n\nEdge/Dns (nested stack) " in text
    assert text.endswith("1 to update.\n")


@pytest.mark.parametrize("columns", [60, 80, 132])
def test_lines_are_as_wide_as_the_terminal(columns: int) -> None:
    value = "x" * 5000
    long = Cause("Properties.UserData", value, f"{value}y", "the template")
    plan = replace(every(), changes=(*every().changes, _with(long)))
    text = render(plan, columns=columns, verbose=True)
    assert max(map(len, text.splitlines())) <= columns
    assert "(5,001 characters)" in text or "…xxx" in text


def _with(*causes: Cause) -> Planned:
    """Return an instance that is updated."""
    return Planned(Kind.UPDATE, "Web", "AWS::EC2::Instance", causes=causes)


def test_colours_are_escapes_only() -> None:
    text = render(every(), colour=True, columns=88)
    assert re.sub(r"\x1b\[[\d;]*m", "", text) == EVERY
    assert "\x1b[1;31m      lost: the databases in it\x1b[0m" in text
    assert "\x1b[32m+ Cache/Cache\x1b[0m" in text
    assert "\x1b[31m! Database/Database\x1b[0m" in text
    assert "\x1b[1;31mBLOCKED: " in text


def test_values_of_several_lines_are_compared_by_line() -> None:
    before = "\n".join(f"line {n}" for n in range(50))
    cause = Cause("Properties.UserData", before, before.replace("line 7\n", "new\n"))
    assert render(of(_with(cause))).splitlines()[4:-2] == [
        "      UserData:",
        "        - line 7",
        "        + new",
    ]


def test_too_many_lines_are_counted() -> None:
    after = "\n".join(f"line {n}" for n in range(50))
    text = render(of(_with(Cause("Properties.UserData", "", after))))
    assert "        + line 15\n          … and 34 more lines\n" in text


def test_control_characters_reach_no_terminal() -> None:
    odd = Cause("Properties.A\x1b", "a\x1b[2J", "b\r\nc\x07", "why\x1b")
    web = replace(_with(odd), lost="\x1b", doubt="\x1b", physical_id="\x1b")
    text = render(of(web, notes=("a\nb\x1b",), shallow="\x1b"), verbose=True)
    assert not re.search(r"[^\n -~→←…]", text)


def test_secrets_are_not_shown() -> None:
    plan = nothing(
        parameters=(
            Given("Password", "****", "hunter2", "params/shop/prod.json"),
            Given("Token", None, "hunter3", "--set"),
        )
    )
    plan = replace(plan, change_set="arn", changes=(DATABASE,))
    text = render(plan, verbose=True)
    assert "hunter" not in text
    assert "  Password  **** (secret, cannot be compared)  ←" in text
    assert "  Token     = ****  ← --set\n" in text
