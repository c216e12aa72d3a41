"""Instances that groups of them start, and who else may carry a security group."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from cfngen.model import (
    Model,
    Resource,
    Unknown,
    Value,
    listed,
    references,
    switched,
    target,
)
from cfngen.prove.network.attaching import Site, Wiring, interfaces, workload
from cfngen.prove.network.machines import mapped
from cfngen.prove.network.naming import workload_names
from cfngen.prove.network.others import MACHINE, UNREAD
from cfngen.prove.network.places import Interface, Kind, Workload
from cfngen.prove.network.rules import Group, Names
from cfngen.prove.network.unknowns import held

FLEET = "AWS::AutoScaling::AutoScalingGroup"
TEMPLATE = "AWS::EC2::LaunchTemplate"
CONFIGURATION = "AWS::AutoScaling::LaunchConfiguration"


def fleets_of(site: Site) -> Iterator[Workload]:
    """Yield Auto Scaling groups: their instances are all alike."""
    for one in site.model.of(FLEET):
        subnets = listed(one.get("VPCZoneIdentifier"))
        every = subnets or [Unknown(f"the subnets of {one.path}")]
        found = tuple(made for subnet in every for made in _of(site, one, subnet))
        names = workload_names(one, Kind.INSTANCE)
        yield workload(one, Kind.INSTANCE, names, found)


def carried(
    model: Model, groups: Mapping[str, Group], workloads: Collection[str]
) -> dict[str, Group]:
    """Return groups, those that something else may give to others as carried.

    Instances of launch templates that nothing here uses, and tasks that a state machine
    starts, carry what is named there; which subnets they are in is not known.
    """
    used = {
        start.path
        for one in model.of(FLEET)
        if one.path in workloads and (start := _start(model, one)) is not None
    }
    why: dict[str, Names] = {}
    for type in (*UNREAD, MACHINE, TEMPLATE, CONFIGURATION):
        for one in model.of(type):
            for found in references(list(one.properties.values())):
                if found.path in groups and one.path not in used:
                    said = (*why.get(found.path, ()), f"what {one.path} starts")
                    why[found.path] = tuple(dict.fromkeys(said))
    return {
        path: replace(group, carried=(*group.carried, *why.get(path, ())))
        for path, group in groups.items()
    }


def _of(site: Site, fleet: Resource, subnet: Value) -> Iterator[Interface]:
    """Yield the interfaces of the instances in one subnet."""
    start = _start(site.model, fleet)
    unsure = Unknown(f"what {fleet.path} starts")
    if start is None:
        yield from interfaces(site, fleet, Wiring([subnet], unsure, None, None))
        return
    data: Value = dict(start.properties)
    groups = "SecurityGroups"
    if start.type == TEMPLATE:
        data, groups = start.get("LaunchTemplateData"), "SecurityGroupIds"
    inner = listed(held(data, "NetworkInterfaces"))
    for part in inner or [data]:
        carries = held(part, "Groups" if inner else groups)
        public = held(part, "AssociatePublicIpAddress")
        answer = mapped(site, subnet) if public is None else switched(public)
        yield from interfaces(site, fleet, Wiring([subnet], carries, answer, None))


def _start(model: Model, fleet: Resource) -> Resource | None:
    """Return the one template of a group's instances, if it is at hand.

    https://docs.aws.amazon.com/autoscaling/ec2/userguide/launch-templates.html
    """
    configuration = target(model, fleet.get("LaunchConfigurationName"))
    if configuration is not None:
        return configuration if configuration.type == CONFIGURATION else None
    mixed = fleet.get("MixedInstancesPolicy")
    if mixed is None:
        return _template(model, fleet.get("LaunchTemplate"))
    inner = held(mixed, "LaunchTemplate")
    others = listed(held(inner, "Overrides"))
    if any(held(one, "LaunchTemplateSpecification") is not None for one in others):
        return None
    return _template(model, held(inner, "LaunchTemplateSpecification"))


def _template(model: Model, given: Value) -> Resource | None:
    """Return the launch template that a specification names."""
    for name in ("LaunchTemplateId", "LaunchTemplateName"):
        found = target(model, held(given, name))
        if found is not None and found.type == TEMPLATE:
            return found
    return None
