"""Filling in a parameter file: what is added, kept, reported and removed."""

from __future__ import annotations

import json
from typing import Any

import pytest

from cfngen.params import Parameters, check, interface_of, parse, sync

INTERFACE: dict[str, dict[str, Any]] = {
    "EnvironmentName": {"Type": "String"},
    "Zones": {"Type": "Number", "Default": 2},
    "EnableWaf": {"Type": "String", "Default": "false"},
    "CertificateArn": {"Type": "String"},
}

FULL = {"EnvironmentName": "dev", "EnableWaf": "true", "CertificateArn": ""}


def dev(text: str) -> Parameters:
    return parse(text.encode(), "params/shop/dev.json", "dev")


def test_a_new_file_has_every_setting_that_has_a_value() -> None:
    assert sync(dev("[]"), INTERFACE) == (
        "[\n"
        '  {"ParameterKey": "EnableWaf", "ParameterValue": "false"},\n'
        '  {"ParameterKey": "EnvironmentName", "ParameterValue": "dev"},\n'
        '  {"ParameterKey": "Zones", "ParameterValue": "2"}\n'
        "]\n"
    )


def test_what_has_no_default_is_not_invented_but_reported() -> None:
    found = check(dev(sync(dev("[]"), INTERFACE)), INTERFACE)
    assert [(f.id, f.path) for f in found] == [("CG411", "CertificateArn")]


def test_values_that_are_there_stay() -> None:
    text = sync(dev('{"Zones": "3", "EnvironmentName": "prod"}'), INTERFACE)
    assert dev(text).texts() == {
        "EnableWaf": "false",
        "EnvironmentName": "prod",
        "Zones": "3",
    }


def test_what_a_release_sets_is_left_to_it() -> None:
    interface = {**INTERFACE, "WebImageTag": {"Type": "String", "Default": "none"}}
    text = sync(dev('{"CertificateArn": "arn:x"}'), interface)
    assert "WebImageTag" not in dev(text).texts()
    assert check(dev(text), interface) == ()
    pinned = sync(dev('{"CertificateArn": "arn:x", "WebImageTag": "v1"}'), interface)
    assert dev(pinned).texts()["WebImageTag"] == "v1"


def test_dead_keys_stay_unless_pruned() -> None:
    old = dev('{"Dead": "1", "Zones": "3"}')
    kept, pruned = sync(old, INTERFACE), sync(old, INTERFACE, prune=True)
    assert dev(kept).texts()["Dead"] == "1"
    assert "CG410" in [f.id for f in check(dev(kept), INTERFACE)]
    assert "Dead" not in dev(pruned).texts()


def test_syncing_again_changes_nothing() -> None:
    once = sync(dev('{"Zones": "3"}'), INTERFACE)
    assert sync(dev(once), INTERFACE) == once


def test_tags_and_stack_policy_survive() -> None:
    old = dev('{"Tags": {"Team": "shop"}, "StackPolicy": {"Statement": []}}')
    body = json.loads(sync(old, INTERFACE))
    assert body["Tags"] == {"Team": "shop"}
    assert body["StackPolicy"] == {"Statement": []}
    assert body["Parameters"]["EnvironmentName"] == "dev"


def test_a_template_without_environments_gets_no_name() -> None:
    assert sync(dev("{}"), {}) == "[]\n"


def test_the_interface_is_the_roots_parameters() -> None:
    assert interface_of('{"Parameters": {"A": {"Type": "String"}}}') == {
        "A": {"Type": "String"}
    }
    assert interface_of("{}") == {}


@pytest.mark.parametrize("text", ["1.5", "2.0", "1e1", "2."])
def test_a_number_of_ours_is_a_whole_one(text: str) -> None:
    ours = interface_of(json.dumps({"Parameters": INTERFACE}))
    given = dev(json.dumps({**FULL, "Zones": text}))
    assert [(f.id, f.path, f.message) for f in check(given, ours)] == [
        ("CG412", "Zones", f'Zones is "{text}", not a whole number.')
    ]
    assert not check(given, INTERFACE), "others may give a fraction"
    assert not check(dev(json.dumps({**FULL, "Zones": "-12"})), ours)
