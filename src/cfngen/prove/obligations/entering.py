"""Containers that can be entered: the agent of ECS Exec calls Systems Manager."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.checks.access.grants import may, role_of
from cfngen.checks.compute.services import ECS, MESSAGES, controller
from cfngen.checks.network.interfaces import TASKS
from cfngen.checks.network.starts import Start
from cfngen.model import Model, switched, target
from cfngen.prove.obligations.keys import key_of
from cfngen.prove.obligations.needs import ANY, TASK, Grant, Need

ENTERED = "EnableExecuteCommand"
CHANNELS = "ssmmessages"
SESSIONS = ("Configuration", "ExecuteCommandConfiguration")


def entered(model: Model, start: Start) -> Iterator[Need]:
    """Yield what entering a container takes, where tasks start that can be entered.

    With another deployment controller than ECS the switch cannot be turned later, so
    that there it is the role that decides: without any permission nobody is to enter.
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-exec.html
    """
    path = (*start.path[: -len(TASKS)], ENTERED)
    if switched(start.resource.get(*path)) is not True:
        return
    role = role_of(model, start.task.get(TASK))
    answers = [may(model, role, one) for one in MESSAGES] if role is not None else []
    meant = controller(start.resource) == ECS or any(one is True for one in answers)
    if meant:
        keys = tuple(_keys(model, start))
        grants = tuple(Grant(action, ANY) for action in MESSAGES)
        what = "let somebody enter its containers"
        services = (CHANNELS, *(("kms",) if keys else ()))
        yield Need(path, what, (services,), (*grants, *keys), role=TASK)


def _keys(model: Model, start: Start) -> Iterator[Grant]:
    """Yield the key of the cluster, if it has one for sessions: the agent calls KMS."""
    cluster = target(model, start.resource.get("Cluster"))
    key = cluster.get(*SESSIONS, "KmsKeyId") if cluster is not None else None
    asked = key_of(model, start.task, key) if key is not None else None
    if asked is not None:
        yield Grant("kms:Decrypt", asked)
