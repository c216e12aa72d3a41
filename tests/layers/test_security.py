"""Properties of the security layer: groups, their rules, and the key."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from ipaddress import ip_network
from typing import Any

import pytest

from cfngen.layers import security
from cfngen.layers.flows import CLOUDFLARE, INTERNET, TESTERS, flows, workloads
from cfngen.layers.layer import Layer
from cfngen.naming import logical
from cfngen.spec.ranges import packaged
from cfngen.spec.ranges.check import ROOM
from cfngen.spec.system import System
from cfngen.write import render
from tests.layers.edges import EVERY, LINTED, TESTER
from tests.layers.variations import nextjs, of, settled

EACH = pytest.mark.parametrize("system", EVERY.values(), ids=EVERY.keys())
INGRESS, EGRESS = "EC2::SecurityGroupIngress", "EC2::SecurityGroupEgress"
OUTSIDE = {INTERNET, CLOUDFLARE, TESTERS}
PREFIX_LISTS = {"CloudflareIpv4PrefixList", "CloudflareIpv6PrefixList"}
RULES = 60
"""What AWS lets a security group have in each direction, unless asked for more."""


def built(system: System, **parameters: str) -> dict[str, dict[str, Any]]:
    return settled(security.build(system), **parameters)


def tried_out(system: System) -> dict[str, dict[str, Any]]:
    """Return the resources where somebody may try out releases."""
    return built(system, TestListenerCidr=f"{TESTER}/32")


def rules(system: System, kind: str) -> Iterator[tuple[str, str, int]]:
    """Yield a kind's rules as (from, to, port), those outside by name."""
    for rule in of(tried_out(system), kind).values():
        group, other = rule["GroupId"]["Fn::GetAtt"][0], peer(rule)
        ends = (group, other) if kind == EGRESS else (other, group)
        assert rule["FromPort"] == rule["ToPort"]
        assert rule["IpProtocol"] == "tcp"
        yield *ends, rule["FromPort"]


def peer(rule: dict[str, Any]) -> str:
    """Return the other end of a rule, which has exactly one."""
    (named,) = rule.keys() & {
        *("CidrIp", "SourcePrefixListId"),
        *("DestinationSecurityGroupId", "SourceSecurityGroupId"),
    }
    if named == "CidrIp":
        return {"0.0.0.0/0": INTERNET, f"{TESTER}/32": TESTERS}[rule[named]]
    found: str = rule[named]["Fn::GetAtt"][0]
    return CLOUDFLARE if found in PREFIX_LISTS else found


def key_statements(system: System) -> dict[str, dict[str, Any]]:
    policy = built(system)["Key"]["Properties"]["KeyPolicy"]
    return {statement["Sid"]: statement for statement in policy["Statement"]}


def group(workload: str) -> str:
    return workload if workload in OUTSIDE else f"{logical(workload)}SecurityGroup"


@pytest.mark.parametrize("system", LINTED.values(), ids=LINTED.keys())
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
    coming = [flow for flow in wanted if flow[1] not in OUTSIDE]
    going = [flow for flow in wanted if flow[0] not in OUTSIDE]
    by_family = [flow for flow in coming if flow[0] == CLOUDFLARE]
    assert sorted(rules(system, INGRESS)) == sorted(coming + by_family)
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
    entered = {to for source, to, _ in rules(system, INGRESS) if source in OUTSIDE}
    assert entered == ({"AlbSecurityGroup"} if system.edge else set())


@EACH
def test_a_system_behind_cloudflare_is_open_to_nobody_else(system: System) -> None:
    users = {source for source, _, _ in rules(system, INGRESS)} & {INTERNET, CLOUDFLARE}
    wanted = {CLOUDFLARE} if system.from_cloudflare else {INTERNET}
    assert users == (wanted if system.edge else set())


@EACH
def test_nobody_tries_out_releases_until_a_setting_says_who(system: System) -> None:
    before, after = built(system), tried_out(system)
    assert before.keys() <= after.keys()
    for name in after.keys() - before.keys():
        assert after[name]["Properties"]["CidrIp"] == f"{TESTER}/32"
        assert after[name]["Properties"]["FromPort"] == 8443


@EACH
def test_no_group_passes_the_quota_of_rules_even_if_a_list_counts_for_both_families(
    system: System,
) -> None:
    resources = tried_out(system)
    room = {n: p["MaxEntries"] for n, p in of(resources, "EC2::PrefixList").items()}
    for kind in (INGRESS, EGRESS):
        taken = dict.fromkeys(of(resources, "EC2::SecurityGroup"), 0)
        for rule in of(resources, kind).values():
            listed = rule.get("SourcePrefixListId", {"Fn::GetAtt": [""]})
            taken[rule["GroupId"]["Fn::GetAtt"][0]] += room.get(
                listed["Fn::GetAtt"][0], 1
            )
        assert max(taken.values(), default=0) <= RULES


@EACH
def test_the_old_rules_of_users_and_the_new_ones_stand_side_by_side(
    system: System,
) -> None:
    """CloudFormation makes all that is new before it removes what is gone."""
    users = 2 * sum(ROOM.values()) + 2
    coming = [from_ for from_, _, _ in rules(system, INGRESS) if from_ in OUTSIDE]
    others = sum(from_ not in (INTERNET, CLOUDFLARE) for from_ in coming)
    assert users + others <= RULES


def test_each_list_has_one_family_of_ranges_and_room_for_more() -> None:
    lists = of(built(EVERY["revendiste"]), "EC2::PrefixList")
    assert lists.keys() == PREFIX_LISTS
    for family, title in (
        (4, "CloudflareIpv4PrefixList"),
        (6, "CloudflareIpv6PrefixList"),
    ):
        known = [ip_network(entry["Cidr"]) for entry in lists[title]["Entries"]]
        assert {network.version for network in known} == {family}
        assert lists[title]["AddressFamily"] == f"IPv{family}"
        assert len(known) < lists[title]["MaxEntries"] == ROOM[family]


@EACH
def test_there_are_lists_only_where_cloudflare_comes_in(system: System) -> None:
    lists = of(built(system), "EC2::PrefixList").keys()
    assert lists == (PREFIX_LISTS if system.from_cloudflare else set())


def test_other_ranges_change_the_entries_of_the_lists_and_nothing_else() -> None:
    """CloudFormation could not change their room at the same time."""
    system = EVERY["revendiste"]
    ranges = replace(packaged(), ipv4=(*packaged().ipv4, "5.6.0.0/20"))
    before, after = built(system), built(system.with_cloudflare(ranges))
    assert before.keys() == after.keys()
    (changed,) = [name for name in before if before[name] != after[name]]
    assert changed == "CloudflareIpv4PrefixList"
    old, new = before[changed]["Properties"], after[changed]["Properties"]
    assert {key for key in old if old[key] != new[key]} == {"Entries"}
    assert new["Entries"][-1] == {"Cidr": "5.6.0.0/20"}


def test_a_group_of_jobs_and_workers_takes_nothing_in() -> None:
    system = EVERY["jobs, a worker and MySQL"]
    asked = {to for _, to, _ in rules(system, INGRESS)}
    assert asked == {
        "AlbSecurityGroup",
        "BackendSecurityGroup",
        "DatabaseSecurityGroup",
    }
    groups = of(built(system), "EC2::SecurityGroup")
    assert {f"{logical(job)}SecurityGroup" for job in system.jobs} <= groups.keys()


@EACH
def test_stores_open_no_connection(system: System) -> None:
    openers = {source for source, _, _ in rules(system, EGRESS)}
    assert openers.isdisjoint({"DatabaseSecurityGroup", "CacheSecurityGroup"})


@EACH
def test_groups_and_rules_say_what_they_are_for(system: System) -> None:
    resources = tried_out(system)
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
        ":log-group:/*/nextjs-dev",
        ":log-group:/*/nextjs-dev-*",
    ]


def test_alarms_of_this_account_only_use_the_key_to_publish() -> None:
    alarms = key_statements(nextjs())["Alarms"]
    assert alarms["Principal"] == {"Service": ["cloudwatch.amazonaws.com"]}
    assert alarms["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    account = {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}
    assert alarms["Condition"] == {"StringEquals": account}


@EACH
def test_who_tells_the_alarm_topic_uses_the_key_where_there_is_a_topic(
    system: System,
) -> None:
    told = {"Alarms"} if system.monitoring else set()
    if system.monitoring and (system.jobs or system.pipelined):
        told.add("Events")
    assert key_statements(system).keys() == {"Account", "Logs", *told}


def test_events_use_the_key_for_topics_of_this_account_only() -> None:
    events = key_statements(EVERY["revendiste"])["Events"]
    assert events["Principal"] == {"Service": ["events.amazonaws.com"]}
    assert events["Action"] == ["kms:Decrypt", "kms:GenerateDataKey"]
    (((key, arns),),) = (each.items() for each in events["Condition"].values())
    assert key == "kms:EncryptionContext:aws:sns:topicArn"
    assert [arn["Fn::Sub"].partition(":sns:")[2] for arn in arns] == [
        "${AWS::Region}:${AWS::AccountId}:*"
    ]


@EACH
def test_no_service_uses_the_key_without_a_condition(system: System) -> None:
    for sid, statement in key_statements(system).items():
        assert "Condition" in statement or sid == "Account"
        assert sid == "Account" or not any("*" in a for a in statement["Action"])
