"""Tables of who reaches whom, and of what a change opens and closes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from cfngen.printable import printable
from cfngen.render.markdown import cell, escaped, row
from cfngen.render.page import BOLD, FAINT, GREEN, RED, Page
from cfngen.render.proof.flows import HEADS, Chain, Row
from cfngen.render.proof.json import dumped
from cfngen.render.proof.marks import Marks

VERSION = 1
"""Raised when a key of the JSON goes or changes its meaning; new keys may come."""

THROUGH = "Through load balancers"

NAMES = 32
"""Columns that a name is aligned within."""

ROOM = 20
"""Columns that families and the gaps of a row take beside its names and ports."""


@dataclass(frozen=True)
class Differing:
    """What a change opens and what it closes, each in the names of its side."""

    opened: tuple[Row, ...] = ()
    closed: tuple[Row, ...] = ()

    def __bool__(self) -> bool:
        """Return whether anything differs."""
        return bool(self.opened or self.closed)


def text(
    title: str, rows: Sequence[Row], chains: Sequence[Chain], marks: Marks, page: Page
) -> str:
    """Return the table in columns, and the ways through load balancers below it."""
    blocks = [[page.paint(printable(title), BOLD), *_table(rows, page)]]
    if not rows:
        blocks = [[f"{page.paint(printable(title), BOLD)}: nobody reaches anybody"]]
    if chains:
        lines = (line for w in _ways(chains, marks) for line in page.wrap(w, "  "))
        blocks.append([page.paint(THROUGH, BOLD), *lines])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def differing(title: str, found: Differing, page: Page) -> str:
    """Return what a change opens and what it closes, each in a table."""
    parts = (
        ("Opened", "+", found.opened, GREEN),
        ("Closed", "-", found.closed, RED),
    )
    blocks = [[page.paint(printable(title), BOLD)]]
    for heading, sign, rows, tone in parts:
        if rows:
            blocks.append([heading, *_table(rows, page, sign, tone)])
    blocks.append([counts(found)])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def counts(found: Differing) -> str:
    """Return how much a change opens and closes, in a line."""
    if not found:
        return "Nobody reaches more or less."
    return f"{len(found.opened)} opened, {len(found.closed)} closed."


def markdown(title: str, rows: Sequence[Row], chains: Sequence[Chain]) -> str:
    """Return the table in Markdown."""
    lines = [f"- {cell(way)}\n" for way in _ways(chains, Marks())]
    through = f"\n{THROUGH}:\n\n{''.join(lines)}" if lines else ""
    return f"### {escaped(title)}\n\n{_rows(rows)}{through}"


def differing_markdown(title: str, found: Differing) -> str:
    """Return what a change opens and what it closes in Markdown."""
    parts = (("Opened", found.opened), ("Closed", found.closed))
    tables = [f"\n**{name}**\n\n{_rows(rows)}" for name, rows in parts if rows]
    return f"### {escaped(title)}\n\n{counts(found)}\n{''.join(tables)}"


def json(title: str, rows: Sequence[Row], chains: Sequence[Chain]) -> str:
    """Return `{"version", "environment", "flows", "chains"}` as text.

    A flow has `source`, `target`, `ports` as claims write them, `families`, `answered`,
    `sure`, `sources` and `targets`, ranges of the internet, empty where it is true of
    all of it. A chain has `source`, `balancer`, `port`, `target` and `target_port`.
    """
    return dumped(
        {
            "version": VERSION,
            "environment": title,
            "flows": _plain(rows),
            "chains": [asdict(chain) for chain in chains],
        }
    )


def differing_json(title: str, found: Differing) -> str:
    """Return `{"version", "compared", "opened", "closed"}` as text, flows as in
    `json`."""
    return dumped(
        {
            "version": VERSION,
            "compared": title,
            "opened": _plain(found.opened),
            "closed": _plain(found.closed),
        }
    )


def _plain(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """Return rows as JSON."""
    return [asdict(row) for row in rows]


def _ways(chains: Sequence[Chain], marks: Marks) -> Iterator[str]:
    """Yield chains in lines, `internet => alb tcp/443 => web tcp/3000`.

    Those from the same ends through the same port share one.
    """
    sources: dict[tuple[str, str], list[str]] = {}
    for chain in chains:
        door = f"{chain.balancer} {chain.port}"
        target = f"{chain.target} {chain.target_port}"
        sources.setdefault((door, target), []).append(chain.source)
    targets: dict[tuple[str, str], list[str]] = {}
    for (door, target), names in sources.items():
        targets.setdefault((", ".join(names), door), []).append(target)
    for (who, door), behind in targets.items():
        yield f" {marks.through} ".join((who, door, ", ".join(behind)))


def _table(
    rows: Sequence[Row], page: Page, sign: str = " ", tone: str = ""
) -> Iterator[str]:
    """Yield the lines of a table: names in columns, the rest as far as it fits."""
    if not rows:
        return
    widths = [
        min(NAMES, max(len(line[i]) for line in (HEADS, *(r.cells for r in rows))))
        for i in (0, 1)
    ]
    if sum(widths) + 6 > page.columns // 2:
        widths = [0, 0]
    ports = max(len(HEADS[2]), *(len(r.cells[2]) for r in rows))
    ports = ports if sum(widths) + ports + ROOM <= page.columns else 0
    yield page.paint(_line(HEADS[:4], widths, ports, " ", page)[0], FAINT)
    for one in rows:
        for line in _line(one.cells, widths, ports, sign, page):
            yield page.paint(line, tone)


def _line(
    cells: Sequence[str], widths: Sequence[int], ports: int, sign: str, page: Page
) -> list[str]:
    """Return a row in one line, or with what has no room in lines below it."""
    source, target, on, *rest = map(printable, cells)
    names = f"{sign} {source:<{widths[0]}}  {target:<{widths[1]}}"
    parts = [f"{on:<{ports}}", *filter(None, rest)]
    whole = "  ".join((names, *parts)).rstrip()
    if len(whole) <= page.columns:
        return [whole]
    below = page.wrap("  ".join(part.strip() for part in parts))
    return [names.rstrip(), *below]


def _rows(rows: Sequence[Row]) -> str:
    """Return a table in Markdown."""
    if not rows:
        return "Nobody reaches anybody.\n"
    head = f"{row(HEADS)}{row(['---'] * len(HEADS))}"
    return head + "".join(
        row([*map(cell, one.cells[:4]), escaped(one.note)]) for one in rows
    )
