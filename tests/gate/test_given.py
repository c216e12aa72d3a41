"""What environments give to templates: what is known, and not a default alone."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.gate.given import given
from tests.models import of_template

DECLARED: dict[str, Any] = {
    "Days": {"Type": "Number", "Default": 30},
    "On": {"Type": "String", "Default": True},
    "Zones": {"Type": "CommaDelimitedList", "Default": "a,b"},
    "Word": {"Type": "String", "NoEcho": True, "Default": "hidden"},
    "Fetched": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/a"},
}
DEFAULTS = {"Days": "30", "On": "true", "Zones": ["a", "b"]}

CASES: dict[str, tuple[dict[str, str], Any]] = {
    "only defaults": ({}, []),
    "the defaults, written": ({"Days": "30", "On": "true"}, []),
    "a value": ({"Days": "7"}, [("p.json", {**DEFAULTS, "Days": "7"})]),
    "a list": ({"Zones": "a, c"}, [("p.json", {**DEFAULTS, "Zones": ["a", "c"]})]),
    "only a secret": ({"Word": "other"}, []),
}


@pytest.mark.parametrize("case", CASES)
def test_what_a_template_is_given(case: str) -> None:
    values, handed = CASES[case]
    model = of_template({"Parameters": DECLARED}, **values)
    assert list(given([model], "foreign/t.json")) == handed
    assert list(given([model], "foreign/u.json")) == []


def test_what_has_no_default_is_a_choice() -> None:
    model = of_template({"Parameters": {"Name": {"Type": "String"}}}, Name="a")
    assert list(given([model], "foreign/t.json")) == [("p.json", {"Name": "a"})]
