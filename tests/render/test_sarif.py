"""Findings as SARIF 2.1.0.

The rules are those of the standard's object definitions (sections 3.13 to 3.52) for the
properties that cfngen writes, and what GitHub asks for beyond them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest

from cfngen.findings import Finding
from cfngen.render.sarif import render
from tests.render.examples import ALL, CFN_LINT, SPEC, WARNING

KNOWN = {
    "log": {"$schema", "version", "runs"},
    "run": {"tool", "columnKind", "results"},
    "tool": {"driver"},
    "driver": {"name", "version", "rules"},
    "rule": {"id", "shortDescription", "fullDescription", "help", "helpUri"},
    "result": {"ruleId", "ruleIndex", "level", "message", "locations"},
    "location": {"physicalLocation", "logicalLocations"},
    "place": {"artifactLocation", "region"},
    "artifact": {"uri", "uriBaseId"},
    "region": {"startLine", "startColumn"},
}
"""The standard forbids properties that it does not define; cfngen writes only these."""


def log(*findings: Finding) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(render(findings))
    return read


def validate(body: Mapping[str, Any]) -> None:
    """Assert every rule that the standard has for what cfngen writes."""
    assert body["version"] == "2.1.0"
    assert urlsplit(body["$schema"]).scheme == "https"
    assert body.keys() <= KNOWN["log"]
    for run in body["runs"]:
        assert run.keys() <= KNOWN["run"]
        assert run["columnKind"] in ("utf16CodeUnits", "unicodeCodePoints")
        assert run["tool"].keys() == KNOWN["tool"]
        _validate_driver(run["tool"]["driver"])
        for result in run["results"]:
            _validate_result(result, run["tool"]["driver"]["rules"])


def _validate_driver(driver: Mapping[str, Any]) -> None:
    assert driver.keys() <= KNOWN["driver"]
    assert driver["name"]
    ids = [rule["id"] for rule in driver["rules"]]
    assert len(ids) == len(set(ids))
    for rule in driver["rules"]:
        assert rule.keys() <= KNOWN["rule"]
        for text in ("shortDescription", "fullDescription", "help"):
            assert rule[text].keys() == {"text"}
            assert rule[text]["text"]


def _validate_result(result: Mapping[str, Any], rules: list[Any]) -> None:
    assert result.keys() <= KNOWN["result"]
    assert result["level"] in ("none", "note", "warning", "error")
    assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
    assert result["message"]["text"]
    for location in result["locations"]:
        assert location.keys() <= KNOWN["location"]
        _validate_place(location["physicalLocation"])
        for logical in location.get("logicalLocations", []):
            assert logical.keys() == {"fullyQualifiedName"}


def _validate_place(place: Mapping[str, Any]) -> None:
    assert place.keys() == KNOWN["place"]
    assert place["region"].keys() <= KNOWN["region"]
    assert all(type(n) is int and n >= 1 for n in place["region"].values())
    artifact = place["artifactLocation"]
    assert artifact.keys() <= KNOWN["artifact"]
    if "uriBaseId" in artifact:
        parts = urlsplit(artifact["uri"])
        assert not (parts.scheme or parts.netloc or parts.path.startswith("/"))


CASES = [
    pytest.param((), id="no findings"),
    pytest.param(ALL, id="every kind"),
    pytest.param((SPEC, replace(SPEC, line=15)), id="one rule twice"),
    pytest.param((replace(SPEC, file="a b:c#?é.yaml"),), id="a file of odd name"),
    pytest.param((replace(SPEC, file="/etc/x.yaml"),), id="a file outside"),
]


@pytest.mark.parametrize("findings", CASES)
def test_the_log_is_valid(findings: tuple[Finding, ...]) -> None:
    validate(log(*findings))


def test_severities_become_levels() -> None:
    results = log(*ALL)["runs"][0]["results"]
    assert [r["level"] for r in results] == ["error", "warning", "note"]


def test_a_result_says_where_what_and_how_to_mend_it() -> None:
    (result,) = log(SPEC)["runs"][0]["results"]
    (location,) = result["locations"]
    assert result["message"]["text"] == f"{SPEC.message}\n{SPEC.mend}"
    assert location["logicalLocations"] == [{"fullyQualifiedName": SPEC.path}]
    assert location["physicalLocation"] == {
        "artifactLocation": {"uri": "systems/shop.yaml", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 14, "startColumn": 5},
    }


def test_a_place_that_is_not_known_is_the_first_line() -> None:
    (result,) = log(CFN_LINT)["runs"][0]["results"]
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 1}


def test_a_finding_without_a_path_has_no_logical_location() -> None:
    (result,) = log(WARNING)["runs"][0]["results"]
    assert "logicalLocations" not in result["locations"][0]


def test_a_file_of_odd_name_is_escaped_as_a_uri() -> None:
    (result,) = log(replace(SPEC, file="a b:c#?é.yaml"))["runs"][0]["results"]
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert unquote(urlsplit(uri).path) == "a b:c#?é.yaml"


def test_a_file_outside_the_project_has_an_absolute_uri() -> None:
    (result,) = log(replace(SPEC, file="/etc/x.yaml"))["runs"][0]["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact == {"uri": "file:///etc/x.yaml"}


def test_cfn_lints_rules_lead_to_their_page() -> None:
    own, foreign = log(SPEC, CFN_LINT)["runs"][0]["tool"]["driver"]["rules"]
    assert "spec" in own["shortDescription"]["text"]
    assert "helpUri" not in own
    assert foreign["helpUri"].startswith("https://github.com/aws-cloudformation/")
