"""The packet that is shown of a set."""

from __future__ import annotations

from random import Random

import pytest

from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import ANY_PORT, NONE, TCP, UDP, Family, Packet, Packets, Span
from cfngen.prove.packets.family import span
from cfngen.prove.packets.packets import packets
from cfngen.prove.packets.wording import named
from cfngen.prove.reach.choosing import chosen
from cfngen.prove.reach.flow import Reach
from cfngen.prove.reach.wording import asked_words
from tests.prove.reach.drawing import drawn

V4, V6 = Family.V4, Family.V6
TCP_ONLY = (TCP, TCP)


def _some(
    source: str, target: str, protocol: Span, to: Span, client: Span = ANY_PORT
) -> Packets:
    return packets([span(source)], [span(target)], protocol, client, to)


@pytest.mark.parametrize(
    ("some", "family", "port", "words"),
    [
        pytest.param(
            _some("10.0.0.0/24", "10.0.1.0/24", TCP_ONLY, (5432, 5432)),
            *(V4, None, "tcp 10.0.0.10:49152 to 10.0.1.10:5432"),
            id="usual",
        ),
        pytest.param(
            _some("0.0.0.0/0", "10.0.1.7/32", (0, 255), ANY_PORT),
            *(V4, None, "tcp 198.51.100.10:49152 to 10.0.1.7:443"),
            id="somebody-on-the-internet",
        ),
        pytest.param(
            _some("10.0.0.0/24", "10.0.1.0/24", TCP_ONLY, ANY_PORT),
            *(V4, 6380, "tcp 10.0.0.10:49152 to 10.0.1.10:6380"),
            id="preferred-port",
        ),
        pytest.param(
            _some("10.0.0.0/24", "10.0.1.0/24", (UDP, UDP), (53, 99), (1024, 2048)),
            *(V4, None, "udp 10.0.0.10:1024 to 10.0.1.10:80"),
            id="odd-client",
        ),
        pytest.param(
            _some("10.0.0.0/24", "10.0.1.0/24", (1, 1), ANY_PORT),
            *(V4, None, "icmp 8/0 10.0.0.10 to 10.0.1.10"),
            id="ping",
        ),
        pytest.param(
            _some("10.0.0.0/24", "10.0.1.0/24", (1, 1), (772, 772)),
            *(V4, None, "icmp 3/4 10.0.0.10 to 10.0.1.10"),
            id="control-message",
        ),
        pytest.param(
            _some("10.0.0.0/24", "10.0.1.0/24", (47, 47), ANY_PORT),
            *(V4, None, "protocol 47 10.0.0.10 to 10.0.1.10"),
            id="no-ports",
        ),
        pytest.param(
            _some("2001:db8::/64", "2600::/16", TCP_ONLY, (80, 80)),
            *(V6, None, "tcp [2001:db8::a]:49152 to [2600::a]:80"),
            id="v6",
        ),
        pytest.param(
            _some("10.0.0.0/24", "10.0.1.0/24", TCP_ONLY, (9000, 9001))
            | _some("10.0.0.0/20", "10.0.1.0/24", TCP_ONLY, (9002, 9002)),
            *(V4, None, "tcp 10.0.0.10:49152 to 10.0.1.10:9002"),
            id="most-addresses",
        ),
    ],
)
def test_a_likely_packet(
    some: Packets, family: Family, port: int | None, words: str
) -> None:
    packet = chosen(some, family, port)
    assert packet in some
    assert _told(packet, family) == words


def _told(packet: Packet, family: Family) -> str:
    """Return a packet in words: `tcp 10.0.0.10:49152 to 10.0.20.10:5432`."""
    one, two = family.shown(packet.source), family.shown(packet.target)
    if packet.protocol not in (TCP, UDP):
        return f"{asked_words(packet, family)} {one} to {two}"
    form = "[{}]:{}" if family is V6 else "{}:{}"
    one = form.format(one, packet.from_port)
    two = form.format(two, packet.to_port)
    return f"{named(packet.protocol)} {one} to {two}"


def test_nothing_can_be_chosen_of_nothing() -> None:
    with pytest.raises(ValueError, match="empty"):
        chosen(NONE, V4)


def test_what_is_chosen_is_always_of_the_set() -> None:
    random = Random(3)
    for _ in range(12):
        network = drawn(random)
        reach = Reach(network)
        ends = [None, *(e for w in network.workloads.values() for e in w.interfaces)]
        for source in ends:
            for target in ends:
                for family in Family:
                    flow = reach.flow(source, target, family, Bound.MAY)
                    for some in (flow.initiated, flow.answered):
                        assert not some or chosen(some, family) in some
