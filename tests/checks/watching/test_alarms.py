"""Alarms."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, GONE, Case, model, problems

TOP = "Busy/Threshold"

CASES = (
    Case(
        "no statistic",
        *("CG630", {"Alarm/Statistic": GONE}, "Alarm/MetricName"),
        "Add Statistic",
    ),
    Case(
        "two statistics",
        *("CG630", {"Alarm/ExtendedStatistic": "p99"}, "Alarm/ExtendedStatistic"),
        "Keep one of them",
    ),
    Case(
        "a percentile that is none",
        *("CG630", {"Node/ExtendedStatistic": "95p"}, "Node/ExtendedStatistic"),
        "no extended statistic",
    ),
    Case(
        "more than there are",
        *("CG631", {"Alarm/DatapointsToAlarm": 4}, "Alarm/DatapointsToAlarm"),
        "4 of 3 periods",
    ),
    Case(
        "no period",
        *("CG631", {"Alarm/Period": "90"}, "Alarm/Period"),
        "a multiple of 60",
    ),
    Case(
        "more than a day",
        *("CG631", {"Alarm/EvaluationPeriods": 289}, "Alarm/EvaluationPeriods"),
        "Evaluate 288 periods",
    ),
    Case(
        "more than a week",
        *(
            "CG631",
            {"Alarm/Period": 3600, "Alarm/EvaluationPeriods": 169},
            "Alarm/EvaluationPeriods",
        ),
        "more than seven days",
    ),
    Case(
        "a day of a calculation",
        *("CG631", {"Rate/EvaluationPeriods": 1441}, "Rate/EvaluationPeriods"),
        "1441 periods of 60",
    ),
    Case(
        "more than all",
        *("CG633", {"Alarm/Threshold": "101"}, "Alarm/Threshold"),
        "never above 101",
    ),
    Case(
        "above all",
        *("CG633", {"Alarm/Threshold": 100}, "Alarm/Threshold"),
        "never above 100",
    ),
    Case(
        "below nothing",
        *(
            "CG633",
            {"Alarm/Threshold": 0, "Alarm/ComparisonOperator": "LessThanThreshold"},
            "Alarm/Threshold",
        ),
        "never below 0",
    ),
    Case(
        "more than all that Fargate has",
        *("CG633", {"Service/LaunchType": "FARGATE", "Busy/Threshold": 101}, TOP),
        "never above 101",
    ),
    Case(
        "always",
        *("CG633", {"Busy/Threshold": -1}, "Busy/Threshold"),
        "always above -1",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


@pytest.mark.parametrize("statistic", ["SampleCount", "Sum"])
def test_a_count_is_no_percentage(statistic: str) -> None:
    counted = {"Alarm/Statistic": statistic, "Alarm/Threshold": 500}
    assert problems(model(counted), [CHECKS["CG633"]]) == []
