"""What the names in claims stand for in a network, and those that stand for nothing."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Protocol, TypeVar

from cfngen.prove.claims.claim import (
    ANYONE,
    INTERNET,
    STRANGER,
    VPC,
    Claim,
    Claims,
    Name,
)
from cfngen.prove.claims.words import CALLS, TIERS
from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Interface, Subnet, Workload
from cfngen.prove.network.rules import Names, Ranges
from cfngen.prove.packets import Family
from cfngen.prove.packets.packets import less


class Named(Protocol):
    """What has a path, and names that claims may use."""

    @property
    def path(self) -> str:
        """Path of the resource."""

    @property
    def names(self) -> Names:
        """Further names."""


Thing = TypeVar("Thing", bound=Named)

EVERYWHERE = Ranges((Family.V4.every,), (Family.V6.every,))


@dataclass(frozen=True)
class Ends:
    """Who a name stands for: interfaces, and addresses of the internet.

    `internet` is None where nobody outside is meant. It is not cut down to addresses
    that are public.
    """

    interfaces: tuple[Interface, ...] = ()
    internet: Ranges | None = None

    def __bool__(self) -> bool:
        """Return whether there is anybody."""
        return bool(self.interfaces) or self.internet is not None


@dataclass(frozen=True)
class Selecting:
    """The names of some claims, looked up in one network, each of them once."""

    claims: Claims
    network: Network
    _seen: dict[tuple[str, str], Ends] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def ends(self, name: Name) -> Ends:
        """Return who a name stands for; nobody where it stands for nothing.

        A tier is everything in its subnets, and somebody else in each of them.
        """
        key = (name.text, name.within)
        if key not in self._seen:
            self._seen[key] = self._found(name)
        return self._seen[key]

    def tiers(self, name: Name) -> tuple[Subnet, ...]:
        """Return the subnets that a name stands for: of a tier, a pattern, a group."""
        found: dict[str, Subnet] = {}
        for one in self.members(name):
            for subnet in _matching(_inside(one.text), self.subnets):
                found[subnet.path] = subnet
        return tuple(found.values())

    def services(self, name: Name) -> tuple[str, ...]:
        """Return the services of AWS that `@pull` or `@sqs` stand for."""
        return CALLS.get(name.text, (name.text.removeprefix("@"),))

    @cached_property
    def workloads(self) -> Mapping[str, tuple[Workload, ...]]:
        """Return the workloads by each of their names and by path."""
        return _by_name(self.network.workloads)

    @cached_property
    def subnets(self) -> Mapping[str, tuple[Subnet, ...]]:
        """Return the subnets by each of their names and by path."""
        return _by_name(self.network.subnets)

    def members(self, name: Name) -> Iterator[Name]:
        """Yield a name, or the members of a group and of groups in it, each once."""
        todo, seen = [name], set[tuple[str, str]]()
        while todo:
            one = todo.pop(0)
            if (one.text, one.within) in seen:
                continue
            seen.add((one.text, one.within))
            if one.text in self.claims.groups:
                todo = [*self.claims.groups[one.text], *todo]
            else:
                yield one

    def _found(self, name: Name) -> Ends:
        """Return who a name stands for, without looking at what has been found."""
        interfaces: dict[int, Interface] = {}
        internet: Ranges | None = None
        for one in self.members(name):
            found = self._one(one)
            interfaces |= {id(interface): interface for interface in found.interfaces}
            internet = joined(internet, found.internet)
        return Ends(tuple(interfaces.values()), internet)

    def _one(self, name: Name) -> Ends:
        """Return who a name that is no group stands for."""
        match name.text:
            case text if text == INTERNET:
                return Ends((), self._addresses(name.within))
            case text if text == ANYONE:
                return Ends((*self._ours, *self._others), EVERYWHERE)
            case text if text == VPC:
                return Ends((*self._ours, *self._others))
            case text if text == STRANGER:
                return Ends(self._others)
            case text if text in TIERS or text.startswith("subnets("):
                return Ends(tuple(self._within(self.tiers(name))))
        found = _matching(name.text, self.workloads)
        return Ends(tuple(one for each in found for one in each.interfaces))

    def _addresses(self, within: str) -> Ranges:
        """Return the addresses of a set, or with `!` all others; all without a name."""
        if not within:
            return EVERYWHERE
        named = self.claims.sets.get(within.removeprefix("!"), Ranges())
        if not within.startswith("!"):
            return named
        return Ranges(*(less((one.every,), named.of(one)) for one in Family))

    def _within(self, subnets: Iterable[Subnet]) -> Iterator[Interface]:
        """Yield the interfaces in some subnets, strangers among them."""
        paths = {subnet.path for subnet in subnets}
        every = (*self._ours, *self._others)
        return (one for one in every if one.subnet in paths)

    @cached_property
    def _ours(self) -> tuple[Interface, ...]:
        every = self.network.workloads.values()
        return tuple(one for workload in every for one in workload.interfaces)

    @cached_property
    def _others(self) -> tuple[Interface, ...]:
        return tuple(self.network.strangers())


def joined(one: Ranges | None, two: Ranges | None) -> Ranges | None:
    """Return two parts of the internet as one."""
    if one is None or two is None:
        return one or two
    return Ranges((*one.v4, *two.v4), (*one.v6, *two.v6))


def standing(claims: Claims, network: Network) -> Claims:
    """Return the claims that are made of an environment.

    One with `where` is made only where there is a workload of each of its kinds.
    """
    selecting = Selecting(claims, network)

    def stands(claim: Claim) -> bool:
        return all(kind in selecting.workloads for kind in claim.said.where)

    return replace(
        claims,
        written=tuple(filter(stands, claims.written)),
        derived=tuple(filter(stands, claims.derived)),
    )


def is_pattern(text: str) -> bool:
    """Return whether a name is a pattern."""
    return "*" in text or "?" in text


def matches(text: str, name: str) -> bool:
    """Return whether a name, or a pattern, stands for something of some name."""
    return fnmatchcase(name, text) if is_pattern(text) else name == text


def _inside(text: str) -> str:
    """Return what stands in the brackets of `subnets(...)`; other names as they are."""
    return text.removeprefix("subnets(").removesuffix(")")


def _by_name(things: Mapping[str, Thing]) -> Mapping[str, tuple[Thing, ...]]:
    """Return workloads or subnets by each of their names and by path."""
    found: dict[str, tuple[Thing, ...]] = {}
    for one in things.values():
        for name in dict.fromkeys((one.path, *one.names)):
            found[name] = (*found.get(name, ()), one)
    return found


def _matching(text: str, named: Mapping[str, tuple[Thing, ...]]) -> tuple[Thing, ...]:
    """Return what a name or a pattern stands for, each once."""
    if not is_pattern(text):
        return named.get(text, ())
    found: dict[str, Thing] = {}
    for name, ones in named.items():
        if matches(text, name):
            found |= {one.path: one for one in ones}
    return tuple(found.values())
