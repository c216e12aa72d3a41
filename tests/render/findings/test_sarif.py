"""Findings as SARIF 2.1.0.

sarif.schema.json has the rules of the standard's object definitions for the properties
that cfngen writes, and what GitHub asks for beyond them. The schema that comes with the
standard is another, and wider.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import pytest
from jsonschema import (  # type: ignore[import-untyped]
    Draft202012Validator,
    ValidationError,
)

from cfngen.findings import Finding, Place
from cfngen.render.findings.sarif import render
from cfngen.suppress import Suppressed
from tests.render.examples import ALL, CAUSED, CFN_LINT, SPEC, SUPPRESSED, WARNING

SCHEMA = json.loads(Path(__file__).with_name("sarif.schema.json").read_text("utf-8"))


def log(*findings: Finding, suppressed: Sequence[Suppressed] = ()) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(render(findings, suppressed))
    return read


def validate(body: Mapping[str, Any]) -> None:
    """Assert every rule that the standard has for what cfngen writes."""
    Draft202012Validator(SCHEMA).validate(body)
    for run in body["runs"]:
        rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
        assert rules == sorted(set(rules))
        for result in run["results"]:
            assert rules[result["ruleIndex"]] == result["ruleId"]


CASES = [
    pytest.param((), id="no findings"),
    pytest.param(ALL, id="every kind"),
    pytest.param((SPEC, replace(SPEC, line=15)), id="one rule twice"),
    pytest.param((replace(SPEC, file="a b:c#?é.yaml"),), id="a file of odd name"),
    pytest.param((replace(SPEC, file="/etc/x.yaml"),), id="a file outside"),
    pytest.param((CAUSED,), id="a cause"),
    pytest.param((replace(SPEC, message="", mend=""),), id="no words"),
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


@pytest.mark.parametrize("findings", CASES)
def test_a_log_with_suppressions_is_valid(findings: tuple[Finding, ...]) -> None:
    validate(log(*findings, suppressed=(SUPPRESSED,)))


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda b: b.update(version="2.2"), id="the version"),
        pytest.param(lambda b: b["runs"][0].update(extra=1), id="a property more"),
        pytest.param(lambda b: result_of(b).pop("message"), id="a property less"),
        pytest.param(lambda b: result_of(b).update(level="info"), id="a level"),
        pytest.param(lambda b: result_of(b).update(suppressions=[]), id="one alone"),
        pytest.param(lambda b: region_of(b).update(startLine=0), id="a line"),
    ],
)
def test_the_schema_refuses(spoil: Callable[[dict[str, Any]], object]) -> None:
    body = log(*ALL)
    spoil(body)
    with pytest.raises(ValidationError):
        validate(body)


def result_of(body: dict[str, Any]) -> Any:
    return body["runs"][0]["results"][0]


def region_of(body: dict[str, Any]) -> Any:
    return result_of(body)["locations"][0]["physicalLocation"]["region"]


def test_the_cause_is_a_related_location() -> None:
    (result,) = log(CAUSED)["runs"][0]["results"]
    (related,) = result["relatedLocations"]
    assert related["message"]["text"] == "services.web.cpu in the spec"
    place = related["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "systems/shop.yaml"
    assert place["region"] == {"startLine": 27, "startColumn": 5}


def test_the_resource_is_a_logical_location() -> None:
    (result,) = log(CAUSED)["runs"][0]["results"]
    assert result["locations"][0]["logicalLocations"] == [
        {"fullyQualifiedName": "WebCpu"},
        {"fullyQualifiedName": "ServiceWeb/TaskDefinition", "kind": "resource"},
    ]


def test_what_is_suppressed_says_why_and_where() -> None:
    kept, silent = log(SPEC, suppressed=(SUPPRESSED,))["runs"][0]["results"]
    assert kept["suppressions"] == []
    (suppression,) = silent["suppressions"]
    assert suppression["kind"] == "external"
    assert suppression["status"] == "accepted"
    assert suppression["justification"] == "The account has a size of its own"
    assert suppression["location"]["physicalLocation"]["region"]["startLine"] == 60
    assert silent["ruleId"] == "CG540"


def test_a_template_suppresses_in_source() -> None:
    place = Place("t.yaml", "Resources/Site/Metadata/cfngen/suppress/0", 9, 5)
    said = replace(SUPPRESSED.suppression, place=place)
    (silent,) = log(suppressed=(Suppressed(CAUSED, said),))["runs"][0]["results"]
    assert silent["suppressions"][0]["kind"] == "inSource"


def test_rules_say_what_holds_why_and_where_to_read_on() -> None:
    (rule,) = log(CAUSED)["runs"][0]["tool"]["driver"]["rules"]
    holds = rule["shortDescription"]["text"]
    assert rule["fullDescription"]["text"].startswith(holds)
    assert rule["help"]["text"] in rule["fullDescription"]["text"]
    assert rule["helpUri"].startswith("https://docs.aws.amazon.com/")
    assert rule["defaultConfiguration"] == {"level": "error"}


@pytest.mark.parametrize(
    ("id", "page"),
    [
        pytest.param("E1010", "aws.amazon.com", id="cfn-lint's, with a page of AWS"),
        pytest.param("F0001", "cloudformation-validate", id="AWS's engine's"),
    ],
)
def test_an_engines_rules_lead_to_their_page(id: str, page: str) -> None:
    (rule,) = log(replace(CFN_LINT, id=id))["runs"][0]["tool"]["driver"]["rules"]
    assert page in rule["helpUri"]
    assert id not in rule["shortDescription"]["text"]


def test_a_rule_that_nobody_knows_has_its_id() -> None:
    (rule,) = log(replace(SPEC, id="CG999"))["runs"][0]["tool"]["driver"]["rules"]
    assert "CG999" in rule["shortDescription"]["text"]
    assert "helpUri" not in rule
