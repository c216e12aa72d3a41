"""Who reaches whom in a whole network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cfngen.prove.network.network import STRANGER
from cfngen.prove.network.places import Interface, Kind
from cfngen.prove.network.rules import Bound, Traffic
from cfngen.prove.packets import NONE, TCP, UDP, Family, Packets, Span
from cfngen.prove.packets.packets import PROTOCOL, SOURCE, TARGET, less
from cfngen.prove.reach.addressing import speaks
from cfngen.prove.reach.clients import client_ports
from cfngen.prove.reach.flow import Flow, Reach
from cfngen.prove.reach.shaping import traffic_of
from cfngen.prove.reach.wording import INTERNET

Ends = Mapping[str, tuple[Interface | None, ...]]


@dataclass(frozen=True)
class Cell:
    """What gets from one workload to another, in one family.

    `source` and `target` are paths, `internet` or `stranger`. `answered` says whether
    answers come back, `sure` that no unknown decides. `sources` and `targets` are the
    addresses of the internet that it is true of, empty where it is true of all. Of
    strangers `within` says what gets through from which subnet.
    """

    source: str
    target: str
    family: Family
    ports: tuple[Traffic, ...]
    answered: bool = True
    sure: bool = True
    sources: tuple[Span, ...] = ()
    targets: tuple[Span, ...] = ()
    within: tuple[tuple[str, tuple[Traffic, ...]], ...] = ()


def matrix(reach: Reach) -> tuple[Cell, ...]:
    """Return a cell for each pair of workloads that something gets through between.

    NAT gateways are left out, which only pass on; strangers are sources alone.
    """
    return tuple(cell for family in Family for cell in _of_family(reach, family))


def _of_family(reach: Reach, family: Family) -> Iterator[Cell]:
    """Yield the cells of a family, of those that may have an address of it."""
    inside: Ends = {
        path: ends
        for path, workload in reach.network.workloads.items()
        if workload.kind is not Kind.NAT
        if (ends := _speaking(workload.interfaces, family))
    }
    strangers = _speaking(reach.network.strangers(), family)
    sources: Ends = {INTERNET: (None,), STRANGER: strangers, **inside}
    targets: Ends = {**inside, INTERNET: (None,)}
    for source, ends in sources.items():
        for target, others in targets.items():
            if (source, target) not in ((STRANGER, INTERNET), (INTERNET, INTERNET)):
                yield from _cells(reach, family, (source, ends), (target, others))


def _speaking(
    ends: Iterable[Interface], family: Family
) -> tuple[Interface | None, ...]:
    """Return those of some interfaces that may have an address of a family."""
    return tuple(end for end in ends if speaks(end, family, Bound.MAY))


def _cells(
    reach: Reach,
    family: Family,
    source: tuple[str, tuple[Interface | None, ...]],
    target: tuple[str, tuple[Interface | None, ...]],
) -> Iterator[Cell]:
    """Yield the cell of a pair, none where nothing gets through."""
    pairs = [(one, two) for one in source[1] for two in target[1]]
    may = _joined(reach, pairs, family, Bound.MAY)
    if not may.initiated:
        return
    ports = traffic_of(may.initiated)
    must = _joined(reach, pairs, family, Bound.MUST)
    clients = client_ports(reach.network, source[1][0])
    yield Cell(
        *(source[0], target[0], family, ports),
        answered=_answered(may, clients),
        sure=traffic_of(must.initiated) == ports,
        sources=_some(reach, source[0], family, may.initiated, SOURCE),
        targets=_some(reach, target[0], family, may.initiated, TARGET),
        within=tuple(_within(reach, family, source, target)),
    )


def _within(
    reach: Reach,
    family: Family,
    source: tuple[str, tuple[Interface | None, ...]],
    target: tuple[str, tuple[Interface | None, ...]],
) -> Iterator[tuple[str, tuple[Traffic, ...]]]:
    """Yield what gets through from the strangers of each subnet."""
    for end in source[1] if source[0] == STRANGER else ():
        pairs = [(end, other) for other in target[1]]
        flow = _joined(reach, pairs, family, Bound.MAY)
        if end is not None and flow.initiated:
            yield end.subnet, traffic_of(flow.initiated)


def _joined(
    reach: Reach,
    pairs: Iterable[tuple[Interface | None, Interface | None]],
    family: Family,
    bound: Bound,
) -> Flow:
    """Return what gets through between any of some pairs."""
    whole = Flow(NONE, NONE)
    for one, two in pairs:
        flow = reach.flow(one, two, family, bound)
        if flow.initiated:
            whole |= flow
    return whole


def _answered(flow: Flow, clients: Span) -> bool:
    """Return whether clients that send from the usual ports are answered."""
    return any(
        low <= clients[1] and clients[0] <= high
        for _, _, protocol, (low, high), _ in flow.answered.boxes
        if any(protocol[0] <= known <= protocol[1] for known in (TCP, UDP))
    ) or (bool(flow.answered) and not _with_ports(flow.initiated))


def _with_ports(some: Packets) -> bool:
    return any(
        low <= known <= high
        for low, high in some.spans(PROTOCOL)
        for known in (TCP, UDP)
    )


def _some(
    reach: Reach, name: str, family: Family, found: Packets, field: int
) -> tuple[Span, ...]:
    """Return the internet's addresses in a flow, none where it is not an end or all."""
    if name != INTERNET:
        return ()
    spans = found.spans(field)
    return spans if less(reach.internet(family), spans) else ()
