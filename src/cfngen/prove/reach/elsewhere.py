"""Who is neither at hand nor on the internet: other subnets, and other networks.

Another stack may put a subnet into what a VPC has left, and what peering, transit and
VPN connections lead to has private addresses. Rules by address may be for them, so in
MAY they get in where a route leads back to them.
"""

from __future__ import annotations

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Way
from cfngen.prove.packets import NONE, Family, Packets, Span
from cfngen.prove.packets.packets import common, less, packets
from cfngen.prove.reach.addressing import addresses, speaks
from cfngen.prove.reach.internet import internet
from cfngen.prove.reach.plane import Plane


def left(network: Network, family: Family, vpc: str) -> tuple[Span, ...]:
    """Return the addresses of a VPC that no subnet has which is at hand."""
    held = network.vpcs.get(vpc)
    subnets = network.subnets.values()
    taken = (
        span for one in subnets if one.vpc == vpc for span in one.ranges.of(family)
    )
    return less(held.ranges.of(family), taken) if held is not None else ()


def behind(plane: Plane, subnet: str) -> tuple[Span, ...]:
    """Return the addresses of other networks that a subnet's routes lead to.

    What is public there counts as the internet's.
    """
    network, family = plane.network, plane.family
    subnets = network.subnets.values()
    taken = (span for one in subnets for span in one.ranges.of(family))
    private = less((family.every,), (*internet(network, family), *taken))
    return common(private, plane.facts.sent(subnet, (Way.OUTSIDE,)))


def entering(plane: Plane, target: Interface) -> Packets:
    """Return what gets in from there, as far as rules by address let it (MAY)."""
    network, family = plane.network, plane.family
    subnet = network.subnets.get(target.subnet)
    routed = plane.facts.routes(target.subnet) is not None
    if subnet is None or not routed or not speaks(target, family, plane.bound):
        return NONE
    led = plane.facts.sent(target.subnet, (Way.LOCAL, Way.OUTSIDE))
    near = common(left(network, family, subnet.vpc), led)
    far = (*near, *behind(plane, target.subnet))
    if not far:
        return NONE
    whole = packets(far, addresses(network, target, family))
    let = plane.guards.admitted(target) & whole
    return let & plane.facts.acl(target.subnet, False) if let else NONE
