"""How many rules and routes traffic may meet."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.network.system import CHECKS, Changes, model, problems

INGRESS = "BalancerGroup.SecurityGroupIngress"
LISTED = {
    "IpProtocol": "tcp",
    "FromPort": 80,
    "ToPort": 80,
    "SourcePrefixListId": {"Fn::GetAtt": ["List", "PrefixListId"]},
}


def _ranges(count: int, family: int = 4) -> list[dict[str, Any]]:
    """Return so many inline rules."""
    peers = [
        {"CidrIp": f"10.0.{number}.0/24"}
        if family == 4
        else {"CidrIpv6": f"2001:db8:{number:x}::/48"}
        for number in range(count)
    ]
    return [{"IpProtocol": "tcp", "FromPort": 80, "ToPort": 80, **p} for p in peers]


def _found(id: str, change: Changes) -> list[tuple[str, str]]:
    found = problems(model(change), [CHECKS[id]])
    return [(place, message) for _, place, message in found]


@pytest.mark.parametrize("family", [4, 6])
def test_too_many_rules(family: int) -> None:
    assert _found("CG506", {INGRESS: _ranges(60, family)}) == []
    ((place, message),) = _found("CG506", {INGRESS: _ranges(61, family)})
    assert place.startswith(INGRESS)
    assert f"BalancerGroup has 61 inbound IPv{family} rules" in message


def test_families_count_for_themselves() -> None:
    assert _found("CG506", {INGRESS: _ranges(40) + _ranges(40, 6)}) == []


def test_rules_inside_and_outside_count_together() -> None:
    more = {"More": ("FromBalancer", {"GroupId": {"Ref": "BalancerGroup"}})}
    assert _found("CG506", {INGRESS: _ranges(59), **more}) == []
    both = _found("CG506", {INGRESS: _ranges(60) + _ranges(59, 6), **more})
    assert ["61 inbound IPv4" in message for _, message in both] == [True]


def test_a_prefix_list_counts_by_its_room() -> None:
    change = {INGRESS: [LISTED, {**LISTED, "ToPort": 443}], "List.MaxEntries": 30}
    assert _found("CG506", change) == []
    ((place, message),) = _found("CG506", {**change, "List.MaxEntries": "31"})
    assert place == f"{INGRESS}.0"
    assert "62 inbound IPv4 rules" in message


def test_a_prefix_list_that_is_not_known_counts_for_nothing() -> None:
    unknown = {**LISTED, "SourcePrefixListId": {"Ref": "Unknown"}}
    assert _found("CG506", {INGRESS: [unknown] * 70}) == []


def test_too_many_groups_of_an_interface() -> None:
    place = "Service.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups"
    assert _found("CG506", {place: [f"sg-{n}" for n in range(5)]}) == []
    found = _found("CG506", {place: [f"sg-{n}" for n in range(6)]})
    assert found == [(place, "It has 6 security groups; the quota is 5.")]


def test_too_many_entries_of_a_network_acl() -> None:
    def entries(count: int) -> Changes:
        return {f"E{n}": ("AclIn", {"RuleNumber": 200 + n}) for n in range(count)}

    assert _found("CG507", entries(19)) == []
    ((place, message),) = _found("CG507", entries(20))
    assert place == "E19"
    assert "21 entries of a network ACL in one direction; the quota is 20" in message


def test_entries_of_each_family_count_for_themselves() -> None:
    six = {"CidrBlock": None, "Ipv6CidrBlock": "::/0"}
    change = {
        f"E{n}": ("AclIn", {"RuleNumber": 200 + n, **(six if n % 2 else {})})
        for n in range(38)
    }
    assert _found("CG507", change) == []


def test_too_many_routes_of_a_table() -> None:
    def routes(count: int) -> Changes:
        return {
            f"R{n}": (
                "PrivateRoute",
                {"DestinationCidrBlock": f"11.{n // 256}.{n % 256}.0/24"},
            )
            for n in range(count)
        }

    assert _found("CG507", routes(499)) == []
    ((place, message),) = _found("CG507", routes(500))
    assert place == "R499"
    assert "501 routes of a table; the quota is 500" in message
