"""Findings and verdicts survive the cache, and nothing else does."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.findings import Finding, Place, Severity
from cfngen.gate import entries
from cfngen.gate.verdict import Verdict
from cfngen.suppress import Suppressed, Suppression

PLACE = Place("systems/shop.yaml", "services.web", 3, 5)
FINDING = Finding(
    *("templates/shop/root.json", "Resources/Vpc", "CG540", "It is wrong.", "Mend it."),
    severity=Severity.WARNING,
    line=7,
    column=2,
    resource="Network/Vpc",
    cause=PLACE,
)
BARE = Finding("a.json", "", "E1", "Wrong.")
SAID = Suppression("CG540", "Network/*", "It is meant to be so.", PLACE, "dev")


def through_json(body: Any) -> Any:
    return json.loads(json.dumps(body))


def test_findings_come_back_as_they_were() -> None:
    body = through_json(entries.of_findings([FINDING, BARE]))
    assert entries.findings(body) == (FINDING, BARE)
    assert entries.findings([]) == ()


def test_a_verdict_comes_back_from_the_cache() -> None:
    verdict = Verdict((BARE,), (Suppressed(FINDING, SAID),), True, 3, 2, 9, 4)
    body = through_json(entries.of_verdict(verdict))
    assert entries.verdict(body) == Verdict(
        (BARE,), (Suppressed(FINDING, SAID),), True, 3, 2, 9, 9
    )


@pytest.mark.parametrize(
    "body",
    [None, 7, {}, "text", [1], [[]], [["a"] * 10], {"findings": [[1]]}],
    ids=repr,
)
def test_anything_else_is_no_entry(body: Any) -> None:
    assert entries.verdict(body) is None
    if body != {}:
        assert entries.findings(body) is None


def test_a_severity_that_there_is_not_is_no_entry() -> None:
    (values,) = through_json(entries.of_findings([BARE]))
    values[entries.FIELDS.index("severity")] = "dire"
    assert entries.findings([values]) is None
