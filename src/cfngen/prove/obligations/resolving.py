"""Names of services and stores: the VPC's own server has to resolve them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cfngen.checks.network.ground import named
from cfngen.model import Model, Resource, switched, target, worded
from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Origin
from cfngen.prove.verdict import Broken

SUPPORT, HOSTS = "EnableDnsSupport", "EnableDnsHostnames"
PRIVATE = "PrivateDnsEnabled"
SERVERS, AMAZON = "DomainNameServers", "AmazonProvidedDNS"
OTHER_SERVERS = "AWS::EC2::VPCDHCPOptionsAssociation"


def nameless(model: Model, network: Network, path: str) -> Iterator[Broken]:
    """Yield each VPC of a workload in which nobody resolves names.

    With options for DHCP there may be other servers, so that nothing is said then.
    https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
    """
    for vpc in _unserved(model, network, path):
        if switched(vpc.get(SUPPORT)) is False:
            what = f"nobody in {vpc.path} resolves names"
            at = Origin(vpc.path, (SUPPORT,))
            yield Broken(at, what, repair=f"{SUPPORT}: true")


def unsure(model: Model, network: Network, path: str) -> Iterator[str]:
    """Yield what decides whether somebody resolves names, where that is not known."""
    for vpc in _unserved(model, network, path):
        given = vpc.get(SUPPORT)
        if given is not None and switched(given) is None:
            yield worded(given)


def unhosted(model: Model, endpoints: Iterable[str]) -> Iterator[Broken]:
    """Yield each VPC whose endpoints are to have the names of their services, and which
    gives none: AWS refuses such endpoints. It gives none by default.

    https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html
    """
    for path in endpoints:
        endpoint = model.resources.get(path)
        vpc = target(model, endpoint.get("VpcId")) if endpoint is not None else None
        private = endpoint is not None and switched(endpoint.get(PRIVATE)) is True
        if private and vpc is not None and _gives_none(vpc):
            what = f"{path} has {PRIVATE}, which takes {HOSTS} of {vpc.path}"
            yield Broken(Origin(vpc.path, (HOSTS,)), what, repair=f"{HOSTS}: true")


def _gives_none(vpc: Resource) -> bool:
    """Return whether a VPC surely gives no names to hosts."""
    given = vpc.get(HOSTS)
    return given is None or switched(given) is False


def _unserved(model: Model, network: Network, path: str) -> Iterator[Resource]:
    """Yield the VPCs of a workload that have no servers for names but AWS's."""
    subnets = (
        network.subnets.get(o.subnet) for o in network.workloads[path].interfaces
    )
    for vpc in dict.fromkeys(one.vpc for one in subnets if one is not None):
        resource = model.resources.get(vpc)
        if resource is not None and not _others(model, vpc):
            yield resource


def _others(model: Model, vpc: str) -> bool:
    """Return whether a VPC has servers of its own, or may."""
    for one in model.of(OTHER_SERVERS):
        options = target(model, one.get("DhcpOptionsId"))
        own = options.get(SERVERS) if options is not None else ()
        if named(one.get("VpcId")) in ("", vpc) and own not in (None, [], [AMAZON]):
            return True
    return False
