"""Where a load balancer stands: its subnets, their zones and their routes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cfngen.checks.balancing.reading import BALANCER, application
from cfngen.checks.check import Problem
from cfngen.checks.network.ground import Way, all_targets, block, named, way
from cfngen.model import Model, Resource, listed, text, worded
from cfngen.resolve.scope import Path

SMALLEST = 27
ZONE = re.compile(r"[a-z]{2}(-[a-z]+)+-[0-9]+[a-z]")
ZONE_ID = re.compile(r"[a-z]+[0-9]+-az[0-9]+")
"""What Availability Zones are called; a Local Zone is us-west-2-lax-1a."""

INTERNET_FACING = "internet-facing"


def zones(model: Model) -> Iterator[Problem]:
    """A load balancer has one subnet in a zone, an Application Load Balancer two zones.

    Elastic Load Balancing refuses the rest ("A load balancer cannot be attached to
    multiple subnets in the same Availability Zone", "At least two subnets in two
    different Availability Zones must be specified"). In a Local Zone or on an Outpost
    one subnet will do.
    """
    for balancer in model.of(BALANCER):
        path = _path(balancer)
        given = _subnets(model, balancer)
        seen: dict[str, Resource] = {}
        for subnet in given or ():
            zone = subnet.get("AvailabilityZone") or subnet.get("AvailabilityZoneId")
            key = worded(zone) if zone is not None else subnet.path
            if key in seen:
                message = f"{seen[key].path} and {subnet.path} are in the same zone."
                yield Problem(balancer, path, message)
            seen.setdefault(key, subnet)
        if given and application(balancer) and len(given) < 2 and not _apart(given[0]):
            message = f"It stands in one subnet, {given[0].path}."
            yield Problem(balancer, path, message, "Name two, in different zones.")


def _apart(subnet: Resource) -> bool:
    """Return whether a subnet is, or may be, where there is no second zone."""
    zone, id = subnet.get("AvailabilityZone"), subnet.get("AvailabilityZoneId")
    unusual = [
        isinstance(given, str) and not pattern.fullmatch(given)
        for given, pattern in ((zone, ZONE), (id, ZONE_ID))
    ]
    return subnet.get("OutpostArn") is not None or any(unusual)


def routed(model: Model) -> Iterator[Problem]:
    """A load balancer on the internet stands in subnets that lead there.

    Without a default route to an internet gateway its answers find no way back: it is
    made, with a warning at most, and nobody reaches it.
    """
    for balancer in model.of(BALANCER):
        given = balancer.get("Scheme")
        if text(balancer.get("Type")) == "gateway":
            continue  # traffic comes to it from endpoints, not from the internet
        if (INTERNET_FACING if given is None else text(given)) == INTERNET_FACING:
            for subnet in _subnets(model, balancer) or ():
                leads = way(model, subnet)
                if leads in (Way.NAT, Way.NOWHERE):
                    message = (
                        f"It is {INTERNET_FACING}, and {subnet.path} leads to {leads}."
                    )
                    yield Problem(balancer, _path(balancer), message)


def roomy(model: Model) -> Iterator[Problem]:
    """The subnets of an Application Load Balancer have room for it to grow.

    AWS asks for a /27 or more with 8 free addresses in each zone. In a smaller one it
    may not be made ("Not enough IP space available in subnet"), nor grow when traffic
    does.
    """
    for balancer in model.of(BALANCER):
        for subnet in _subnets(model, balancer) or ():
            found = block(subnet.get("CidrBlock"))
            small = found is not None and 32 >= found.prefixlen > SMALLEST
            if small and application(balancer):
                message = f"A load balancer stands in it, and its range is {found}."
                mend = f"Make it /{SMALLEST} or larger."
                yield Problem(subnet, ("CidrBlock",), message, mend)


def _path(balancer: Resource) -> Path:
    """Return where a load balancer says in which subnets it stands."""
    return ("Subnets",) if balancer.get("Subnets") is not None else ("SubnetMappings",)


def _subnets(model: Model, balancer: Resource) -> list[Resource] | None:
    """Return the subnets of a load balancer; None unless they are all known."""
    mappings = listed(balancer.get("SubnetMappings"))
    mapped = [m.get("SubnetId") for m in mappings if isinstance(m, dict)]
    found = all_targets(model, balancer.get("Subnets") or mapped)
    return found if found and all(named(s.get("VpcId")) for s in found) else None
