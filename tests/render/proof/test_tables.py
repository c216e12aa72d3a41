"""Tables of who reaches whom."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from cfngen.render.page import Page
from cfngen.render.proof import tables
from cfngen.render.proof.flows import Chain, Row
from cfngen.render.proof.marks import PLAIN, Marks
from cfngen.render.proof.tables import Differing

BOTH = ("IPv4", "IPv6")
ROWS = (
    Row("internet", "alb", ("tcp/443", "tcp/80"), BOTH, sources=("203.0.113.0/24",)),
    Row("alb", "web", ("tcp/3000",), ("IPv4",)),
    Row("web", "internet", ("tcp/443",), ("IPv4",), answered=False, sure=False),
)
CHAIN = Chain("internet", "alb", "tcp/443", "web", "tcp/3000")

TEXT = """\
shop dev
  from      to        ports            family
  internet  alb       tcp/443, tcp/80  IPv4, IPv6  from 203.0.113.0/24
  alb       web       tcp/3000         IPv4
  web       internet  tcp/443          IPv4  no answer comes back; perhaps

Through load balancers
  internet ⇒ alb tcp/443 ⇒ web tcp/3000
"""

DIFFERENCE = """\
shop dev: HEAD → now

Opened
  from  to   ports     family
+ alb   web  tcp/3000  IPv4

Closed
  from  to        ports    family
- web   internet  tcp/443  IPv4  no answer comes back; perhaps

1 opened, 1 closed.
"""


def text(*rows: Row, columns: int = 100) -> str:
    """Return a table as it is printed."""
    page = Page(False, columns)
    return tables.text("shop dev", rows, (CHAIN,), Marks(), page)


def test_names_and_ports_stand_in_columns() -> None:
    assert text(*ROWS) == TEXT


def test_signs_are_those_of_the_encoding() -> None:
    plain = tables.text("t", ROWS, (CHAIN,), PLAIN, Page(False, 100))
    assert "  internet => alb tcp/443 => web tcp/3000\n" in plain
    assert plain.isascii()


@pytest.mark.parametrize("columns", [60, 80, 120])
def test_a_table_fits_and_breaks_no_word(columns: int) -> None:
    ports = tuple(f"tcp/{port}-{port + 1}" for port in range(1000, 1200, 10))
    long = Row("ServiceReporting/Service", "internet", ports, BOTH, sure=False)
    found = text(*ROWS, long, columns=columns)
    assert all(len(line) <= columns for line in found.splitlines())
    assert {f"{port}," for port in ports[:-1]} <= set(found.split())


def test_nobody_reaches_anybody() -> None:
    page = Page(False, 100)
    assert tables.text("t", (), (), Marks(), page) == "t: nobody reaches anybody\n"
    assert "Nobody reaches anybody." in tables.markdown("t", (), ())


def test_what_is_opened_and_closed_are_two_tables() -> None:
    found = Differing(ROWS[1:2], ROWS[2:])
    page = Page(False, 100)
    assert tables.differing("shop dev: HEAD → now", found, page) == DIFFERENCE
    painted = tables.differing(
        "shop dev: HEAD → now", found, replace(page, colour=True)
    )
    assert "\x1b[32m+ alb " in painted
    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == DIFFERENCE


def test_what_does_not_differ_says_so() -> None:
    said = "Nobody reaches more or less."
    assert not Differing()
    assert said in tables.differing("t", Differing(), Page(False, 100))
    assert said in tables.differing_markdown("t", Differing())


def test_markdown_has_a_table_and_the_ways() -> None:
    found = tables.markdown("shop dev", ROWS, (CHAIN,))
    assert found.startswith("### shop dev\n\n| from | to | ports | family | note |\n")
    assert "| `alb` | `web` | `tcp/3000` | `IPv4` |  |\n" in found
    assert "\n- `internet ⇒ alb tcp/443 ⇒ web tcp/3000`\n" in found
    both = tables.differing_markdown("t", Differing(ROWS[1:2], ROWS[2:]))
    assert both.index("**Opened**") < both.index("`alb`") < both.index("**Closed**")


def test_json_has_every_field() -> None:
    body = json.loads(tables.json("shop dev", ROWS, (CHAIN,)))
    assert list(body) == ["version", "environment", "flows", "chains"]
    assert body["flows"][0] == {
        "source": "internet",
        "target": "alb",
        "ports": ["tcp/443", "tcp/80"],
        "families": ["IPv4", "IPv6"],
        "answered": True,
        "sure": True,
        "sources": ["203.0.113.0/24"],
        "targets": [],
        "within": [],
    }
    assert body["chains"][0]["balancer"] == "alb"
    other = json.loads(tables.differing_json("t", Differing(ROWS[:1])))
    assert (len(other["opened"]), other["closed"]) == (1, [])
