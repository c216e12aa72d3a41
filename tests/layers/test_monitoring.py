"""Properties of the monitoring layer: what alarms, when, and who hears of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from cfngen.errors import WiringError
from cfngen.layers import monitoring
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from tests.layers.resolved import kind, outputs, properties, resolved
from tests.layers.variations import SYSTEMS, VARIATIONS, nextjs, service

PIPELINE = {"pipeline": {"repository": "example/shop"}}
COUNTED = {
    "errors": {"match": "?ERROR ?FATAL", "alarm": 10},
    "seconds": {"match": "{ $.seconds = * }", "value": "$.seconds"},
}
OURS: Mapping[str, System] = {
    "a worker": nextjs(
        services={"web": service(), "worker": service(port=None, log_metrics=COUNTED)},
        delivery=None,
    ),
    "a worker under a pipeline": nextjs(
        services={"web": service(log_metrics=COUNTED), "worker": service(port=None)},
        delivery=PIPELINE,
        monitoring={"dashboard": True},
    ),
    "jobs and no services": nextjs(
        services={}, jobs={"tidy-up": {"every": "hour"}}, delivery=None
    ),
}
EVERY = {**VARIATIONS, **SYSTEMS, **OURS}
WATCHED = {name: system for name, system in EVERY.items() if system.monitoring}
EACH = pytest.mark.parametrize("system", WATCHED.values(), ids=WATCHED.keys())
BALANCER = {"LoadBalancer": "@AlbFullName"}
TARGETS = BALANCER | {"TargetGroup": "@WebTargetGroupFullName"}
TASKS = {"ClusterName": "@ClusterName", "ServiceName": "@WebServiceName"}
DATABASE = {"DBInstanceIdentifier": "@DatabaseInstanceId"}
NODE = {"CacheClusterId": "@CacheReplicationGroupId-001"}


def built(system: System | None = None) -> Layer:
    return monitoring.build(system or nextjs())


def alarms(layer: Layer, **given: str) -> dict[str, dict[str, Any]]:
    return kind(layer, "CloudWatch::Alarm", **given)


def watched(alarm: dict[str, Any]) -> tuple[str, str, str, dict[str, str]]:
    """Return namespace, metric, statistic and dimensions of an alarm."""
    if "Metrics" not in alarm:
        metric, statistic = alarm, alarm["Statistic"]
    else:
        (query,) = (m["MetricStat"] for m in alarm["Metrics"] if "MetricStat" in m)
        metric, statistic = query["Metric"], query["Stat"]
    dimensions = {d["Name"]: d["Value"] for d in metric["Dimensions"]}
    return metric["Namespace"], metric["MetricName"], statistic, dimensions


@EACH
def test_cfn_lint_has_nothing_to_say(
    system: System, linted: Callable[[Layer], list[str]]
) -> None:
    assert linted(built(system)) == []


def test_a_system_that_asks_for_none_has_no_such_layer() -> None:
    with pytest.raises(WiringError, match="nextjs has no monitoring"):
        built(nextjs(monitoring=None))


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        (
            "LoadBalancerErrors",
            ("AWS/ApplicationELB", "HTTPCode_ELB_5XX_Count", "Sum", BALANCER),
        ),
        (
            "RejectedConnections",
            ("AWS/ApplicationELB", "RejectedConnectionCount", "Sum", BALANCER),
        ),
        (
            "WebErrors",
            ("AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", "Sum", TARGETS),
        ),
        (
            "WebLatency",
            ("AWS/ApplicationELB", "TargetResponseTime", "p95", TARGETS),
        ),
        (
            "WebUnhealthyHosts",
            ("AWS/ApplicationELB", "UnHealthyHostCount", "Maximum", TARGETS),
        ),
        ("WebCpu", ("AWS/ECS", "CPUUtilization", "Average", TASKS)),
        ("WebMemory", ("AWS/ECS", "MemoryUtilization", "Average", TASKS)),
        ("WebTasks", ("AWS/ECS", "CPUUtilization", "SampleCount", TASKS)),
        ("DatabaseCpu", ("AWS/RDS", "CPUUtilization", "Average", DATABASE)),
        (
            "DatabaseConnections",
            ("AWS/RDS", "DatabaseConnections", "Maximum", DATABASE),
        ),
        ("DatabaseStorage", ("AWS/RDS", "FreeStorageSpace", "Minimum", DATABASE)),
        ("DatabaseMemory", ("AWS/RDS", "FreeableMemory", "Average", DATABASE)),
        (
            "CacheNode1Cpu",
            ("AWS/ElastiCache", "EngineCPUUtilization", "Average", NODE),
        ),
        (
            "CacheNode1Memory",
            ("AWS/ElastiCache", "DatabaseMemoryUsagePercentage", "Average", NODE),
        ),
        ("CacheNode1Evictions", ("AWS/ElastiCache", "Evictions", "Sum", NODE)),
    ],
)
def test_an_alarm_watches_the_metric_of_its_name(
    name: str, expected: tuple[str, str, str, dict[str, str]]
) -> None:
    assert watched(alarms(built())[f"{name}Alarm"]) == expected


@pytest.mark.parametrize(
    ("setting", "value", "names"),
    [
        ("AlarmCpuPercent", "90", ["WebCpu", "DatabaseCpu", "CacheNode1Cpu"]),
        ("AlarmMemoryPercent", "91", ["WebMemory", "CacheNode1Memory"]),
        ("AlarmLatencyMs", "500", ["WebLatency"]),
        ("AlarmServerErrors", "3", ["WebErrors", "LoadBalancerErrors"]),
        ("AlarmErrorPercent", "7", ["WebErrorPercent"]),
        ("AlarmDatabaseConnections", "150", ["DatabaseConnections"]),
        ("AlarmDatabaseFreeStorageGiB", "11", ["DatabaseStorage"]),
        ("AlarmDatabaseFreeMemoryMiB", "128", ["DatabaseMemory"]),
        ("AlarmCacheEvictions", "1000", ["CacheNode1Evictions"]),
    ],
)
def test_a_threshold_is_a_setting(setting: str, value: str, names: list[str]) -> None:
    found = alarms(built(), **{setting: value})
    assert {n for n, a in found.items() if a["Threshold"] == value} == {
        f"{name}Alarm" for name in names
    }


def test_the_specs_thresholds_are_the_defaults() -> None:
    wanted = {"cpu": 81, "memory": 82, "latency_ms": 83, "errors": 84}
    found = alarms(built(nextjs(monitoring=wanted | {"error_percent": 85})))
    names = ("WebCpu", "WebMemory", "WebLatency", "WebErrors", "WebErrorPercent")
    thresholds = [found[f"{name}Alarm"]["Threshold"] for name in names]
    assert thresholds == ["81", "82", "83", "84", "85"]


@pytest.mark.parametrize(
    ("name", "reported", "compared"),
    [
        pytest.param("WebLatency", 2.0, 2000, id="seconds as milliseconds"),
        pytest.param("DatabaseStorage", 2 * 1024**3, 2, id="bytes as GiB"),
        pytest.param("DatabaseMemory", 64 * 1024**2, 64, id="bytes as MiB"),
    ],
)
def test_a_metric_is_compared_in_the_unit_of_its_setting(
    name: str, reported: float, compared: float
) -> None:
    metrics = alarms(built())[f"{name}Alarm"]["Metrics"]
    (expression,) = (m["Expression"] for m in metrics if m["ReturnData"])
    word, operator, factor = expression.split()
    assert word in {m["Id"] for m in metrics}
    value = reported * int(factor) if operator == "*" else reported / int(factor)
    assert value == compared


def computed(alarm: dict[str, Any], **reported: float) -> float:
    """Return what metric math makes of numbers, by the ids of their queries."""
    (expression,) = (m["Expression"] for m in alarm["Metrics"] if m["ReturnData"])
    asked = {m["Id"] for m in alarm["Metrics"] if not m["ReturnData"]}
    assert asked == reported.keys()
    functions = {
        "FILL": lambda value, _: value,
        "IF": lambda condition, yes, no: yes if condition else no,
        "MAX": max,
        "SUM": sum,
    }
    return float(eval(expression, functions, reported))


class TestErrorRate:
    """The share of answers that are server errors."""

    def rate(self, **reported: float) -> float:
        given = {"AlarmErrorPercentRequests": "100"}
        return computed(alarms(built(), **given)["WebErrorPercentAlarm"], **reported)

    @pytest.mark.parametrize(
        ("errors", "requests", "percent"), [(5, 100, 5), (30, 400, 7.5), (0, 1000, 0)]
    )
    def test_it_is_a_percentage(
        self, errors: int, requests: int, percent: float
    ) -> None:
        assert self.rate(errors=errors, requests=requests) == percent

    def test_a_few_requests_are_no_reason(self) -> None:
        assert self.rate(errors=99, requests=99) == 0
        assert self.rate(errors=100, requests=100) == 100

    def test_it_is_made_of_the_answers_of_the_service(self) -> None:
        queries = {
            metric["Id"]: metric["MetricStat"]
            for metric in alarms(built())["WebErrorPercentAlarm"]["Metrics"]
            if "MetricStat" in metric
        }
        assert {n: q["Metric"]["MetricName"] for n, q in queries.items()} == {
            "errors": "HTTPCode_Target_5XX_Count",
            "requests": "RequestCount",
        }
        for query in queries.values():
            found = {d["Name"]: d["Value"] for d in query["Metric"]["Dimensions"]}
            assert (found, query["Stat"]) == (TARGETS, "Sum")


class TestBlueGreen:
    """Two target groups of which either may be the live one."""

    layer = built(OURS["a worker under a pipeline"])
    alarms = alarms(layer)

    @pytest.mark.parametrize(
        ("name", "reported", "result"),
        [
            ("WebErrors", {"errors1": 3, "errors2": 4}, 7),
            ("WebLatency", {"seconds1": 0.5, "seconds2": 2}, 2000),
            ("WebUnhealthyHosts", {"hosts1": 1, "hosts2": 0}, 1),
            (
                "WebErrorPercent",
                {"errors1": 10, "errors2": 0, "requests1": 100, "requests2": 100},
                5,
            ),
        ],
    )
    def test_an_alarm_looks_at_both(
        self, name: str, reported: dict[str, float], result: float
    ) -> None:
        assert computed(self.alarms[f"{name}Alarm"], **reported) == result

    def test_they_are_blue_and_green(self) -> None:
        groups = {
            d["Value"]
            for metric in self.alarms["WebErrorsAlarm"]["Metrics"]
            if "MetricStat" in metric
            for d in metric["MetricStat"]["Metric"]["Dimensions"]
            if d["Name"] == "TargetGroup"
        }
        port = "TargetGroupFullName"
        assert groups == {f"@Web{port}", f"@WebGreen{port}"}

    def test_the_alarm_that_takes_a_release_back_leaves(self) -> None:
        assert outputs(self.layer)["WebErrorsAlarmName"] == "@WebErrorsAlarm"
        assert "WorkerErrorsAlarmName" not in outputs(self.layer)
        assert "WebErrorsAlarmName" not in outputs(built())


def test_a_service_that_nobody_asks_has_no_alarms_on_answers() -> None:
    found = alarms(built(OURS["a worker"]))
    names = {n.removesuffix("Alarm") for n in found if n.startswith("Worker")}
    assert names == {"WorkerCpu", "WorkerMemory", "WorkerTasks"}


class TestLogMetrics:
    """What is counted in the log of a service."""

    layer = built(OURS["a worker"])

    def test_a_filter_counts_in_the_log_of_its_service(self) -> None:
        found = properties(self.layer, "ErrorsMetricFilter")
        assert found["LogGroupName"] == "@WorkerLogGroupName"
        assert found["FilterPattern"] == "?ERROR ?FATAL"
        (metric,) = found["MetricTransformations"]
        assert metric == {
            "MetricNamespace": "nextjs/dev",
            "MetricName": "errors",
            "MetricValue": "1",
            "DefaultValue": 0,
        }

    def test_a_match_adds_what_the_spec_says(self) -> None:
        found = properties(self.layer, "SecondsMetricFilter")
        assert found["MetricTransformations"][0]["MetricValue"] == "$.seconds"

    def test_it_alarms_where_the_spec_says_so_and_as_the_setting_says(self) -> None:
        found = alarms(self.layer, AlarmErrorsCount="25")
        assert "SecondsCountAlarm" not in found
        alarm = found["ErrorsCountAlarm"]
        assert watched(alarm) == ("nextjs/dev", "errors", "Sum", {})
        assert (alarm["Threshold"], alarm["Period"]) == ("25", 300)
        assert alarms(self.layer)["ErrorsCountAlarm"]["Threshold"] == "10"


class TestJobs:
    """Starts that came to nothing, and runs that failed."""

    layer = built(SYSTEMS["revendiste"])

    def detail(self) -> dict[str, Any]:
        found = properties(self.layer, "SyncPaymentsFailureRule")["EventPattern"]
        assert found["source"] == ["aws.ecs"]
        assert found["detail-type"] == ["ECS Task State Change"]
        detail: dict[str, Any] = found["detail"]
        return detail

    def told(self, stop_code: str, *exit_codes: int) -> bool:
        """Return whether a task that stopped is told of, as EventBridge matches."""
        by_exit, by_code = self.detail()["$or"]
        (fine,) = by_exit["containers"]["exitCode"]
        (usual,) = by_code["stopCode"]
        failed = any(code not in fine["anything-but"] for code in exit_codes)
        return failed or stop_code not in usual["anything-but"]

    def test_a_start_that_failed_alarms_as_long_as_it_is_in_the_queue(self) -> None:
        alarm = alarms(self.layer)["JobQueueAlarm"]
        assert watched(alarm) == (
            "AWS/SQS",
            "ApproximateNumberOfMessagesVisible",
            "Maximum",
            {"QueueName": "@JobQueueName"},
        )
        assert (alarm["Threshold"], alarm["EvaluationPeriods"]) == (1, 1)

    def test_a_rule_hears_of_stopped_tasks_of_its_job_in_this_cluster(self) -> None:
        detail = self.detail()
        assert detail["clusterArn"] == ["@ClusterArn"]
        assert detail["group"] == ["family:@SyncPaymentsFamily"]
        assert detail["lastStatus"] == ["STOPPED"]

    @pytest.mark.parametrize(
        ("stop_code", "exit_codes", "told"),
        [
            pytest.param("EssentialContainerExited", (0,), False, id="fine"),
            pytest.param("EssentialContainerExited", (1,), True, id="failed"),
            pytest.param("EssentialContainerExited", (137,), True, id="killed"),
            pytest.param("TaskFailedToStart", (), True, id="never started"),
            pytest.param("SpotInterruption", (0,), True, id="capacity taken away"),
        ],
    )
    def test_only_a_good_end_is_no_news(
        self, stop_code: str, exit_codes: tuple[int, ...], told: bool
    ) -> None:
        assert self.told(stop_code, *exit_codes) is told

    def test_the_topic_hears_a_sentence(self) -> None:
        (target,) = properties(self.layer, "SyncPaymentsFailureRule")["Targets"]
        assert target["Arn"] == "@AlarmTopic"
        assert "RoleArn" not in target  # SNS with a key of ours may refuse a role's
        words = target["InputTransformer"]
        sentence = json.loads(words["InputTemplate"])
        assert sentence.startswith("Job sync-payments of revendiste-dev failed:")
        used = set(re.findall(r"<(\w+)>", sentence))
        assert used == words["InputPathsMap"].keys()

    def test_every_job_has_one(self) -> None:
        assert len(kind(self.layer, "Events::Rule")) == 5
        assert kind(built(), "Events::Rule") == {}


@EACH
def test_every_alarm_tells_the_topic_of_both_ends(system: System) -> None:
    for name, alarm in alarms(built(system), CacheNodes="6").items():
        assert alarm["AlarmActions"] == ["@AlarmTopic"], name
        assert alarm["OKActions"] == ["@AlarmTopic"], name
        assert alarm["AlarmDescription"].endswith("."), name


class TestBeforeTheFirstImage:
    """Nothing runs yet; nobody is woken for it."""

    def test_no_missing_task_alarms(self) -> None:
        alarm = alarms(built(), WebImageTag="none")["WebTasksAlarm"]
        assert (alarm["Threshold"], alarm["TreatMissingData"]) == (0, "notBreaching")
        assert alarm["ComparisonOperator"] == "LessThanThreshold"

    def test_the_load_balancers_503_tells_nobody(self) -> None:
        alarm = alarms(built(), WebImageTag="none")["LoadBalancerErrorsAlarm"]
        assert alarm["ActionsEnabled"] is False

    @pytest.mark.parametrize("name", ["Cpu", "Memory", "Errors", "UnhealthyHosts"])
    def test_silence_of_a_service_is_no_trouble(self, name: str) -> None:
        assert alarms(built())[f"Web{name}Alarm"]["TreatMissingData"] == "notBreaching"


class TestWithAnImage:
    """A service that stops reporting has stopped."""

    def test_fewer_tasks_than_the_minimum_alarm_and_so_does_none(self) -> None:
        given = {"WebImageTag": "v1", "WebMinTasks": "2"}
        alarm = alarms(built(), **given)["WebTasksAlarm"]
        assert (alarm["Threshold"], alarm["TreatMissingData"]) == ("2", "breaching")

    def test_a_service_of_fixed_size_is_held_to_it(self) -> None:
        system = nextjs(services={"web": service(scale={"min": 3, "max": 3})})
        alarm = alarms(built(system), WebImageTag="v1")["WebTasksAlarm"]
        assert alarm["Threshold"] == "3"

    def test_one_image_of_several_is_enough_for_the_load_balancer_to_matter(
        self,
    ) -> None:
        layer = built(VARIATIONS["services in both tiers"])
        alarm = alarms(layer, ApiImageTag="v1")["LoadBalancerErrorsAlarm"]
        assert alarm["ActionsEnabled"] is True
        assert alarms(layer)["LoadBalancerErrorsAlarm"]["ActionsEnabled"] is False


class TestStores:
    """The database and every node of the cache."""

    def test_a_silent_store_alarms_once(self) -> None:
        found = alarms(built(), WebImageTag="v1")
        dead = {n for n, a in found.items() if a["TreatMissingData"] == "breaching"}
        assert dead == {"DatabaseCpuAlarm", "CacheNode1CpuAlarm", "WebTasksAlarm"}

    @pytest.mark.parametrize("nodes", range(1, 7))
    def test_each_node_that_there_is_has_alarms(self, nodes: int) -> None:
        found = alarms(built(), CacheNodes=str(nodes))
        clusters = {
            d["Value"]
            for alarm in found.values()
            for d in alarm.get("Dimensions", [])
            if d["Name"] == "CacheClusterId"
        }
        assert clusters == {
            f"@CacheReplicationGroupId-{node:03}" for node in range(1, nodes + 1)
        }

    @pytest.mark.parametrize(("size", "free"), [(20, "2"), (100, "10")])
    def test_free_disk_is_held_to_a_tenth_of_the_first_size(
        self, size: int, free: str
    ) -> None:
        system = nextjs(database={"storage": {"min": size, "max": 500}})
        assert alarms(built(system))["DatabaseStorageAlarm"]["Threshold"] == free


class TestTopic:
    """Who hears, and who may speak."""

    def test_it_is_encrypted_with_the_systems_key_and_leaves(self) -> None:
        assert properties(built(), "AlarmTopic")["KmsMasterKeyId"] == "@KeyArn"
        assert outputs(built())["AlarmTopicArn"] == "@AlarmTopic"

    def test_only_alarms_of_this_account_and_region_publish(self) -> None:
        (statement,) = self.publishers(nextjs())
        assert statement["Principal"] == {"Service": ["cloudwatch.amazonaws.com"]}
        assert statement["Action"] == ["sns:Publish"]
        assert statement["Resource"] == ["@AlarmTopic"]
        source = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:*"
        assert statement["Condition"] == {
            "StringEquals": {"aws:SourceAccount": "123456789012"},
            "ArnLike": {"aws:SourceArn": source},
        }

    @pytest.mark.parametrize("name", ["revendiste", "a worker under a pipeline"])
    def test_rules_publish_as_well_where_there_are_any(self, name: str) -> None:
        (_, rules) = self.publishers(EVERY[name])
        assert rules["Principal"] == {"Service": ["events.amazonaws.com"]}
        assert rules["Action"] == ["sns:Publish"]
        assert rules["Resource"] == ["@AlarmTopic"]
        assert "Condition" not in rules

    def publishers(self, system: System) -> list[dict[str, Any]]:
        policy = properties(built(system), "AlarmTopicPolicy")
        found: list[dict[str, Any]] = policy["PolicyDocument"]["Statement"]
        return found

    def test_an_address_is_mailed_where_one_is_given(self) -> None:
        assert "AlarmEmailSubscription" not in resolved(built())
        told = properties(built(), "AlarmEmailSubscription", AlarmEmail="a@example.com")
        assert (told["Protocol"], told["Endpoint"]) == ("email", "a@example.com")


@pytest.mark.parametrize(
    ("missing", "prefixes"),
    [
        (
            "edge",
            ("LoadBalancer", "Rejected", "WebError", "WebLatency", "WebUnhealthy"),
        ),
        ("database", ("Database",)),
        ("cache", ("Cache",)),
    ],
)
def test_what_a_system_lacks_has_no_alarm(
    missing: str, prefixes: tuple[str, ...]
) -> None:
    changes: dict[str, Any] = {missing: None, "services": {"web": service(uses=[])}}
    before = set(alarms(built(nextjs())))
    after = set(alarms(built(nextjs(**changes))))
    assert before - after == {n for n in before if n.startswith(prefixes)}
