"""Findings as workflow commands: GitHub shows each at its line of the change.

Rests on https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands
"""

from __future__ import annotations

from collections.abc import Sequence

from cfngen.findings import Finding, Severity
from cfngen.render.findings.text import where

COMMANDS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


def render(findings: Sequence[Finding]) -> str:
    """Return one `::error file=…,line=…,col=…,title=…::message` line a finding.

    What is suppressed has no place in a review.
    """
    return "".join(f"{_command(finding)}\n" for finding in findings)


def _command(finding: Finding) -> str:
    """Return the workflow command of a finding, without what is not known."""
    known = {
        "file": finding.file,
        "line": str(finding.line or ""),
        "col": str(finding.column or "") if finding.line else "",
        "title": f"{finding.id} {finding.path}".strip(),
    }
    properties = ",".join(f"{k}={_property(v)}" for k, v in known.items() if v)
    cause = f"from {where(finding.cause)}" if finding.cause else ""
    only = f"in {finding.environment}" if finding.environment else ""
    message = "\n".join(filter(None, (finding.message, finding.mend, only, cause)))
    return f"::{COMMANDS[finding.severity]} {properties}::{_data(message)}"


def _data(text: str) -> str:
    """Escape a message, `%` first, as the runner's own toolkit does.

    https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
    """
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """Escape a property, which a colon or a comma would end."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
