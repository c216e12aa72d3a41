"""The addresses of an end, and whether it has any of a family."""

from __future__ import annotations

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import Family, Span

FIRST_KEPT, LAST_KEPT = 4, 1
"""AWS keeps the first four addresses of a subnet and the last one for itself:
https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html"""


def addresses(network: Network, end: Interface, family: Family) -> tuple[Span, ...]:
    """Return the private addresses that an interface may have.

    All of the family where its subnet is not at hand. Where the subnet's ranges are not
    known, nothing is taken off for AWS; neither is it in IPv6, where it matters to
    nobody.
    """
    subnet = network.subnets.get(end.subnet)
    if subnet is None:
        return (family.every,)
    whole = subnet.ranges.of(family)
    if family is Family.V6 or subnet.unknowns:
        return whole
    free = ((low + FIRST_KEPT, high - LAST_KEPT) for low, high in whole)
    return tuple((low, high) for low, high in free if low <= high)


def sure(fact: bool | None, bound: Bound) -> bool:
    """Return whether a fact counts: one that is not known does in MAY."""
    return bound is Bound.MAY if fact is None else fact


def speaks(end: Interface, family: Family, bound: Bound) -> bool:
    """Return whether an interface has an address of a family."""
    return family is Family.V4 or sure(end.v6, bound)


def exposed(end: Interface, family: Family, bound: Bound) -> bool:
    """Return whether an internet gateway serves an interface.

    In IPv4 that takes a public address, in IPv6 any address is one.
    """
    return sure(end.public if family is Family.V4 else end.v6, bound)
