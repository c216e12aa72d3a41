"""Network ACLs as sets."""

from __future__ import annotations

import pytest

from cfngen.prove.network.rules import Acl, Bound
from cfngen.prove.packets import Family, Packet
from cfngen.prove.packets.family import span
from cfngen.prove.reach.filtering import allowed
from tests.prove.networks import acl, entry

SOMEBODY, US = span("203.0.113.9/32")[0], span("10.0.0.9/32")[0]


def _passes(port: int, some: Acl | None, bound: Bound, outbound: bool = False) -> bool:
    ends = (US, SOMEBODY) if outbound else (SOMEBODY, US)
    packet = Packet(*ends, 6, 49152, port)
    return packet in allowed(some, outbound, Family.V4, bound)


def _inbound(*entries: tuple[int, bool, str, tuple[str, ...], tuple[str, ...]]) -> Acl:
    return acl(
        "Acl",
        [entry(n, yes, to, *cidrs, unknowns=un) for n, yes, to, cidrs, un in entries],
        (),
    )


@pytest.mark.parametrize("bound", list(Bound), ids=lambda one: one.value)
def test_the_first_entry_that_fits_decides(bound: Bound) -> None:
    some = _inbound(
        (100, False, "tcp/3389", (), ()),
        (110, True, "tcp", ("203.0.113.0/24",), ()),
        (120, False, "tcp/80", (), ()),
    )
    assert not _passes(3389, some, bound)
    assert _passes(80, some, bound)


@pytest.mark.parametrize("bound", list(Bound), ids=lambda one: one.value)
def test_what_no_entry_fits_is_denied(bound: Bound) -> None:
    some = _inbound((100, True, "tcp/80", ("203.0.113.0/29",), ()))
    assert not _passes(80, some, bound)
    assert not _passes(80, some, bound, outbound=True)


def test_outbound_entries_are_about_targets() -> None:
    some = acl("Acl", (), [entry(1, True, "tcp/80", "203.0.113.0/24")])
    assert _passes(80, some, Bound.MUST, outbound=True)
    assert not _passes(80, some, Bound.MUST)


@pytest.mark.parametrize(
    ("first", "may", "must"),
    [
        pytest.param((1, True, "tcp", (), ("X",)), True, False, id="may-allow"),
        pytest.param((1, False, "tcp", (), ("X",)), False, False, id="may-deny"),
    ],
)
def test_an_unknown_entry_over_nothing(
    first: tuple[int, bool, str, tuple[str, ...], tuple[str, ...]],
    may: bool,
    must: bool,
) -> None:
    assert _passes(80, _inbound(first), Bound.MAY) is may
    assert _passes(80, _inbound(first), Bound.MUST) is must


def test_an_unknown_denial_hides_in_must_alone() -> None:
    some = _inbound((0, False, "tcp", (), ("X",)), (100, True, "tcp", (), ()))
    assert _passes(80, some, Bound.MAY)
    assert not _passes(80, some, Bound.MUST)


def test_an_unknown_permission_after_a_denial_is_none() -> None:
    some = _inbound((50, False, "tcp", (), ()), (100, True, "tcp", (), ("X",)))
    assert not _passes(80, some, Bound.MAY)


def test_an_acl_that_is_not_at_hand_is_open_or_shut() -> None:
    assert _passes(80, None, Bound.MAY)
    assert not _passes(80, None, Bound.MUST)


def test_families_do_not_touch_each_other() -> None:
    some = acl("Acl", [entry(1, True, "any", "::/0")], ())
    assert not allowed(some, False, Family.V4, Bound.MAY)
    assert allowed(some, False, Family.V6, Bound.MUST)
