"""A network's rules, entries and routes one by one: found by origin, changed as values.

A repair is tried out on a changed network before anybody is told of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface
from cfngen.prove.network.rules import Acl, Entry, Group, Origin, Route, Rule, Table

Item = Rule | Entry | Route


class Part(Enum):
    """Which list of which facts something stands in; its value names both."""

    INGRESS = ("groups", "ingress")
    EGRESS = ("groups", "egress")
    INBOUND = ("acls", "inbound")
    OUTBOUND = ("acls", "outbound")
    ROUTE = ("tables", "routes")


@dataclass(frozen=True)
class Fact:
    """One rule, entry or route; `holder` is its group, network ACL or route table."""

    part: Part
    holder: str
    item: Item

    @property
    def origin(self) -> Origin:
        """Return where it is written."""
        return self.item.origin


def facts(network: Network) -> Mapping[Origin, tuple[Fact, ...]]:
    """Return every rule, entry and route by where it is written.

    What AWS adds itself may share its origin with others of its kind.
    """
    found: dict[Origin, tuple[Fact, ...]] = {}
    for part in Part:
        for holder in _held(network, part):
            for item in _items(network, part, holder):
                fact = Fact(part, holder, item)
                found[item.origin] = (*found.get(item.origin, ()), fact)
    return found


def replaced(network: Network, fact: Fact, *items: Item) -> Network:
    """Return a network with other items, or none, in the place of one."""
    now = _items(network, fact.part, fact.holder)
    left = tuple(_exchanged(now, fact.item, items))
    return _with(network, fact.part, fact.holder, left)


def added(network: Network, part: Part, holder: str, item: Item) -> Network:
    """Return a network with one more item; entries stay in the order of numbers."""
    items = [*_items(network, part, holder), item]
    if part in (Part.INBOUND, Part.OUTBOUND):
        items.sort(key=lambda one: one.number if isinstance(one, Entry) else 0)
    return _with(network, part, holder, tuple(items))


def readdressed(network: Network, changed: Mapping[Interface, Interface]) -> Network:
    """Return a network with other interfaces in the place of some."""
    workloads = {
        path: replace(
            one, interfaces=tuple(changed.get(face, face) for face in one.interfaces)
        )
        for path, one in network.workloads.items()
    }
    return replace(network, workloads=workloads)


def rarest(network: Network, end: Interface) -> tuple[str, ...]:
    """Return the groups of an end, those that the fewest others carry first."""
    carried = Counter(
        path
        for workload in network.workloads.values()
        for path in {path for one in workload.interfaces for path in one.groups}
    )
    return tuple(sorted(end.groups, key=lambda path: carried[path]))


def _held(network: Network, part: Part) -> Mapping[str, Group | Acl | Table]:
    """Return the groups, network ACLs or route tables of a network, by key."""
    found: Mapping[str, Group | Acl | Table] = getattr(network, part.value[0])
    return found


def _items(network: Network, part: Part, holder: str) -> tuple[Item, ...]:
    """Return what stands in one list of a network."""
    found: tuple[Item, ...] = getattr(_held(network, part)[holder], part.value[1])
    return found


def _with(
    network: Network, part: Part, holder: str, items: tuple[Item, ...]
) -> Network:
    """Return a network with another list in one place."""
    held = _held(network, part)
    inside: dict[str, Any] = {part.value[1]: items}
    outside: dict[str, Any] = {
        part.value[0]: {**held, holder: replace(held[holder], **inside)}
    }
    return replace(network, **outside)


def _exchanged(
    now: tuple[Item, ...], old: Item, new: tuple[Item, ...]
) -> Iterator[Item]:
    """Yield items, some in the place of one."""
    for item in now:
        if item == old:
            yield from new
        else:
            yield item
