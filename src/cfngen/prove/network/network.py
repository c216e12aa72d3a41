"""A whole network, and its edges: strangers and the internet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cfngen.prove.network.places import (
    Forward,
    Interface,
    Kind,
    Subnet,
    Vpc,
    Workload,
)
from cfngen.prove.network.rules import Acl, Group, Origin, Table

STRANGER = "stranger"
"""What is said of an interface that some other stack puts into a subnet."""

MANY = ("services", "jobs", "tasks", "endpoints", "nats")
"""Names that are for all of a kind, even where there is one alone."""

WEAK = "service"
"""The logical id that says least: ours for the service in a stack of its own."""


@dataclass(frozen=True)
class Network:
    """Everything that decides which packets arrive, by path.

    `unread` are resources that may take part and that cfngen does not look into, each
    with the reason in words. `assumed` are what the facts rest on besides, a line each.
    """

    vpcs: Mapping[str, Vpc]
    subnets: Mapping[str, Subnet]
    groups: Mapping[str, Group]
    acls: Mapping[str, Acl]
    tables: Mapping[str, Table]
    workloads: Mapping[str, Workload]
    forwards: tuple[Forward, ...] = ()
    unread: Mapping[str, str] = field(default_factory=dict)
    assumed: tuple[str, ...] = ()

    def strangers(self) -> Iterator[Interface]:
        """Yield an interface of somebody else in every subnet, with no group of ours.

        Without it "only the backend reaches the database" would be proved as long as
        nothing else is there, and broken by the next stack.
        """
        return iter(self._strangers)

    @cached_property
    def _strangers(self) -> tuple[Interface, ...]:
        return tuple(
            Interface(STRANGER, path, (), None, None, Origin(path), unguarded=True)
            for path in self.subnets
        )

    def of_kind(self, *kinds: Kind) -> Iterator[Workload]:
        """Yield the workloads of some kinds."""
        return (one for one in self.workloads.values() if one.kind in kinds)

    def named(self, name: str) -> tuple[Workload, ...]:
        """Return the workloads that a name stands for: one of theirs, or a path."""
        return self._names.get(name, ())

    def name(self, path: str) -> str:
        """Return what a workload is called in claims: `backend`, or else its path.

        Of its names it is the shortest in lower case that is its own.
        """
        return self._own.get(path, path)

    @cached_property
    def _own(self) -> Mapping[str, str]:
        return {
            path: min(
                (one for one in workload.names if self._is_own(one)),
                key=_rank,
                default=path,
            )
            for path, workload in self.workloads.items()
        }

    def _is_own(self, name: str) -> bool:
        return name not in MANY and len(self.named(name)) == 1

    @cached_property
    def _names(self) -> Mapping[str, tuple[Workload, ...]]:
        found: dict[str, tuple[Workload, ...]] = {}
        for one in self.workloads.values():
            for name in dict.fromkeys((one.path, *one.names)):
                found[name] = (*found.get(name, ()), one)
        return found


def _rank(name: str) -> tuple[bool, bool, int, str]:
    """Return what names are chosen by: the least says the most to a reader."""
    return name.lower() == WEAK, name != name.lower(), len(name), name
