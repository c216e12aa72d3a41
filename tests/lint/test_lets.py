"""The policy, as AWS's engine keeps to it."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.findings import Finding
from cfngen.lint.policy import Policy

BODY: dict[str, Any] = {
    "Metadata": {"cfn-lint": {"config": {"ignore_checks": ["W2"]}}},
    "Resources": {
        "Db": {"Metadata": {"cfn-lint": {"config": {"ignore_checks": ["E3012"]}}}},
        "Odd": {"Metadata": {"cfn-lint": {"config": {"ignore_checks": "E3012"}}}},
    },
}

CASES: dict[str, tuple[str | None, str, str, bool]] = {
    "an error": ("", "E3012", "Resources/Cache", True),
    "a note that nobody asked for": ("", "I3011", "Resources/Cache", False),
    "a note that is asked for": ("include_checks: [I]", "I3011", "", True),
    "a note by default": (None, "I3011", "", True),
    "what our own policy leaves out": (None, "W3002", "", False),
    "an id that is ignored": ("ignore_checks: [E3012]", "E3012", "", False),
    "a family that is ignored": ("ignore_checks: [E3]", "E3012", "", False),
    "another name for it": ("ignore_checks: [E3012]", "F3012", "", False),
    "another id": ("ignore_checks: [E3012]", "E3013", "", True),
    "what is mandatory": (
        "ignore_checks: [E3012]\nmandatory_checks: [E30]",
        "E3012",
        "",
        True,
    ),
    "ignored by the resource": ("", "F3012", "Resources/Db/Properties/Port", False),
    "ignored by another resource": ("", "F3012", "Resources/Cache/Properties", True),
    "ignored by the template": ("", "W2509", "Parameters/A", False),
    "metadata that is none": ("", "F3012", "Resources/Odd", True),
    "a policy that is no YAML": ("ignore_checks: [", "E3012", "", True),
    "a policy that is a list": ("- E3012", "E3012", "", True),
}


@pytest.mark.parametrize("case", CASES)
def test_a_finding_counts(case: str) -> None:
    text, id, path, counts = CASES[case]
    policy = Policy(text.encode() if text is not None else None)
    assert policy.lets(Finding("t.json", path, id, "m"), BODY) is counts
