"""Findings and verdicts as the plain JSON that the cache keeps."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from cfngen.findings import Finding, Place, Severity
from cfngen.gate.verdict import Verdict

if TYPE_CHECKING:
    from cfngen.suppress import Suppressed

FIELDS = (*Finding.__dataclass_fields__,)
COUNTS = ("unfit", "templates", "environments", "pieces")


def of_findings(findings: Iterable[Finding]) -> list[Any]:
    """Return findings as lists of their fields, in the order of FIELDS."""
    return [
        [asdict(value) if isinstance(value, Place) else value for value in values]
        for values in (
            [getattr(finding, name) for name in FIELDS] for finding in findings
        )
    ]


def findings(body: Any) -> tuple[Finding, ...] | None:
    """Return the findings of an entry; None where it is no entry of findings."""
    try:
        return tuple(_finding(values) for values in body)
    except (TypeError, ValueError, KeyError):
        return None


def of_verdict(verdict: Verdict) -> dict[str, Any]:
    """Return a verdict as JSON."""
    silent = [
        [of_findings([one.finding])[0], asdict(one.suppression)]
        for one in verdict.silent
    ]
    counts = {name: getattr(verdict, name) for name in COUNTS}
    return {"findings": of_findings(verdict.findings), "silent": silent, **counts}


def verdict(body: Any) -> Verdict | None:
    """Return the verdict of an entry, all of it from the cache; None where none is."""
    try:
        counted = findings(body["findings"])
        if counted is None:
            return None
        silent = tuple(_suppressed(*pair) for pair in body["silent"])
        made = Verdict(counted, silent, **{name: body[name] for name in COUNTS})
    except (TypeError, ValueError, KeyError):
        return None
    return replace(made, cached=made.pieces)


def _finding(values: Any) -> Finding:
    """Return one finding; raises ValueError or TypeError for anything else."""
    fields = dict(zip(FIELDS, values, strict=True))
    cause = fields["cause"]
    fields["severity"] = Severity(fields["severity"])
    fields["cause"] = Place(**cause) if cause is not None else None
    return Finding(**fields)


def _suppressed(found: Any, said: dict[str, Any]) -> Suppressed:
    """Return one finding that may stay, with what is said of it."""
    from cfngen.suppress import Suppressed, Suppression

    place = Place(**said["place"])
    return Suppressed(_finding(found), Suppression(**{**said, "place": place}))
