"""What the task definitions of one service or job have in common."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import iam
from troposphere.logs import LogGroup

from cfngen.layers.task.variables import Variables
from cfngen.spec.task import Architecture, Task


@dataclass(frozen=True)
class Parts:
    """Name, spec and surroundings of a task; `image` is one of System.images."""

    name: str
    task: Task
    architecture: Architecture
    image: str
    variables: Variables
    log_group: LogGroup
    execution_role: iam.Role
    task_role: iam.Role
