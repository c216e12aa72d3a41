"""Findings as a JSON object for scripts; its shape changes with its version only."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict

from cfngen.findings import Finding, Severity

VERSION = 1
"""Raised when a key goes or changes its meaning; new keys may come without."""


def render(findings: Sequence[Finding]) -> str:
    """Return `{"version", "summary": {severity: count}, "findings": [...]}` as text.

    A finding has every field of `cfngen.findings.Finding`; numbers are 0 and texts are
    empty where nothing is known.
    """
    counts = Counter(finding.severity for finding in findings)
    body = {
        "version": VERSION,
        "summary": {severity: counts[severity] for severity in Severity},
        "findings": [asdict(finding) for finding in findings],
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"
