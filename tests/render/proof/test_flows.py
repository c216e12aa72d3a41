"""Rows of who reaches whom, from a network."""

from __future__ import annotations

from cfngen.prove.network.network import Network
from cfngen.prove.network.places import Forward, Kind
from cfngen.prove.network.rules import Origin, Traffic
from cfngen.prove.packets import TCP, Family
from cfngen.prove.packets.family import span
from cfngen.prove.reach.flow import Reach
from cfngen.prove.reach.matrix import Cell, matrix
from cfngen.render.proof.flows import Row, chains, differing_rows, rows
from tests.prove.networks import group, network, rule, subnet, workload

HTTPS = Traffic((TCP, TCP), (443, 443))


def shop(balancer: str = "tcp/443") -> Network:
    """Return a load balancer and a service behind it, which has the kind's name too."""
    return network(
        subnet("Front", "10.0.0.0/24", table="Public"),
        group("Alb", [rule(balancer, "203.0.113.0/24")], [rule("tcp/3000", "Web")]),
        group("Web", [rule("tcp/3000", "Alb")], []),
        workload(
            *("Edge/Alb", ("Front",), ("Alb",)),
            kind=Kind.BALANCER,
            public=True,
            names=("Alb", "alb"),
        ),
        workload(
            *("ServiceWeb/Service", ("Front",), ("Web",)),
            names=("Service", "service", "web", "services", "tasks"),
        ),
        Forward(
            *("Edge/Alb", 443, Origin("Listener"), Origin("Group")),
            *("ServiceWeb/Service", 3000, 3000),
        ),
    )


def test_rows_have_names_ports_and_the_addresses_they_hold_for() -> None:
    of = shop()
    assert rows(of, matrix(Reach(of))) == (
        Row("internet", "alb", ("tcp/443",), ("IPv4",), sources=("203.0.113.0/24",)),
        Row("alb", "web", ("tcp/3000",), ("IPv4",)),
    )


def test_families_that_are_alike_share_a_row() -> None:
    cells = [Cell("a", "b", family, (HTTPS,)) for family in Family]
    assert rows(network(), cells) == (Row("a", "b", ("tcp/443",), ("IPv4", "IPv6")),)
    cells[1] = Cell("a", "b", Family.V6, (HTTPS,), answered=False)
    assert [row.note for row in rows(network(), cells)] == ["", "no answer comes back"]


def test_many_ranges_are_counted() -> None:
    few = (span("203.0.113.0/24"),)
    many = tuple(span(f"203.0.113.{n}/32") for n in range(0, 10, 2))
    cell = Cell("internet", "b", Family.V4, (HTTPS,), sources=many, targets=few)
    (row,) = rows(network(), [cell])
    assert row.note == "from 5 ranges; to 203.0.113.0/24"
    assert len(row.sources) == 5


def test_a_chain_is_there_where_both_its_parts_are() -> None:
    of = shop()
    (chain,) = chains(of, rows(of, matrix(Reach(of))))
    assert (chain.source, chain.balancer, chain.port) == ("internet", "alb", "tcp/443")
    assert (chain.target, chain.target_port) == ("web", "tcp/3000")
    shut = shop("tcp/80")
    assert chains(shut, rows(shut, matrix(Reach(shut)))) == ()
    wide = shop("tcp/400-500")
    assert chains(wide, rows(wide, matrix(Reach(wide))))
    closed = [row for row in rows(of, matrix(Reach(of))) if row.source != "alb"]
    assert chains(of, closed) == ()


def test_a_change_says_where_its_strangers_are() -> None:
    def note(*subnets: str) -> str:
        within = tuple((subnet, (HTTPS,)) for subnet in subnets)
        cell = Cell("stranger", "b", Family.V4, (HTTPS,), within=within)
        assert [row.note for row in rows(network(), [cell])] == [""]
        (row,) = differing_rows(network(), [cell])
        assert row.within == subnets
        return row.note

    assert note("A", "B") == "in A, B"
    assert note("A", "B", "C", "D") == "in 4 subnets"
