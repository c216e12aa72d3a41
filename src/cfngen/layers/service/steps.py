"""Step scaling: a task more when any metric is high, one less when all are low.

Two independent alarms for scaling in would fight with the other metric: an idle CPU
would remove the task that full memory had just added. So scaling in hangs on one alarm
over a metric-math expression. CloudWatch lets such an alarm trigger a scaling policy; a
composite alarm it does not:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/AlarmThatSendsEmail.html
"""

from __future__ import annotations

from collections.abc import Mapping

from troposphere import Ref, Sub
from troposphere import applicationautoscaling as scaling
from troposphere import cloudwatch as cw

from cfngen.layers.layer import Layer
from cfngen.layers.service.metrics import NAMESPACE, PERIOD_SECONDS, Metric
from cfngen.naming import logical
from cfngen.settings import Setting, number
from cfngen.spec.service import Steps

OUT_MINUTES, OUT_COOLDOWN_SECONDS = 3, 60
"""Up quickly: three busy minutes add a task, then one a minute while they last."""

IN_MINUTES, IN_COOLDOWN_SECONDS = 15, 300
"""Down slowly: fifteen idle minutes remove a task, then one in five minutes. Both are
what target tracking does by itself."""


def add_steps(
    layer: Layer,
    name: str,
    steps: Mapping[Metric, Steps],
    target: scaling.ScalableTarget,
    dimensions: list[cw.MetricDimension],
) -> None:
    """Add the policies of step scaling and the alarms that trigger them."""
    for metric, step in steps.items():
        threshold = layer.setting(_above(name, metric, step))
        policy = layer.add(_out_policy(target, metric))
        layer.add(_out_alarm(metric, dimensions, threshold, policy))
    policy = layer.add(_in_policy(target))
    layer.add(_in_alarm(layer, name, steps, dimensions, policy))


def _above(name: str, metric: Metric, step: Steps) -> Setting:
    """Return the setting of the threshold above which a task is added."""
    return number(
        f"{logical(name)}ScaleOut{metric.word.capitalize()}Percent",
        f"Percent of {metric.shown} above which a task of {name} is added.",
        step.out,
        1,
        99,
    )


def _below(name: str, metric: Metric, step: Steps) -> Setting:
    """Return the setting of the threshold below which a task is removed."""
    return number(
        f"{logical(name)}ScaleIn{metric.word.capitalize()}Percent",
        f"Percent of {metric.shown} below which a task of {name} is removed.",
        step.in_,
        1,
        99,
    )


def _out_policy(
    target: scaling.ScalableTarget, metric: Metric
) -> scaling.ScalingPolicy:
    """Return the policy that adds a task for one metric."""
    word = metric.word
    title = f"{word.capitalize()}ScaleOutPolicy"
    return _policy(title, f"{word}-out", target, 1, OUT_COOLDOWN_SECONDS)


def _in_policy(target: scaling.ScalableTarget) -> scaling.ScalingPolicy:
    """Return the policy that removes a task."""
    return _policy("ScaleInPolicy", "in", target, -1, IN_COOLDOWN_SECONDS)


def _policy(
    logical_id: str,
    policy_name: str,
    target: scaling.ScalableTarget,
    change: int,
    cooldown_seconds: int,
) -> scaling.ScalingPolicy:
    """Return a policy that adds or removes tasks while its alarm lasts.

    A bound is a distance from the alarm's threshold; from 0 up means at the threshold
    or above, which is where both kinds of alarm here go off:
    https://docs.aws.amazon.com/autoscaling/application/userguide/step-scaling-policy-overview.html
    """
    step = scaling.StepAdjustment(MetricIntervalLowerBound=0, ScalingAdjustment=change)
    return scaling.ScalingPolicy(
        logical_id,
        PolicyName=policy_name,
        PolicyType="StepScaling",
        ScalingTargetId=Ref(target),
        StepScalingPolicyConfiguration=scaling.StepScalingPolicyConfiguration(
            AdjustmentType="ChangeInCapacity",
            Cooldown=cooldown_seconds,
            MetricAggregationType="Average",
            StepAdjustments=[step],
        ),
    )


def _out_alarm(
    metric: Metric,
    dimensions: list[cw.MetricDimension],
    threshold: Ref,
    policy: scaling.ScalingPolicy,
) -> cw.Alarm:
    """Return the alarm that calls for a task more; no data is no reason to add one."""
    return cw.Alarm(
        f"{metric.word.capitalize()}ScaleOutAlarm",
        AlarmDescription=f"Adds a task: {metric.shown} is above its threshold.",
        Namespace=NAMESPACE,
        MetricName=metric.name,
        Dimensions=dimensions,
        Statistic="Average",
        Period=PERIOD_SECONDS,
        EvaluationPeriods=OUT_MINUTES,
        ComparisonOperator="GreaterThanThreshold",
        Threshold=threshold,
        TreatMissingData="notBreaching",
        AlarmActions=[Ref(policy)],
    )


def _in_alarm(
    layer: Layer,
    name: str,
    steps: Mapping[Metric, Steps],
    dimensions: list[cw.MetricDimension],
    policy: scaling.ScalingPolicy,
) -> cw.Alarm:
    """Return the alarm that calls for a task less: every metric is below its threshold.

    The expression is 1 when that is so and 0 otherwise; without data it has no value,
    which is no reason to remove a task.
    """
    below = [
        f"{metric.word} < ${{{layer.setting(_below(name, metric, step)).data['Ref']}}}"
        for metric, step in steps.items()
    ]
    idle = cw.MetricDataQuery(
        Id="idle",
        Expression=Sub(f"IF({' AND '.join(below)}, 1, 0)"),
        Label="Every metric is below its threshold",
        ReturnData=True,
    )
    return cw.Alarm(
        "ScaleInAlarm",
        AlarmDescription="Removes a task: every metric is below its threshold.",
        Metrics=[idle, *(_query(metric, dimensions) for metric in steps)],
        EvaluationPeriods=IN_MINUTES,
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        Threshold=1,
        TreatMissingData="notBreaching",
        AlarmActions=[Ref(policy)],
    )


def _query(metric: Metric, dimensions: list[cw.MetricDimension]) -> cw.MetricDataQuery:
    """Return a metric as the expression reads it."""
    return cw.MetricDataQuery(
        Id=metric.word,
        MetricStat=cw.MetricStat(
            Metric=cw.Metric(
                Namespace=NAMESPACE, MetricName=metric.name, Dimensions=dimensions
            ),
            Period=PERIOD_SECONDS,
            Stat="Average",
        ),
        ReturnData=False,
    )
