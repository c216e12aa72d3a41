"""Who reaches whom: rows of a table, made of a matrix and of load balancers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from cfngen.prove.network.network import Network
from cfngen.prove.packets import Family
from cfngen.prove.packets.wording import ranges
from cfngen.prove.reach.matrix import Cell
from cfngen.prove.reach.wording import ports_words

FEW = 3
"""Ranges of addresses that a row names; of more it says how many there are."""

HEADS = ("from", "to", "ports", "family", "note")


@dataclass(frozen=True)
class Row:
    """One pair: who reaches whom, on which ports, in which families.

    `answered` says whether answers come back, `sure` that nothing unknown decides;
    `sources` and `targets` are the only addresses of the internet that it holds for, as
    ranges, empty where it holds for all. `within` names the subnets of the strangers
    that a change is about.
    """

    source: str
    target: str
    ports: tuple[str, ...]
    families: tuple[str, ...]
    answered: bool = True
    sure: bool = True
    sources: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    within: tuple[str, ...] = ()

    @property
    def note(self) -> str:
        """Return what else is to be said of the pair."""
        words = (
            f"from {_few(self.sources)}" if self.sources else "",
            f"to {_few(self.targets)}" if self.targets else "",
            f"in {_few(self.within, 'subnets')}" if self.within else "",
            "" if self.answered else "no answer comes back",
            "" if self.sure else "perhaps",
        )
        return "; ".join(filter(None, words))

    @property
    def cells(self) -> tuple[str, ...]:
        """Return what stands in a line of the table, in the order of HEADS."""
        lists = (", ".join(self.ports), ", ".join(self.families))
        return (self.source, self.target, *lists, self.note)


@dataclass(frozen=True)
class Chain:
    """A way through a load balancer, which opens its own connection."""

    source: str
    balancer: str
    port: str
    target: str
    target_port: str


def rows(network: Network, cells: Iterable[Cell]) -> tuple[Row, ...]:
    """Return a row for each pair; families that are alike share it."""
    return _shared((_row(network, cell), cell.family) for cell in cells)


def differing_rows(network: Network, cells: Iterable[Cell]) -> tuple[Row, ...]:
    """Return a row for each pair that differs; of strangers it says where they are."""
    return _shared(
        (
            replace(
                _row(network, cell),
                within=tuple(subnet for subnet, _ in cell.within),
            ),
            cell.family,
        )
        for cell in cells
    )


def _shared(single: Iterable[tuple[Row, Family]]) -> tuple[Row, ...]:
    """Return rows of one family each as rows that say which families are alike."""
    found: dict[Row, tuple[str, ...]] = {}
    for row, family in single:
        found[row] = (*found.get(row, ()), family.value)
    return tuple(replace(row, families=families) for row, families in found.items())


def chains(network: Network, table: Iterable[Row]) -> tuple[Chain, ...]:
    """Return who comes through load balancers to what is behind them.

    A chain is there where its first and its second part are.
    """
    every = tuple(table)
    found = dict.fromkeys(
        Chain(row.source, balancer, port, target, second)
        for balancer, port, target, second in _forwards(network)
        for row in every
        if row.target == balancer and _opens(row, port)
        if any(
            (other.source, other.target) == (balancer, target) and _opens(other, second)
            for other in every
        )
    )
    return tuple(found)


def _row(network: Network, cell: Cell) -> Row:
    """Return the row of a cell, without its family."""
    return Row(
        network.name(cell.source),
        network.name(cell.target),
        tuple(ports_words(one, cell.family) for one in cell.ports),
        (),
        cell.answered,
        cell.sure,
        tuple(ranges(cell.sources, cell.family)),
        tuple(ranges(cell.targets, cell.family)),
    )


def _few(listed: Sequence[str], noun: str = "ranges") -> str:
    """Return a few ranges, or how many there are."""
    return ", ".join(listed) if len(listed) <= FEW else f"{len(listed)} {noun}"


def _forwards(network: Network) -> Iterator[tuple[str, str, str, str]]:
    """Yield balancer, port, target and its port, by name."""
    for one in network.forwards:
        if one.target:
            yield (
                *(network.name(one.balancer), f"tcp/{one.port}"),
                *(network.name(one.target), f"tcp/{one.target_port}"),
            )


def _opens(row: Row, port: str) -> bool:
    """Return whether a row has a port, `tcp/443`, alone or in a span."""
    number = int(port.partition("/")[2])
    return any(_holds(words, number) for words in row.ports)


def _holds(words: str, number: int) -> bool:
    """Return whether ports as claims write them hold one of TCP."""
    protocol, _, span = words.partition("/")
    if protocol not in ("tcp", "any"):
        return False
    low, _, high = span.partition("-")
    return not span or int(low) <= number <= int(high or low)
