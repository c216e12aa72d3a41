"""What becomes of packets between two ends, hop by hop, there and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from cfngen.printable import printable
from cfngen.prove.reach.walking import Walk
from cfngen.render.page import BOLD, GREEN, RED, YELLOW, Page
from cfngen.render.proof.hops import Way
from cfngen.render.proof.json import dumped, walked
from cfngen.render.proof.marks import Marks
from cfngen.render.proof.places import Where

NO_WAY = "No packet can be sent."

VERSION = 1
"""Raised when a key of the JSON goes or changes its meaning; new keys may come."""


Hanging = Mapping[Walk, Sequence[str]]
"""What decides of ways that are not sure to arrive, and not sure not to."""


def text(
    title: str,
    walks: Sequence[Walk],
    where: Where,
    marks: Marks,
    page: Page,
    hanging: Hanging = MappingProxyType({}),
) -> str:
    """Return each way in lines, and what comes of it."""
    blocks = [[page.paint(printable(title), BOLD)]]
    for walk in walks:
        names = hanging.get(walk, ())
        way = Way(page, marks, where, not names)
        blocks.append([*way.lines(walk), *_outcome(walk, page, names)])
    if not walks:
        blocks.append([f"  {NO_WAY}"])
    return "\n\n".join("\n".join(block) for block in blocks) + "\n"


def json(
    title: str,
    asked: Sequence[str],
    walks: Sequence[Walk],
    where: Where,
    hanging: Hanging = MappingProxyType({}),
) -> str:
    """Return `{"version", "environment", "from", "to", "port", "arrives", "walks"}`.

    `environment` is the title, `nextjs prod`; `arrives` says whether every way leads
    there and back; walks are as in the JSON of proofs, with `unknowns`, which decide
    where that is not known.
    """
    source, target, port = asked
    return dumped(
        {
            "version": VERSION,
            "environment": title,
            "from": source,
            "to": target,
            "port": port,
            "arrives": arrives(walks),
            "walks": [
                {**walked(walk, where), "unknowns": list(hanging.get(walk, ()))}
                for walk in walks
            ],
        }
    )


def arrives(walks: Sequence[Walk]) -> bool:
    """Return whether there is a way, and every one leads there and back."""
    return bool(walks) and all(walk.arrives for walk in walks)


def _outcome(walk: Walk, page: Page, unknowns: Sequence[str]) -> Iterator[str]:
    """Yield in a sentence what becomes of a packet."""
    stopping = [hop for hop in walk.hops if not hop.passes]
    if unknowns:
        names = ", ".join(unknowns)
        said = f"{walk.family.value}: It might get through: it depends on {names}."
        yield from (page.paint(line, YELLOW) for line in page.wrap(said, "  "))
        return
    if not stopping:
        said = page.paint("It gets through, and is answered.", GREEN)
    elif stopping[0].back:
        said = page.paint("It gets through, and its answer does not.", RED)
    else:
        said = page.paint("It does not get through.", RED)
    yield f"  {walk.family.value}: {said}"
