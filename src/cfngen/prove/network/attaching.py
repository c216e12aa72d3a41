"""Network interfaces from what a resource says of its subnets and security groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cfngen.model import Model, Resource, Value, listed, references
from cfngen.prove.network.groups import DEFAULT
from cfngen.prove.network.places import Interface, Kind, Subnet, Vpc, Workload
from cfngen.prove.network.rules import Names, Origin
from cfngen.prove.network.unknowns import at_hand, key, options
from cfngen.resolve.scope import Path


@dataclass(frozen=True)
class Site:
    """Where interfaces are put."""

    model: Model
    vpcs: Mapping[str, Vpc]
    subnets: Mapping[str, Subnet]


@dataclass(frozen=True)
class Wiring:
    """What a resource says of its interfaces, as it is written.

    `public` is whether they have public IPv4 addresses, `v6` whether they have one of
    IPv6 where the subnet has both families. Where no group is named they carry the
    VPC's default group, or, `unguarded`, none at all.
    """

    subnets: Value
    groups: Value
    public: bool | None
    v6: bool | None = False
    path: Path = ()
    unguarded: bool = False
    unknowns: Names = ()


@dataclass(frozen=True)
class Carried:
    """The groups of an interface in one subnet, and what is not known of them.

    `perhaps` are those that it carries under some condition.
    """

    groups: Names
    unknowns: Names
    perhaps: Names = ()


def workload(
    resource: Resource,
    kind: Kind,
    names: Names,
    interfaces: tuple[Interface, ...],
    ports: tuple[int, ...] = (),
) -> Workload:
    """Return a workload of a resource."""
    found = (*dict.fromkeys(ports),)
    return Workload(resource.path, kind, names, interfaces, found, when=resource.when)


def interfaces(site: Site, resource: Resource, wiring: Wiring) -> tuple[Interface, ...]:
    """Return the interfaces of a resource, one for each subnet that it may be in."""
    found: dict[str, list[Carried]] = {}
    every = options([wiring.subnets, wiring.groups])
    for option in every:
        subnets, groups = (
            (*option.value, None, None)[:2] if option.value else (None,) * 2
        )
        for subnet in _subnets(site, resource, subnets):
            carried = _carried(site, resource, wiring, groups, subnet)
            found.setdefault(subnet, []).append(carried)
    conditions = tuple(dict.fromkeys(n for option in every for n in option.unknowns))
    return tuple(
        _interface(site, resource, wiring, subnet, _together(carried, conditions))
        for subnet, carried in found.items()
    )


def _interface(
    site: Site, resource: Resource, wiring: Wiring, subnet: str, carried: Carried
) -> Interface:
    """Return the interface in a subnet."""
    unknowns = tuple(dict.fromkeys((*carried.unknowns, *wiring.unknowns)))
    return Interface(
        *(resource.path, subnet, carried.groups, wiring.public),
        v6=_six(site.subnets.get(subnet), wiring.v6),
        origin=Origin(resource.path, wiring.path),
        unguarded=wiring.unguarded and not carried.groups and not unknowns,
        unknowns=unknowns,
        perhaps=_perhaps(wiring, carried) if unknowns else (),
    )


def _perhaps(wiring: Wiring, carried: Carried) -> Names:
    """Return the groups that are named for an interface and not surely carried."""
    named = (key(one) for one in references(wiring.groups))
    every = dict.fromkeys((*carried.perhaps, *named))
    return tuple(one for one in every if one not in carried.groups)


def _six(subnet: Subnet | None, v6: bool | None) -> bool | None:
    """Return whether an interface has an address of IPv6."""
    if subnet is None:
        return None if v6 is not False else False
    if not subnet.ranges.v6:
        return False
    return v6 if subnet.ranges.v4 else True


def _subnets(site: Site, resource: Resource, value: Value) -> Names:
    """Return the subnets of a list; what is not known whole is one by its words."""
    if value in (None, []):
        return (f"the subnets of {resource.path}",)
    return tuple(dict.fromkeys(key(item) for item in listed(value)))


def _carried(
    site: Site, resource: Resource, wiring: Wiring, value: Value, subnet: str
) -> Carried:
    """Return the groups of an interface in a subnet."""
    if value in (None, []):
        if wiring.unguarded:
            return Carried((), ())
        vpc = site.subnets[subnet].vpc if subnet in site.subnets else ""
        if vpc:
            return Carried((f"{vpc}.{DEFAULT}",), ())
        return Carried((), (f"the default security group around {resource.path}",))
    if not isinstance(value, list) and not at_hand(site.model, value):
        return Carried((), (key(value),))
    unknown = [key(item) for item in listed(value) if not at_hand(site.model, item)]
    return Carried(tuple(key(item) for item in listed(value)), tuple(unknown))


def _together(every: list[Carried], conditions: Names) -> Carried:
    """Return what is carried whatever the conditions are."""
    first = every[0]
    groups = tuple(
        one for one in first.groups if all(one in other.groups for other in every)
    )
    same = all(set(other.groups) == set(groups) for other in every)
    unknowns = tuple(dict.fromkeys(n for one in every for n in one.unknowns))
    perhaps = tuple(name for other in every for name in other.groups)
    return Carried(groups, unknowns if same else (*unknowns, *conditions), perhaps)
