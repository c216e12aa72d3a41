"""Copies in a second region that are set by half."""

from __future__ import annotations

from typing import Any

import pytest

from tests.checks.data.system import CHECKS, problems
from tests.models import model

KEY = "arn:aws:kms:us-west-2:123456789012:key/11111111-2222-3333-4444-555555555555"
VAULT = "arn:aws:backup:us-west-2:123456789012:backup-vault:copies"


@pytest.mark.parametrize(
    ("given", "found"),
    [
        pytest.param({"BackupCopyVaultArn": VAULT}, ["BackupCopyVaultArn"], id="vault"),
        pytest.param(
            {"DatabaseBackupCopyDays": "7"}, ["DatabaseBackupCopyDays"], id="days"
        ),
        pytest.param({"ReplicaKeyArn": KEY}, [], id="a key that copies would share"),
        pytest.param({}, [], id="none"),
        pytest.param(
            {"DatabaseBackupCopyDays": "7", "ReplicaKeyArn": KEY}, [], id="whole"
        ),
        pytest.param(
            {
                "DatabaseBackupCopyDays": "7",
                "BackupCopyVaultArn": VAULT,
                "ReplicaKeyArn": KEY,
            },
            [],
            id="both",
        ),
    ],
)
def test_half_a_copy_is_named(given: dict[str, Any], found: list[str]) -> None:
    half = problems(model("platform", "prod", **given), [CHECKS["CG629"]])
    assert [str(problem.path[-1]) for problem in half] == found
    assert all("ReplicaKeyArn" in problem.mend for problem in half)
