"""Prefix lists."""

from __future__ import annotations

import pytest

from tests.checks.network.system import Case, spoken

CASES = (
    Case(
        "too little room",
        *("CG522", {"List.MaxEntries": 1}, "List.MaxEntries", "room for 1"),
    ),
    Case(
        "no room",
        *("CG522", {"List.MaxEntries": 0}, "List.MaxEntries", "no room for an entry"),
    ),
    Case(
        "a range twice",
        *("CG522", {"List.Entries.1.Cidr": "192.0.2.9/24"}, "List.Entries.1.Cidr"),
        "stands in entry 0",
    ),
    Case(
        "a range of the other family",
        *("CG522", {"List.AddressFamily": "IPv6"}, "List.Entries.0.Cidr"),
        "no IPv6 range",
    ),
    Case(
        "what is no range",
        *("CG522", {"List.Entries.0.Cidr": "example.com"}, "List.Entries.0.Cidr"),
        "example.com is no address range",
    ),
    Case(
        "a name of AWS",
        *("CG522", {"List.PrefixListName": "com.amazonaws.x"}),
        *("List.PrefixListName", "AWS's own"),
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(case)
