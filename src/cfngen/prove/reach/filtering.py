"""What a network ACL lets through, as a set of packets."""

from __future__ import annotations

from cfngen.prove.network.rules import Acl, Bound, Entry
from cfngen.prove.packets import ANY_PORT, NONE, Box, Family, Packets
from cfngen.prove.packets.packets import every


def allowed(acl: Acl | None, outbound: bool, family: Family, bound: Bound) -> Packets:
    """Return the packets that a network ACL lets out of its subnets, or into them.

    The first entry that fits decides. One that is not wholly known and allows counts in
    MAY, one that denies in MUST; a network ACL that is not at hand is open or shut.
    """
    if acl is None:
        return every(family) if bound is Bound.MAY else NONE
    found, denied = NONE, NONE
    for entry in acl.outbound if outbound else acl.inbound:
        if entry.unknowns and entry.allows is not (bound is Bound.MAY):
            continue
        fits = Packets(tuple(_boxes(entry, outbound, family)))
        if entry.allows:
            found |= fits - denied
        else:
            denied |= fits
    return found


def _boxes(entry: Entry, outbound: bool, family: Family) -> list[Box]:
    whole = family.every
    return [
        (
            whole if outbound else span,
            span if outbound else whole,
            traffic.protocol,
            ANY_PORT,
            traffic.to,
        )
        for span in entry.ranges.of(family)
        for traffic in entry.traffic
    ]
