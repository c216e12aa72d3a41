"""Findings as people read them, a block a file and a count at the end."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from itertools import groupby
from typing import TYPE_CHECKING

from cfngen.findings import Finding, Place, Severity
from cfngen.printable import printable

if TYPE_CHECKING:
    from cfngen.suppress import Suppressed

COLOURS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}
"""The ANSI colour of each severity: red, yellow, cyan."""

BOLD, FAINT, RESET = "\x1b[1m", "\x1b[2m", "\x1b[0m"
INDENT = "    "

ENOUGH, NEAREST = 12, 3
"""How many allowed values are shown, and how many are where there are more."""

ALLOWED = re.compile(r"^'(?P<given>[^']*)' is not one of \[(?P<list>'[^]]*')\]")
"""How both engines say it. RDS has four hundred classes of instances."""


def render(
    findings: Sequence[Finding],
    suppressed: Sequence[Suppressed] = (),
    colour: bool = False,
) -> str:
    """Return lines of `file:line:column: id severity: message`, blocks and a count.

    Below a finding stand its path, the line of the spec that it comes from and how to
    mend it. What is suppressed is counted. Colours are ANSI escapes.
    """
    blocks = [
        "\n".join(_block(list(group), colour))
        for _, group in groupby(findings, key=lambda finding: finding.file)
    ]
    return "\n\n".join((*blocks, _count(findings, len(suppressed)))) + "\n"


def _block(findings: Sequence[Finding], colour: bool) -> Iterator[str]:
    """Yield the lines of one file's findings, their columns aligned."""
    place = max(len(_place(finding)) for finding in findings)
    name = max(len(finding.id) for finding in findings)
    for finding in findings:
        severity = f"{finding.severity}:".ljust(len("warning:"))
        first, *more = _lines(_shortened(finding.message)) or [""]
        yield " ".join(
            (
                _paint(_place(finding).ljust(place), BOLD, colour),
                finding.id.ljust(name),
                _paint(severity, f"\x1b[{COLOURS[finding.severity]}m", colour),
                first,
            )
        )
        yield from (f"{INDENT}{line}" for line in more)
        if finding.path or finding.environment:
            only = f"in {finding.environment}" if finding.environment else ""
            at = f"at {printable(finding.path)}" if finding.path else ""
            yield INDENT + _paint(f"{at} {only}".strip(), FAINT, colour)
        if finding.cause:
            yield INDENT + _paint(f"from {where(finding.cause)}", FAINT, colour)
        yield from (f"{INDENT}{line}" for line in _lines(finding.mend))


def _lines(text: str) -> list[str]:
    """Return the lines of a text; names in it may hold what a terminal acts on."""
    return [printable(line) for line in text.splitlines()]


def _shortened(message: str) -> str:
    """Return a message with the nearest of many allowed values in place of all."""
    match = ALLOWED.match(message)
    values = match["list"][1:-1].split("', '") if match else []
    if match is None or len(values) <= ENOUGH:
        return message
    near = get_close_matches(match["given"], values, NEAREST, 0)
    shown = f"'{match['given']}' is not one of {len(values)} values; the nearest are "
    return f"{shown}{', '.join(near)}{message[match.end() :]}"


def where(place: Place) -> str:
    """Return a place as `file:line (path)`."""
    return f"{place.file}:{place.line} ({printable(place.path)})"


def _place(finding: Finding) -> str:
    """Return `file:line:column:`, without what is not known."""
    numbers = [n for n in (finding.line, finding.column) if n] if finding.line else []
    return ":".join((finding.file, *map(str, numbers), ""))


def _paint(words: str, escape: str, colour: bool) -> str:
    """Return the words in a colour, where colours are wanted."""
    return f"{escape}{words}{RESET}" if colour else words


def _count(findings: Sequence[Finding], suppressed: int) -> str:
    """Return the last line: how many of each severity, in how many files."""
    counts = Counter(finding.severity for finding in findings)
    words = [
        _plural(counts[severity], noun)
        for severity, noun in (
            (Severity.ERROR, "error"),
            (Severity.WARNING, "warning"),
            (Severity.INFO, "note"),
        )
        if counts[severity]
    ]
    silent = f"; {suppressed} suppressed" if suppressed else ""
    if not words:
        return f"No findings{silent}."
    files = len({finding.file for finding in findings})
    return f"{', '.join(words)} in {_plural(files, 'file')}{silent}."


def _plural(count: int, noun: str) -> str:
    """Return a count with its noun."""
    return f"{count} {noun}{'' if count == 1 else 's'}"
