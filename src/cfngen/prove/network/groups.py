"""Security groups with all their rules, inline ones and those of their own."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from cfngen.checks.network.elsewhere import Elsewhere
from cfngen.checks.network.rules import EGRESS, GROUP, INGRESS
from cfngen.model import Model, Resource, Value, listed, worded
from cfngen.prove.network.addresses import EVERYWHERE, Addresses, Found, both
from cfngen.prove.network.listening import numbered
from cfngen.prove.network.places import Vpc
from cfngen.prove.network.rules import Group, Names, Origin, Ranges, Rule, Traffic
from cfngen.prove.network.traffic import of_group
from cfngen.prove.network.unknowns import at_hand, key, names_of, options
from cfngen.prove.packets import ANY_PROTOCOL, Family
from cfngen.resolve.scope import Path

DEFAULT = "DefaultSecurityGroup"
EVERYTHING = (Traffic(),)
PEERS = {
    "CidrIp": "range",
    "CidrIpv6": "range",
    "SourceSecurityGroupId": "group",
    "DestinationSecurityGroupId": "group",
    "SourcePrefixListId": "list",
    "DestinationPrefixListId": "list",
}
FOREIGN = ("SourceSecurityGroupName", "SourceSecurityGroupOwnerId")
"""Groups by name, and of other accounts: who carries them is not known."""


@dataclass(frozen=True)
class Reader:
    """What rules are read with: `vpcs` and `outside` by path."""

    model: Model
    addresses: Addresses
    vpcs: Mapping[str, Vpc]
    elsewhere: Elsewhere


def groups_of(reader: Reader) -> dict[str, Group]:
    """Return the security groups of a model, and each VPC's own, by path.

    Where no egress is written inline, [] included, EC2 keeps the rule that lets
    everything out. Rules of their own take that rule away, on some ways to deploy even
    where it is written: with both it may be there or not.
    https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-ec2-securitygroup.html
    https://github.com/aws/aws-cdk/issues/987
    """
    own = {side: _standalone(reader, side) for side in (INGRESS, EGRESS)}
    found = {vpc: _default(reader, vpc, own) for vpc in reader.vpcs}
    groups = {one.path: one for one in found.values()}
    for resource in reader.model.of(GROUP):
        groups[resource.path] = _group(reader, resource, own)
    for path in (*own[INGRESS], *own[EGRESS]):
        if path not in groups:
            added = own[INGRESS].get(path, ()), own[EGRESS].get(path, ())
            groups[path] = foreign(path, "", *map(tuple, added))
    return groups


def foreign(
    path: str, vpc: str, ingress: tuple[Rule, ...] = (), egress: tuple[Rule, ...] = ()
) -> Group:
    """Return a group that is not at hand: all may carry it, and it may let all in."""
    words = f"{path}, which is not at hand"
    any_one = Rule(Origin(words=words), EVERYTHING, EVERYWHERE, unknowns=(path,))
    carried = (path,)
    return Group(path, vpc, (*ingress, any_one), (*egress, any_one), carried)


def _group(
    reader: Reader, resource: Resource, own: Mapping[str, Mapping[str, list[Rule]]]
) -> Group:
    """Return a security group of the model."""
    vpc = key(resource.get("VpcId"))
    more = _from_elsewhere(reader.elsewhere, resource.path)
    added = own[EGRESS].get(resource.path, [])
    egress = [*_empty(reader, resource, vpc), *_inline(reader, resource, EGRESS)]
    if added:
        egress = [_shaken(one, resource.path) for one in egress]
    ingress = (
        *_inline(reader, resource, INGRESS),
        *own[INGRESS].get(resource.path, []),
    )
    carried = reader.elsewhere.why(resource.path)
    return Group(
        resource.path, vpc, (*ingress, *more), (*egress, *added, *more), carried
    )


def _from_elsewhere(elsewhere: Elsewhere, path: str) -> tuple[Rule, ...]:
    """Return the rule for all that stacks and custom resources that are given a group,
    and are not at hand, may add to it."""
    given = elsewhere.given.get(path)
    if given is None:
        return ()
    origin = Origin(given, (), "rules that may come from there")
    return (Rule(origin, EVERYTHING, EVERYWHERE, unknowns=(given,)),)


def _empty(reader: Reader, resource: Resource, vpc: str) -> Iterator[Rule]:
    """Yield the implicit rules of a group, where its egress is empty or may be."""
    for option in options(resource.get(EGRESS)):
        if not listed(option.value):
            at = Origin(resource.path)
            for rule in _implicit(reader.vpcs.get(vpc), at):
                yield replace(rule, unknowns=(*option.unknowns, *rule.unknowns))


def _implicit(vpc: Vpc | None, origin: Origin) -> Iterator[Rule]:
    """Yield the rules that let everything out where nothing is written.

    AWS's pages disagree on whether there is one for IPv6 as well, so it may be.
    """
    words = "implicit rule that lets everything out"
    origin = replace(origin, words=words)
    yield Rule(origin, EVERYTHING, Ranges(v4=EVERYWHERE.v4))
    if vpc is None or vpc.ranges.v6:
        unknowns = (f"whether {origin.resource} lets IPv6 out without a rule",)
        yield Rule(origin, EVERYTHING, Ranges(v6=EVERYWHERE.v6), unknowns=unknowns)


def _shaken(rule: Rule, group: str) -> Rule:
    """Return a rule that may be gone beside rules of their own: one for everything."""
    everything = any(t.protocol == ANY_PROTOCOL for t in rule.traffic) and any(
        rule.ranges.of(family) == EVERYWHERE.of(family) for family in Family
    )
    if not everything or rule.unknowns:
        return rule
    why = f"whether {group} keeps its egress rule for everything beside others"
    return replace(rule, unknowns=(why,))


def _default(
    reader: Reader, vpc: str, own: Mapping[str, Mapping[str, list[Rule]]]
) -> Group:
    """Return the group that a VPC has from the start: all from itself, all out.

    Interfaces of others that name no group carry it.
    https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html
    """
    path = f"{vpc}.{DEFAULT}"
    words = f"default security group of {vpc}"
    inside = Rule(Origin(words=f"{words}, all from itself"), EVERYTHING, group=path)
    out = [
        replace(rule, origin=Origin(words=f"{words}, all out"))
        for rule in _implicit(reader.vpcs[vpc], Origin(vpc))
    ]
    ingress, egress = own[INGRESS].get(path, []), own[EGRESS].get(path, [])
    if egress:
        out = [_shaken(one, path) for one in out]
    carried = (f"who else carries the {words}",)
    return Group(path, vpc, (inside, *ingress), (*out, *egress), carried)


def _inline(reader: Reader, group: Resource, side: str) -> Iterator[Rule]:
    """Yield the rules inside a group."""
    written = group.get(side)
    if not isinstance(written, list):
        for option in options(written):
            for item in listed(option.value):
                at, unknowns = Origin(group.path, (side,)), option.unknowns
                yield from _rules(reader, item, at, unknowns, group.path)
        return
    for index, item in enumerate(written):
        at = Origin(group.path, (side, index))
        for option in options(item):
            yield from _rules(reader, option.value, at, option.unknowns, group.path)


def _standalone(reader: Reader, side: str) -> dict[str, list[Rule]]:
    """Return the rules that are resources of their own, by group."""
    found: dict[str, list[Rule]] = {}
    for resource in reader.model.of(f"AWS::EC2::{side}"):
        for option in options(dict(resource.properties), resource.when):
            given = option.value
            owner = key(given.get("GroupId")) or key(given.get("GroupName"))
            at: Path = ()
            rules = _rules(
                *(reader, option.value, Origin(resource.path, at), option.unknowns),
                owner,
            )
            found.setdefault(owner, []).extend(rules)
    return found


def _rules(
    reader: Reader, given: Value, at: Origin, unknowns: Names, owner: str
) -> Iterator[Rule]:
    """Yield the rules that one entry stands for: one for each other end that it names.

    One that names none is not added.
    """
    if given is None:
        return
    if not isinstance(given, dict):
        names = (*unknowns, *(names_of(given) or (worded(given),)))
        yield Rule(at, EVERYTHING, EVERYWHERE, unknowns=names)
        return
    passing = of_group(numbered(reader.model, given))
    rule = Rule(at, passing.traffic, unknowns=(*unknowns, *passing.unknowns))
    if any(given.get(name) is not None for name in FOREIGN):
        names = (*rule.unknowns, f"a group of another account, or by name, in {owner}")
        yield replace(rule, ranges=EVERYWHERE, unknowns=names)
        return
    for name, kind in PEERS.items():
        if given.get(name) is not None:
            yield _ended(reader, rule, name, kind, given[name])
            hidden = reader.addresses.hiding(given[name]) if kind != "group" else None
            if hidden is not None:
                yield _ranged(rule, hidden)


def _ended(reader: Reader, rule: Rule, name: str, kind: str, value: Value) -> Rule:
    """Return a rule with its other end."""
    if kind == "group":
        path = key(value)
        sure = at_hand(reader.model, value) or not reader.elsewhere.may_be_ours(value)
        if sure:
            return replace(rule, group=path)
        return replace(rule, ranges=EVERYWHERE, unknowns=(*rule.unknowns, path))
    if kind == "list":
        found = reader.addresses.of_list(value)
        return replace(_ranged(rule, found), list=key(value))
    family = Family.V6 if name == "CidrIpv6" else Family.V4
    return _ranged(rule, reader.addresses.block(value, family))


def _ranged(rule: Rule, found: Found) -> Rule:
    unknowns = (*rule.unknowns, *found.unknowns)
    return replace(rule, ranges=both(rule.ranges, found.ranges), unknowns=unknowns)


def named_in(groups: Iterable[Group]) -> Iterator[tuple[str, str]]:
    """Yield the groups that rules name, each with the VPC of the group that does."""
    for group in groups:
        for rule in (*group.ingress, *group.egress):
            if rule.group:
                yield rule.group, group.vpc
