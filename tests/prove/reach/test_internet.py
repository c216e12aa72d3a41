"""Which addresses are public."""

from __future__ import annotations

import pytest

from cfngen.prove.network.places import Vpc
from cfngen.prove.packets import Family
from cfngen.prove.packets.family import family_of, span
from cfngen.prove.packets.packets import common
from cfngen.prove.reach.internet import internet
from tests.prove.networks import network, ranges


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *(("8.8.8.8", True), ("172.15.255.255", True), ("172.32.0.0", True)),
        *(("100.63.255.255", True), ("100.128.0.0", True), ("223.255.255.255", True)),
        *(("10.1.2.3", False), ("172.16.0.1", False), ("192.168.1.1", False)),
        *(("100.64.0.1", False), ("127.0.0.1", False), ("169.254.169.254", False)),
        *(("224.0.0.1", False), ("255.255.255.255", False), ("0.0.0.0", False)),
        *(("198.18.4.1", False), ("2600::1", True), ("fe80::1", False)),
        *(("fd00::1", False), ("2001:db8::1", False), ("2001:db8:1::", True)),
    ],
)
def test_public_addresses(address: str, public: bool) -> None:
    inside = Vpc("Odd", ranges("198.18.0.0/16"))
    family = family_of(address)
    found = internet(network(inside), family)
    assert bool(common([span(address)], found)) is public


@pytest.mark.parametrize("family", list(Family), ids=lambda one: one.value)
def test_no_public_address_is_in_a_vpc(family: Family) -> None:
    small = network()
    inside = small.vpcs["Vpc"].ranges.of(family)
    assert not common(internet(small, family), inside)
