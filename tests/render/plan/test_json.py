"""A plan as data."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from cfngen.plan.planned import Given
from cfngen.render.plan.json import render
from tests.render.plans import BLOCKED, CHANGE_SET, every, nothing

KEYS = [
    *("version", "system", "environment", "stack", "region", "account", "action"),
    *("status", "change_set", "digest", "changed", "shallow", "summary", "changes"),
    *("blocked", "parameters", "capabilities", "exports", "outside", "warnings"),
    *("hooks", "notes"),
]


def read(plan: Any) -> dict[str, Any]:
    """Return the object that is printed."""
    text = render(plan)
    assert text.endswith("}\n")
    found: dict[str, Any] = json.loads(text)
    return found


def test_every_key_is_there_always() -> None:
    assert list(read(every())) == KEYS
    assert list(read(nothing())) == KEYS


def test_what_it_is_about() -> None:
    found = read(every())
    assert [found[key] for key in KEYS[:12]] == [
        *(1, "shop", "prod", "shop-prod", "us-east-1", "123456789012", "update"),
        *("UPDATE_COMPLETE", CHANGE_SET, "d1", True, ""),
    ]


def test_nothing_is_no_change() -> None:
    found = read(nothing())
    assert found["changed"] is False
    assert set(found["summary"].values()) == {0}
    assert read(replace(nothing(), stack=None))["status"] is None


def test_kinds_are_counted_and_noise_is_none_of_them() -> None:
    assert read(every())["summary"] == {
        "create": 1,
        "update": 1,
        "revise": 0,
        "replace": 1,
        "may_replace": 1,
        "delete": 2,
        "retain": 1,
        "import": 1,
        "sync": 1,
        "unknown": 1,
        "noise": 2,
    }


def test_every_change_is_there_with_its_causes() -> None:
    changes = read(every())["changes"]
    assert len(changes) == len(every().changes)
    assert changes[1] == {
        "path": "Database/Database",
        "type": "AWS::RDS::DBInstance",
        "kind": "replace",
        "noise": False,
        "doubt": "",
        "lost": "the databases in it",
        "policy": "ReplaceAndDelete",
        "physical_id": "shop-prod-db",
        "file": "templates/shop/database.json",
        "causes": [
            {
                "path": "Properties.Engine",
                "before": "mysql",
                "after": "postgres",
                "why": "the template",
                "recreates": "Always",
            },
            {
                "path": "Properties.MasterUserPassword",
                "before": "****",
                "after": "****",
                "why": "parameter Password",
                "recreates": "Never",
            },
        ],
    }


def test_what_is_blocked_says_how_to_allow_it() -> None:
    assert read(every())["blocked"] == [
        {
            "path": "Database/Database",
            "type": "AWS::RDS::DBInstance",
            "kind": "replace",
            "lost": "the databases in it",
            "why": BLOCKED.why,
            "allow": "--allow-replace Database/Database",
        }
    ]


def test_parameters_say_whether_they_change() -> None:
    found = {one["name"]: one for one in read(every())["parameters"]}
    assert found["Zone"]["changed"] is False
    assert found["DatabaseEngine"]["changed"] is True
    assert found["Password"] == {
        "name": "Password",
        "before": "****",
        "after": "****",
        "source": "params/shop/prod.json",
        "secret": True,
        "changed": None,
    }


def test_a_secret_is_masked_whatever_the_plan_holds() -> None:
    plan = replace(nothing(), parameters=(Given("Token", None, "hunter2", "--set"),))
    assert "hunter" not in render(plan)
    assert read(plan)["parameters"][0]["after"] == "****"


def test_the_rest_is_text() -> None:
    found = read(every())
    assert found["capabilities"] == {"CAPABILITY_IAM": ["Role (AWS::IAM::Role)"]}
    assert found["outside"] == ["termination protection: off → on"]
    assert found["warnings"] == [
        {
            "name": "BUCKET_EMPTINESS_VALIDATION",
            "resource": "Bucket",
            "path": "",
            "reason": "the bucket is not empty",
        }
    ]
    assert found["hooks"] == 2
