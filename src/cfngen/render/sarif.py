"""Findings as SARIF 2.1.0, which code scanning and editors read.

Rests on https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html and on what
GitHub asks for beyond it:
https://docs.github.com/code-security/reference/code-scanning/sarif-files/sarif-support
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import PurePosixPath
from typing import Any

from cfngen.findings import Finding, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}

FAMILIES = {
    "CG0": "The spec says something that cannot be.",
    "CG1": "Layers are not wired as they should be.",
    "CG2": "The network is not as it should be.",
    "CG3": "Something is more open than it should be.",
    "CG4": "A parameter file does not fit its templates.",
}
"""What the rules of a family have in common, by the first characters of the id."""

CFN_LINT_RULES = (
    "https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md"
)


def render(findings: Sequence[Finding]) -> str:
    """Return a SARIF log with one run; file names become relative URIs."""
    rules = sorted({finding.id for finding in findings})
    driver = {
        "name": "cfngen",
        "version": version("cfngen"),
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(finding, rules.index(finding.id)) for finding in findings],
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: str) -> dict[str, Any]:
    """Return what is said of a rule once for all of its results."""
    own = FAMILIES.get(rule[:3])
    about = {"text": own or f"cfn-lint's rule {rule}."}
    described = {
        "id": rule,
        "shortDescription": about,
        "fullDescription": about,
        "help": about,
    }
    return described if own else described | {"helpUri": CFN_LINT_RULES}


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    """Return one finding as a result of the rule with this index."""
    logical = [{"fullyQualifiedName": finding.path}] if finding.path else []
    location = {"physicalLocation": _place(finding), "logicalLocations": logical}
    return {
        "ruleId": finding.id,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": "\n".join(filter(None, (finding.message, finding.mend)))},
        "locations": [{key: value for key, value in location.items() if value}],
    }


def _place(finding: Finding) -> dict[str, Any]:
    """Return the file and the region; GitHub asks for a line, so 1 if unknown."""
    region = {"startLine": max(finding.line, 1)}
    if finding.line and finding.column:
        region["startColumn"] = finding.column
    return {"artifactLocation": _artifact(finding.file), "region": region}


def _artifact(file: str) -> dict[str, str]:
    """Return a file as a URI: relative to the checkout, unless it lies elsewhere."""
    uri = PurePosixPath("/", file).as_uri()
    if PurePosixPath(file).is_absolute():
        return {"uri": uri}
    return {"uri": uri.removeprefix("file:///"), "uriBaseId": "%SRCROOT%"}
