"""Which ports clients send from."""

from __future__ import annotations

import pytest

from cfngen.prove.network.places import Kind
from cfngen.prove.reach.clients import EPHEMERAL, LINUX, TYPICAL, client_ports
from tests.prove.networks import end, network, workload


@pytest.mark.parametrize("kind", list(Kind), ids=lambda one: one.value)
def test_tasks_are_linux_and_others_may_be_anything(kind: Kind) -> None:
    small = network(workload("X", ("A",), kind=kind))
    expected = LINUX if kind in (Kind.SERVICE, Kind.JOB) else EPHEMERAL
    assert client_ports(small, end(small, "X")) == expected


def test_the_internet_and_strangers_send_from_any_high_port() -> None:
    small = network()
    assert client_ports(small, None) == (1024, 65535)
    assert LINUX[0] <= TYPICAL <= LINUX[1]
