"""The VPC, its internet gateway, and its subnets by tier and availability zone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from troposphere import AWSObject, GetAZs, Ref, Select, ec2

from cfngen.layers.cidr import CIDR_PATTERN
from cfngen.layers.layer import Layer
from cfngen.physical import name_tag
from cfngen.settings import Setting
from cfngen.spec.network import Tier
from cfngen.spec.system import System


@dataclass(frozen=True)
class Ground:
    """What the rest of the network stands on; subnets and CIDRs are in zone order."""

    layer: Layer
    system: System
    vpc: ec2.VPC
    attachment: ec2.VPCGatewayAttachment
    subnets: Mapping[Tier, tuple[ec2.Subnet, ...]]
    cidrs: Mapping[Tier, tuple[Ref, ...]]

    def add(self, resource: AWSObject) -> AWSObject:
        """Add a resource to the layer and return it."""
        return self.layer.add(resource)


def add(layer: Layer, system: System) -> Ground:
    """Add the VPC with its gateway and subnets to the layer."""
    vpc = layer.add(_vpc(layer, system))
    gateway = layer.add(
        ec2.InternetGateway("InternetGateway", Tags=name_tag(system.system))
    )
    attachment = layer.add(
        ec2.VPCGatewayAttachment(
            "InternetGatewayAttachment",
            VpcId=Ref(vpc),
            InternetGatewayId=Ref(gateway),
        )
    )
    cidrs = {tier: _cidrs(layer, system, tier) for tier in system.network.tiers()}
    subnets = {
        tier: tuple(
            layer.add(_subnet(system, vpc, tier, zone, cidr))
            for zone, cidr in enumerate(blocks, start=1)
        )
        for tier, blocks in cidrs.items()
    }
    return Ground(layer, system, vpc, attachment, subnets, cidrs)


def _vpc(layer: Layer, system: System) -> ec2.VPC:
    """Return the VPC; endpoints of AWS services need DNS resolution and host names."""
    setting = Setting(
        "VpcCidr",
        "Address range of the VPC.",
        default=system.network.cidr,
        pattern=CIDR_PATTERN,
        hint="an IPv4 range from /16 to /28",
    )
    return ec2.VPC(
        "Vpc",
        CidrBlock=layer.setting(setting),
        EnableDnsSupport=True,
        EnableDnsHostnames=True,
        Tags=name_tag(system.system),
    )


def _cidrs(layer: Layer, system: System, tier: Tier) -> tuple[Ref, ...]:
    """Declare the CIDR settings of a tier and return the references, in zone order."""
    return tuple(
        layer.setting(
            Setting(
                f"{tier.capitalize()}Subnet{zone}Cidr",
                f"Address range of the {tier} subnet in zone {zone}.",
                default=block,
                pattern=CIDR_PATTERN,
                hint="an IPv4 range inside the VPC, /16 to /28",
            )
        )
        for zone, block in enumerate(system.network.tiers()[tier], start=1)
    )


def _subnet(
    system: System, vpc: ec2.VPC, tier: Tier, zone: int, cidr: Ref
) -> ec2.Subnet:
    """Return a tier's subnet in one zone.

    No subnet hands out public addresses by itself: what needs one asks for it.
    """
    return ec2.Subnet(
        f"{tier.capitalize()}Subnet{zone}",
        VpcId=Ref(vpc),
        CidrBlock=cidr,
        AvailabilityZone=Select(zone - 1, GetAZs("")),
        MapPublicIpOnLaunch=False,
        Tags=name_tag(system.system, f"{tier}-{zone}"),
    )
