"""Who can read something, and by which statements."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cfngen.printable import printable
from cfngen.prove.access.readers import Reader
from cfngen.render.page import BOLD, FAINT, RED, YELLOW, Page
from cfngen.render.proof.json import dumped, written
from cfngen.render.proof.places import Where, named, short

NOBODY = "Nobody can."
AT_ONCE, PERHAPS, BY_OTHERS = "at once", "perhaps", "by working as somebody who can"
INSIDE, FURTHER = " " * 4, " " * 8

VERSION = 1
"""Raised when a key of the JSON goes or changes its meaning; new keys may come."""


def text(title: str, found: Sequence[Reader], where: Where, page: Page) -> str:
    """Return who can read, those who can at once first, each with its statements."""
    blocks = [[page.paint(printable(title), BOLD)]]
    for kind, tone in ((AT_ONCE, ""), (PERHAPS, YELLOW), (BY_OTHERS, RED)):
        some = [one for one in found if _kind(one) == kind]
        lines = [line for one in some for line in _reader(one, where, page, tone)]
        if lines:
            blocks.append([f"  {kind.capitalize()}", *lines])
    if not found:
        blocks.append([f"  {NOBODY}"])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def json(title: str, resource: str, found: Sequence[Reader], where: Where) -> str:
    """Return `{"version", "environment", "resource", "readers"}`.

    A reader has `name`, `how` ("at once", "perhaps", "by working as somebody who can"),
    `statements` (facts as in the JSON of proofs), `doubts` and `steps`.
    """
    return dumped(
        {
            "version": VERSION,
            "environment": title,
            "resource": resource,
            "readers": [_body(one, where) for one in found],
        }
    )


def _kind(reader: Reader) -> str:
    """Return how somebody can read."""
    return BY_OTHERS if reader.by else PERHAPS if reader.doubts else AT_ONCE


def _reader(reader: Reader, where: Where, page: Page, tone: str) -> Iterator[str]:
    """Yield the lines of one reader: its name, why, and what it depends on."""
    yield page.paint(f"{INSIDE}{printable(reader.name)}", tone)
    for step in reader.by:
        yield from page.wrap(f"{step.source}: {step.words}", FURTHER)
    for term in reader.terms:
        fact, place = named(term.origin), short(where(term.origin))
        yield from page.wrap(fact, FURTHER)
        for line in page.wrap(place, FURTHER) if place else ():
            yield page.paint(line, FAINT)
    if reader.doubts:
        yield from page.wrap(f"depends on {', '.join(reader.doubts)}", FURTHER)


def _body(reader: Reader, where: Where) -> dict[str, Any]:
    """Return one reader."""
    return {
        "name": reader.name,
        "how": _kind(reader),
        "statements": [written(term.origin, where) for term in reader.terms],
        "doubts": list(reader.doubts),
        "steps": [f"{step.source}: {step.words}" for step in reader.by],
    }
