"""Names of services and stores: the VPC's own server has to resolve them."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.model import Model, Resource, switched
from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Origin
from cfngen.prove.verdict import Broken

SUPPORT = "EnableDnsSupport"
OTHER_SERVERS = "AWS::EC2::VPCDHCPOptionsAssociation"


def nameless(model: Model, network: Network, path: str) -> Iterator[Broken]:
    """Yield each VPC of a workload in which nobody resolves names.

    With options for DHCP there may be other servers, so that nothing is said then.
    https://docs.aws.amazon.com/vpc/latest/userguide/AmazonDNS-concepts.html
    """
    if any(model.of(OTHER_SERVERS)):
        return
    subnets = (
        network.subnets.get(o.subnet) for o in network.workloads[path].interfaces
    )
    for vpc in dict.fromkeys(one.vpc for one in subnets if one is not None):
        resource: Resource | None = model.resources.get(vpc)
        if resource is not None and switched(resource.get(SUPPORT)) is False:
            what = f"nobody in {vpc} resolves names"
            yield Broken(Origin(vpc, (SUPPORT,)), what, repair=f"{SUPPORT}: true")
