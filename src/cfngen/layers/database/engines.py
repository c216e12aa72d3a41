"""The engines of a database: how RDS calls them, and in what they differ.

https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Welcome.html
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/CHAP_AuroraOverview.html
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.layers.database import settings
from cfngen.layers.layer import Layer
from cfngen.settings import Setting
from cfngen.spec.stores import Database
from cfngen.spec.stores import Engine as EngineName

TOO_SMALL = (
    *("db.t2.micro", "db.t2.small", "db.t3.micro", "db.t3.small"),
    *("db.t4g.micro", "db.t4g.small"),
)
"""Instance classes on which MySQL has no Performance Insights:
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html"""


@dataclass(frozen=True)
class Dialect:
    """What clients speak, whether RDS or Aurora answers.

    `user` is the master user that RDS itself proposes, so that the secret fits most
    snapshots from elsewhere. `slow` is the parameter that says which statements are
    logged, and its setting. `options` end the address of the database.
    """

    user: str
    scheme: str
    options: str
    slow: tuple[str, Setting]
    version_numbers: int


@dataclass(frozen=True)
class Engine:
    """One engine of RDS.

    `parameters` force TLS and turn the slow log on. `blind` are the instance classes
    without Performance Insights. `unheeded` are the checks of cfn-lint that take a
    major version by itself for a deprecated or an unknown one.
    """

    name: str
    title: str
    dialect: Dialect
    logs: tuple[str, ...]
    parameters: Mapping[str, str]
    unheeded: tuple[str, ...]
    blind: tuple[str, ...] = ()


POSTGRESQL = Dialect(
    user="postgres",
    scheme="postgresql",
    options="?sslmode=require",
    slow=("log_min_duration_statement", settings.SLOW_QUERY),
    version_numbers=1,
)
MYSQL = Dialect(
    user="admin",
    scheme="mysql",
    options="",  # each client has its own word for TLS; without TLS none gets in
    slow=("long_query_time", settings.SLOW_QUERY_SECONDS),
    version_numbers=2,
)
# CloudWatch Logs is given files, and MySQL would write tables:
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html
SLOW_LOG = {"slow_query_log": "1", "log_output": "FILE"}

ENGINES: Mapping[EngineName, Engine] = {
    "postgresql": Engine(
        name="postgres",
        title="PostgreSQL",
        dialect=POSTGRESQL,
        logs=("postgresql", "upgrade"),
        parameters={"rds.force_ssl": "1"},
        unheeded=("W3691",),
    ),
    "mysql": Engine(
        name="mysql",
        title="MySQL",
        dialect=MYSQL,
        logs=("error", "slowquery"),
        parameters={"require_secure_transport": "1", **SLOW_LOG},
        unheeded=("E3691",),
        blind=TOO_SMALL,
    ),
    "aurora-postgresql": Engine(
        name="aurora-postgresql",
        title="Aurora PostgreSQL",
        dialect=POSTGRESQL,
        logs=("postgresql",),
        parameters={"rds.force_ssl": "1"},
        unheeded=("W3690",),
    ),
    "aurora-mysql": Engine(
        name="aurora-mysql",
        title="Aurora MySQL",
        dialect=MYSQL,
        logs=("error", "slowquery"),
        parameters={"require_secure_transport": "ON", **SLOW_LOG},
        unheeded=("W3690",),
    ),
}
"""What RDS needs to know of each engine of a spec."""


def engine_of(database: Database) -> Engine:
    """Return the engine of a database."""
    return ENGINES[database.engine]


def version(database: Database) -> str:
    """Return the engine version as RDS writes it.

    A version without its minor part leaves patching to RDS: CloudFormation sends the
    version only when the template's changes, and looks for drift by prefix. Aurora
    MySQL has versions of its own, 3.x for MySQL 8.0:
    https://docs.aws.amazon.com/AmazonRDS/latest/AuroraMySQLReleaseNotes/AuroraMySQL.release-calendars.html
    """
    if database.engine == "aurora-mysql" and not _is_major(database):
        return f"{_major(database)}.mysql_aurora.{database.version}"
    return database.version


def family(database: Database) -> str:
    """Return the parameter group family of a database."""
    return f"{engine_of(database).name}{_major(database)}"


def unheeded(database: Database, *others: str) -> dict[str, Any]:
    """Return what tells cfn-lint to leave some of its checks out.

    That a major version by itself is current is one: it counts "17" among the
    deprecated versions as soon as one 17.x is deprecated, and knows no major versions
    of MySQL; a full version stays under its eyes. `others` are the caller's.
    """
    major = engine_of(database).unheeded if _is_major(database) else ()
    checks = [*major, *others]
    if not checks:
        return {}
    return {"Metadata": {"cfn-lint": {"config": {"ignore_checks": checks}}}}


def parameters(layer: Layer, database: Database) -> dict[str, Any]:
    """Return the parameters: TLS is forced, slow statements are logged."""
    engine = engine_of(database)
    name, setting = engine.dialect.slow
    return {**engine.parameters, name: layer.setting(setting)}


def _major(database: Database) -> str:
    """Return the major version: one number of PostgreSQL, two of MySQL."""
    numbers = database.version.split(".")
    if database.engine == "aurora-mysql" and numbers[0] == "3":
        return "8.0"
    return ".".join(numbers[: engine_of(database).dialect.version_numbers])


def _is_major(database: Database) -> bool:
    """Return whether the spec leaves the minor version to RDS."""
    return database.version == _major(database)
