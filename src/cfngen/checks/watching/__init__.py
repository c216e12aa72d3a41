"""Checks of alarms, dashboards, metrics and topics: CG630 to CG644."""

from cfngen.checks.check import Check
from cfngen.checks.watching import (
    actions,
    alarms,
    calculations,
    composites,
    dashboards,
    filters,
    metrics,
    topics,
)
from cfngen.findings import Severity

DOCS = "https://docs.aws.amazon.com"
CLOUDWATCH = f"{DOCS}/AmazonCloudWatch/latest/monitoring"
API = f"{DOCS}/AmazonCloudWatch/latest/APIReference"
LOGS_API = f"{DOCS}/AmazonCloudWatchLogs/latest/APIReference"
SNS = f"{DOCS}/sns/latest/dg"
BODY = f"{API}/CloudWatch-Dashboard-Body-Structure.html"

CHECKS = (
    Check("CG630", alarms.shaped, f"{API}/API_PutMetricAlarm.html"),
    Check("CG631", alarms.timed, f"{API}/API_PutMetricAlarm.html"),
    Check("CG632", calculations.calculated, f"{CLOUDWATCH}/using-metric-math.html"),
    Check("CG633", alarms.reachable, f"{CLOUDWATCH}/alarm-evaluation.html"),
    Check(
        "CG634", metrics.published, f"{CLOUDWATCH}/aws-services-cloudwatch-metrics.html"
    ),
    Check(
        *("CG635", metrics.counted),
        f"{DOCS}/AmazonCloudWatch/latest/logs/MonitoringLogData.html",
        Severity.WARNING,
    ),
    Check("CG636", actions.acting, f"{API}/API_PutMetricAlarm.html"),
    Check("CG637", actions.told, f"{SNS}/sns-key-management.html"),
    Check("CG638", filters.emitting, f"{LOGS_API}/API_MetricTransformation.html"),
    Check("CG639", dashboards.drawn, BODY),
    Check("CG640", dashboards.watching, BODY),
    Check("CG641", topics.subscribed, f"{DOCS}/sns/latest/api/API_Subscribe.html"),
    Check("CG642", topics.ordered, f"{SNS}/sns-fifo-topics.html"),
    Check("CG643", composites.composed, f"{API}/API_PutCompositeAlarm.html"),
)
