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
from typing import TYPE_CHECKING, Any

from cfngen.catalogue import About, about
from cfngen.findings import Finding, Place, Severity

if TYPE_CHECKING:
    from cfngen.suppress import Suppressed, Suppression

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"

LEVELS = {
    Severity.ERROR: "error",
    Severity.WARNING: "warning",
    Severity.INFO: "note",
}


def render(findings: Sequence[Finding], suppressed: Sequence[Suppressed] = ()) -> str:
    """Return a SARIF log with one run; file names become relative URIs.

    What is suppressed follows, each with its reason. Where one result of a run has
    suppressions, every one says that it has, or has none (section 3.27.23).
    """
    silent = [one.finding for one in suppressed]
    rules = about({finding.id for finding in (*findings, *silent)})
    order = list(rules)
    results = [_result(finding, order.index(finding.id)) for finding in findings]
    if silent:
        results = [{**result, "suppressions": []} for result in results]
    for one in suppressed:
        result = _result(one.finding, order.index(one.finding.id))
        results.append({**result, "suppressions": [_suppression(one.suppression)]})
    driver = {
        "name": "cfngen",
        "version": version("cfngen"),
        "rules": [_rule(rule) for rule in rules.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    }
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(log, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: About) -> dict[str, Any]:
    """Return what is said of a rule once for all of its results."""
    described = {
        "id": rule.id,
        "shortDescription": {"text": rule.holds},
        "fullDescription": {"text": rule.whole},
        "help": {"text": rule.why or rule.holds},
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
    }
    return described | ({"helpUri": rule.link} if rule.link else {})


def _result(finding: Finding, rule: int) -> dict[str, Any]:
    """Return one finding as a result of the rule with this index."""
    only = f"In {finding.environment}." if finding.environment else ""
    said = (finding.message, finding.mend, only)
    text = "\n".join(filter(None, said)) or finding.id
    place = Place(finding.file, finding.path, finding.line, finding.column)
    found = {
        "ruleId": finding.id,
        "ruleIndex": rule,
        "level": LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [_location(place, finding.resource)],
    }
    if finding.cause is None:
        return found
    why = {"text": f"{finding.cause.path} in the spec"}
    return {**found, "relatedLocations": [_location(finding.cause) | {"message": why}]}


def _location(place: Place, resource: str = "") -> dict[str, Any]:
    """Return a place in a file and the name of what is there."""
    names = [{"fullyQualifiedName": place.path}] if place.path else []
    if resource:
        names.append({"fullyQualifiedName": resource, "kind": "resource"})
    location = {"physicalLocation": _physical(place)}
    return location | ({"logicalLocations": names} if names else {})


def _physical(place: Place) -> dict[str, Any]:
    """Return the file and the region; GitHub asks for a line, so 1 if unknown."""
    region = {"startLine": max(place.line, 1)}
    if place.line and place.column:
        region["startColumn"] = place.column
    return {"artifactLocation": _artifact(place.file), "region": region}


def _artifact(file: str) -> dict[str, str]:
    """Return a file as a URI: relative to the checkout, unless it lies elsewhere."""
    uri = PurePosixPath("/", file).as_uri()
    if PurePosixPath(file).is_absolute():
        return {"uri": uri}
    return {"uri": uri.removeprefix("file:///"), "uriBaseId": "%SRCROOT%"}


def _suppression(said: Suppression) -> dict[str, Any]:
    """Return why a result may stay, and where that is written.

    A spec is a file beside the templates, a template's metadata a part of it.
    """
    return {
        "kind": "inSource" if said.in_template else "external",
        "status": "accepted",
        "justification": said.reason,
        "location": _location(said.place),
    }
