"""Mistakes in alarms, dashboards, metrics and topics."""

from __future__ import annotations

import json

from tests.checks.planted.mistake import Mistake, drop, put
from tests.models import Bodies

MONITORING = "monitoring.json"


def wider(bodies: Bodies) -> None:
    """Make the dashboard's graphs wider than it."""
    properties = bodies[MONITORING]["Resources"]["Dashboard"]["Properties"]
    text = json.dumps(properties["DashboardBody"])
    properties["DashboardBody"] = json.loads(
        text.replace('\\"width\\":8', '\\"width\\":18')
    )


MISTAKES = (
    Mistake(
        "an alarm without a statistic",
        *("nextjs prod", "CG630", "Monitoring/DatabaseCpuAlarm"),
        drop(MONITORING, "DatabaseCpuAlarm", "Properties", "Statistic"),
    ),
    Mistake(
        "an alarm that looks back for more than a day",
        *("nextjs prod", "CG631", "Monitoring/DatabaseCpuAlarm"),
        put(MONITORING, "DatabaseCpuAlarm", "EvaluationPeriods", value=300),
    ),
    Mistake(
        "four of three periods",
        *("platform prod", "CG631", "Monitoring/ApiCpuAlarm"),
        put(MONITORING, "ApiCpuAlarm", "DatapointsToAlarm", value=4),
    ),
    Mistake(
        "two results of a calculation",
        *("revendiste prod", "CG632", "Monitoring/BackendErrorPercentAlarm"),
        put(
            MONITORING,
            "BackendErrorPercentAlarm",
            "Metrics",
            1,
            "ReturnData",
            value=True,
        ),
    ),
    Mistake(
        "a calculation with a metric that is not there",
        *("nextjs prod", "CG632", "'seconds'"),
        put(MONITORING, "WebLatencyAlarm", "Metrics", 1, "Id", value="latency"),
    ),
    Mistake(
        "more CPU than there is",
        *("nextjs prod", "CG633", "WebScaleOutCpuPercent"),
        parameters={"WebScaleOutCpuPercent": "100"},
    ),
    Mistake(
        "an alarm on a service of no cluster",
        *("platform prod", "CG634", "Monitoring/ApiCpuAlarm"),
        drop(MONITORING, "ApiCpuAlarm", "Properties", "Dimensions", 0),
    ),
    Mistake(
        "an alarm on a node that is not there",
        *("nextjs prod", "CG634", "Monitoring/CacheNode2CpuAlarm"),
        drop(MONITORING, "CacheNode2CpuAlarm", "Condition"),
    ),
    Mistake(
        "an alarm on the name of a topic",
        *("nextjs prod", "CG636", "Monitoring/DatabaseCpuAlarm"),
        put(
            *(MONITORING, "DatabaseCpuAlarm", "AlarmActions", 0),
            value={"Fn::GetAtt": ["AlarmTopic", "TopicName"]},
        ),
    ),
    Mistake(
        "a topic that keeps alarms out",
        *("platform prod", "CG637", "Monitoring/AlarmTopic"),
        put(
            *(MONITORING, "AlarmTopicPolicy", "PolicyDocument", "Statement", 0),
            *("Principal", "Service"),
            value="events.amazonaws.com",
        ),
    ),
    Mistake(
        "a key that keeps alarms out",
        *("nextjs prod", "CG637", "cloudwatch.amazonaws.com"),
        drop("security.json", "Key", "Properties", "KeyPolicy", "Statement", 2),
    ),
    Mistake(
        "a metric in a namespace of AWS's",
        *("rails prod", "CG638", "AWS/rails"),
        put(
            *(MONITORING, "ErrorsMetricFilter", "MetricTransformations", 0),
            *("MetricNamespace",),
            value="AWS/rails",
        ),
    ),
    Mistake(
        "a field that no pattern picks",
        *("rails prod", "CG638", "$.duration"),
        put(
            *(MONITORING, "ErrorsMetricFilter", "MetricTransformations", 0),
            *("MetricValue",),
            value="$.duration",
        ),
    ),
    Mistake(
        "a graph that is wider than the dashboard",
        *("rails prod", "CG639", "Monitoring/Dashboard"),
        wider,
    ),
    Mistake(
        "alarms by mail to an address of the web",
        *("nextjs prod", "CG641", "AlarmEmail"),
        put(MONITORING, "AlarmEmailSubscription", "Protocol", value="https"),
        {"AlarmEmail": "ops@example.com"},
    ),
    Mistake(
        "a topic in order that is not called so",
        *("nextjs prod", "CG642", "Monitoring/AlarmTopic"),
        put(MONITORING, "AlarmTopic", "TopicName", value="alarms.fifo"),
    ),
)
