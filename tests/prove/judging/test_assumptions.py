"""What a proof rests on."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.prove.claims.claim import Claims
from cfngen.prove.claims.parsing import parsed
from cfngen.prove.claims.sets import Around
from cfngen.prove.judging.assumptions import assumptions
from cfngen.prove.network.network import Network
from cfngen.prove.network.rules import Way
from cfngen.spec.ranges import packaged
from tests.prove.judging.world import world
from tests.prove.networks import (
    acl,
    entry,
    group,
    ranges,
    route,
    rule,
    subnet,
    table,
    workload,
)


def said(net: Network, claims: Claims | None = None) -> str:
    return "\n".join(assumptions(net, claims or Claims()))


def cloudflare(*cidrs: str) -> Claims:
    """Return a claim on Cloudflare's ranges as they are given."""
    around = Around(None, {"cloudflare": ranges(*cidrs)})
    return parsed("internet[!cloudflare] -/-> alb", "t.claims", around=around).claims


def test_what_is_not_looked_into_is_said_with_the_reason() -> None:
    net = replace(world(), unread={"Flows": "its tasks are not known"}, assumed=("A.",))
    assert said(net).splitlines()[:2] == [
        "A.",
        "Flows is not looked into: its tasks are not known.",
    ]


def test_what_is_not_known_is_named_wherever_it_is() -> None:
    net = world(
        group("AlbGroup", [rule("any", "0.0.0.0/0", unknowns=("R",))]),
        acl("PublicAcl", [entry(1, True, "any", unknowns=("E",))], []),
        table("Out", route("0.0.0.0/0", Way.INTERNET, unknowns=("T",))),
        subnet("PublicA", "10.0.0.0/24", unknowns=("S",)),
        workload("Backend", ("PublicA",), ("BackendGroup",), unknowns=("W",)),
    )
    assert "whichever that is: R, E, T, S, W." in said(net)


def test_nothing_is_said_of_sets_that_no_claim_names() -> None:
    assert "Cloudflare" not in said(world(), Claims(sets={"cloudflare": ranges()}))


@pytest.mark.parametrize(
    ("cidrs", "words"),
    [
        (packaged().every, f"published on {packaged().as_of}"),
        (("104.16.0.0/13",), "that the project lists"),
    ],
    ids=("the package's", "the project's own"),
)
def test_the_age_of_ranges_is_said(cidrs: tuple[str, ...], words: str) -> None:
    assert words in said(world(), cloudflare(*cidrs))


def test_other_sets_are_taken_as_they_are() -> None:
    text = "set office = 203.0.113.0/24\ninternet[office] -/-> alb"
    assert "up to date: office." in said(world(), parsed(text, "t.claims").claims)


@pytest.mark.parametrize(
    ("way", "words"),
    [(Way.ENDPOINT, "Gateway endpoints"), (Way.OUTSIDE, "What is behind peering")],
)
def test_ways_that_are_not_followed_are_said(way: Way, words: str) -> None:
    assert words not in said(world())
    assert words in said(world(table("Out", route("0.0.0.0/0", way, "x"))))
