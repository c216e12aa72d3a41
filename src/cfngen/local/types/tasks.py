"""Running tasks that have their size as a whole, as Fargate's have.

Plain moto answers RunTask with HTTP 500 unless each container names its memory, which
ECS asks for on EC2 instances only:
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html

A task that has ended by itself stays wanted there, so that nobody finds it among the
stopped ones. In ECS it is wanted no more from the moment that it ends:
https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-lifecycle-explanation.html
"""

from __future__ import annotations

from typing import Any

from moto.ecs.models import EC2ContainerServiceBackend, Task

ENDING = ("DEACTIVATING", "STOPPING", "DEPROVISIONING", "STOPPED")


def apply() -> None:
    """Let tasks run that no instance has to hold, and end when they do."""
    needs, desired = "_calculate_task_resource_requirements", "desired_status"
    setattr(EC2ContainerServiceBackend, needs, staticmethod(_nothing))
    setattr(Task, desired, property(_desired, _desire))


def _desired(task: Any) -> str:
    return "STOPPED" if task.status in ENDING else str(vars(task)["desired"])


def _desire(task: Any, status: str) -> None:
    vars(task)["desired"] = status


def _nothing(_: Any) -> dict[str, Any]:
    return {"CPU": 0, "MEMORY": 0, "PORTS": [], "PORTS_UDP": []}
