"""What is wrong with suppressions themselves."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from difflib import get_close_matches

from cfngen.findings import Finding, Severity
from cfngen.suppress.suppression import Suppressed, Suppression


def needless(
    suppressions: Iterable[Suppression], used: Iterable[Suppressed]
) -> Iterator[Finding]:
    """Every suppression has a finding to suppress.

    One that outlives its finding would hide the next one, which nobody has judged. It
    is asked only after every environment has been checked.
    """
    needed = {one.suppression.place for one in used}
    for one in {one.place: one for one in suppressions}.values():
        if one.place not in needed:
            message = f"There is no {one.check} to suppress at {one.at}{_in(one)}."
            yield _about(one, "CG105", message, "Remove it.", Severity.WARNING)


def unknown(
    suppressions: Iterable[Suppression],
    ids: Collection[str],
    environments: Collection[str],
) -> Iterator[Finding]:
    """Every suppression names a check and an environment that there are.

    `ids` are those of our own checks; which ones an engine has is not asked.
    """
    for one in suppressions:
        if one.check.startswith("CG") and one.check not in ids:
            message = f"There is no check {one.check}."
            yield _about(one, "CG106", message, _meant(one.check, ids))
        if one.environment and one.environment not in environments:
            message = f"There is no environment '{one.environment}'."
            yield _about(one, "CG106", message, _meant(one.environment, environments))


def _in(one: Suppression) -> str:
    """Return the environment of a suppression, as a message ends."""
    return f" in {one.environment}" if one.environment else ""


def _meant(word: str, words: Collection[str]) -> str:
    """Return the question whether another word was meant, or what there is."""
    close = get_close_matches(word, sorted(words), 1)
    if close:
        return f"Did you mean {close[0]}?"
    listed = ", ".join(sorted(words)) if len(words) < 10 else "see docs/checks.md"
    return f"There is: {listed or 'none'}."


def _about(
    one: Suppression,
    id: str,
    message: str,
    mend: str,
    severity: Severity = Severity.ERROR,
) -> Finding:
    """Return a finding on a suppression, where it is written."""
    place = one.place
    return Finding(
        *(place.file, place.path, id, message, mend, severity),
        line=place.line,
        column=place.column,
    )
