"""The internet: which addresses are public.

Those of IPv6 that stand for addresses of IPv4 (NAT64) are among them. What a NAT
gateway does with them is not looked into: in MAY it lets them out, in MUST not.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from cfngen.prove.network.network import Network
from cfngen.prove.packets import Family, Span
from cfngen.prove.packets.family import span
from cfngen.prove.packets.packets import less

TRANSLATED = "64:ff9b::/96"
PUBLIC: Mapping[Family, tuple[str, ...]] = {
    Family.V4: ("0.0.0.0/0",),
    Family.V6: ("2000::/3", TRANSLATED),
}
"""The second range of IPv6 is the internet of IPv4 behind NAT gateways:
https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-nat64-dns64.html"""

RESERVED: Mapping[Family, tuple[str, ...]] = {
    Family.V4: (
        *("0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8"),
        *("169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "224.0.0.0/3"),
    ),
    Family.V6: (),
}
"""Addresses that no router of the internet forwards: private, shared, link-local,
loopback, multicast and future use (the IANA special-purpose address registry)."""


def internet(network: Network, family: Family) -> tuple[Span, ...]:
    """Return all public addresses of a family, without those of the VPCs."""
    inside = [one for vpc in network.vpcs.values() for one in vpc.ranges.of(family)]
    return less(_forwarded(family), inside)


def speaking(network: Network, family: Family) -> tuple[Span, ...]:
    """Return the public addresses that somebody sends from and answers at.

    Those that stand for IPv4 are nobody's: a claim that something works is not of them.
    """
    return less(internet(network, family), [span(TRANSLATED)] * (family is Family.V6))


@cache
def _forwarded(family: Family) -> tuple[Span, ...]:
    """Return the addresses that routers of the internet forward."""
    return less(map(span, PUBLIC[family]), map(span, RESERVED[family]))
