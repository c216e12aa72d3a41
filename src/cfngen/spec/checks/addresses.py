"""Checks of the network's address ranges, which AWS makes when it creates them.

https://docs.aws.amazon.com/vpc/latest/userguide/subnet-sizing.html
"""

from __future__ import annotations

from collections.abc import Iterator
from ipaddress import IPv4Network

from cfngen.spec.checks.check import Check
from cfngen.spec.checks.once import listed_once
from cfngen.spec.network import Network
from cfngen.spec.source import Place, Problem, dotted

LARGEST, SMALLEST = 16, 28
"""Prefix lengths that a VPC and a subnet may have."""


def block(text: str) -> IPv4Network | None:
    """Return a range, or None where the text is none or starts inside one."""
    try:
        return IPv4Network(text)
    except ValueError:
        return None


def subnets(network: Network) -> dict[Place, IPv4Network]:
    """Return the subnets that are real ranges, by place."""
    places = {
        ("subnets", tier, zone): block(text)
        for tier, texts in network.tiers().items()
        for zone, text in enumerate(texts)
    }
    return {place: found for place, found in places.items() if found}


def real_ranges(network: Network) -> Iterator[Problem]:
    """Every CIDR block is a real one, written from its first address."""
    texts: dict[Place, str] = {("cidr",): network.cidr}
    for tier, blocks in network.tiers().items():
        texts |= {("subnets", tier, zone): text for zone, text in enumerate(blocks)}
    for place, text in texts.items():
        if block(text) is None:
            yield _unreal(place, text)


def _unreal(place: Place, text: str) -> Problem:
    """Return what is wrong with a text that is not a range."""
    try:
        meant = IPv4Network(text, strict=False)
    except ValueError:
        return Problem(
            place,
            f"{text} is not an IPv4 range.",
            "Each number is 0 to 255 without leading zeros, the prefix length 0 to 32.",
        )
    message = f"{text} is not the start of a range."
    return Problem(place, message, f"Did you mean {meant}?")


def sizes_of_aws(network: Network) -> Iterator[Problem]:
    """The VPC and every subnet are between /16 and /28."""
    vpc = block(network.cidr)
    ranges: dict[Place, IPv4Network] = {("cidr",): vpc} if vpc else {}
    for place, found in (ranges | subnets(network)).items():
        what = "VPC" if place == ("cidr",) else "subnet"
        if not LARGEST <= found.prefixlen <= SMALLEST:
            size = "large" if found.prefixlen < LARGEST else "small"
            yield Problem(
                place,
                f"/{found.prefixlen} is too {size} for a {what}.",
                f"Take a prefix length from /{LARGEST} to /{SMALLEST}.",
            )


def inside_the_vpc(network: Network) -> Iterator[Problem]:
    """Every subnet lies inside the VPC."""
    vpc, placed = block(network.cidr), subnets(network)
    outside = {p: f for p, f in placed.items() if vpc and not f.subnet_of(vpc)}
    if vpc and 1 < len(placed) == len(outside):
        message = f"None of the subnets is inside the VPC's {vpc}."
        yield Problem(("cidr",), message, "Write the range that they are part of.")
        return
    proposed: list[IPv4Network] = []
    for place, found in outside.items():
        message = f"{found} is not inside the VPC's {vpc}."
        yield Problem(place, message, _free(network, found.prefixlen, proposed))


def apart(network: Network) -> Iterator[Problem]:
    """No two subnets overlap."""
    earlier: dict[Place, IPv4Network] = {}
    proposed: list[IPv4Network] = []
    for place, found in subnets(network).items():
        for other, known in earlier.items():
            if found.overlaps(known):
                whose = dotted(("network", *other))
                message = f"{found} overlaps {known} of {whose}."
                advice = _free(network, found.prefixlen, proposed)
                yield Problem(place, message, advice)
                break
        earlier[place] = found


def _free(network: Network, prefix: int, proposed: list[IPv4Network]) -> str:
    """Return the advice to take the first range of a size that is free; note it."""
    vpc = block(network.cidr)
    taken = (*subnets(network).values(), *proposed)
    if vpc and vpc.prefixlen < prefix:
        for candidate in vpc.subnets(new_prefix=prefix):
            if not any(candidate.overlaps(other) for other in taken):
                proposed.append(candidate)
                return f"{candidate} is free."
    return "Take a range of the VPC that is free, or a larger VPC."


def same_zones(network: Network) -> Iterator[Problem]:
    """Every tier spans the same zones, so it has as many subnets as the public one."""
    for tier, blocks in network.tiers().items():
        if len(blocks) != network.zones:
            yield Problem(
                ("subnets", tier),
                f"Subnets: {len(blocks)} {tier}, {network.zones} public; every tier "
                "spans the same zones.",
                f"Give {tier} {network.zones} subnets, one per zone.",
            )


def nat_serves(network: Network) -> Iterator[Problem]:
    """NAT gateways have a private tier to serve."""
    if network.nat != "none" and not network.subnets.private:
        yield Problem(
            ("nat",),
            f"nat: {network.nat} serves nobody: there are no private subnets.",
            "Write nat: none, or add private subnets.",
        )


def endpoints_serve(network: Network) -> Iterator[Problem]:
    """Endpoints have a private tier to serve."""
    if network.endpoints and not network.subnets.private:
        yield Problem(
            ("endpoints",),
            "The endpoints serve nobody: there are no private subnets.",
            "Remove endpoints, or add private subnets.",
        )


NETWORK = (
    Check("CG020", real_ranges),
    Check("CG021", sizes_of_aws),
    Check("CG022", inside_the_vpc),
    Check("CG023", apart),
    Check("CG024", same_zones),
    Check("CG025", nat_serves),
    Check("CG028", endpoints_serve),
    Check("CG038", listed_once),
)
