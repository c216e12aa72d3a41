"""Properties of the monitoring layer: what alarms, when, and who hears of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from cfngen.errors import WiringError
from cfngen.layers import monitoring
from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from tests.layers.resolved import kind, outputs, properties, resolved
from tests.layers.variations import VARIATIONS, nextjs, service

SYSTEMS = {name: system for name, system in VARIATIONS.items() if system.monitoring}
EACH = pytest.mark.parametrize("system", SYSTEMS.values(), ids=SYSTEMS.keys())
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
    found = alarms(built(nextjs(monitoring=wanted)))
    names = ("WebCpu", "WebMemory", "WebLatency", "WebErrors")
    assert [found[f"{n}Alarm"]["Threshold"] for n in names] == ["81", "82", "83", "84"]


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
        document = properties(built(), "AlarmTopicPolicy")["PolicyDocument"]
        (statement,) = document["Statement"]
        assert statement["Principal"] == {"Service": ["cloudwatch.amazonaws.com"]}
        assert statement["Action"] == ["sns:Publish"]
        assert statement["Resource"] == ["@AlarmTopic"]
        source = "arn:aws:cloudwatch:eu-west-1:123456789012:alarm:*"
        assert statement["Condition"] == {
            "StringEquals": {"aws:SourceAccount": "123456789012"},
            "ArnLike": {"aws:SourceArn": source},
        }

    def test_an_address_is_mailed_where_one_is_given(self) -> None:
        assert "AlarmEmailSubscription" not in resolved(built())
        told = properties(built(), "AlarmEmailSubscription", AlarmEmail="a@example.com")
        assert (told["Protocol"], told["Endpoint"]) == ("email", "a@example.com")


@pytest.mark.parametrize(
    ("missing", "prefixes"),
    [
        (
            "edge",
            ("LoadBalancer", "Rejected", "WebErrors", "WebLatency", "WebUnhealthy"),
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
