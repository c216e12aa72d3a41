"""Findings for scripts."""

from __future__ import annotations

import json

from cfngen.render.findings.json import render
from tests.render.examples import ALL, CAUSED, SUPPRESSED


def test_the_object_has_a_version_a_summary_and_every_finding() -> None:
    body = json.loads(render(ALL))
    assert body["version"] == 1
    assert body["summary"] == {"error": 1, "warning": 1, "info": 1}
    assert body["findings"][0] == {
        "file": "systems/shop.yaml",
        "path": "services.web.cpu",
        "id": "CG012",
        "message": "Fargate has no task with 300 CPU units.",
        "mend": "Use 256, 512, 1024, 2048 or 4096.",
        "severity": "error",
        "line": 14,
        "column": 5,
        "resource": "",
        "cause": None,
        "environment": "",
    }
    assert len(body["findings"]) == len(ALL)


def test_without_findings_every_severity_counts_none() -> None:
    body = json.loads(render(()))
    assert body["findings"] == []
    assert body["summary"] == {"error": 0, "warning": 0, "info": 0}


def test_a_cause_is_a_place() -> None:
    (found,) = json.loads(render((CAUSED,)))["findings"]
    assert found["resource"] == "ServiceWeb/TaskDefinition"
    assert found["cause"] == {
        "file": "systems/shop.yaml",
        "path": "services.web.cpu",
        "line": 27,
        "column": 5,
    }


def test_what_is_suppressed_is_listed_apart_with_its_reason() -> None:
    body = json.loads(render((), (SUPPRESSED,)))
    assert body["findings"] == []
    assert body["summary"]["error"] == 0
    (silent,) = body["suppressed"]
    assert silent["id"] == "CG540"
    assert silent["reason"] == "The account has a size of its own"
    assert silent["by"] == {
        "file": "systems/shop.yaml",
        "path": "suppress.0",
        "line": 60,
        "column": 5,
    }
