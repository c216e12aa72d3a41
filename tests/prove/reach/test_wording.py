"""Words."""

from __future__ import annotations

from cfngen.prove.packets import Family
from cfngen.prove.reach.wording import called, ranges_words
from tests.prove.networks import end, network, ranges, subnet, workload


def test_what_ends_are_called() -> None:
    some = network(
        subnet("A", "10.0.0.0/24"), workload("X/Service", ("A",), names=("backend",))
    )
    (stranger,) = some.strangers()
    words = [called(some, one) for one in (None, stranger, end(some, "X/Service"))]
    assert words == ["internet", "stranger in A", "backend"]


def test_of_many_ranges_there_are_a_few_and_the_number() -> None:
    many = [f"10.0.{n}.0/24" for n in range(0, 10, 2)]
    assert ranges_words(ranges(*many[:1]).v4, Family.V4) == "10.0.0.0/24"
    shown = ranges_words(ranges(*many).v4, Family.V4)
    assert shown == "10.0.0.0/24, 10.0.2.0/24, 10.0.4.0/24 and 2 more"
