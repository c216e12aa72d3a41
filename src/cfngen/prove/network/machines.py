"""Functions, builds, instances and network interfaces of their own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from cfngen.model import Model, Resource, Unknown, Value, listed, switched
from cfngen.prove.network.attaching import Site, Wiring, interfaces, workload
from cfngen.prove.network.naming import kebab, workload_names
from cfngen.prove.network.places import Interface, Kind, Workload
from cfngen.prove.network.unknowns import held, key

FUNCTION, BUILD = "AWS::Lambda::Function", "AWS::CodeBuild::Project"
INSTANCE, INTERFACE = "AWS::EC2::Instance", "AWS::EC2::NetworkInterface"
ADDRESS, ASSOCIATION = "AWS::EC2::EIP", "AWS::EC2::EIPAssociation"
IPV6 = ("Ipv6AddressCount", "Ipv6Addresses", "Ipv6PrefixCount", "Ipv6Prefixes")


def machines_of(site: Site) -> Iterator[Workload]:
    """Yield what runs code and is no task, where it is in a VPC."""
    for one in site.model.of(FUNCTION):
        given = one.get("VpcConfig")
        if given not in (None, {}) and held(given, "SubnetIds") not in (None, []):
            six = switched(held(given, "Ipv6AllowedForDualStack"))
            absent = held(given, "Ipv6AllowedForDualStack") is None
            wiring = Wiring(
                *(held(given, "SubnetIds"), held(given, "SecurityGroupIds"), False),
                v6=False if absent else six,
                path=("VpcConfig",),
            )
            yield _made(site, one, Kind.FUNCTION, wiring)
    for one in site.model.of(BUILD):
        given = one.get("VpcConfig")
        if given not in (None, {}):
            subnets, groups = held(given, "Subnets"), held(given, "SecurityGroupIds")
            wiring = Wiring(subnets, groups, False, None, ("VpcConfig",))
            yield _made(site, one, Kind.BUILD, wiring)
    fixed = _with_addresses(site.model)
    for one in site.model.of(INSTANCE):
        found = tuple(_of_instance(site, one, one.path in fixed))
        if found:  # else it has those that are resources of their own
            names = workload_names(one, Kind.INSTANCE)
            yield workload(one, Kind.INSTANCE, names, found)
    owners = _owners(site.model)
    for one in site.model.of(INTERFACE):
        wiring = Wiring(one.get("SubnetId"), one.get("GroupSet"), one.path in fixed)
        wiring = replace(wiring, v6=_asks_for_six(site, one.get("SubnetId"), one))
        yield _made(site, one, Kind.INSTANCE, wiring, *owners.get(one.path, ()))


def _made(
    site: Site, one: Resource, kind: Kind, wiring: Wiring, *words: str
) -> Workload:
    found = interfaces(site, one, wiring)
    return workload(one, kind, workload_names(one, kind, *words), found)


def _owners(model: Model) -> dict[str, tuple[str, str]]:
    """Return the names of the instance that has an interface, by the interface."""
    return {
        key(held(inner, "NetworkInterfaceId")): (one.name, kebab(one.name))
        for one in model.of(INSTANCE)
        for inner in listed(one.get("NetworkInterfaces"))
        if held(inner, "NetworkInterfaceId") is not None
    }


def _with_addresses(model: Model) -> frozenset[str]:
    """Return the instances and interfaces that have an Elastic IP address."""
    names = ("InstanceId", "NetworkInterfaceId")
    return frozenset(
        key(one.get(name))
        for type in (ADDRESS, ASSOCIATION)
        for one in model.of(type)
        for name in names
        if one.get(name) is not None
    )


def _of_instance(site: Site, one: Resource, fixed: bool) -> Iterator[Interface]:
    """Yield the interfaces of an instance, those of their own left out."""
    templated = one.get("LaunchTemplate") is not None
    unsure = Unknown(f"the launch template of {one.path}")
    given = listed(one.get("NetworkInterfaces"))
    for index, inner in enumerate(given):
        if held(inner, "NetworkInterfaceId") is None:
            subnet, groups = held(inner, "SubnetId"), held(inner, "GroupSet")
            public = switched(held(inner, "AssociatePublicIpAddress"))
            if held(inner, "AssociatePublicIpAddress") is None:
                public = mapped(site, subnet)
            path = ("NetworkInterfaces", index)
            wiring = Wiring(subnet, groups, fixed or public, path=path)
            wiring = replace(wiring, v6=_asks_for_six(site, subnet, one))
            yield from interfaces(site, one, wiring)
    if not given:
        subnet, groups = one.get("SubnetId"), one.get("SecurityGroupIds")
        groups = one.get("SecurityGroups") if groups is None else groups
        if templated:
            subnet, groups = subnet or unsure, groups or unsure
        wiring = Wiring(subnet, groups, fixed or mapped(site, subnet))
        wiring = replace(wiring, v6=_asks_for_six(site, subnet, one))
        yield from interfaces(site, one, wiring)


def mapped(site: Site, subnet: Value) -> bool | None:
    """Return whether a subnet gives instances public addresses.

    It does so for instances, not for tasks on Fargate.
    https://docs.aws.amazon.com/vpc/latest/userguide/subnet-public-ip.html
    """
    return _of_subnet(site, subnet, "MapPublicIpOnLaunch")


def _of_subnet(site: Site, subnet: Value, name: str) -> bool | None:
    found = site.model.resources.get(key(subnet))
    if found is None:
        return None
    given = found.get(name)
    return False if given is None else switched(given)


def _asks_for_six(site: Site, subnet: Value, one: Resource) -> bool | None:
    """Return whether an instance or interface has an address of IPv6."""
    if any(one.get(name) not in (None, 0, []) for name in IPV6):
        return True
    return _of_subnet(site, subnet, "AssignIpv6AddressOnCreation")
