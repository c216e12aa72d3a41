"""The dashboard: a body that CloudWatch reads, of metrics that there are."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from troposphere import Ref, Sub

from cfngen.layers import monitoring
from cfngen.layers.monitoring.dashboard.widgets import text
from cfngen.spec.system import System
from tests.layers.resolved import kind, outputs, resolved
from tests.layers.variations import SYSTEMS, VARIATIONS, nextjs, service

ON = {"EnableDashboard": "true"}
WATCHED = {n: s for n, s in {**VARIATIONS, **SYSTEMS}.items() if s.monitoring}
EACH = pytest.mark.parametrize("system", WATCHED.values(), ids=WATCHED.keys())

METRICS = {
    "AWS/ApplicationELB": {
        "RequestCount",
        "HTTPCode_Target_5XX_Count",
        "HTTPCode_Target_4XX_Count",
        "HTTPCode_ELB_5XX_Count",
        "ActiveConnectionCount",
        "RejectedConnectionCount",
        "TargetResponseTime",
    },
    "AWS/ECS": {"CPUUtilization", "MemoryUtilization"},
    "AWS/RDS": {
        "CPUUtilization",
        "DatabaseConnections",
        "FreeStorageSpace",
        "FreeableMemory",
        "ACUUtilization",
    },
    "AWS/ElastiCache": {
        "EngineCPUUtilization",
        "DatabaseMemoryUsagePercentage",
        "Evictions",
    },
    "AWS/SQS": {"ApproximateNumberOfMessagesVisible"},
}
"""What AWS documents; a name that is not here would draw an empty graph."""


def widgets(system: System) -> list[dict[str, Any]]:
    """Return the widgets of a system's dashboard, names and ARNs filled in."""
    (dashboard,) = kind(
        monitoring.build(system), "CloudWatch::Dashboard", **ON
    ).values()
    found: list[dict[str, Any]] = json.loads(dashboard["DashboardBody"])["widgets"]
    return found


def graphs(system: System) -> dict[tuple[str, str], list[list[Any]]]:
    """Return the lines of every graph by the heading above it and its own title."""
    found, heading = {}, ""
    for widget in widgets(system):
        shows = widget["properties"]
        if widget["type"] == "text":
            heading = shows["markdown"].removeprefix("## ")
        if widget["type"] == "metric":
            found[heading, shows["title"]] = shows["metrics"]
    return found


def lines(system: System) -> list[list[Any]]:
    return [line for each in graphs(system).values() for line in each]


@EACH
def test_every_line_is_a_metric_that_there_is(system: System) -> None:
    assert lines(system)
    for line in lines(system):
        if isinstance(line[0], dict):
            found = re.search(
                r'\{([^,]+),\w+\} MetricName="(\w+)"', line[0]["expression"]
            )
            if found:
                assert found[2] in METRICS[found[1]]
        elif line[0].startswith("AWS/"):
            assert line[1] in METRICS[line[0]]


@EACH
def test_a_line_picks_one_series(system: System) -> None:
    for line in lines(system):
        if isinstance(line[0], str):
            *names, how = line
            assert all(isinstance(name, str) and name for name in names)
            assert len(names) % 2 == 0
            assert how.keys() == {"label", "stat", "period"}


@EACH
def test_widgets_lie_side_by_side_and_never_on_each_other(system: System) -> None:
    taken: set[tuple[int, int]] = set()
    for widget in widgets(system):
        assert widget["x"] + widget["width"] <= 24
        cells = {
            (widget["x"] + right, widget["y"] + down)
            for right in range(widget["width"])
            for down in range(widget["height"])
        }
        assert not taken & cells
        taken |= cells


@EACH
def test_it_shows_alarms_that_are_always_there(system: System) -> None:
    layer = monitoring.build(system)
    always = resolved(layer, CacheNodes="1", DatabaseReplicas="0")
    (shown,) = (w for w in widgets(system) if w["type"] == "alarm")
    for arn in shown["properties"]["alarms"]:
        assert always[arn.removeprefix("@").removesuffix(".Arn")]


def test_there_is_none_unless_the_setting_or_the_spec_says_so() -> None:
    plain, wanted = nextjs(), nextjs(monitoring={"dashboard": True})
    assert "Dashboard" not in resolved(monitoring.build(plain))
    assert "Dashboard" in resolved(monitoring.build(plain), **ON)
    assert "Dashboard" in resolved(monitoring.build(wanted))


def test_people_find_it_by_the_name_that_leaves() -> None:
    layer = monitoring.build(nextjs())
    assert outputs(layer, **ON)["DashboardName"] == "@Dashboard"
    assert outputs(layer)["DashboardName"] == ""


def test_it_has_a_section_for_each_part() -> None:
    sections = [
        widget["properties"]["markdown"]
        for widget in widgets(SYSTEMS["revendiste"])
        if widget["type"] == "text"
    ]
    assert sections == [
        "## Alarms",
        "## Load balancer",
        "## backend",
        "## frontend",
        "## Database",
        "## Jobs",
    ]


class TestServices:
    """What is drawn of a service."""

    def titles(self, system: System, name: str) -> set[str]:
        return {title for heading, title in graphs(system) if heading == name}

    def test_one_that_takes_requests_shows_its_answers(self) -> None:
        assert self.titles(nextjs(), "web") == {
            "CPU and memory",
            "Tasks",
            "Requests and errors",
            "Response time in seconds",
        }

    def test_one_that_nobody_asks_does_not(self) -> None:
        worker = {"web": service(), "worker": service(port=None)}
        system = nextjs(services=worker, delivery=None)
        assert self.titles(system, "worker") == {"CPU and memory", "Tasks"}

    def test_blue_and_green_are_told_apart(self) -> None:
        (found,) = (
            each
            for (_, title), each in graphs(SYSTEMS["rails"]).items()
            if title == "Response time in seconds"
        )
        assert [line[-1]["label"] for line in found] == ["blue p95", "green p95"]
        groups = [line[5] for line in found]
        assert groups == ["@WebTargetGroupFullName", "@WebGreenTargetGroupFullName"]


class TestStores:
    """What is drawn of the database and the cache."""

    def test_an_instance_has_a_disk_and_a_cluster_a_capacity(self) -> None:
        instance, cluster = (graphs(SYSTEMS[n]) for n in ("nextjs", "revendiste"))
        assert ("Database", "Free disk in bytes") in instance
        assert ("Database", "Capacity") in cluster
        assert ("Database", "Free disk in bytes") not in cluster

    def test_a_search_finds_every_node_of_the_cache(self) -> None:
        drawn = graphs(nextjs())
        ((found,),) = drawn["Cache", "Evictions"]
        assert found["expression"] == (
            "SEARCH('{AWS/ElastiCache,CacheClusterId} "
            "MetricName=\"Evictions\" @CacheReplicationGroupId', 'Sum', 300)"
        )


class TestOwnMetrics:
    """What is counted in logs and sent by the code."""

    def test_both_are_in_the_namespace_of_the_environment(self) -> None:
        drawn = graphs(SYSTEMS["rails"])
        (counted,) = drawn["Own metrics", "Counted in logs"]
        ((sent,),) = drawn["Own metrics", "Sent by the code"]
        assert counted[:2] == ["rails/dev", "errors"]
        expression = "SEARCH('Namespace=\"rails/dev\"', 'Average', 300)"
        assert sent["expression"] == expression

    def test_there_is_no_section_without_any(self) -> None:
        assert "Own metrics" not in {heading for heading, _ in graphs(nextjs())}


def test_the_newest_lines_of_all_jobs_are_shown_together() -> None:
    (log,) = (w for w in widgets(SYSTEMS["revendiste"]) if w["type"] == "log")
    query = log["properties"]["query"]
    assert query.count("SOURCE") == len(SYSTEMS["revendiste"].jobs)
    assert query.startswith("SOURCE '@SyncPaymentsLogGroupName' | SOURCE ")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("web", "web"), (Ref("AlbName"), "${AlbName}"), (Sub("a/${B}"), "a/${B}")],
    ids=["text", "reference", "text with a reference"],
)
def test_a_value_stands_in_the_body_as_a_sub_reads_it(
    value: Any, expected: str
) -> None:
    assert text(value) == expected


def test_what_needs_a_mapping_is_refused() -> None:
    with pytest.raises(TypeError, match="cannot stand in the text"):
        text(Sub("${A}", A="b"))
