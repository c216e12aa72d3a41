"""Who reaches whom."""

from __future__ import annotations

from cfngen.prove.network.rules import Way
from cfngen.prove.packets.family import span
from cfngen.prove.reach.flow import Reach
from cfngen.prove.reach.matrix import Cell, matrix
from cfngen.prove.reach.wording import ports_words
from tests.prove.networks import (
    Part,
    acl,
    entry,
    group,
    nat,
    network,
    route,
    rule,
    subnet,
    table,
    workload,
)

PARTS: tuple[Part, ...] = (
    subnet("A", "10.0.0.0/24", table="Public"),
    subnet("B", "10.0.1.0/24", table="Nated"),
    table("Nated", route("0.0.0.0/0", Way.NAT, "Nat")),
    nat("Nat", "A"),
    group("Front", [rule("tcp/443", "203.0.113.0/24")], [rule("tcp/80", "Back")]),
    group("Back", [rule("tcp/80", "Front")], [rule("tcp/443", "0.0.0.0/0")]),
    workload("Balancer", ("A",), ("Front",), public=True),
    workload("Backend", ("B",), ("Back",)),
)


def _matrix(*parts: Part) -> tuple[Cell, ...]:
    return matrix(Reach(network(*PARTS, *parts)))


def _rows(cells: tuple[Cell, ...]) -> list[str]:
    return [
        f"{cell.source} -> {cell.target}: "
        + " ".join(ports_words(one, cell.family) for one in cell.ports)
        for cell in cells
    ]


def test_a_cell_for_each_pair_that_something_gets_through_between() -> None:
    cells = _matrix()
    assert _rows(cells) == [
        "internet -> Balancer: tcp/443",
        "Balancer -> Backend: tcp/80",
        "Backend -> internet: tcp/443",
    ]
    assert all(cell.sure and cell.answered for cell in cells)
    assert [cell.sources for cell in cells] == [(span("203.0.113.0/24"),), (), ()]
    assert not cells[2].targets


def test_what_has_no_answer_and_what_is_not_sure() -> None:
    mute = acl("Mute", [entry(1, True, "any")], [entry(1, True, "tcp/1-1023")])
    (_, to_backend, _) = _matrix(
        subnet("B", "10.0.1.0/24", acl="Mute", table="Nated"), mute
    )
    assert not to_backend.answered
    maybe = rule("tcp/80", "Front", unknowns=("X",))
    (_, to_backend, _) = _matrix(group("Back", [maybe], [rule("tcp/443", "0.0.0.0/0")]))
    assert not to_backend.sure


def test_a_stranger_is_a_source_alone() -> None:
    wide = group("Back", [rule("tcp/80", "10.0.0.0/16")], ())
    assert _rows(_matrix(wide)) == [
        "internet -> Balancer: tcp/443",
        "stranger -> Backend: tcp/80",
        "Balancer -> Backend: tcp/80",
    ]
