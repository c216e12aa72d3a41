"""The audit: what checkov is shown, and what of its findings counts."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

AUDIT = Path(__file__).resolve().parent.parent / "audit"
BODY: dict[str, Any] = {
    "Parameters": {
        "Logs": {"Type": "String", "Default": "false"},
        "Zones": {"Type": "CommaDelimitedList", "Default": "a,b"},
        "Key": {"Type": "String"},
    },
    "Conditions": {
        "HasLogs": {"Fn::Equals": [{"Ref": "Logs"}, "true"]},
        "HasKey": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Key"}, ""]}]},
    },
    "Resources": {
        "Bucket": {"Type": "B", "Condition": "HasLogs", "Properties": {}},
        "Balancer": {
            "Type": "L",
            "DependsOn": ["Bucket", "Other"],
            "Properties": {
                "Log": {
                    "Fn::If": ["HasLogs", {"Ref": "Bucket"}, {"Ref": "AWS::NoValue"}]
                },
                "Zones": {"Ref": "Zones"},
                "Name": {"Fn::Sub": "${Key}-balancer"},
            },
        },
        "Other": {"Type": "O", "Condition": "HasKey"},
    },
    "Outputs": {"Log": {"Condition": "HasLogs", "Value": {"Ref": "Bucket"}}},
}


@pytest.fixture
def settled(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(AUDIT))
    return import_module("settled").settled


@pytest.fixture
def audit(monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.syspath_prepend(str(AUDIT))
    return import_module("audit")


def test_what_a_setting_switches_off_is_not_there(settled: Any) -> None:
    made = settled(BODY, {})["Resources"]
    assert set(made) == {"Balancer", "Other"}
    assert made["Balancer"]["DependsOn"] == ["Other"]
    assert "Log" not in made["Balancer"]["Properties"]


def test_what_it_switches_on_is_there_without_a_choice(settled: Any) -> None:
    made = settled(BODY, {"Logs": "true"})["Resources"]
    assert made["Balancer"]["Properties"]["Log"] == {"Ref": "Bucket"}
    assert made["Bucket"] == {"Type": "B", "Properties": {}, "DependsOn": []}


def test_settings_are_filled_in_and_the_unknown_stays(settled: Any) -> None:
    made = settled(BODY, {"Zones": "c,d"})
    properties = made["Resources"]["Balancer"]["Properties"]
    assert properties["Zones"] == ["c", "d"]
    assert properties["Name"] == {"Fn::Join": ["", [{"Ref": "Key"}, "-balancer"]]}
    # Nobody knows whether the key is empty.
    assert made["Resources"]["Other"]["Condition"] == "HasKey"
    assert made["Conditions"] == BODY["Conditions"]
    assert made["Parameters"]["Zones"]["Default"] == "c,d"
    assert "Default" not in made["Parameters"]["Key"]


def found(check: str, file: str) -> dict[str, Any]:
    """Return a finding as checkov reports it."""
    return {
        "check_id": check,
        "check_name": "Ensure it",
        "file_path": f"/{file}",
        "resource": "AWS::S3::Bucket.Bucket",
    }


def report(*failed: dict[str, Any], unread: tuple[str, ...] = ()) -> dict[str, Any]:
    """Return a report of checkov."""
    results = {"failed_checks": failed, "parsing_errors": unread, "skipped_checks": []}
    counts = {"passed": 7, "failed": len(failed), "resource_count": 9}
    return {"results": results, "summary": counts | {"checkov_version": "3"}}


def test_a_finding_counts_where_no_environment_asked_for_it(audit: Any) -> None:
    known = audit.Accepted("CKV_AWS_1", "shop/dev/*", "It is dev.")
    told = report(
        found("CKV_AWS_1", "shop/dev/a.json"),
        found("CKV_AWS_1", "shop/prod/a.json"),
        found("CKV_AWS_2", "shop/dev/a.json"),
    )
    assert list(audit.told(told, [known])) == [
        "shop/prod/a.json: Bucket: CKV_AWS_1: Ensure it",
        "shop/dev/a.json: Bucket: CKV_AWS_2: Ensure it",
    ]
    assert list(audit.counted(told, [known], 4)) == [
        "checkov 3: 4 templates, 9 resources, 7 passed, 2 failed, "
        "1 suppressed with a reason:",
        "  CKV_AWS_1 1",
    ]


def test_a_reason_that_nothing_needs_is_told(audit: Any) -> None:
    known = audit.Accepted("CKV_AWS_1", "shop/dev/*", "It was dev.")
    assert list(audit.told(report(), [known])) == [
        "accepted.yaml: nothing is found of CKV_AWS_1 in shop/dev/*"
    ]


def test_what_checkov_cannot_read_is_no_success(audit: Any) -> None:
    told = audit.told(report(unread=("/shop/dev/a.json",)), [])
    assert list(told) == ["checkov cannot read /shop/dev/a.json"]
