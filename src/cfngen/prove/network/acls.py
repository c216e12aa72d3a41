"""Network ACLs, their entries in order, and which one each subnet has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cfngen.checks.network.acls import ENTRY, RANGES
from cfngen.checks.network.elsewhere import Elsewhere
from cfngen.model import Model, Resource, Value, number, switched, text
from cfngen.prove.network.addresses import EVERYWHERE, Addresses, both
from cfngen.prove.network.places import Vpc
from cfngen.prove.network.rules import Acl, Entry, Names, Origin, Ranges, Traffic
from cfngen.prove.network.traffic import of_entry
from cfngen.prove.network.unknowns import key, names_of, options
from cfngen.prove.packets import Family

ACL = "AWS::EC2::NetworkAcl"
DEFAULT = "DefaultNetworkAcl"
FIRST = 100
FAMILIES = {4: Family.V4, 6: Family.V6}
INBOUND, OUTBOUND = False, True

Entries = Mapping[tuple[str, bool], list[Entry]]


def acls_of(
    model: Model, addresses: Addresses, vpcs: Mapping[str, Vpc], elsewhere: Elsewhere
) -> dict[str, Acl]:
    """Return the network ACLs of a model, and each VPC's own, by path.

    The VPC's own allows everything, as #100 of IPv4 and #101 of IPv6.
    https://docs.aws.amazon.com/vpc/latest/userguide/default-network-acl.html
    """
    entries = _entries(model, addresses)
    found: dict[str, Acl] = {}
    for vpc in vpcs:
        path = f"{vpc}.{DEFAULT}"
        at = Origin(words=f"default network ACL of {vpc}, which allows everything")
        found[path] = _acl(
            path,
            entries,
            (
                Entry(at, FIRST, True, Ranges(v4=EVERYWHERE.v4), (Traffic(),)),
                Entry(at, FIRST + 1, True, Ranges(v6=EVERYWHERE.v6), (Traffic(),)),
            ),
            default=True,
        )
    for resource in model.of(ACL):
        given = elsewhere.given.get(resource.path)
        more = _anything(given) if given else ()
        found[resource.path] = _acl(resource.path, entries, more)
    return found


def _acl(
    path: str, entries: Entries, more: Iterable[Entry], default: bool = False
) -> Acl:
    """Return a network ACL, its entries in order of their numbers."""
    inbound, outbound = (
        tuple(sorted((*entries.get((path, side), ()), *more), key=_number))
        for side in (INBOUND, OUTBOUND)
    )
    return Acl(path, inbound, outbound, default)


def _number(entry: Entry) -> int:
    return entry.number


def one_of(path: str, acls: list[Acl], unknowns: Names, more: bool = True) -> Acl:
    """Return what stands for several network ACLs, of which a subnet has one.

    With `more` it may also have one that is not at hand, which may allow everything.
    """
    words = f"network ACL of {path.rpartition('.')[0]}, which is not at hand"
    allows = Entry(Origin(words=words), 0, True, EVERYWHERE, (Traffic(),), unknowns)
    inbound, outbound = (
        tuple(
            replace(entry, unknowns=(*entry.unknowns, *unknowns))
            for acl in acls
            for entry in (acl.outbound if side else acl.inbound)
        )
        for side in (INBOUND, OUTBOUND)
    )
    last = (allows,) if more else ()
    return Acl(
        path,
        tuple(sorted((*inbound, *last), key=_number)),
        tuple(sorted((*outbound, *last), key=_number)),
    )


def _anything(given: str) -> tuple[Entry, ...]:
    """Return what somebody who is given a network ACL may add to it."""
    origin = Origin(given, (), "entries that may come from there")
    return tuple(
        Entry(origin, 0, allows, EVERYWHERE, (Traffic(),), (given,))
        for allows in (True, False)
    )


def _entries(model: Model, addresses: Addresses) -> dict[tuple[str, bool], list[Entry]]:
    """Return all entries by network ACL and side."""
    found: dict[tuple[str, bool], list[Entry]] = {}
    for resource in model.of(ENTRY):
        for option in options(dict(resource.properties), resource.when):
            for side, entry in _read(
                resource, option.value, option.unknowns, addresses
            ):
                owner = key(option.value.get("NetworkAclId"))
                found.setdefault((owner, side), []).append(entry)
    return found


def _read(
    resource: Resource, given: dict[str, Value], unknowns: Names, addresses: Addresses
) -> Iterator[tuple[bool, Entry]]:
    """Yield an entry for each side and for each action that it may have."""
    passing, (ranges, more) = of_entry(given), _ranges(given, addresses)
    hidden = addresses.hiding(given.get("Ipv6CidrBlock"))
    written, action = number(given.get("RuleNumber")), text(given.get("RuleAction"))
    egress = given.get("Egress")
    side = False if egress is None else switched(egress)
    names = (*unknowns, *passing.unknowns, *more)
    for name in ("RuleNumber", "RuleAction", "Egress"):
        names += names_of(given.get(name))
    at = Origin(resource.path, (), f"#{written:g}" if written else "")
    place = int(written or 0)
    for allows in (True, False) if action is None else (action == "allow",):
        entry = Entry(at, place, allows, ranges, passing.traffic, names)
        for one in (INBOUND, OUTBOUND) if side is None else (side,):
            yield one, entry
            if hidden is not None:
                unsure = (*names, *hidden.unknowns)
                yield one, replace(entry, ranges=hidden.ranges, unknowns=unsure)


def _ranges(given: dict[str, Value], addresses: Addresses) -> tuple[Ranges, Names]:
    """Return the addresses of an entry and what is not known of them."""
    found = [
        addresses.block(given[name], FAMILIES[version])
        for name, version in RANGES.items()
        if given.get(name) is not None
    ]
    unknowns = tuple(name for one in found for name in one.unknowns)
    return both(*(one.ranges for one in found)), unknowns
