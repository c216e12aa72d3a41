"""Changes that let one packet through: what may mend a claim that something works."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cfngen.prove.judging.narrowing import ENDS, Repair
from cfngen.prove.judging.parts import Part, added, rarest
from cfngen.prove.judging.ways import WHOLE, Call, gateways, last, own, ways
from cfngen.prove.judging.wording import CIDRS, both, carried, keyed
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface, Subnet
from cfngen.prove.network.rules import (
    Acl,
    Entry,
    Origin,
    Ranges,
    Rule,
    Traffic,
)
from cfngen.prove.packets import TCP, UDP, Family, Span
from cfngen.prove.packets.packets import merged
from cfngen.prove.packets.wording import ranges
from cfngen.prove.reach.clients import EPHEMERAL, client_ports

HIGHEST, STEP = 32_766, 10
"""The last number of an entry of a network ACL, and the distance between two:
https://docs.aws.amazon.com/vpc/latest/userguide/nacl-rules.html"""


def widened(network: Network, call: Call) -> Iterator[Repair]:
    """Yield what may let a packet pass one hop more, each on its own."""
    yield from _grouped(network, call)
    yield from _listed(network, call)
    yield from ways(network, call)


def _grouped(network: Network, call: Call) -> Iterator[Repair]:
    """Yield a rule more for either end's security group."""
    ends = (
        (Part.INGRESS, call.target, call.source),
        (Part.EGRESS, call.source, call.target),
    )
    for part, end, peer in ends:
        known = rarest(network, end) if end is not None else ()
        group = next((path for path in known if path in network.groups), None)
        if end is None or group is None:
            continue
        rule = Rule(Origin(words="the rule to add"), call.asks)
        if peer is not None and peer.groups:
            rule = replace(rule, group=rarest(network, peer)[0])
            other = f"{ENDS[part]}SecurityGroupId: {last(rule.group)}"
        else:
            rule = replace(rule, ranges=_addresses(network, call, peer))
            other = keyed(rule.ranges, CIDRS, ":")
        property = f"SecurityGroup{part.value[1].capitalize()}"
        words = f"add to {last(group)} {property} {carried(call.asks)}, {other}"
        at = Origin(group) if group != end.groups[0] else None
        yield Repair(words, added(network, part, group, rule), at)


def _listed(network: Network, call: Call) -> Iterator[Repair]:
    """Yield an entry more for each network ACL on the way there and back.

    A NAT gateway asks in the name of the source, from ports of its own.
    """
    asks, source, target = call.asks, call.source, call.target
    back = _answers(asks, client_ports(network, source))
    here, there = (_addresses(network, call, end) for end in (source, target))
    for subnet in own(network, source):
        yield from _entries(network, subnet, Part.OUTBOUND, asks, there)
        yield from _entries(network, subnet, Part.INBOUND, back, there)
    for subnet in own(network, target):
        yield from _entries(network, subnet, Part.INBOUND, asks, here)
        yield from _entries(network, subnet, Part.OUTBOUND, back, here)
    for gateway in gateways(network, source):
        for subnet in own(network, gateway):
            translated = _answers(asks, EPHEMERAL)
            yield from _entries(network, subnet, Part.INBOUND, asks, here)
            yield from _entries(network, subnet, Part.OUTBOUND, asks, there)
            yield from _entries(network, subnet, Part.INBOUND, translated, there)
            yield from _entries(network, subnet, Part.OUTBOUND, back, here)


def _entries(
    network: Network, subnet: Subnet, part: Part, what: tuple[Traffic, ...], who: Ranges
) -> Iterator[Repair]:
    """Yield an entry after the others, and one before those that deny."""
    acl = network.acls.get(subnet.acl)
    if acl is None or acl.default:
        return
    way = "from" if part is Part.INBOUND else "to"
    allowed = f"allow {carried(what)} {way} {both(who)}"
    count = len(what) * sum(len(tuple(ranges(who.of(f), f))) for f in Family)
    for number in _numbers(acl, part, count):
        entry = Entry(Origin(words=f"#{number}"), number, True, who, what)
        named = f"entry #{number}"
        if count > 1:  # an entry has one protocol, one span and one range
            named = f"entries from #{number} on, one for each"
        words = f"add to {last(acl.path)} the {part.value[1]} {named}: {allowed}"
        yield Repair(words, added(network, part, subnet.acl, entry))


def _numbers(acl: Acl, part: Part, count: int) -> Iterator[int]:
    """Yield where the numbers of new entries may begin: after all, or before all."""
    taken = {one.number for one in getattr(acl, part.value[1])}
    last = max(taken, default=0) + STEP
    if last + count - 1 > HIGHEST:
        free = (n for n in range(1, last) if taken.isdisjoint(range(n, n + count)))
        last = next(free)
    yield last
    if taken and min(taken) > count:
        yield min(taken) - count


def _addresses(network: Network, call: Call, end: Interface | None) -> Ranges:
    """Return the ranges of an end: its subnets', or what of the internet is meant."""
    if end is None:
        own = call.internet.of(call.family)
    else:
        workload = network.workloads.get(end.workload)
        alike = workload.interfaces if workload is not None else (end,)
        places = [network.subnets.get(one.subnet) for one in alike]
        own = merged(s for one in places if one for s in one.ranges.of(call.family))
    if not own:
        return WHOLE[call.family]
    return Ranges(v4=own) if call.family is Family.V4 else Ranges(v6=own)


def _answers(asked: Iterable[Traffic], client: Span) -> tuple[Traffic, ...]:
    """Return what answers are; of control messages they have the ports of requests."""
    answers = (
        replace(one, to=client) if one.protocol[0] in (TCP, UDP) else one
        for one in asked
    )
    return tuple(dict.fromkeys(answers))
