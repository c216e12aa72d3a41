"""Load balancers."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.balancing.reading import BALANCER, LISTENER, balancer_of
from cfngen.model import Model, Resource, listed, number, text
from cfngen.prove.network.attaching import Site, Wiring, interfaces, workload
from cfngen.prove.network.naming import workload_names
from cfngen.prove.network.places import Kind, Workload
from cfngen.prove.network.unknowns import held

CLASSIC = "AWS::ElasticLoadBalancing::LoadBalancer"
SHORT = {"application": "alb", "network": "nlb"}
SCHEMES = {"internet-facing": True, "internal": False}
SIX = {"ipv4": False, "dualstack": True, "dualstack-without-public-ipv4": True}
NO_PUBLIC_FOUR = "dualstack-without-public-ipv4"

CLIENTS = (
    "it may keep its clients' addresses, which then meet the groups of its targets; "
    "that is not followed"
)


def balancers_of(site: Site, unread: dict[str, str]) -> Iterator[Workload]:
    """Yield load balancers; what is not looked into of them is added to `unread`.

    A Network Load Balancer without security groups filters nothing.
    https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html
    """
    ports = _ports(site.model)
    for one in site.model.of(BALANCER):
        kind = "application" if one.get("Type") is None else text(one.get("Type")) or ""
        if kind not in SHORT:
            unread[one.path] = "gateway load balancers send packets through others"
            continue
        if kind == "network":
            unread[one.path] = CLIENTS
        names = workload_names(one, Kind.BALANCER, SHORT[kind])
        found = interfaces(site, one, _wiring(one, kind == "network"))
        yield workload(one, Kind.BALANCER, names, found, tuple(ports.get(one.path, ())))
    for one in site.model.of(CLASSIC):
        unread[one.path] = "where a classic load balancer sends requests is not read"
        wiring = Wiring(one.get("Subnets"), one.get("SecurityGroups"), _public(one))
        names = workload_names(one, Kind.BALANCER)
        yield workload(one, Kind.BALANCER, names, interfaces(site, one, wiring))


def _wiring(one: Resource, unguarded: bool) -> Wiring:
    """Return what a load balancer says of its interfaces."""
    given = one.get("IpAddressType")
    six = False if given is None else SIX.get(text(given) or "")
    mappings = one.get("SubnetMappings")
    subnets = one.get("Subnets") if mappings is None else held(mappings, "SubnetId")
    public = _public(one)
    if text(given) == NO_PUBLIC_FOUR:
        public = False
    groups = one.get("SecurityGroups")
    return Wiring(subnets, groups, public, six, unguarded=unguarded)


def _public(one: Resource) -> bool | None:
    """Return whether a load balancer has public addresses, as it has by default."""
    given = one.get("Scheme")
    return True if given is None else SCHEMES.get(text(given) or "")


def _ports(model: Model) -> dict[str, list[int]]:
    """Return the ports of the listeners of each load balancer."""
    found: dict[str, list[int]] = {}
    for one in model.of(LISTENER):
        for port in map(number, listed(one.get("Port"))):
            if port is not None:
                found.setdefault(balancer_of(one), []).append(int(port))
    return found
