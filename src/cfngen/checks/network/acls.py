"""Network ACLs and their entries."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.network.ground import block, named
from cfngen.checks.network.rules import EVERY
from cfngen.model import Choice, Model, Resource, number, switched, text

ENTRY = "AWS::EC2::NetworkAclEntry"
FIRST, LAST, PORT = 1, 32_766, 65_535
WITH_PORTS, ICMP, ICMPV6, ALL = ("6", "17"), "1", "58", "-1"
RANGES = {"CidrBlock": 4, "Ipv6CidrBlock": 6}


def entries(model: Model) -> Iterator[Problem]:
    """The entries of a network ACL have numbers of their own, and say what they filter.

    EC2 refuses a number twice in one direction ("The network acl entry identified by …
    already exists"), numbers outside 1 to 32,766, TCP and UDP without ports, ICMP
    without a type, and an entry without an address range. Of an entry for all protocols
    it ignores the ports, which opens more than was meant.
    """
    seen: dict[tuple[str, bool, float], Resource] = {}
    for entry in model.of(ENTRY):
        yield from _numbered(entry, seen)
        yield from _ranged(entry)
        yield from _filtering(entry)


def _numbered(
    entry: Resource, seen: dict[tuple[str, bool, float], Resource]
) -> Iterator[Problem]:
    """Yield a number that is taken or that EC2 does not have."""
    rule, owner = number(entry.get("RuleNumber")), named(entry.get("NetworkAclId"))
    side = switched(entry.get("Egress")) if entry.get("Egress") is not None else False
    if rule is None:
        return
    if not FIRST <= rule <= LAST:
        message = f"There is no rule number {rule:g}."
        yield Problem(entry, ("RuleNumber",), message, f"Take {FIRST} to {LAST}.")
    if owner and side is not None and not entry.when:
        other = seen.setdefault((owner, side, rule), entry)
        if other is not entry:
            way = "outbound" if side else "inbound"
            message = f"{other.path} has the number {rule:g} in the same {way} list."
            yield Problem(entry, ("RuleNumber",), message)


def _ranged(entry: Resource) -> Iterator[Problem]:
    """Yield an entry without a range, with two, or with what is none."""
    given = {name: entry.get(name) for name in RANGES if entry.get(name) is not None}
    if len(given) != 1 and not any(isinstance(v, Choice) for v in given.values()):
        message = f"An entry has one address range, this one has {len(given)}."
        yield Problem(entry, (), message)
    for name, value in given.items():
        found = block(value)
        if isinstance(value, str) and (found is None or found.version != RANGES[name]):
            message = f"{value or 'An empty text'} is no IPv{RANGES[name]} range."
            yield Problem(entry, (name,), message)


def _filtering(entry: Resource) -> Iterator[Problem]:
    """Yield ports and types that do not fit the protocol."""
    protocol = text(entry.get("Protocol"))
    ports, icmp = entry.get("PortRange"), entry.get("Icmp")
    if protocol in WITH_PORTS and ports is None:
        message = "An entry for TCP or UDP needs a PortRange."
        yield Problem(entry, (), message)
    if protocol == ICMP and icmp is None:
        yield Problem(entry, (), "An entry for ICMP needs Icmp: a type and a code.")
    if protocol == ICMPV6 and icmp is None and entry.get("Ipv6CidrBlock") is not None:
        yield Problem(entry, (), "An entry for ICMPv6 needs Icmp: a type and a code.")
    if isinstance(ports, dict):
        low, high = number(ports.get("From")), number(ports.get("To"))
        if low is None or high is None:
            return
        if protocol == ALL and (low, high) not in EVERY:
            message = "An entry for all protocols is for all ports; these are ignored."
            mend = "Name the protocol: 6 is TCP."
            yield Problem(entry, ("PortRange",), message, mend)
        elif protocol != ALL and not 0 <= low <= high <= PORT:
            message = f"The ports go from {low:g} to {high:g}."
            yield Problem(entry, ("PortRange", "To"), message)
