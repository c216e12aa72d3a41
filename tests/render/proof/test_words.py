"""What is said of packets and numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.findings import Place
from cfngen.prove.network.rules import Origin
from cfngen.prove.packets import ICMP, TCP, UDP, Family
from cfngen.prove.verdict import Proof, Truth
from cfngen.render.proof.marks import PLAIN
from cfngen.render.proof.places import lines, located, named, pointer
from cfngen.render.proof.words import address, kind, packet, summary
from tests.render.proof.proofs import ARRIVING, HOLDS, MET, ROLE, UNSURE


@pytest.mark.parametrize(
    ("number", "who"),
    [
        pytest.param(0x0A00000A, "somebody 10.0.0.10", id="private"),
        pytest.param(0xCB007107, "internet 203.0.113.7", id="public"),
    ],
)
def test_who_is_not_at_hand_has_no_subnet(number: int, who: str) -> None:
    one = replace(ARRIVING.packet, source=number)
    assert packet(replace(ARRIVING, source=None, packet=one), PLAIN) == (
        f"{who}:49152 -> Database/Database@Network/IsolatedSubnet1 10.0.100.10:5432 tcp"
    )


def test_an_address_of_ipv6_stands_in_brackets() -> None:
    assert address(Family.V6, 1, 443, TCP) == "[::1]:443"
    assert address(Family.V6, 1, 0, ICMP[Family.V6]) == "::1"


@pytest.mark.parametrize(
    ("protocol", "port", "words"),
    [
        (TCP, 5, "tcp"),
        (UDP, 53, "udp"),
        (ICMP[Family.V4], 8 * 256, "icmp type 8"),
        (ICMP[Family.V6], 128 * 256, "icmp type 128"),
        (47, 0, "protocol 47"),
    ],
)
def test_a_protocol_has_its_name(protocol: int, port: int, words: str) -> None:
    assert kind(protocol, port) == words


@pytest.mark.parametrize(
    ("claims", "obligations", "words"),
    [
        pytest.param((), (), "no claims", id="nothing"),
        pytest.param((HOLDS,), (), "1 of 1 claim proved", id="one claim"),
        pytest.param(
            (HOLDS, ROLE, UNSURE, replace(HOLDS, truth=Truth.VACUOUS)),
            (MET, replace(MET, truth=Truth.UNDECIDED)),
            "1 of 4 claims proved, 1 refuted, 1 undecided, 1 vacuous; "
            "1 of 2 obligations met, 1 undecided",
            id="everything",
        ),
    ],
)
def test_numbers_in_a_line(claims: tuple, obligations: tuple, words: str) -> None:  # type: ignore[type-arg]
    assert summary(Proof("shop", "dev", claims, obligations)) == words


def test_a_fact_has_a_name_and_a_pointer() -> None:
    assert named(Origin("A/B", ("X", 0, "Y"), "#1")) == "A/B.X[0].Y #1"
    assert named(Origin(words="the default")) == "the default"
    assert pointer(Place("t.json", "Resources/A", 3)) == "t.json:3#/Resources/A"
    assert pointer(Place("t.json", "")) == "t.json"


def test_a_place_without_a_file_is_its_path() -> None:
    assert located(Place("", "network.subnets")) == "network.subnets"
    assert located(Place("f", "p")) == "f"
    assert list(lines(None)) == []
