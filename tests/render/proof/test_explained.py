"""What becomes of packets between two ends."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from cfngen.prove.reach.walking import Walk
from cfngen.render.page import Page
from cfngen.render.proof import explained
from cfngen.render.proof.marks import PLAIN, Marks
from tests.render.proof.proofs import ARRIVING, BLOCKED, where

UNANSWERED = replace(
    ARRIVING, hops=(*ARRIVING.hops[:4], replace(ARRIVING.hops[4], passes=False))
)


def text(*walks: Walk) -> str:
    """Return ways as they are printed."""
    return explained.text("shop dev: a", walks, where, Marks(), Page(False, 100))


def test_a_way_has_every_hop_there_and_back() -> None:
    assert text(ARRIVING) == (
        "shop dev: a\n\n"
        "    packet  stranger@Network/PublicSubnet1 10.0.0.10:49152 →\n"
        "            Database/Database@Network/IsolatedSubnet1 10.0.100.10:5432 tcp\n"
        "     1 ✓ outbound NACL of PublicSubnet1    default network ACL, which allows "
        "everything\n"
        "     2 ✓ route of PublicSubnet1            Network/PublicRouteTable "
        "10.0.0.0/16  local\n"
        "     3 ✓ inbound NACL of IsolatedSubnet1   Network/IsolatedAclInbound #100\n"
        "          params/shop/dev.json:12, templates/shop/network.json:40\n"
        "     4 ✓ inbound rules of database\n"
        "          Security/DatabaseSecurityGroup.SecurityGroupIngress[0]  tcp/5432 "
        "from 10.0.0.0/16\n"
        "          templates/shop/security.json:88 from systems/shop.yaml:27\n"
        "    and the answer:\n"
        "     5 ✓ outbound NACL of IsolatedSubnet1  Network/IsolatedAclInbound #100\n"
        "          params/shop/dev.json:12, templates/shop/network.json:40\n"
        "  IPv4: It gets through, and is answered.\n"
    )


def test_a_hop_that_stops_has_its_place() -> None:
    shown = text(BLOCKED)
    assert "← this stops it\n          templates/shop/security.json:88#/Res" in shown
    assert shown.endswith("  IPv4: It does not get through.\n")
    assert text(UNANSWERED).endswith("It gets through, and its answer does not.\n")


@pytest.mark.parametrize(
    ("walks", "arrives"),
    [
        pytest.param((), False, id="no way"),
        pytest.param((ARRIVING,), True, id="a way"),
        pytest.param((BLOCKED,), False, id="a blocked one"),
        pytest.param((UNANSWERED,), False, id="no answer"),
        pytest.param((ARRIVING, BLOCKED), False, id="one of two"),
    ],
)
def test_it_arrives_where_every_way_does(
    walks: tuple[Walk, ...], arrives: bool
) -> None:
    assert explained.arrives(walks) is arrives
    body = json.loads(explained.json("shop dev", ("a", "b", "53"), walks, where))
    assert body["arrives"] is arrives
    assert len(body["walks"]) == len(walks)
    assert (body["environment"], body["from"], body["to"]) == ("shop dev", "a", "b")


def test_what_is_not_known_is_not_said_to_be_stopped() -> None:
    hanging = {BLOCKED: ("OtherSubnet", "Debug"), ARRIVING: ()}
    page = Page(False, 100)
    shown = explained.text("t", (BLOCKED,), where, Marks(), page, hanging)
    assert shown.endswith(
        "  IPv4: It might get through: it depends on OtherSubnet, Debug.\n"
    )
    assert "← this may stop it\n" in shown
    asked = ("a", "b", "53")
    body = json.loads(explained.json("t", asked, tuple(hanging), where, hanging))
    assert [one["unknowns"] for one in body["walks"]] == [["OtherSubnet", "Debug"], []]


def test_where_there_is_no_way_it_says_so() -> None:
    assert text() == "shop dev: a\n\n  No packet can be sent.\n"


def test_signs_are_those_of_the_encoding() -> None:
    page = Page(False, 100)
    assert explained.text("t", (BLOCKED,), where, PLAIN, page).isascii()
