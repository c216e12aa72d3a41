"""Where stores are put: subnet groups, and mount targets of file systems."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.check import Problem
from cfngen.checks.network.ground import all_targets
from cfngen.model import Model, Resource, Unknown, Value, target, text


def spread(model: Model) -> Iterator[Problem]:
    """The subnets of a database are in two zones at least.

    RDS refuses a group in one zone ("does not meet Availability Zone (AZ) coverage
    requirement"), also for a database that needs no second one, but not in a local zone
    or on an outpost.
    """
    for group in model.of("AWS::RDS::DBSubnetGroup"):
        if one_zone(model, group.get("SubnetIds")):
            message = "all of its subnets are in one zone."
            yield Problem(group, ("SubnetIds",), message, "Add one of another zone.")


def mounted(model: Model) -> Iterator[Problem]:
    """A file system has one mount target in a zone.

    EFS refuses a second one there ("MountTargetConflict"), in whichever subnet.
    """
    seen: dict[str, Resource] = {}
    for mount in model.of("AWS::EFS::MountTarget"):
        system, subnet = mount.get("FileSystemId"), target(model, mount.get("SubnetId"))
        zone = _zone(subnet) if subnet is not None else None
        if system is None or zone is None or mount.when:
            continue
        other = seen.setdefault(f"{system} {zone}", mount)
        if other is not mount:
            message = f"{other.path} is in this zone already."
            yield Problem(mount, ("SubnetId",), message, "Keep one of them.")


def one_zone(model: Model, subnets: Value) -> bool:
    """Return whether subnets are known and in one zone, all of them."""
    found = all_targets(model, subnets) or []
    zones = {_zone(subnet) for subnet in found}
    return bool(found) and None not in zones and len(zones) == 1


def _zone(subnet: Resource) -> str | None:
    """Return what tells a subnet's zone from others; None where it is not known.

    A local zone, `us-west-2-lax-1a`, and an outpost are no zones of their own here:
    groups are allowed to be in one of them alone.
    """
    zone = subnet.get("AvailabilityZone")
    local = isinstance(zone, str) and zone.count("-") > 2
    if local or subnet.get("OutpostArn") is not None:
        return None
    if zone is None or isinstance(zone, Unknown):
        return text(subnet.get("AvailabilityZoneId"))
    return repr(zone)
