"""Which engine a database or cache runs, and what each of them calls things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.checks.check import Problem
from cfngen.model import (
    Choice,
    Model,
    Resource,
    Unknown,
    Value,
    listed,
    number,
    target,
    text,
)

INSTANCE, CLUSTER = "AWS::RDS::DBInstance", "AWS::RDS::DBCluster"
DATABASES = (INSTANCE, CLUSTER)

MYSQL_LOGS = ("audit", "error", "general", "slowquery", "iam-db-auth-error")
POSTGRES_LOGS = ("postgresql", "upgrade", "iam-db-auth-error")

LOGS: Mapping[tuple[str, str], tuple[str, ...]] = {
    (INSTANCE, "postgres"): POSTGRES_LOGS,
    (INSTANCE, "mysql"): MYSQL_LOGS,
    (INSTANCE, "mariadb"): MYSQL_LOGS,
    (CLUSTER, "postgres"): POSTGRES_LOGS,
    (CLUSTER, "mysql"): MYSQL_LOGS,
    (CLUSTER, "aurora-mysql"): (*MYSQL_LOGS, "instance"),
    (CLUSTER, "aurora-postgresql"): ("instance", "postgresql", "iam-db-auth-error"),
}
"""The logs that each engine can send to CloudWatch."""

LONGEST_NAME = {"postgres": 63, "aurora-postgresql": 63, "mysql": 64, "mariadb": 64}
LONGEST_USER = {"postgres": 63, "aurora-postgresql": 63, "mysql": 32, "mariadb": 16}
FIRST_PORT, LAST_PORT = 1150, 65535


def given(value: Value) -> bool:
    """Return whether a property is set for sure, to whatever it is."""
    return value not in (None, "") and not isinstance(value, Unknown | Choice)


def cluster_of(model: Model, instance: Resource) -> Resource | None:
    """Return the cluster that an instance is a member of, if the model has it."""
    return target(model, instance.get("DBClusterIdentifier"))


def source_of(model: Model, instance: Resource) -> Resource | None:
    """Return the instance that another one replicates, if the model has it."""
    return target(model, instance.get("SourceDBInstanceIdentifier"))


def engine(model: Model, database: Resource) -> str:
    """Return the engine of a database, `postgres`; empty where it is not known.

    A member of a cluster has the cluster's engine, a replica that of its source.
    """
    own = text(database.get("Engine"))
    if own is not None:
        return own.lower()
    above = cluster_of(model, database) or source_of(model, database)
    return (text(above.get("Engine")) or "").lower() if above else ""


def alone(database: Resource) -> bool:
    """Return whether an instance is no member of a cluster and no replica."""
    names = ("DBClusterIdentifier", "SourceDBInstanceIdentifier")
    more = ("SourceDBClusterIdentifier", "SourceDbiResourceId")
    return all(database.get(name) in (None, "") for name in (*names, *more))


def exported(model: Model) -> Iterator[Problem]:
    """A database sends logs to CloudWatch that its engine writes.

    PostgreSQL has no slow query log of its own, Aurora no upgrade log; RDS refuses the
    instance ("You cannot use the log types …").
    """
    for database in model.of(*DATABASES):
        name = engine(model, database)
        can = LOGS.get((database.type, name))
        for index, log in enumerate(
            listed(database.get("EnableCloudwatchLogsExports"))
        ):
            if can and isinstance(log, str) and log not in can:
                yield Problem(
                    database,
                    ("EnableCloudwatchLogsExports", index),
                    f"{name} has no log '{log}'.",
                    f"It has: {', '.join(can)}.",
                )


def named(model: Model) -> Iterator[Problem]:
    """A database's name, user and port are such as its engine takes.

    RDS refuses words that the engine keeps for itself (admin as a user of PostgreSQL,
    rdsadmin everywhere), names that are too long for it, and ports below 1150.
    """
    for database in model.of(*DATABASES):
        name = engine(model, database)
        word = "DBName" if database.type == INSTANCE else "DatabaseName"
        yield from _name(database, word, name, LONGEST_NAME.get(name, 64))
        yield from _name(database, "MasterUsername", name, LONGEST_USER.get(name, 128))
        port = number(database.get("Port"))
        if port is not None and not FIRST_PORT <= port <= LAST_PORT:
            message = f"RDS has no port {port:g}."
            mend = f"Use one from {FIRST_PORT} to {LAST_PORT}."
            yield Problem(database, ("Port",), message, mend)


def _name(
    database: Resource, property: str, engine: str, longest: int
) -> Iterator[Problem]:
    """Yield what is wrong with the name of a database or of its user."""
    name = text(database.get(property))
    if not name or not engine:
        return
    user = property == "MasterUsername" and "postgres" in engine
    reserved = ("rdsadmin", "admin") if user else ("rdsadmin",)
    if engine.startswith("sqlserver") and property == "DBName":
        message = "SQL Server is made without a database."
        yield Problem(database, (property,), message, "Leave DBName out.")
    elif name.lower() in reserved:
        message = f"'{name}' is a word that {engine} keeps for itself."
        yield Problem(database, (property,), message, "Choose another name.")
    elif len(name) > longest:
        message = f"'{name}' has {len(name)} characters, and {engine} takes {longest}."
        yield Problem(database, (property,), message, "Choose a shorter name.")
