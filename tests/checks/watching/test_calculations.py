"""Alarms on calculations."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, GONE, Case, model, problems

CASES = (
    Case(
        "two results",
        *("CG632", {"Rate/Metrics/1/ReturnData": True}, "Rate/Metrics/1/ReturnData"),
        "2 of its metrics return data",
    ),
    Case(
        "no result",
        *("CG632", {"Rate/Metrics/0/ReturnData": "false"}, "Rate/Metrics"),
        "0 of its metrics",
    ),
    Case(
        "an id twice",
        *("CG632", {"Rate/Metrics/2/Id": "all"}, "Rate/Metrics/2/Id"),
        "the id of two",
    ),
    Case(
        "an upper-case id",
        *("CG632", {"Rate/Metrics/2/Id": "Bad"}, "Rate/Metrics/2/Id"),
        "is no id",
    ),
    Case(
        "an id that is not there",
        *("CG632", {"Rate/Metrics/2/Id": "worse"}, "Rate/Metrics/0/Expression"),
        "has the id 'bad'",
    ),
    Case(
        "neither",
        *("CG632", {"Rate/Metrics/2/MetricStat": GONE}, "Rate/Metrics/2"),
        "no metric, no expression",
    ),
    Case(
        "both",
        *("CG632", {"Rate/Metrics/2/Expression": "all"}, "Rate/Metrics/2"),
        "both a metric",
    ),
    Case(
        "too many",
        *(
            "CG632",
            {"Rate/Metrics": [{"Id": f"m{n}", "Expression": "1"} for n in range(11)]},
            "Rate/Metrics",
        ),
        "11 expressions are more than the 10",
    ),
    Case(
        "a band that returns nothing",
        *("CG632", {"Rate/ThresholdMetricId": "rate"}, "Rate/Metrics/0/ReturnData"),
        "for the metric and its band",
    ),
    Case(
        "a band that is not there",
        *("CG632", {"Rate/ThresholdMetricId": "band"}, "Rate/ThresholdMetricId"),
        "no metric has the id 'band'",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


@pytest.mark.parametrize(
    "expression",
    [
        "SEARCH('{AWS/ECS,ClusterName} cpu', 'Average') + all + bad",
        "IF(all > 1e6 AND bad != 0, 1, 0)",
        'SELECT AVG(cpu) FROM SCHEMA("AWS/EC2")',
    ],
)
def test_words_that_are_no_ids_are_let_be(expression: str) -> None:
    changed = model({"Rate/Metrics/0/Expression": expression})
    assert problems(changed, [CHECKS["CG632"]]) == []
