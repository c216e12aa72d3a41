"""The network layer: VPC, subnets by tier, routes, NAT, network ACLs, flow logs."""

from __future__ import annotations

from collections.abc import Mapping

from troposphere import Join, Ref

from cfngen import ports
from cfngen.layers.layer import Layer
from cfngen.layers.network import acls, endpoints, flow_logs, nat, routes, vpc
from cfngen.settings import ENVIRONMENT_NAME
from cfngen.spec.network import Tier
from cfngen.spec.system import System

SUBNET_IDS: Mapping[Tier, ports.Port] = {
    "public": ports.PUBLIC_SUBNET_IDS,
    "private": ports.PRIVATE_SUBNET_IDS,
    "isolated": ports.ISOLATED_SUBNET_IDS,
}


def build(system: System) -> Layer:
    """Build the network layer.

    Raises InputError when the spec needs more network ACL rules than AWS allows.
    """
    layer = Layer("network", f"{system.system}: VPC, subnets, routes and network ACLs")
    layer.setting(ENVIRONMENT_NAME)
    ground = vpc.add(layer, system)
    tables = routes.add(ground) | {"private": nat.add(ground)}
    endpoints.add(ground, tables)
    acls.add(ground)
    flow_logs.add(ground)
    layer.leave(ports.VPC_ID, Ref(ground.vpc))
    for tier, subnets in ground.subnets.items():
        layer.leave(SUBNET_IDS[tier], Join(",", [Ref(subnet) for subnet in subnets]))
    return layer
