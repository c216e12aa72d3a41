"""Metric filters."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, Case, model, problems

ERRORS = "Errors/MetricTransformations/0"

LINES = "Lines/MetricTransformations/0"

CASES = (
    Case(
        "a namespace of AWS's",
        *(
            "CG638",
            {"Lines/MetricTransformations/0/MetricNamespace": "AWS/Logs"},
            f"{LINES}/MetricNamespace",
        ),
        "without AWS/",
    ),
    Case(
        "a default beside dimensions",
        *(
            "CG638",
            {"Errors/MetricTransformations/0/DefaultValue": 0},
            f"{ERRORS}/DefaultValue",
        ),
        "Leave it out",
    ),
    Case(
        "four dimensions",
        *(
            "CG638",
            {f"{ERRORS}/Dimensions": [{"Key": k, "Value": "$." + k} for k in "abcd"]},
            f"{ERRORS}/Dimensions",
        ),
        "3 dimensions at most",
    ),
    Case(
        "a field of words",
        *(
            "CG638",
            {"Errors/FilterPattern": "ERROR"},
            f"{ERRORS}/MetricValue",
        ),
        "the pattern picks words",
    ),
    Case(
        "a field that is not there",
        *(
            "CG638",
            {
                "Errors/FilterPattern": "[ip, user]",
                f"{ERRORS}/MetricValue": "$bytes",
            },
            f"{ERRORS}/MetricValue",
        ),
        "no field bytes",
    ),
    Case(
        "a word for a value",
        *(
            "CG638",
            {"Lines/MetricTransformations/0/MetricValue": "one"},
            f"{LINES}/MetricValue",
        ),
        "neither a number nor a field",
    ),
    Case(
        "a dimension that is no field",
        *(
            "CG638",
            {f"{ERRORS}/Dimensions/0/Value": "shop"},
            f"{ERRORS}/Dimensions/0/Value",
        ),
        "'shop' is no field",
    ),
    Case(
        "two metrics",
        *(
            "CG638",
            {"Lines/MetricTransformations": [{}, {}]},
            "Lines/MetricTransformations",
        ),
        "counts one metric",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


def test_a_field_in_brackets_is_found() -> None:
    changed = {
        "Errors/FilterPattern": "[ip, user, status = 5*, bytes]",
        ERRORS: {"MetricValue": "$bytes"},
    }
    assert problems(model(changed), [CHECKS["CG638"]]) == []
