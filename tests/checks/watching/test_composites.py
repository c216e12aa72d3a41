"""Alarms on alarms."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, Case, model, problems

CASES = (
    Case(
        "a rule that cannot be read",
        *("CG643", {"Both/AlarmRule": "one OR two"}, "Both/AlarmRule"),
        "cannot be read",
    ),
    Case(
        "a word too many",
        *("CG643", {"Both/AlarmRule": "ALARM(one) AND"}, "Both/AlarmRule"),
        "Write: ALARM",
    ),
    Case(
        "a parenthesis too few",
        *("CG643", {"Both/AlarmRule": "(ALARM(one) OR OK(two)"}, "Both/AlarmRule"),
        "cannot be read",
    ),
    Case(
        "a topic",
        *(
            "CG643",
            {"Both/AlarmRule": {"Fn::Sub": "ALARM(${Topic})"}},
            "Both/AlarmRule",
        ),
        "Topic is no alarm",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


@pytest.mark.parametrize(
    "rule",
    [
        'ALARM("one")',
        "TRUE",
        "NOT ALARM(one) AND (OK('two') OR NOT INSUFFICIENT_DATA(three))",
        "((ALARM(one)))",
        "AT_LEAST(2, ALARM, (one, \"two (2)\", three)) OR OK('four (4)')",
        "NOT AT_LEAST(50%, NOT OK, (one, two))",
    ],
)
def test_rules_are_read(rule: str) -> None:
    assert problems(model({"Both/AlarmRule": rule}), [CHECKS["CG643"]]) == []
