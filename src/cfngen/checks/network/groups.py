"""Security groups and their rules."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.network.ground import block, named, vpcs
from cfngen.checks.network.interfaces import INTERFACES, SUBNETS
from cfngen.checks.network.rules import (
    ALL,
    BLOCKS,
    EVERY,
    GROUP,
    INGRESS,
    PORT,
    Rule,
    every_rule,
)
from cfngen.model import Choice, Model, Value, text

DESCRIPTION = re.compile(r"[a-zA-Z0-9. _\-:/()#,@\[\]+=&;{}!$*]*")
LENGTH = 255


def distinct(model: Model) -> Iterator[Problem]:
    """No security group has the same rule twice.

    EC2 refuses the second one ("the specified rule … already exists"), whatever its
    description, whether it stands in the group or is a resource of its own.
    """
    seen: dict[tuple[object, ...], Rule] = {}
    for direction, rule in every_rule(model):
        same = _identity(rule)
        if same is None:
            continue
        other = seen.setdefault((direction, *same), rule)
        if other is not rule:
            held = other.resource.path
            yield Problem(
                rule.resource, rule.path, f"This rule is in its group already: {held}."
            )


def _identity(rule: Rule) -> tuple[object, ...] | None:
    """Return what EC2 tells rules by; None where a part is not known."""
    inline = rule.resource.type == GROUP
    owner = rule.resource.path if inline else named(rule.given.get("GroupId"))
    if not owner or len(rule.peers) != 1 or not rule.protocol:
        return None
    peer = rule.given[rule.peers[0]]
    given = str(block(peer) or "") if rule.peers[0] in BLOCKS else named(peer)
    ports = rule.ports if rule.protocol != ALL else (None, None)
    unknown = rule.protocol != ALL and None in ports
    return None if unknown or not given else (owner, rule.protocol, *ports, given)


def sound(model: Model) -> Iterator[Problem]:
    """A rule of a security group names one other end and ports that fit its protocol.

    EC2 refuses a range that ends before it starts, ports above 65,535, TCP and UDP
    without ports, a rule without a source or with two, and what is no range ("CIDR
    block … is malformed"). Of a rule for all protocols it ignores the ports, which
    opens more than was meant.
    """
    for direction, rule in every_rule(model):
        ends = [rule.given[name] for name in rule.peers]
        if len(ends) != 1 and not any(isinstance(end, Choice) for end in ends):
            side = "source" if direction == INGRESS else "destination"
            message = f"A rule has one {side}, this one has {len(ends)}."
            yield Problem(rule.resource, rule.path, message)
        for name in BLOCKS:
            yield from _family(rule, name)
        yield from _ports(rule)


def _family(rule: Rule, name: str) -> Iterator[Problem]:
    """Yield a range that is none, or of the other family."""
    given = rule.given.get(name)
    if isinstance(given, str):
        found, version = block(given), 6 if name == "CidrIpv6" else 4
        if found is None or found.version != version or "/" not in given:
            message = f"{given or 'An empty text'} is no IPv{version} range."
            yield Problem(rule.resource, (*rule.path, name), message)


def _ports(rule: Rule) -> Iterator[Problem]:
    """Yield ports that no rule can have."""
    low, high = rule.ports
    if rule.protocol == ALL and None not in (low, high) and (low, high) not in EVERY:
        message = "A rule for all protocols is for all ports; these are ignored."
        yield Problem(rule.resource, (*rule.path, "FromPort"), message)
    if rule.protocol not in ("tcp", "udp"):
        return
    for name, port in (("FromPort", low), ("ToPort", high)):
        path = (*rule.path, name)
        if rule.given.get(name) is None:
            message = f"A rule for {rule.protocol.upper()} needs {name}."
            yield Problem(rule.resource, rule.path, message)
        elif port is not None and not 0 <= port <= PORT:
            yield Problem(rule.resource, path, f"There is no port {port:g}.")
    if low is not None and high is not None and low > high:
        path = (*rule.path, "ToPort")
        message = f"The ports end at {high:g}, before they start at {low:g}."
        yield Problem(rule.resource, path, message)


def together(model: Model) -> Iterator[Problem]:
    """Security groups are of the VPC of the subnets beside them.

    EC2 refuses interfaces with groups of another VPC ("Security group … and subnet …
    belong to different networks"), and so does Elastic Load Balancing.
    """
    for type, groups in INTERFACES.items():
        for resource in model.of(type):
            subnets = vpcs(model, resource.get(*SUBNETS.get(type, ("Subnets",))))
            own = set(subnets.values())
            if type == "AWS::EC2::VPCEndpoint" and named(resource.get("VpcId")):
                own.add(named(resource.get("VpcId")))
            others = vpcs(model, resource.get(*groups)).items()
            found = [f"{group} is of {vpc}" for group, vpc in others if own - {vpc}]
            if found:
                told = ", ".join(sorted(own))
                message = f"{'; '.join(found)}, and its subnets are of {told}."
                yield Problem(resource, groups, message)
    yield from _subnets(model)


def _subnets(model: Model) -> Iterator[Problem]:
    """Yield what has subnets of several VPCs."""
    for type, path in SUBNETS.items():
        for resource in model.of(type):
            own = sorted(set(vpcs(model, resource.get(*path)).values()))
            if len(own) > 1:
                message = f"Its subnets are of different VPCs: {', '.join(own)}."
                yield Problem(resource, path, message)


def described(model: Model) -> Iterator[Problem]:
    """Names and descriptions of security groups and rules are such as EC2 takes.

    At most 255 characters, of letters, digits, blanks and ._-:/()#,@[]+=&;{}!$*; the
    name may not begin with sg-. EC2 refuses others ("Invalid security group
    description"), such as an umlaut that a setting brings in.
    """
    for group in model.of(GROUP):
        for name in ("GroupName", "GroupDescription"):
            given = group.get(name)
            yield from _text(Rule(group, (), {name: given}), name, given)
        if (text(group.get("GroupName")) or "").startswith("sg-"):
            yield Problem(group, ("GroupName",), "A name may not begin with sg-.")
    for _, rule in every_rule(model):
        yield from _text(rule, "Description", rule.given.get("Description"))


def _text(rule: Rule, name: str, given: Value) -> Iterator[Problem]:
    """Yield a text that is too long or has characters that EC2 refuses."""
    if not isinstance(given, str):
        return
    path = (*rule.path, name)
    wrong = DESCRIPTION.sub("", given)
    if wrong:
        yield Problem(rule.resource, path, f"EC2 does not take {wrong[0]!r} in {name}.")
    if len(given) > LENGTH:
        message = f"{name} has {len(given)} characters; EC2 takes {LENGTH}."
        yield Problem(rule.resource, path, message)
