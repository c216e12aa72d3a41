"""What offends, in words: short, and with all that it stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from cfngen.prove.judging.offences import Offence
from cfngen.prove.network.network import STRANGER, Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Origin, Ranges, Traffic
from cfngen.prove.packets import Family, Packets, Span
from cfngen.prove.packets.packets import (
    SOURCE,
    TARGET,
    less,
    merged,
)
from cfngen.prove.reach.addressing import addresses
from cfngen.prove.reach.internet import internet
from cfngen.prove.reach.shaping import traffic_of
from cfngen.prove.reach.wording import INTERNET, called, ports_words, ranges_words

CIDRS = {Family.V4: "CidrIp", Family.V6: "CidrIpv6"}
BLOCKS = {Family.V4: "CidrBlock", Family.V6: "Ipv6CidrBlock"}
"""The properties that rules, and entries of network ACLs, have for addresses."""


def described(network: Network, end: Interface | None) -> str:
    """Return an end in a sentence; of somebody else also the subnet."""
    if end is not None and _strange(end):
        return f"any other interface in {end.subnet}"
    return called(network, end)


def sender(network: Network, one: Offence) -> str:
    """Return who sends packets: an end, or who has addresses that are not at hand."""
    hidden = unseen(network, one)
    if hidden and not less(one.shown.spans(SOURCE), hidden):
        return f"somebody at {ranges_words(hidden, one.family)}"
    return described(network, one.source)


def unseen(network: Network, one: Offence) -> tuple[Span, ...]:
    """Return the addresses of other subnets and networks that packets come from."""
    if one.source is not None:
        return ()
    return less(one.shown.spans(SOURCE), internet(network, one.family))


def located(origin: Origin) -> str:
    """Return where a rule is written: `DatabaseGroup.SecurityGroupIngress[0]`."""
    name = origin.resource.rpartition("/")[2]
    steps = (f"[{s}]" if isinstance(s, int) else f".{s}" for s in origin.path)
    return f"{name}{''.join(steps)}" or origin.words


def ported(packets: Packets, family: Family) -> str:
    """Return which protocols and ports packets are of, spans that touch as one."""
    words = (ports_words(one, family) for one in traffic_of(packets))
    return ", ".join(dict.fromkeys(words))


def carried(many: Iterable[Traffic]) -> str:
    """Return protocols and ports of a rule: `tcp/80, tcp/443`, `icmpv6`."""
    return ", ".join(_carried(one) for one in many)


def _carried(one: Traffic) -> str:
    """Return a protocol and ports; a rule for messages is for those of one family."""
    v6 = (Family.V6.icmp, Family.V6.icmp)
    words = ports_words(one, Family.V6 if one.protocol == v6 else Family.V4)
    return words.replace("icmp", "icmpv6", 1) if one.protocol == v6 else words


def both(found: Ranges) -> str:
    """Return address ranges of both families."""
    parts = (ranges_words(found.of(family), family) for family in Family)
    return ", ".join(part for part in parts if part)


def keyed(found: Ranges, keys: Mapping[Family, str], sign: str = "") -> str:
    """Return address ranges behind their property: `CidrIpv6 2001:db8::/32`."""
    family = Family.V6 if found.v6 and not found.v4 else Family.V4
    return f"{keys[family]}{sign} {both(found)}"


def summed(network: Network, offences: Iterable[Offence]) -> tuple[str, ...]:
    """Return all that offends: who, to whom and on which ports, a line each.

    Sources with the same targets and ports share a line, as do the subnets of one.
    """
    lines: dict[tuple[str, str], dict[str, list[Offence]]] = {}
    for one in offences:
        who = STRANGER if _strange(one.source) else sender(network, one)
        key = (_aimed(network, one), ported(one.shown, one.family))
        lines.setdefault(key, {}).setdefault(who, []).append(one)
    return tuple(
        f"{', '.join(_sources(network, who, many) for who, many in by.items())} -> "
        f"{target}: {ports}"
        for (target, ports), by in lines.items()
    )


def _sources(network: Network, who: str, many: list[Offence]) -> str:
    """Return the sources of one name with their subnets and addresses."""
    if who == INTERNET:
        return f"{who} ({_public(network, many, SOURCE)})"
    if who != STRANGER:
        return who
    subnets = dict.fromkeys(one.source.subnet for one in many if one.source)
    where = next(iter(subnets)) if len(subnets) == 1 else f"{len(subnets)} subnets"
    return f"any other interface in {where} ({_inside(network, many)})"


def _inside(network: Network, many: list[Offence]) -> str:
    """Return the addresses of strangers, those of a whole subnet as its range."""
    found = []
    for family in Family:
        spans: list[Span] = []
        for one in many:
            if one.family is family and one.source is not None:
                taken = one.shown.spans(SOURCE)
                whole = taken == addresses(network, one.source, family)
                subnet = network.subnets[one.source.subnet]
                spans += subnet.ranges.of(family) if whole else taken
        if spans:
            found.append(f"every address of {ranges_words(merged(spans), family)}")
    return ", ".join(found)


def _aimed(network: Network, one: Offence) -> str:
    """Return the target of an offence; of somebody else only that it is one."""
    if one.target is None:
        return f"{INTERNET} ({_public(network, [one], TARGET)})"
    return STRANGER if _strange(one.target) else called(network, one.target)


def _public(network: Network, many: list[Offence], field: int) -> str:
    """Return addresses of the internet: all, all but some, or some."""
    found = []
    for family in Family:
        some = [one.shown.spans(field) for one in many if one.family is family]
        taken = merged(span for spans in some for span in spans)
        whole = internet(network, family)
        left = less(whole, taken)
        if taken and not left:
            found.append(f"every {family.value} address")
        elif taken and len(left) < len(taken):
            found.append(f"every address but {ranges_words(left, family)}")
        elif taken:
            found.append(ranges_words(taken, family))
    return ", ".join(found)


def _strange(end: Interface | None) -> bool:
    return end is not None and end.workload == STRANGER
