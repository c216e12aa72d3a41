"""The checks as Markdown, for docs/checks.md."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from textwrap import indent

from cfngen.catalogue.about import About
from cfngen.catalogue.ours import ours
from cfngen.findings import Finding

ELSEWHERE = ("CG0", "CG4")
"""How the ids begin of what other pages list: checks of specs and parameter files."""


def markdown(examples: Mapping[str, Finding]) -> str:
    """Return a section for each check, by id, with an example of what it says."""
    checks = (about for about in ours() if not about.id.startswith(ELSEWHERE))
    sections = (_section(about, examples.get(about.id)) for about in checks)
    return "\n".join("\n".join(section) for section in sections)


def _section(about: About, example: Finding | None) -> Iterator[str]:
    """Yield the lines on one check."""
    yield from (f"### {about.id}", "", f"{about.holds} ({about.severity})", "")
    read_on = f"[AWS]({about.link})" if about.link else ""
    why = " ".join(filter(None, (about.why, read_on)))
    if why:
        yield from (why, "")
    if example is not None:
        yield from ("```text", example.message)
        if example.mend:
            yield indent(example.mend, "    ")
        yield from ("```", "")
