"""Interface endpoints and NAT gateways."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cfngen.checks.network.endpoints import ENDPOINT, GATEWAY, kind, service
from cfngen.checks.network.routes import NAT_GATEWAY
from cfngen.model import Resource, switched, text
from cfngen.prove.network.attaching import Site, Wiring, interfaces, workload
from cfngen.prove.network.naming import workload_names
from cfngen.prove.network.places import Kind, Workload

HTTPS = 443
WITH_GROUPS = ("Interface", "Resource", "ServiceNetwork")


def endpoints_of(site: Site, unread: dict[str, str]) -> Iterator[Workload]:
    """Yield the endpoints that have interfaces; others are added to `unread`.

    https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
    """
    for one in site.model.of(ENDPOINT):
        of_kind = kind(one)
        if of_kind == GATEWAY:
            continue
        if of_kind not in WITH_GROUPS:
            unread[one.path] = "what is behind this endpoint is not at hand"
            continue
        six = {"ipv4": False, "dualstack": True, "ipv6": True}
        given = one.get("IpAddressType")
        wiring = Wiring(
            *(one.get("SubnetIds"), one.get("SecurityGroupIds"), False),
            v6=False if given is None else six.get(text(given) or ""),
        )
        to = service(one)
        words = (f"endpoint.{to}",) if to else ()
        names = workload_names(one, Kind.ENDPOINT, *words)
        found = workload(
            *(one, Kind.ENDPOINT, names, interfaces(site, one, wiring), (HTTPS,))
        )
        yield replace(found, service=to, private_dns=_named(one))


def _named(endpoint: Resource) -> bool | None:
    """Return whether a service's own names lead to an endpoint.

    AWS's pages differ on what is so where nobody says.
    """
    return switched(endpoint.get("PrivateDnsEnabled"))


def nats_of(site: Site, unread: dict[str, str]) -> Iterator[Workload]:
    """Yield NAT gateways, which no security group filters.

    Those of a whole VPC, without a subnet, are added to `unread`. One that may be in
    either of two subnets is in none that is at hand: it may send anything anywhere.
    https://docs.aws.amazon.com/vpc/latest/userguide/vpc-nat-gateway.html
    """
    for one in site.model.of(NAT_GATEWAY):
        if one.get("SubnetId") is None:
            unread[one.path] = "a NAT gateway of a whole VPC has no subnet"
            continue
        given = one.get("ConnectivityType")
        public = {"public": True, "private": False}.get(text(given) or "")
        wiring = Wiring(
            *([one.get("SubnetId")], None, True if given is None else public),
            unguarded=True,
        )
        names, found = workload_names(one, Kind.NAT), interfaces(site, one, wiring)
        if len(found) > 1:
            unread[one.path] = "which subnet it is in hangs on what is not known"
            found = ()
        yield workload(one, Kind.NAT, names, found)
