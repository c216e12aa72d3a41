"""Properties of the security layer: groups, their rules, and the key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from cfngen.layers import security
from cfngen.layers.flows import INTERNET, flows, workloads
from cfngen.layers.layer import Layer
from cfngen.naming import logical
from cfngen.spec.system import System
from cfngen.write import render
from tests.layers.variations import VARIATIONS, nextjs, of, settled

EACH = pytest.mark.parametrize("system", VARIATIONS.values(), ids=VARIATIONS.keys())
INGRESS, EGRESS = "EC2::SecurityGroupIngress", "EC2::SecurityGroupEgress"


def built(system: System) -> dict[str, dict[str, Any]]:
    return settled(security.build(system))


def rules(system: System, kind: str) -> Iterator[tuple[str, str, int]]:
    """Yield a kind's rules as (from, to, port), the internet named so."""
    for rule in of(built(system), kind).values():
        peer = (
            "DestinationSecurityGroupId" if kind == EGRESS else "SourceSecurityGroupId"
        )
        group = rule["GroupId"]["Fn::GetAtt"][0]
        if "CidrIp" in rule:
            assert rule["CidrIp"] == "0.0.0.0/0"
        other = INTERNET if "CidrIp" in rule else rule[peer]["Fn::GetAtt"][0]
        ends = (group, other) if kind == EGRESS else (other, group)
        assert rule["FromPort"] == rule["ToPort"]
        assert rule["IpProtocol"] == "tcp"
        yield *ends, rule["FromPort"]


def key_statements(system: System) -> dict[str, dict[str, Any]]:
    policy = built(system)["Key"]["Properties"]["KeyPolicy"]
    return {statement["Sid"]: statement for statement in policy["Statement"]}


def group(workload: str) -> str:
    return workload if workload == INTERNET else f"{logical(workload)}SecurityGroup"


@EACH
def test_cfn_lint_has_nothing_to_say(
    system: System, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(security.build(system)) == []


def test_the_rules_are_those_of_the_architecture_document() -> None:
    alb, web = "AlbSecurityGroup", "WebSecurityGroup"
    database, cache = "DatabaseSecurityGroup", "CacheSecurityGroup"
    inside = {(alb, web, 3000), (web, database, 5432), (web, cache, 6379)}
    users = {(INTERNET, alb, 80), (INTERNET, alb, 443)}
    assert set(rules(nextjs(), INGRESS)) == inside | users
    assert set(rules(nextjs(), EGRESS)) == inside | {(web, INTERNET, 443)}


@EACH
def test_each_flow_has_a_rule_at_both_ends_and_nothing_else_has(system: System) -> None:
    wanted = [(group(f.source), group(f.destination), f.port) for f in flows(system)]
    coming = [flow for flow in wanted if flow[1] != INTERNET]
    going = [flow for flow in wanted if flow[0] != INTERNET]
    assert sorted(rules(system, INGRESS)) == sorted(coming)
    assert sorted(rules(system, EGRESS)) == sorted(going)


@EACH
def test_every_workload_has_one_group(system: System) -> None:
    groups = of(built(system), "EC2::SecurityGroup")
    assert set(groups) == {group(workload) for workload in workloads(system)}


@EACH
def test_no_group_relies_on_implicit_egress(system: System) -> None:
    for properties in of(built(system), "EC2::SecurityGroup").values():
        (only,) = properties["SecurityGroupEgress"]
        assert only["CidrIp"] == "127.0.0.1/32"
        assert "SecurityGroupIngress" not in properties


@EACH
def test_only_users_come_in_and_only_to_the_load_balancer(system: System) -> None:
    open_to_all = {to for source, to, _ in rules(system, INGRESS) if source == INTERNET}
    assert open_to_all == ({"AlbSecurityGroup"} if system.edge else set())


@EACH
def test_stores_open_no_connection(system: System) -> None:
    openers = {source for source, _, _ in rules(system, EGRESS)}
    assert openers.isdisjoint({"DatabaseSecurityGroup", "CacheSecurityGroup"})


@EACH
def test_groups_and_rules_say_what_they_are_for(system: System) -> None:
    resources = built(system)
    for properties in of(resources, "EC2::SecurityGroup").values():
        assert properties["GroupDescription"]
        assert properties["Tags"][0]["Key"] == "Name"
    for kind in (INGRESS, EGRESS):
        for rule in of(resources, kind).values():
            assert rule["Description"]


@EACH
def test_every_group_and_the_key_leave_by_port(system: System) -> None:
    outputs = json.loads(render(security.build(system).template))["Outputs"]
    groups = {f"{group(workload)}Id" for workload in workloads(system)}
    assert outputs.keys() == {"KeyArn", *groups}
    for name in groups:
        assert outputs[name]["Value"] == {"Fn::GetAtt": [name[:-2], "GroupId"]}


def test_the_key_rotates_and_outlives_the_stack() -> None:
    key = built(nextjs())["Key"]
    assert key["Properties"]["EnableKeyRotation"] is True
    assert key["DeletionPolicy"] == "RetainExceptOnCreate"
    assert key["UpdateReplacePolicy"] == "Retain"


def test_iam_of_the_account_governs_the_key() -> None:
    account = key_statements(nextjs())["Account"]
    root = {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}
    assert account["Principal"] == {"AWS": [root]}


def test_log_groups_of_this_environment_only_are_encrypted_with_the_key() -> None:
    logs = key_statements(nextjs())["Logs"]
    principal = {"Fn::Sub": "logs.${AWS::Region}.amazonaws.com"}
    assert logs["Principal"] == {"Service": [principal]}
    (arns,) = logs["Condition"]["ArnLike"].values()
    assert [arn["Fn::Sub"].split("${AWS::AccountId}")[1] for arn in arns] == [
        ":log-group:/*/nextjs-${EnvironmentName}",
        ":log-group:/*/nextjs-${EnvironmentName}-*",
    ]


def test_alarms_of_this_account_only_use_the_key_to_publish() -> None:
    alarms = key_statements(nextjs())["Alarms"]
    assert alarms["Principal"] == {"Service": ["cloudwatch.amazonaws.com"]}
    assert alarms["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    account = {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert alarms["Condition"] == {"StringEquals": account}


def test_no_alarm_uses_the_key_where_there_are_none() -> None:
    assert key_statements(nextjs(monitoring=None)).keys() == {"Account", "Logs"}


@EACH
def test_no_service_uses_the_key_without_a_condition(system: System) -> None:
    for sid, statement in key_statements(system).items():
        assert "Condition" in statement or sid == "Account"
        assert sid == "Account" or not any("*" in a for a in statement["Action"])
