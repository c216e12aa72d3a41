"""Findings as a JSON object for scripts; its shape changes with its version only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from cfngen.findings import Finding, Severity

if TYPE_CHECKING:
    from cfngen.suppress import Suppressed

VERSION = 1
"""Raised when a key goes or changes its meaning; new keys may come without."""


def render(findings: Sequence[Finding], suppressed: Sequence[Suppressed] = ()) -> str:
    """Return `{"version", "summary", "findings", "suppressed"}` as text.

    A finding has every field of `cfngen.findings.Finding`; numbers are 0 and texts are
    empty where nothing is known, and `cause` is null. One that is suppressed has a
    `reason` beside them, and `by` says where that is written. The summary counts by
    severity what is not suppressed.
    """
    counts = Counter(finding.severity for finding in findings)
    body = {
        "version": VERSION,
        "summary": {severity: counts[severity] for severity in Severity},
        "findings": [asdict(finding) for finding in findings],
        "suppressed": [_silent(one) for one in suppressed],
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _silent(one: Suppressed) -> dict[str, Any]:
    """Return a suppressed finding with the reason."""
    said = one.suppression
    return {**asdict(one.finding), "reason": said.reason, "by": asdict(said.place)}
