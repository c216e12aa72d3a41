"""Answers."""

from __future__ import annotations

import pytest

from cfngen.prove.packets import NONE, Family, Packet, Packets
from cfngen.prove.packets.packets import every
from cfngen.prove.reach.answering import answer, asked


@pytest.mark.parametrize(
    ("family", "packet", "reply"),
    [
        pytest.param(
            Family.V4, Packet(1, 2, 6, 9, 80), Packet(2, 1, 6, 80, 9), id="tcp"
        ),
        pytest.param(
            Family.V6, Packet(1, 2, 17, 9, 53), Packet(2, 1, 17, 53, 9), id="udp"
        ),
        pytest.param(
            Family.V4, Packet(1, 2, 1, 0, 2048), Packet(2, 1, 1, 0, 0), id="ping"
        ),
        pytest.param(
            *(Family.V6, Packet(1, 2, 58, 0, 128 << 8)),
            Packet(2, 1, 58, 0, 129 << 8),
            id="ping-v6",
        ),
        pytest.param(Family.V4, Packet(1, 2, 1, 0, 772), None, id="too-big"),
        pytest.param(Family.V4, Packet(1, 2, 1, 0, 2049), None, id="odd-code"),
    ],
)
def test_who_is_answered_with_what(
    family: Family, packet: Packet, reply: Packet | None
) -> None:
    assert answer(packet, family) == reply
    back = every(family) if reply is None else _only(reply)
    assert (packet in asked(back, family)) is (reply is not None)
    assert packet not in asked(NONE, family)


def test_an_answer_that_does_not_pass_answers_nothing() -> None:
    packet = Packet(1, 2, 6, 9, 80)
    reply = answer(packet, Family.V4)
    assert reply
    assert packet not in asked(every(Family.V4) - _only(reply), Family.V4)


def _only(packet: Packet) -> Packets:
    one, two, three, four, five = ((n, n) for n in packet.fields)
    return Packets(((one, two, three, four, five),))
