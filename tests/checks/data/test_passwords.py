"""Master users and their passwords."""

from __future__ import annotations

import pytest

from tests.checks.data.system import CHECKS, GONE, Case, model, problems

CASES = (
    Case(
        "two passwords",
        *(
            "CG606",
            {"Database/ManageMasterUserPassword": True},
            "Database/MasterUserPassword",
        ),
        "Keep one of the two",
    ),
    Case(
        "no password",
        *(
            "CG606",
            {"Database/MasterUserPassword": GONE},
            "Database/MasterUserPassword",
        ),
        "has no password",
    ),
    Case(
        "no user",
        *("CG606", {"Cluster/MasterUsername": GONE}, "Cluster/MasterUsername"),
        "no master user",
    ),
    Case(
        "a user beside a snapshot",
        *("CG606", {"Database/DBSnapshotIdentifier": "old"}, "Database/MasterUsername"),
        "the snapshot's user",
    ),
    Case(
        "a short password",
        *(
            "CG606",
            {"Database/MasterUserPassword": "1234567"},
            "Database/MasterUserPassword",
        ),
        "fewer than 8",
    ),
    Case(
        "a password with a slash",
        *(
            "CG606",
            {"Database/MasterUserPassword": "12345678/"},
            "Database/MasterUserPassword",
        ),
        "RDS refuses",
    ),
    Case(
        "another user in the secret",
        *(
            "CG606",
            {"Database/MasterUsername": "boss"},
            "Password/GenerateSecretString/SecretStringTemplate",
        ),
        "it says root",
    ),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_mistake_is_named(case: Case) -> None:
    assert case.spoken()


def test_a_password_is_not_repeated() -> None:
    (problem,) = problems(
        model({"Database/MasterUserPassword": "s3cr/et"}), [CHECKS["CG606"]]
    )
    assert "s3cr" not in f"{problem.message} {problem.mend}"
