"""What roles are called in claims."""

from __future__ import annotations

import pytest

from cfngen.prove.access import rights_of
from tests.models import model

CALLED = {
    "a service's task role": ("rails", "web.task", ["ServiceWeb/TaskRole"]),
    "its execution role": ("rails", "web.execution", ["ServiceWeb/ExecutionRole"]),
    "by its path": ("rails", "ServiceWeb/TaskRole", ["ServiceWeb/TaskRole"]),
    "a job's": (
        "revendiste",
        "sync-payments.execution",
        ["Jobs/SyncPaymentsExecutionRole"],
    ),
    "its schedule's": (
        "revendiste",
        "sync-payments.schedule",
        ["Jobs/SyncPaymentsScheduleRole"],
    ),
    "by its logical id": ("nextjs", "DeployRole", ["Delivery/DeployRole"]),
    "in short": ("nextjs", "deploy", ["Delivery/DeployRole"]),
    "by a pattern": (
        "platform",
        "*e*.task",
        [
            "ServiceNotifier/TaskRole",
            "ServiceScheduler/TaskRole",
            "ServiceWorker/TaskRole",
        ],
    ),
    "nothing": ("nextjs", "api.task", []),
}


@pytest.mark.parametrize("case", CALLED.values(), ids=CALLED)
def test_names(case: tuple[str, str, list[str]]) -> None:
    system, name, expected = case
    named = sorted(one.path for one in rights_of(model(system, "prod")).named(name))
    if "*" in name:
        named = [one for one in named if one in expected]
    assert named == expected


def test_every_name_can_be_asked_for() -> None:
    rights = rights_of(model("revendiste", "prod"))
    assert {"backend.task", "check-payout.schedule"} <= set(rights.names)
    assert all(rights.named(name) for name in rights.names)
