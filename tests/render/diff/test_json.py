"""A diff as JSON."""

from __future__ import annotations

import json
from typing import Any

from cfngen.diff import Diff
from cfngen.render.diff.json import VERSION, render
from tests.render.diffs import ACROSS, SINCE, every


def body(diff: Diff) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(render(diff, SINCE))
    return read


def test_every_kind_of_change() -> None:
    found = body(every())
    changes = {change["path"]: change for change in found["changes"]}
    assert found["version"] == VERSION == 1
    assert (found["system"], found["environment"]) == ("shop", "prod")
    assert (found["before"], found["after"]) == ("main", "working tree")
    assert found["summary"] == {
        "create": 1,
        "destroy": 2,
        "no_change": 1,
        "orphan": 1,
        "replace": 2,
        "update": 1,
    }
    assert changes["Db"]["effect"] == "replace"
    assert changes["Db"]["old"] == "snapshot"
    assert changes["Db"]["stateful"] == "data"
    assert changes["Db"]["lost"] == "the databases in it"
    assert "DBInstanceIdentifier" in changes["Db"]["refusals"][0]
    assert changes["Db"]["properties"][0] == {
        "path": ["StorageEncrypted"],
        "before": False,
        "after": True,
        "moved": False,
        "effect": "replace",
        "reason": "cannot be updated",
        "follows": "",
        "write_only": False,
    }
    assert changes["Trusting"]["properties"][0]["follows"] == "Db"
    assert changes["Told"]["attributes"][0]["path"] == ["Metadata", "Why"]
    assert found["settings"][0] == {
        "name": "Idle",
        "before": "a",
        "after": "b",
        "read": False,
    }
    assert found["outputs"][0]["before"] == {"Fn::GetAtt": ["Db", "Endpoint.Address"]}


def test_secrets_are_masked() -> None:
    assert "hunter" not in render(every(), SINCE)


def test_nothing_has_every_key_all_the_same() -> None:
    found = body(Diff())
    assert found.keys() == body(every()).keys()
    assert found["changes"] == []


def test_names_say_whether_they_are_in_it() -> None:
    assert json.loads(render(Diff(), ACROSS))["names"] is False
