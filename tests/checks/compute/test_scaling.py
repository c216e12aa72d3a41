"""Scaling: ranges, names, steps, alarms and tracked metrics."""

from __future__ import annotations

import pytest

from cfngen.checks import check
from cfngen.checks.compute import CHECKS
from tests.checks.bending import GONE, Case, Fine, read, silent, spoken
from tests.models import of_template

RIGHT = read("compute")
OUT, IN = (f"{name}.StepScalingPolicyConfiguration" for name in ("Out", "In"))
STEPS = f"{OUT}.StepAdjustments"
TRACKED = "Tracked.TargetTrackingScalingPolicyConfiguration"
PREDEFINED = f"{TRACKED}.PredefinedMetricSpecification"
IDLE = {
    "Idle.Metrics": [
        {"Id": "idle", "Expression": "IF(cpu < 75 AND x <= 1, 1, 0)"},
        {
            "Id": "cpu",
            "MetricStat": {
                "Metric": {
                    "Namespace": "AWS/ECS",
                    "MetricName": "CPUUtilization",
                    "Dimensions": [
                        {
                            "Name": "ServiceName",
                            "Value": {"Fn::GetAtt": ["Service", "Name"]},
                        }
                    ],
                }
            },
        },
    ],
    "Idle.MetricName": GONE,
    "Idle.Threshold": 1,
    "Idle.ComparisonOperator": "GreaterThanOrEqualToThreshold",
    f"{IN}.StepAdjustments": [{"MetricIntervalLowerBound": 0, "ScalingAdjustment": -1}],
}

CASES = (
    Case(
        "least above most",
        "CG555",
        {"Scaled.MinCapacity": "7"},
        "Scaled.MinCapacity",
        "at least 7 tasks and at most 6",
    ),
    Case(
        "least above most at night",
        *("CG555", {"Scaled.ScheduledActions.0.ScalableTargetAction.MaxCapacity": 0}),
        *("Scaled.ScheduledActions.0.ScalableTargetAction.MinCapacity", "at least 1"),
    ),
    Case(
        "nothing at night",
        "CG555",
        {"Scaled.ScheduledActions.0.ScalableTargetAction": GONE},
        "Scaled.ScheduledActions.0",
        "neither",
    ),
    Case(
        "another dimension",
        "CG556",
        {"Scaled.ScalableDimension": "rds:cluster:ReadReplicaCount"},
        "Scaled.ScalableDimension",
    ),
    Case(
        "the ARN of a service",
        "CG556",
        {"Scaled.ResourceId": {"Fn::Sub": "service/${Cluster}/${Service}"}},
        "Scaled.ResourceId",
        "Ref of Service is its ARN",
    ),
    Case(
        "the ARN of a cluster",
        "CG556",
        {"Scaled.ResourceId": {"Fn::Sub": "service/${Cluster.Arn}/${Service.Name}"}},
        "Scaled.ResourceId",
        "Arn of Cluster is its ARN",
    ),
    Case(
        "no service",
        "CG556",
        {"Scaled.ResourceId": "service/web"},
        "Scaled.ResourceId",
        "not service/<cluster>/<service>",
    ),
    Case(
        "a queue as a service",
        "CG556",
        {"Scaled.ResourceId": {"Fn::Sub": "service/${Cluster}/${Queue.QueueName}"}},
        "Scaled.ResourceId",
        "Queue is not of type AWS::ECS::Service",
    ),
    Case(
        "another cluster",
        *(
            "CG556",
            {
                "More": ("ECS::Cluster", {}),
                "Scaled.ResourceId": {"Fn::Sub": "service/${More}/${Service.Name}"},
            },
        ),
        *("Scaled.ResourceId", "Service runs in Cluster, not in More"),
    ),
    Case(
        "a gap",
        "CG557",
        {f"{STEPS}.1.MetricIntervalLowerBound": 20},
        STEPS,
        "between 10 and 20 there is a gap",
    ),
    Case(
        "an overlap",
        "CG557",
        {f"{STEPS}.1.MetricIntervalLowerBound": 5},
        STEPS,
        "there is an overlap",
    ),
    Case(
        "upside down",
        "CG557",
        {f"{STEPS}.0.MetricIntervalUpperBound": -5},
        STEPS,
        "0 to -5",
    ),
    Case(
        "no end",
        "CG557",
        {f"{STEPS}.1.MetricIntervalUpperBound": 30},
        STEPS,
        "nothing is said for more than 30",
    ),
    Case(
        "no beginning",
        "CG557",
        {f"{STEPS}.0.MetricIntervalLowerBound": -5},
        STEPS,
        "nothing is said for less than -5",
    ),
    Case(
        "no bounds",
        "CG557",
        {f"{IN}.StepAdjustments.0.MetricIntervalUpperBound": GONE},
        f"{IN}.StepAdjustments",
        "neither a lower nor",
    ),
    Case(
        "less than nothing",
        "CG557",
        {f"{IN}.AdjustmentType": "ExactCapacity"},
        f"{IN}.StepAdjustments",
        "below 0",
    ),
    Case(
        "a magnitude of no percentage",
        "CG557",
        {f"{OUT}.MinAdjustmentMagnitude": 2},
        f"{OUT}.MinAdjustmentMagnitude",
    ),
    Case(
        "steps on the other side",
        "CG558",
        {"Busy.ComparisonOperator": "LessThanThreshold"},
        "Busy.AlarmActions",
        "no step just below",
    ),
    Case(
        "steps too far above",
        "CG558",
        {f"{STEPS}": [{"MetricIntervalLowerBound": 5, "ScalingAdjustment": 1}]},
        "Busy.AlarmActions",
        "no step just above",
    ),
    Case(
        "watches another service",
        *(
            "CG558",
            {
                "More": ("ECS::Service", {}),
                "Other": (
                    "ApplicationAutoScaling::ScalableTarget",
                    {"ResourceId": {"Fn::Sub": "service/x/${More.Name}"}},
                ),
                "Busy.Dimensions.0.Value": {"Fn::GetAtt": ["More", "Name"]},
            },
        ),
        *("Busy.Dimensions.0.Value", "watches More, which Out does not scale"),
    ),
    Case(
        "up and down at once",
        "CG559",
        {"Idle.Threshold": 70},
        "Busy.Threshold",
        "added above 70 and removed below 70",
    ),
    Case(
        "up and down by an expression",
        "CG559",
        IDLE,
        "Busy.Threshold",
        "removed below 75",
    ),
    Case(
        "more than all",
        "CG560",
        {f"{TRACKED}.TargetValue": 120},
        f"{TRACKED}.TargetValue",
        "120 percent",
    ),
    Case("no metric", "CG560", {PREDEFINED: GONE}, TRACKED, "0 are given"),
    Case(
        "a label for nothing",
        "CG560",
        {f"{PREDEFINED}.ResourceLabel": "x"},
        f"{PREDEFINED}.ResourceLabel",
    ),
    Case(
        "no label",
        "CG560",
        {f"{PREDEFINED}.PredefinedMetricType": "ALBRequestCountPerTarget"},
        PREDEFINED,
        "needs a ResourceLabel",
    ),
    Case(
        "the configuration of another type",
        "CG560",
        {"Tracked.PolicyType": "StepScaling"},
        "Tracked.PolicyType",
        "needs a StepScalingPolicyConfiguration",
    ),
    Case(
        "no scalable target",
        "CG560",
        {"Tracked.ScalingTargetId": {"Ref": "Service"}},
        "Tracked.ScalingTargetId",
    ),
    Case(
        "tracked twice",
        *(
            "CG560",
            {
                "More": (
                    "ApplicationAutoScaling::ScalingPolicy",
                    RIGHT["Tracked"]["Properties"],
                )
            },
        ),
        *(
            "More.TargetTrackingScalingPolicyConfiguration.PredefinedMetricSpecification.PredefinedMetricType",
            "Tracked tracks",
        ),
    ),
)

FINE = (
    Fine("as few as many", "CG555", {"Scaled.MinCapacity": 6}),
    Fine("names written out", "CG556", {"Scaled.ResourceId": "service/main/web"}),
    Fine(
        "a table",
        "CG556",
        {"Scaled.ServiceNamespace": "dynamodb", "Scaled.ResourceId": "table/x"},
    ),
    Fine(
        "both sides",
        "CG557",
        {
            STEPS: [
                {"MetricIntervalUpperBound": -5, "ScalingAdjustment": -1},
                {
                    "MetricIntervalLowerBound": -5,
                    "MetricIntervalUpperBound": 5,
                    "ScalingAdjustment": 0,
                },
                {"MetricIntervalLowerBound": 5, "ScalingAdjustment": 1},
            ]
        },
    ),
    Fine(
        "other metrics",
        "CG559",
        {"Idle.MetricName": "MemoryUtilization", "Idle.Threshold": 90},
    ),
    Fine("an expression below", "CG559", {**IDLE, "Busy.Threshold": 80}),
    Fine(
        "an expression of the contrary",
        "CG559",
        {**IDLE, "Idle.Metrics.0.Expression": "IF(cpu < 75, 0, 1)"},
    ),
    Fine(
        "an expression of a quotient",
        "CG559",
        {**IDLE, "Idle.Metrics.0.Expression": "IF(all / cpu < 75, 1, 0)"},
    ),
    Fine(
        "a sum over a longer time",
        "CG559",
        {
            "Busy.Statistic": "Sum",
            "Busy.Period": 60,
            "Idle.Statistic": "Sum",
            "Idle.Period": 600,
            "Idle.Threshold": 300,
        },
    ),
    Fine(
        "expressions that nothing compares",
        "CG559",
        {
            "Busy.MetricName": GONE,
            "Busy.Metrics": [{"Id": "a", "Expression": "b / c"}],
            "Idle.MetricName": GONE,
            "Idle.Metrics": [{"Id": "a", "Expression": "c / b"}],
            "Idle.Threshold": 90,
        },
    ),
    Fine(
        "a service in front that does not scale",
        "CG558",
        {
            "More": ("ECS::Service", {}),
            "Busy.Dimensions.0.Value": {"Fn::GetAtt": ["More", "Name"]},
        },
    ),
    Fine(
        "more than all on servers",
        "CG560",
        {f"{TRACKED}.TargetValue": 120, "Task.RequiresCompatibilities": ["EC2"]},
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert spoken(RIGHT, CHECKS, case)


@pytest.mark.parametrize("fine", FINE, ids=lambda fine: fine.name)
def test_what_is_right_is_let_be(fine: Fine) -> None:
    assert silent(RIGHT, CHECKS, fine)


def test_what_the_next_release_decides_is_compared_as_well() -> None:
    template = {
        "Parameters": {
            **{name: {"Type": "String"} for name in ("Least", "Most")},
            "Tag": {"Type": "String", "Default": "none"},
        },
        "Conditions": {"Runs": {"Fn::Not": [{"Fn::Equals": [{"Ref": "Tag"}, "none"]}]}},
        "Resources": {
            "Scaled": {
                "Type": "AWS::ApplicationAutoScaling::ScalableTarget",
                "Properties": {
                    "MinCapacity": {"Fn::If": ["Runs", {"Ref": "Least"}, 0]},
                    "MaxCapacity": {"Fn::If": ["Runs", {"Ref": "Most"}, 0]},
                },
            }
        },
    }
    ranged = [one for one in CHECKS if one.id == "CG555"]
    found = check(of_template(template, Least="3", Most="2"), ranged)
    assert [(one.path, one.line) for one in found] == [("Least", 1)]
    assert not check(of_template(template, Least="2", Most="3"), ranged)
    told = of_template(template, Least="3", Most="2", Tag="none")
    assert not check(told, ranged)
