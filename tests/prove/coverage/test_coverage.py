"""What claims leave out is found by taking rules away and by widening them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cfngen.prove.coverage.coverage import Coverage, coverage
from cfngen.prove.coverage.mutants import bared, lacking, wider
from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Bound, Way
from cfngen.prove.packets import TCP, Family
from cfngen.prove.packets.packets import packets
from cfngen.prove.reach.flow import Reach
from tests.prove.networks import (
    acl,
    end,
    entry,
    group,
    network,
    route,
    rule,
    subnet,
    table,
    workload,
)

NOTHING = rule("any", "127.0.0.1/32")


def shop(**more) -> Network:
    """Return a web service and its database, with a rule too many if wanted."""
    web = [rule("tcp/5432", "DatabaseGroup"), *more.get("web", ())]
    return network(
        acl(
            "Inner",
            [entry(1, True, "tcp/5432"), *more.get("entries", ())],
            [entry(1, True, "tcp/32768-65535")],
        ),
        table("Out", route("0.0.0.0/0", Way.NAT, "Nat")) if "out" in more else NOTHERE,
        subnet("A", "10.0.0.0/24"),
        subnet("B", "10.0.1.0/24", acl="Inner"),
        group("WebGroup", [NOTHING], web),
        group("DatabaseGroup", [rule("tcp/5432", "WebGroup")], [NOTHING]),
        workload("Web", ("A",), ("WebGroup",)),
        workload("Database", ("B",), ("DatabaseGroup",)),
    )


NOTHERE = table("Unused")


def asked(of: Network) -> bool:
    """Return whether the service reaches its database and is answered."""
    flow = (
        Reach(of)
        .flow(end(of, "Web"), end(of, "Database"), Family.V4, Bound.MUST)
        .answered
    )
    source, target = (of.subnets[name].ranges.v4 for name in "AB")
    # The first addresses of a subnet are AWS's; one client and one host are enough.
    client, host = (source[0][0] + 9,) * 2, (target[0][0] + 9,) * 2
    wanted = packets([client], [host], (TCP, TCP), (40_000,) * 2, (5432,) * 2)
    return flow.covers(wanted)


def guarded(of: Network) -> bool:
    """Return whether no stranger reaches the database."""
    reach, database = Reach(of), end(of, "Database")
    return not any(
        reach.flow(stranger, database, Family.V4, Bound.MAY).initiated
        for stranger in of.strangers()
    )


def proved(name: str, holds: Callable[[Network], bool]):
    """Return what tells whether one claim is proved."""
    return lambda of: frozenset({name} if holds(of) else ())


def covered(of: Network) -> Coverage:
    """Return what two claims leave out of a network."""
    return coverage(of, proved("works", asked), proved("only", guarded))


def needless(of: Network) -> list[str]:
    """Return what no claim needs, besides the route of a table that nobody uses."""
    words = [one.origin.words for one in covered(of).unneeded]
    return [word for word in words if word != "0.0.0.0/0 ::/0 to internet gateway"]


def test_a_rule_that_no_claim_needs() -> None:
    assert needless(shop(web=[rule("udp/53", "0.0.0.0/0")])) == ["udp/53 0.0.0.0/0"]


def test_every_rule_is_needed() -> None:
    assert needless(shop()) == []


def test_an_entry_that_no_claim_needs() -> None:
    assert needless(shop(entries=[entry(7, True, "tcp/22")])) == ["#7"]


def test_control_messages_are_let_be() -> None:
    assert needless(shop(entries=[entry(7, True, "icmp/772")])) == []


def test_a_rule_to_the_loopback_address_is_no_rule() -> None:
    assert all("127." not in one.origin.words for one in lacking(shop()))


def test_what_could_grow_unseen() -> None:
    seen = {(one.origin.words, one.how) for one in covered(shop()).unseen}
    # Nobody claims what the service itself may reach.
    assert ("tcp/5432 DatabaseGroup", "for every address") in seen
    # A stranger would reach the database: the claim notices.
    assert ("tcp/5432 WebGroup", "for every address") not in seen
    # More ports, but the same peer: "only" is without ports here.
    assert ("tcp/5432 WebGroup", "for every port") in seen


def narrow(of: Network) -> bool:
    """Return whether the service reaches the database on its port alone."""
    flow = Reach(of).flow(end(of, "Web"), end(of, "Database"), Family.V4, Bound.MAY)
    return all(box[4] == (5432, 5432) for box in flow.initiated.boxes)


def test_the_rule_at_the_other_end_hides_nothing() -> None:
    of = shop()
    found = coverage(of, proved("works", asked), proved("only", narrow))
    assert not [one for one in found.unseen if one.how == "for every port"]


def test_a_way_out_is_among_what_could_grow() -> None:
    words = {one.words for one in wider(shop())}
    assert "with a route to the internet" in words


def test_network_acls_do_not_hide_what_groups_let_through() -> None:
    of = bared(shop())
    assert all(one.inbound[0].allows for one in of.acls.values())
    assert asked(of)


def test_all_changes_are_counted() -> None:
    of = shop()
    assert covered(of).tried == len(tuple(lacking(of))) + len(tuple(wider(of)))


def test_a_rule_for_nobody_is_let_be() -> None:
    nobody = rule("icmp", "255.255.255.255/32")
    net = shop(web=[nobody])
    every = (*lacking(net), *wider(net))
    assert nobody.origin not in [one.origin for one in every]


def test_what_lets_nobody_by_is_not_widened() -> None:
    spare = group("Spare", [rule("tcp/443", "WebGroup")])
    to_spare = rule("tcp/443", "Spare")
    six = rule("tcp/443", "2001:db8::/32")
    net = shop(web=[to_spare, six])
    whole = replace(net, groups={**net.groups, "Spare": spare})
    words = [(one.origin.words, one.words) for one in wider(whole)]
    assert ("tcp/443 2001:db8::/32", "for every address") in words
    assert ("tcp/443 2001:db8::/32", "for every port") not in words
    assert ("tcp/443 Spare", "for every address") in words
    assert ("tcp/443 Spare", "for every port") not in words
    assert not [one for one in words if one[0] == "tcp/443 WebGroup"]
