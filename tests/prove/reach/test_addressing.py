"""The addresses that an end may have."""

from __future__ import annotations

from cfngen.prove.network.rules import Bound
from cfngen.prove.packets import Family
from cfngen.prove.packets.family import span
from cfngen.prove.reach.addressing import addresses, exposed, speaks
from tests.prove.networks import end, network, subnet, workload


def test_five_addresses_of_a_subnet_are_kept_by_aws() -> None:
    small = network(subnet("A", "10.0.0.0/28"), workload("X", ("A",)))
    low, high = span("10.0.0.0/28")
    assert addresses(small, end(small, "X"), Family.V4) == ((low + 4, high - 1),)


def test_nothing_is_taken_off_a_range_that_is_not_known_or_of_ipv6() -> None:
    some = subnet("A", "10.0.0.0/16", "2001:db8::/64", unknowns=("Cidr",))
    small = network(some, workload("X", ("A",)))
    whole = [addresses(small, end(small, "X"), family) for family in Family]
    assert whole == [(span("10.0.0.0/16"),), (span("2001:db8::/64"),)]


def test_a_subnet_that_is_not_at_hand_may_have_any_address() -> None:
    small = network(workload("X", ("subnet-0123",)))
    assert addresses(small, end(small, "X"), Family.V4) == (Family.V4.every,)


def test_what_is_not_known_counts_in_may() -> None:
    small = network(workload("X", ("A",), public=None, v6=None))
    one = end(small, "X")
    for bound, counts in ((Bound.MAY, True), (Bound.MUST, False)):
        assert exposed(one, Family.V4, bound) is counts
        assert speaks(one, Family.V6, bound) is counts
        assert exposed(one, Family.V6, bound) is counts
        assert speaks(one, Family.V4, bound)
