"""Network ACLs that deny by default."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.prove.network.rules import Entry
from cfngen.prove.verdict import Truth
from tests.prove.judging.world import verdict, world
from tests.prove.networks import acl, entry, network, subnet

CLAIM = "nacl isolated default-deny"
OTHERS = tuple(number for number in range(256) if number != 6)


def test_the_one_that_a_vpc_has_from_the_start_is_none() -> None:
    net = world()
    own = replace(net.acls["IsolatedAcl"], default=True)
    found = verdict(replace(net, acls={**net.acls, "IsolatedAcl": own}), CLAIM)
    assert found.truth is Truth.REFUTED
    assert [one.at.resource for one in found.broken] == ["IsolatedA", "IsolatedB"]
    assert "SubnetNetworkAclAssociation" in found.broken[0].repair


def test_an_entry_for_everything_makes_an_end_of_it() -> None:
    open_in = acl("IsolatedAcl", [entry(7, True, "any")], [])
    found = verdict(world(open_in), CLAIM)
    assert [one.at.words for one in found.broken] == ["#7"]
    assert found.broken[0].repair == "remove Acl (allow any from 0.0.0.0/0, ::/0)"
    assert found.broken[0].others == ("IsolatedA", "IsolatedB")
    open_out = acl("IsolatedAcl", [], [entry(8, True, "any")])
    assert [one.at.words for one in verdict(world(open_out), CLAIM).broken] == ["#8"]


def test_what_goes_with_an_entry_for_everything_is_said() -> None:
    open_in = acl("IsolatedAcl", [entry(7, True, "any")], [entry(7, True, "tcp")])
    (broken,) = verdict(world(open_in), CLAIM).broken
    assert broken.repair.endswith(
        "which also stops backend -> database, job -> database"
    )
    assert broken.stops == ("backend -> database", "job -> database")


def test_an_entry_that_denies_or_names_a_range_is_fine() -> None:
    parts = [entry(1, False, "any"), entry(2, True, "any", "10.0.0.0/16")]
    assert verdict(world(acl("IsolatedAcl", parts, parts)), CLAIM).truth is Truth.PROVED


@pytest.mark.parametrize(
    "entries",
    [
        [entry(7, True, "any", "0.0.0.0/1"), entry(8, True, "any", "128.0.0.0/1")],
        [entry(7, True, "tcp"), entry(8, True, " ".join(map(str, OTHERS)))],
    ],
    ids=["halves", "each protocol"],
)
def test_entries_for_everything_together_are_no_less(entries: list[Entry]) -> None:
    found = verdict(world(acl("IsolatedAcl", [], entries)), CLAIM)
    (broken,) = found.broken
    assert broken.what == "the entries of IsolatedAcl together let everything out"
    maybe = [replace(entries[0], unknowns=("Debug",)), entries[1]]
    found = verdict(world(acl("IsolatedAcl", maybe, [])), CLAIM)
    assert (found.truth, found.unknowns) == (Truth.UNDECIDED, ("Debug",))


def test_entries_for_everything_are_no_less_beside_one_that_may_be_there() -> None:
    halves = [entry(7, True, "any", "0.0.0.0/1"), entry(8, True, "any", "128.0.0.0/1")]
    maybe = entry(9, True, "any", unknowns=("Debug",))
    found = verdict(world(acl("IsolatedAcl", [*halves, maybe], [])), CLAIM)
    assert found.truth is Truth.REFUTED
    (broken,) = found.broken
    assert broken.what == "the entries of IsolatedAcl together let everything in"


def test_one_that_may_be_there_is_undecided() -> None:
    maybe = entry(7, True, "any", unknowns=("Debug",))
    found = verdict(world(acl("IsolatedAcl", [maybe], [])), CLAIM)
    assert (found.truth, found.unknowns) == (Truth.UNDECIDED, ("Debug",))


def test_one_that_is_not_at_hand_is_undecided() -> None:
    place = subnet("Isolated", "10.0.9.0/24", acl="acl-1", names=("isolated",))
    found = verdict(network(place), CLAIM)
    assert (found.truth, found.unknowns) == (Truth.UNDECIDED, ("acl-1",))


def test_a_hole_for_answers_is_noted_and_proved() -> None:
    found = verdict(world(), "nacl public default-deny")
    assert found.truth is Truth.PROVED
    assert "allow tcp/1024-65535 from 0.0.0.0/0 (Acl)" in found.why
    assert not verdict(world(), CLAIM).why
