"""What must stay as it is, or only grow, when a network is rewritten in a certain way.

No second reading is needed for these: the algebra is compared with itself.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Callable, Iterator, Mapping
from ipaddress import ip_network
from random import Random
from typing import Any

import pytest

from cfngen.prove.network.places import Interface
from cfngen.prove.network.reading import network_of
from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import Family, Packets
from cfngen.prove.reach.flow import Flow, Reach
from tests.models import of_template
from tests.prove.oracle.making import Resources
from tests.prove.oracle.random_networks import template

SEEDS = pytest.mark.parametrize("seed", range(6))
INTERNET = ("internet", "")
SIDES = {"SecurityGroupIngress": "Source", "SecurityGroupEgress": "Destination"}

Key = tuple[tuple[str, str], tuple[str, str], Family, Bound]
Flows = Mapping[Key, Flow]
Rewriting = Callable[[Random, Resources], object]


def flows(resources: Resources) -> Flows:
    """Return every flow between workloads, strangers and the internet."""
    network = network_of(of_template({"Resources": resources}))
    reach = Reach(network)
    ends: dict[tuple[str, str], Interface | None] = {INTERNET: None}
    for workload in network.workloads.values():
        ends |= {(one.workload, one.subnet): one for one in workload.interfaces}
    ends |= {(one.workload, one.subnet): one for one in network.strangers()}
    return {
        (one, two, family, bound): reach.flow(source, target, family, bound)
        for one, source in ends.items()
        for two, target in ends.items()
        for family in Family
        for bound in Bound
    }


def pairs(before: Flows, after: Flows) -> Iterator[tuple[Key, Packets, Packets]]:
    """Yield what was and what is of each flow, with and without answers."""
    assert before.keys() == after.keys()
    for key, was in before.items():
        yield key, was.initiated, after[key].initiated
        yield key, was.answered, after[key].answered


def rewritten(seed: int, rewrite: Rewriting) -> tuple[Flows, Flows]:
    """Return the flows of a random network and those of it rewritten."""
    random = Random(seed)
    old = template(random)
    new = copy.deepcopy(old)
    rewrite(random, new)
    assert new != old, "nothing was rewritten"
    return flows(old), flows(new)


def stay(seed: int, rewrite: Rewriting) -> None:
    """Demand that a rewriting changes no flow."""
    for key, was, now in pairs(*rewritten(seed, rewrite)):
        assert was.covers(now), f"{key} grew"
        assert now.covers(was), f"{key} shrank"


def of(resources: Resources, *kinds: str) -> list[dict[str, Any]]:
    """Return the properties of all resources of some types."""
    ends = tuple(f"::{kind}" for kind in kinds)
    return [b["Properties"] for b in resources.values() if b["Type"].endswith(ends)]


def rules(resources: Resources) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield each side of each group with its inline rules, both sides always."""
    for group in of(resources, "SecurityGroup"):
        for side in SIDES:
            yield side, group[side]


def allow(random: Random, resources: Resources) -> None:
    """Add a rule to a group, and an entry to each network ACL."""
    side, held = random.choice(list(rules(resources)))
    held.append({"IpProtocol": "tcp", "FromPort": 1, "ToPort": 60000, **_wide(random)})
    _entries(random, resources, "allow")


def deny(random: Random, resources: Resources) -> None:
    """Add an entry that denies to each network ACL, and one network ACL to be sure."""
    resources["Shut"] = {
        "Type": "AWS::EC2::NetworkAcl",
        "Properties": {"VpcId": {"Ref": "Vpc"}},
    }
    _entries(random, resources, "deny")


def _wide(random: Random) -> dict[str, str]:
    return random.choice(({"CidrIp": "0.0.0.0/0"}, {"CidrIpv6": "::/0"}))


def _entries(random: Random, resources: Resources, action: str) -> None:
    acls = [n for n, b in resources.items() if b["Type"].endswith("::NetworkAcl")]
    for index, acl in enumerate(acls):
        for egress in (False, True):
            resources[f"Added{index}{egress}"] = {
                "Type": "AWS::EC2::NetworkAclEntry",
                "Properties": {
                    "NetworkAclId": {"Ref": acl},
                    "RuleNumber": random.choice((400, 450, 31999)),
                    "Protocol": 6,
                    "PortRange": {"From": 80, "To": random.choice((80, 50000))},
                    "CidrBlock": random.choice(("0.0.0.0/0", "10.0.0.0/16")),
                    "RuleAction": action,
                    "Egress": egress,
                },
            }


@SEEDS
def test_another_allow_never_shrinks_anything(seed: int) -> None:
    for key, was, now in pairs(*rewritten(seed, allow)):
        assert now.covers(was), key


@SEEDS
def test_another_deny_never_widens_anything(seed: int) -> None:
    for key, was, now in pairs(*rewritten(seed, deny)):
        assert was.covers(now), key


def shuffle(random: Random, resources: Resources) -> None:
    """Write rules and resources in another order."""
    for _, held in rules(resources):
        held.reverse()
    items = list(resources.items())
    random.shuffle(items)
    resources.clear()
    resources |= dict(items)
    resources["Vpc"]["Properties"]["EnableDnsSupport"] = True


def renumber(random: Random, resources: Resources) -> None:
    """Give the entries of network ACLs other numbers in the same order."""
    step = random.choice((2, 3))
    for entry in of(resources, "NetworkAclEntry"):
        number = entry["RuleNumber"]
        entry["RuleNumber"] = number * step + 7 if number < 400 else number + 99
    resources["Vpc"]["Properties"]["EnableDnsSupport"] = True


def halve(random: Random, resources: Resources) -> None:
    """Write every range of a rule that lets in, and of an entry, as its two halves."""
    for side, held in rules(resources):
        if side == "SecurityGroupIngress":
            held[:] = [new for rule in held for new in _halves(rule)]
    for name, body in list(resources.items()):
        if body["Type"].endswith("::NetworkAclEntry"):
            properties = body["Properties"]
            properties["RuleNumber"] *= 2
            first, *more = _halves(properties)
            body["Properties"] = first
            for other in more:
                other["RuleNumber"] += 1
                resources[f"{name}B"] = {**body, "Properties": other}
    resources["Vpc"]["Properties"]["EnableDnsSupport"] = True


def _halves(rule: dict[str, Any]) -> list[dict[str, Any]]:
    """Return a rule for each half of its range; those of one address stay whole."""
    for key in ("CidrIp", "CidrIpv6", "CidrBlock", "Ipv6CidrBlock"):
        if key in rule:
            whole = ip_network(rule[key], strict=False)
            if whole.prefixlen < whole.max_prefixlen and whole.num_addresses > 1:
                return [{**rule, key: str(one)} for one in whole.subnets()]
    return [dict(rule)]


def unlist(random: Random, resources: Resources) -> None:
    """Write the entries of prefix lists where rules of groups name the lists."""
    lists = {
        name: [entry["Cidr"] for entry in body["Properties"]["Entries"]]
        for name, body in resources.items()
        if body["Type"].endswith("::PrefixList")
    }
    for side, held in rules(resources):
        key = f"{SIDES[side]}PrefixListId"
        if side == "SecurityGroupIngress":
            held[:] = [new for rule in held for new in _unlisted(rule, key, lists)]
    resources["Vpc"]["Properties"]["EnableDnsSupport"] = True


def _unlisted(
    rule: dict[str, Any], key: str, lists: Mapping[str, list[str]]
) -> list[dict[str, Any]]:
    if key not in rule:
        return [rule]
    bare = {name: value for name, value in rule.items() if name != key}
    return [
        {**bare, "CidrIpv6" if ":" in cidr else "CidrIp": cidr}
        for cidr in lists[rule[key]["Ref"]]
    ]


def relist(random: Random, resources: Resources) -> None:
    """Write each range of a rule that lets in as a prefix list of one entry."""
    number = 0
    for side, held in rules(resources):
        for rule in held if side == "SecurityGroupIngress" else ():
            for key in ("CidrIp", "CidrIpv6"):
                if key in rule:
                    number += 1
                    cidr = str(ip_network(rule.pop(key), strict=False))
                    rule["SourcePrefixListId"] = {"Ref": f"Made{number}"}
                    resources[f"Made{number}"] = {
                        "Type": "AWS::EC2::PrefixList",
                        "Properties": {
                            "PrefixListName": f"made{number}",
                            "AddressFamily": "IPv6" if ":" in cidr else "IPv4",
                            "MaxEntries": 1,
                            "Entries": [{"Cidr": cidr}],
                        },
                    }
    resources["Vpc"]["Properties"]["EnableDnsSupport"] = True


def alone(random: Random, resources: Resources) -> None:
    """Write every inline rule that lets in as a resource of its own."""
    for name, body in list(resources.items()):
        if body["Type"].endswith("::SecurityGroup"):
            for number, rule in enumerate(body["Properties"]["SecurityGroupIngress"]):
                resources[f"{name}Alone{number}"] = {
                    "Type": "AWS::EC2::SecurityGroupIngress",
                    "Properties": {
                        "GroupId": {"Fn::GetAtt": f"{name}.GroupId"},
                        **rule,
                    },
                }
            body["Properties"]["SecurityGroupIngress"] = []
    resources["Vpc"]["Properties"]["EnableDnsSupport"] = True


@SEEDS
@pytest.mark.parametrize(
    "rewrite",
    [shuffle, renumber, halve, unlist, relist, alone],
    ids=lambda one: one.__name__,
)
def test_another_way_to_write_it_changes_nothing(seed: int, rewrite: Rewriting) -> None:
    stay(seed, rewrite)


def older(random: Random, resources: Resources) -> None:
    """Change rules, entries and routes of IPv4 alone."""
    for _, held in rules(resources):
        held.append(
            {"IpProtocol": "tcp", "FromPort": 5, "ToPort": 9, "CidrIp": "8.0.0.0/8"}
        )
    for entry in of(resources, "NetworkAclEntry"):
        if "CidrBlock" in entry:
            entry["RuleAction"] = "deny" if entry["RuleAction"] == "allow" else "allow"
    for name, body in list(resources.items()):
        if "DestinationCidrBlock" in body["Properties"]:
            del resources[name]


@SEEDS
def test_rules_of_one_family_leave_the_other_alone(seed: int) -> None:
    for key, was, now in pairs(*rewritten(seed, older)):
        if key[2] is Family.V6:
            assert was.covers(now), key
            assert now.covers(was), key


@SEEDS
def test_names_mean_nothing(seed: int) -> None:
    old = template(Random(seed))
    names = {name: f"Z{index:03}{name}" for index, name in enumerate(reversed(old))}
    text = json.dumps(old)
    for name, other in names.items():
        text = re.sub(rf'"{name}(\.GroupId)?"', rf'"{other}\1"', text)
    renamed = flows(json.loads(text))
    was = {
        (*((names.get(n, n), names.get(s, s)) for n, s in key[:2]), *key[2:]): flow
        for key, flow in flows(old).items()
    }
    assert any(name.startswith("Z") for (name, _), *_ in was)
    for key, one, two in pairs(was, renamed):  # type: ignore[arg-type]
        assert one.covers(two), key
        assert two.covers(one), key


@SEEDS
def test_what_is_sure_is_possible_and_what_is_answered_arrives(seed: int) -> None:
    found = flows(template(Random(seed)))
    for (source, target, family, bound), flow in found.items():
        assert flow.initiated.covers(flow.answered)
        may = found[source, target, family, Bound.MAY]
        if bound is Bound.MUST:
            assert may.initiated.covers(flow.initiated)
            assert may.answered.covers(flow.answered)
