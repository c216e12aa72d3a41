"""What a change opens and closes."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cfngen.prove.packets import Family
from cfngen.prove.packets.family import span
from cfngen.prove.reach.changes import changes
from tests.prove.networks import Part, acl, entry, group, rule, subnet
from tests.prove.reach.test_matrix import PARTS, _matrix, _rows

FRONT = group("Front", [rule("tcp/443", "203.0.112.0/23")], [rule("tcp/80", "Back")])
BACK = [rule("tcp/80", "Front"), rule("tcp/80", "10.0.0.0/16")]


@pytest.mark.parametrize(
    ("part", "opened", "closed"),
    [
        pytest.param(PARTS[0], [], [], id="nothing"),
        pytest.param(
            group("Back", BACK, [rule("tcp/443", "0.0.0.0/0")]),
            *(["stranger -> Backend: tcp/80"], []),
            id="a-stranger-comes-in",
        ),
        pytest.param(
            group("Back", BACK[:1], [rule("tcp/442-443", "0.0.0.0/0")]),
            *(["Backend -> internet: tcp/442"], []),
            id="one-port-more",
        ),
        pytest.param(FRONT, ["internet -> Balancer: tcp/443"], [], id="more-addresses"),
        pytest.param(
            group("Back", (), [rule("tcp/80", "0.0.0.0/0")]),
            ["Backend -> internet: tcp/80"],
            ["Balancer -> Backend: tcp/80", "Backend -> internet: tcp/443"],
            id="both",
        ),
    ],
)
def test_changes(part: Part, opened: list[str], closed: list[str]) -> None:
    before, after = _matrix(), _matrix(part)
    there, back = changes(before, after), changes(after, before)
    assert (_rows(there.opened), _rows(there.closed)) == (opened, closed)
    assert (_rows(back.opened), _rows(back.closed)) == (closed, opened)
    assert bool(there) is bool(opened or closed)


def test_a_change_tells_the_addresses_that_are_new() -> None:
    (cell,) = changes(_matrix(), _matrix(FRONT)).opened
    assert cell.sources == (span("203.0.112.0/24"),)
    whole = replace(cell, sources=(), family=Family.V4)
    assert not changes((whole,), (cell,)).opened


ALL = [entry(1, True, "any")]


def _guarded(*denied: str) -> tuple[Part, ...]:
    """Return a database for the whole VPC, and strangers of subnets that it denies."""
    entries = [entry(n, False, "any", cidr) for n, cidr in enumerate(denied, 1)]
    return (
        group("Back", [rule("tcp/80", "10.0.0.0/16")], ()),
        subnet("B", "10.0.1.0/24", acl="Guard", table="Nated"),
        subnet("C", "10.0.2.0/24"),
        acl("Guard", [*entries, entry(9, True, "any")], ALL),
    )


def test_a_stranger_of_one_more_subnet_is_opened() -> None:
    before = _matrix(*_guarded("10.0.0.0/24", "10.0.2.0/24"))
    after = _matrix(*_guarded("10.0.0.0/24"))
    (cell,) = changes(before, after).opened
    assert _rows((cell,)) == ["stranger -> Backend: tcp/80"]
    assert [subnet for subnet, _ in cell.within] == ["C"]
    assert changes(after, before).closed == (cell,)
    assert not changes(after, before).opened


def test_one_subnet_for_another_is_both() -> None:
    before = _matrix(*_guarded("10.0.0.0/24"))
    after = _matrix(*_guarded("10.0.2.0/24"))
    found = changes(before, after)
    assert [cell.within[0][0] for cell in found.opened if cell.within] == ["A"]
    assert [cell.within[0][0] for cell in found.closed if cell.within] == ["C"]


def test_answers_that_come_back_now_open_a_connection() -> None:
    mute = acl("Mute", ALL, [entry(1, True, "tcp/1-1023")])
    parts = (subnet("B", "10.0.1.0/24", acl="Mute", table="Nated"), mute)
    found = changes(_matrix(*parts), _matrix())
    assert _rows(found.opened) == ["Balancer -> Backend: tcp/80"]
    assert found.opened[0].answered
    assert _rows(changes(_matrix(), _matrix(*parts)).closed) == _rows(found.opened)
