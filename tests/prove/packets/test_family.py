"""Addresses as whole numbers."""

from __future__ import annotations

import pytest

from cfngen.prove.packets import Family
from cfngen.prove.packets.family import family_of, span


@pytest.mark.parametrize(
    ("cidr", "first", "last"),
    [
        pytest.param("10.0.0.0/24", "10.0.0.0", "10.0.0.255", id="v4"),
        pytest.param("10.0.0.7/24", "10.0.0.0", "10.0.0.255", id="host-bits"),
        pytest.param("10.0.0.7/32", "10.0.0.7", "10.0.0.7", id="one-address"),
        pytest.param("2001:db8::/126", "2001:db8::", "2001:db8::3", id="v6"),
    ],
)
def test_a_range_is_its_first_and_last_address(
    cidr: str, first: str, last: str
) -> None:
    family = family_of(cidr)
    assert tuple(map(family.shown, span(cidr))) == (first, last)


def test_a_text_that_is_no_range_is_refused() -> None:
    with pytest.raises(ValueError, match="office"):
        span("office")


@pytest.mark.parametrize("family", list(Family), ids=lambda one: one.value)
def test_every_address_of_a_family_can_be_shown(family: Family) -> None:
    shown = [family.shown(address) for address in family.every]
    assert all(family_of(address) is family for address in shown)
    assert family.every == span("0.0.0.0/0" if family is Family.V4 else "::/0")
