"""Versions and names of databases, by engine."""

from __future__ import annotations

import json
import re
from pathlib import Path

import cfnlint
import pytest

from cfngen.spec.checks.databases import (
    capacity_is_a_range,
    name_is_free,
    version_of_engine,
)
from cfngen.spec.stores import DATABASE_VERSIONS, Capacity, Database, Engine
from cfngen.spec.words import DATABASE_VERSION

FOLDER = Path(cfnlint.__file__).parent / "data" / "schemas" / "extensions"
NAMES: dict[str, tuple[str, Engine]] = {
    "postgres": ("aws_rds_dbinstance", "postgresql"),
    "mysql": ("aws_rds_dbinstance", "mysql"),
    "aurora-postgresql": ("aws_rds_dbcluster", "aurora-postgresql"),
    "aurora-mysql": ("aws_rds_dbcluster", "aurora-mysql"),
}
"""Where cfn-lint knows an engine of RDS, and what it is in a spec."""

FORM = DATABASE_VERSION.pattern
"""Leaves out extended support, such as 11.22-rds.20241121."""

TOO_OLD: dict[Engine, set[str]] = {
    "postgresql": set(),
    "mysql": set(),
    "aurora-postgresql": {"11", "12"},
    "aurora-mysql": {"2"},
}
"""Major versions that Aurora Serverless v2 does not have."""


def listed(engine: str, file: str, rule: str) -> set[str]:
    """Return the versions of an engine that one of cfn-lint's rules lists."""
    schema = json.loads((FOLDER / NAMES[engine][0] / file).read_text("utf-8"))
    versions: set[str] = set()
    for part in schema["allOf"]:
        if part["if"]["properties"]["Engine"] == {"const": engine}:
            versions |= set(part[rule]["properties"]["EngineVersion"]["enum"])
    return versions


def current(engine: str) -> set[str]:
    """Return the versions of an engine that cfn-lint takes for current."""
    known = listed(engine, "engine_version.json", "then")
    return known - listed(engine, "engine_version_deprecated.json", "if")


@pytest.mark.parametrize("engine", NAMES)
def test_takes_every_version_that_cfn_lint_knows(engine: str) -> None:
    ours = NAMES[engine][1]
    found = {version.rpartition("mysql_aurora.")[2] for version in current(engine)}
    versions = {version for version in found if re.fullmatch(FORM, version)}
    refused = {v for v in versions if any(version_of_engine(database(ours, v)))}
    assert versions - refused
    assert {v.split(".")[0] for v in refused} <= TOO_OLD[ours]


def database(engine: Engine, version: str, least: float = 0.5) -> Database:
    return Database(engine=engine, version=version, capacity=Capacity(min=least))


@pytest.mark.parametrize("engine", DATABASE_VERSIONS)
def test_takes_its_own_default(engine: Engine) -> None:
    assert not list(version_of_engine(Database(engine=engine)))


@pytest.mark.parametrize(
    ("engine", "version"),
    [
        pytest.param("aurora-postgresql", "13.15", id="first of 13"),
        pytest.param("aurora-postgresql", "16.3", id="first of 16"),
        pytest.param("aurora-postgresql", "17.4", id="any of 17"),
        pytest.param("aurora-postgresql", "15", id="newest of 15"),
        pytest.param("aurora-mysql", "3.08.0", id="first of MySQL"),
        pytest.param("aurora-mysql", "8.0", id="newest of MySQL"),
    ],
)
def test_pauses(engine: Engine, version: str) -> None:
    assert not list(capacity_is_a_range(database(engine, version, least=0)))


@pytest.mark.parametrize(
    ("engine", "version"),
    [
        pytest.param("aurora-postgresql", "13.14", id="last of 13"),
        pytest.param("aurora-postgresql", "16.2", id="last of 16"),
        pytest.param("aurora-mysql", "3.07.1", id="last of MySQL"),
    ],
)
def test_cannot_pause(engine: Engine, version: str) -> None:
    (problem,) = capacity_is_a_range(database(engine, version, least=0))
    assert version in problem.message


@pytest.mark.parametrize(
    ("engine", "name", "free"),
    [
        pytest.param("postgresql", "user", False, id="PostgreSQL user"),
        pytest.param("mysql", "user", True, id="MySQL user"),
        pytest.param("mysql", "rank", False, id="MySQL rank"),
        pytest.param("aurora-postgresql", "rank", True, id="PostgreSQL rank"),
        pytest.param("aurora-postgresql", "pg_a", False, id="PostgreSQL prefix"),
        pytest.param("aurora-mysql", "pg_a", True, id="MySQL prefix"),
        pytest.param("aurora-mysql", "mysql", False, id="MySQL's own"),
        pytest.param("mysql", "db", False, id="RDS"),
    ],
)
def test_names(engine: Engine, name: str, free: bool) -> None:
    assert any(name_is_free(Database(engine=engine, name=name))) is not free
