"""Properties of the alarms on databases other than the single instance."""

from __future__ import annotations

from typing import Any

import pytest

from cfngen.layers import monitoring
from cfngen.layers.layer import Layer
from tests.layers.resolved import kind
from tests.layers.variations import nextjs

WRITER = {"DBClusterIdentifier": "@DatabaseClusterId", "Role": "WRITER"}
WHOLE = {"DBClusterIdentifier": "@DatabaseClusterId"}
ENGINES = ("aurora-postgresql", "aurora-mysql")


def built(engine: str) -> Layer:
    return monitoring.build(nextjs(database={"engine": engine}))


def alarms(engine: str, **given: str) -> dict[str, dict[str, Any]]:
    """Return the alarms on the database by logical id."""
    found = kind(built(engine), "CloudWatch::Alarm", **given)
    return {name: one for name, one in found.items() if name.startswith("Database")}


def series(alarm: dict[str, Any]) -> tuple[str, str, dict[str, str]]:
    """Return metric, statistic and dimensions of an alarm."""
    metric, statistic = alarm, alarm.get("Statistic", "")
    if "Metrics" in alarm:
        (query,) = (m["MetricStat"] for m in alarm["Metrics"] if "MetricStat" in m)
        metric, statistic = query["Metric"], query["Stat"]
    dimensions = {d["Name"]: d["Value"] for d in metric["Dimensions"]}
    return metric["MetricName"], statistic, dimensions


def expression(alarm: dict[str, Any]) -> str:
    (found,) = (m["Expression"] for m in alarm["Metrics"] if m["ReturnData"])
    return str(found)


@pytest.mark.parametrize("engine", ENGINES)
def test_whichever_instance_writes_is_watched_and_no_disk(engine: str) -> None:
    found = alarms(engine, DatabaseReplicas="2")
    assert {name: series(one) for name, one in found.items()} == {
        "DatabaseCpuAlarm": ("CPUUtilization", "Average", WRITER),
        "DatabaseConnectionsAlarm": ("DatabaseConnections", "Maximum", WRITER),
        "DatabaseCapacityAlarm": ("ACUUtilization", "Average", WHOLE),
        "DatabaseMemoryAlarm": ("FreeableMemory", "Average", WRITER),
        "DatabaseReaderLagAlarm": ("AuroraReplicaLagMaximum", "Maximum", WHOLE),
    }


@pytest.mark.parametrize(
    ("least", "missing"), [("0.5", "breaching"), ("0", "notBreaching")]
)
def test_silence_is_trouble_unless_the_database_pauses(
    least: str, missing: str
) -> None:
    found = alarms("aurora-postgresql", DatabaseMinCapacityAcu=least)
    assert found["DatabaseCpuAlarm"]["TreatMissingData"] == missing


def test_capacity_alarms_at_its_own_setting() -> None:
    found = alarms("aurora-postgresql", AlarmDatabaseCapacityPercent="75")
    assert found["DatabaseCapacityAlarm"]["Threshold"] == "75"


@pytest.mark.parametrize("engine", ENGINES)
def test_readers_that_are_not_there_cannot_lag(engine: str) -> None:
    assert "DatabaseReaderLagAlarm" not in alarms(engine)


def test_readers_lag_is_told_in_milliseconds_and_compared_in_seconds() -> None:
    given = {"DatabaseReplicas": "1", "AlarmReplicaLagSeconds": "30"}
    alarm = alarms("aurora-postgresql", **given)["DatabaseReaderLagAlarm"]
    assert expression(alarm) == "milliseconds / 1000"
    assert alarm["Threshold"] == "30"


@pytest.mark.parametrize("engine", ["postgresql", "mysql"])
@pytest.mark.parametrize("wanted", [0, 1, 2])
def test_each_replica_of_rds_that_there_is_is_watched(engine: str, wanted: int) -> None:
    found = alarms(engine, DatabaseReplicas=str(wanted))
    lags = {name: series(one) for name, one in found.items() if "Replica" in name}
    assert lags == {
        f"DatabaseReplica{n}LagAlarm": (
            # the least: of an idle PostgreSQL the most is five minutes
            *("ReplicaLag", "Minimum"),
            {"DBInstanceIdentifier": f"@DatabaseReplica{n}Id"},
        )
        for n in range(1, wanted + 1)
    }


def test_a_replica_that_follows_no_longer_or_is_silent_alarms() -> None:
    given = {"DatabaseReplicas": "1", "AlarmReplicaLagSeconds": "86400"}
    alarm = alarms("mysql", **given)["DatabaseReplica1LagAlarm"]
    assert alarm["TreatMissingData"] == "breaching"
    # -1 is what RDS reports then; the expression makes it more than any threshold
    assert expression(alarm) == "IF(seconds < 0, 1000000, seconds)"
