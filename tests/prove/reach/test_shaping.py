"""Protocols and ports of a set."""

from __future__ import annotations

import pytest

from cfngen.prove.packets import NONE, Family, Packets
from cfngen.prove.packets.packets import packets
from cfngen.prove.reach.shaping import traffic_of
from cfngen.prove.reach.wording import ports_words
from tests.prove.networks import traffic


def _some(*ports: str) -> Packets:
    found = NONE
    for number, text in enumerate(ports):
        one = traffic(text)
        where = [(number, number)]
        found |= packets(where, where, one.protocol, to_port=one.to)
    return found


@pytest.mark.parametrize(
    ("some", "words"),
    [
        pytest.param((), (), id="nothing"),
        pytest.param(("tcp/443", "tcp/80"), ("tcp/80", "tcp/443"), id="in-order"),
        pytest.param(("tcp/1-5", "tcp/6-9"), ("tcp/1-9",), id="touching"),
        pytest.param(("any", "tcp/80", "udp"), ("any",), id="all-hold-others"),
        pytest.param(("udp", "udp/53", "icmp"), ("icmp", "udp"), id="protocols"),
        pytest.param(("icmp/2048",), ("icmp 8/0",), id="echo"),
    ],
)
def test_ports_of_a_set(some: tuple[str, ...], words: tuple[str, ...]) -> None:
    found = traffic_of(_some(*some))
    assert tuple(ports_words(one, Family.V4) for one in found) == words
