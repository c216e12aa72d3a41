"""Running tasks that have their size as a whole, as Fargate's have.

Plain moto answers RunTask with HTTP 500 unless each container names its memory, which
ECS asks for on EC2 instances only:
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_ContainerDefinition.html
"""

from __future__ import annotations

from typing import Any

from moto.ecs.models import EC2ContainerServiceBackend


def apply() -> None:
    """Stop moto from adding up what tasks need: no instance is to hold them."""
    name = "_calculate_task_resource_requirements"
    setattr(EC2ContainerServiceBackend, name, staticmethod(_nothing))


def _nothing(_: Any) -> dict[str, Any]:
    return {"CPU": 0, "MEMORY": 0, "PORTS": [], "PORTS_UDP": []}
