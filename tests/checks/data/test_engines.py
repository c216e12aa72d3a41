"""What each engine calls things."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, Case, model, problems

CASES = (
    Case(
        "a log of MySQL",
        *(
            "CG604",
            {"Database/EnableCloudwatchLogsExports/1": "slowquery"},
            "Database/EnableCloudwatchLogsExports/1",
        ),
        "postgres has no log 'slowquery'",
    ),
    Case(
        "a log that Aurora lacks",
        *(
            "CG604",
            {"Cluster/EnableCloudwatchLogsExports/0": "upgrade"},
            "Cluster/EnableCloudwatchLogsExports/0",
        ),
        "It has: instance",
    ),
    Case(
        "a user that PostgreSQL keeps",
        *("CG605", {"Database/MasterUsername": "admin"}, "Database/MasterUsername"),
        "a word that postgres keeps",
    ),
    Case(
        "a user that RDS keeps",
        *("CG605", {"Cluster/MasterUsername": "rdsadmin"}, "Cluster/MasterUsername"),
        "rdsadmin",
    ),
    Case(
        "a long user",
        *(
            "CG605",
            {
                "Database/Engine": "mariadb",
                "Database/MasterUsername": "seventeen_letters",
            },
            "Database/MasterUsername",
        ),
        "mariadb takes 16",
    ),
    Case(
        "a long name",
        *("CG605", {"Cluster/DatabaseName": "a" * 64}, "Cluster/DatabaseName"),
        "takes 63",
    ),
    Case(
        "a database of SQL Server",
        *("CG605", {"Database/Engine": "sqlserver-se"}, "Database/DBName"),
        "Leave DBName out",
    ),
    Case(
        "a low port",
        *("CG605", {"Database/Port": "1024"}, "Database/Port"),
        "from 1150 to 65535",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


def test_admin_is_a_user_of_mysql() -> None:
    mysql = {"Database/Engine": "mysql", "Database/MasterUsername": "admin"}
    assert problems(model(mysql), [CHECKS["CG605"]]) == []
