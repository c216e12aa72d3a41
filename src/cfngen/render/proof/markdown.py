"""Proofs as Markdown, short enough to be a comment on GitHub."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cfngen.findings import Finding
from cfngen.prove.verdict import Truth, Verdict
from cfngen.render.markdown import MOST, cell, escaped, fitting, folded, row, size
from cfngen.render.page import Page
from cfngen.render.proof.assuming import assumed
from cfngen.render.proof.marks import Marks
from cfngen.render.proof.places import Shown, located
from cfngen.render.proof.text import COLUMNS, detailed
from cfngen.render.proof.words import DUTIES, HEADS, plural, summary

TABLE = "\n| | Claim | Where |\n| --- | --- | --- |\n"

PLAIN = "text"
"""The language of evidence: none that GitHub knows how to colour."""

LEFT_OUT = (
    "\n_{} more: see `cfngen prove`; a comment on GitHub has no room for them._\n"
)


def render(
    shown: Sequence[Shown], verbose: bool = False, gaps: Sequence[Finding] = ()
) -> str:
    """Return proofs: the numbers, a table of what does not hold, evidence to unfold.

    At most MOST bytes: rows and details that do not fit are counted in their place.
    With `verbose` what is proved has its rows too. `gaps` are what claims leave out.
    """
    head = "".join(
        f"### {escaped(one.title)}\n\n{escaped(summary(one.proof))}.\n\n"
        if len(shown) == 1
        else f"- **{escaped(one.title)}**: {escaped(summary(one.proof))}\n"
        for one in shown
    )
    title = "" if len(shown) == 1 else "### What is proved\n\n"
    rest = _assumptions(shown)
    room = MOST - size(title) - size(head) - size(rest) - 2 * size(LEFT_OUT)
    rows = [line for one in shown for line in _rows(one, len(shown) > 1, verbose)]
    table, room = fitting([TABLE, *rows] if rows else [], room, LEFT_OUT)
    sections = [text for one in shown for text in _details(one, len(shown) > 1)]
    if gaps:
        lines = [*map(_gap, gaps)]
        sections.append(folded("What the claims leave out", lines, PLAIN))
    details, _ = fitting(sections, room, LEFT_OUT)
    return f"{title}{head}{table}{details}{rest}"


def _gap(finding: Finding) -> str:
    """Return a finding in a line."""
    only = f" (in {finding.environment})" if finding.environment else ""
    where = f"{finding.file}:{finding.line}: {finding.id}"
    return f"{where} {finding.message}{only}"


def _rows(shown: Shown, several: bool, verbose: bool) -> Iterator[str]:
    """Yield a row for each claim and obligation that is shown."""
    proof = shown.proof
    for verdicts, heads in ((proof.verdicts, HEADS), (proof.obligations, DUTIES)):
        for one in verdicts:
            if verbose or one.truth is not Truth.PROVED:
                silent = " (may stay)" if one in shown.suppressed else ""
                said = f"{cell(one.said.text)}{_whose(shown, several)}"
                place = cell(located(one.said.place))
                yield row((f"{heads[one.truth]}{silent}", said, place))


def _details(shown: Shown, several: bool) -> Iterator[str]:
    """Yield the evidence of each verdict that is not proved, to unfold."""
    page = Page(False, COLUMNS)
    proof = shown.proof
    for verdicts, heads in ((proof.verdicts, HEADS), (proof.obligations, DUTIES)):
        for one in verdicts:
            if one.truth is not Truth.PROVED:
                word = heads[one.truth]
                lines = [*detailed(one, word, shown, Marks(), page)]
                yield folded(_title(one, word, shown, several), lines, PLAIN)


def _title(verdict: Verdict, word: str, shown: Shown, several: bool) -> str:
    """Return what evidence is folded under."""
    whose = f" ({shown.title})" if several else ""
    return f"{word} {verdict.said.text}{whose}"


def _whose(shown: Shown, several: bool) -> str:
    """Return the environment of a row, where there are several."""
    return f" {escaped(shown.title)}" if several else ""


def _assumptions(shown: Sequence[Shown]) -> str:
    """Return what the proofs rest on, to unfold."""
    every = assumed([one.proof for one in shown])
    if not every:
        return ""
    lines = "\n".join(f"- {escaped(line)}" for line in every)
    title = f"Resting on {plural(len(every), 'assumption')}"
    return f"\n<details><summary>{title}</summary>\n\n{lines}\n\n</details>\n"
