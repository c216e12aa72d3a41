"""Those outside of the VPC as security group rules name them.

Cloudflare's ranges are in prefix lists, one for each address family. A prefix list
counts in a security group as many rules as it has room for, of 60 in each direction:
https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html

AWS counts families apart, but does not say to which a rule with a prefix list belongs.
So both lists together stay within 60, on the two ports that users may open. Places are
left for those who try out a release and for the two rules that let everybody in: on the
way from these to the lists, and back, all of them stand at once. The sizes never
change: CloudFormation cannot change size and entries of a list at once, nor go back
from a change of both.
https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2377
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from troposphere import GetAtt, ec2

from cfngen.layers.cidr import EVERYWHERE
from cfngen.layers.flows import CLOUDFLARE, TESTERS
from cfngen.layers.layer import Layer
from cfngen.layers.testers import testers
from cfngen.physical import name_tag, physical
from cfngen.spec.ranges.check import ROOM
from cfngen.spec.system import System


@dataclass(frozen=True)
class Peer:
    """One end of a rule: how it is named there.

    `ending` tells the rules of one flow apart; a rule with a `condition` may be absent.
    """

    named: Mapping[str, Any]
    ending: str = ""
    condition: str = ""


def peers(layer: Layer, system: System, who: str) -> tuple[Peer, ...]:
    """Add what rules need to name somebody outside; return a peer for each rule."""
    if who == CLOUDFLARE:
        return _cloudflare(layer, system)
    if who == TESTERS:
        cidr, condition = testers(layer)
        return (Peer({"CidrIp": cidr}, condition=condition),)
    return (Peer({"CidrIp": EVERYWHERE}),)


def _cloudflare(layer: Layer, system: System) -> tuple[Peer, ...]:
    """Add Cloudflare's prefix lists, and return a peer for each."""
    ranges = system.cloudflare
    lists = (
        _prefix_list(layer, system, 4, ranges.ipv4),
        _prefix_list(layer, system, 6, ranges.ipv6),
    )
    return tuple(
        Peer({"SourcePrefixListId": GetAtt(made, "PrefixListId")}, ending)
        for made, ending in zip(lists, ("", "Ipv6"), strict=True)
    )


def _prefix_list(
    layer: Layer, system: System, family: int, ranges: tuple[str, ...]
) -> ec2.PrefixList:
    """Add the prefix list of an address family and return it."""
    name = f"cloudflare-ipv{family}"
    return layer.add(
        ec2.PrefixList(
            f"CloudflareIpv{family}PrefixList",
            PrefixListName=physical(system.system, name),
            AddressFamily=f"IPv{family}",
            MaxEntries=ROOM[family],
            Entries=[ec2.Entry(Cidr=one) for one in ranges],
            Tags=name_tag(system.system, name),
        )
    )
