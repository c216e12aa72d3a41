"""Task definitions and services, as the other checks read them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.checks.access.grants import role_of
from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, Value, listed, text
from cfngen.resolve.origin import settings
from cfngen.resolve.scope import Path

TASK, SERVICE = "AWS::ECS::TaskDefinition", "AWS::ECS::Service"
CLUSTER = "AWS::ECS::Cluster"
FARGATE, AWSVPC = "FARGATE", "awsvpc"


@dataclass(frozen=True)
class Container:
    """One container of a task definition."""

    task: Resource
    index: int
    body: Mapping[str, Value]

    @property
    def name(self) -> str:
        """Return its name; empty where it is not known."""
        return text(self.body.get("Name")) or ""

    @property
    def essential(self) -> bool:
        """Return whether the task ends with it for sure; so it does by default."""
        return self.body.get("Essential", True) in (True, "true")

    def problem(self, path: Path, message: str, mend: str = "") -> Problem:
        """Return a problem with it; `path` leads on from the container."""
        whole = ("ContainerDefinitions", self.index, *path)
        return Problem(self.task, whole, f"container {self.name}: {message}", mend)

    def items(self, name: str) -> Iterator[tuple[int, Mapping[str, Value]]]:
        """Yield the mappings of a list, such as Environment, with their index."""
        for index, item in enumerate(listed(self.body.get(name))):
            if isinstance(item, dict):
                yield index, item


def containers(task: Resource) -> list[Container]:
    """Return the containers of a task definition that are known."""
    return [
        Container(task, index, body)
        for index, body in enumerate(listed(task.get("ContainerDefinitions")))
        if isinstance(body, dict)
    ]


def whole(task: Resource) -> bool:
    """Return whether every container of a task definition is known by name."""
    return all(
        isinstance(body, dict) and text(body.get("Name"))
        for body in listed(task.get("ContainerDefinitions"))
    )


def on_fargate(task: Resource) -> bool:
    """Return whether a task definition says that it runs on Fargate."""
    return FARGATE in listed(task.get("RequiresCompatibilities"))


def execution_role(model: Model, task: Resource) -> Resource | None:
    """Return the role that starts a task's containers, if it is in the model."""
    return role_of(model, task.get("ExecutionRoleArn"))


def possible(
    model: Model, resource: Resource, name: str
) -> Iterator[tuple[Path, Value]]:
    """Yield the values that a property has or will have, with the way to each.

    A parameter file does not say which image runs, so that what depends on it, the
    number of tasks, is decided by the next release: both branches of its Fn::If are
    real. Anything else has one value.
    """
    yield (name,), resource.get(name)
    section = model.stack_of(resource).template.section
    raw: Any = section("Resources", resource.name, "Properties").get(name)
    open = set(settings(model, resource, (name,))) - set(model.given.values)
    if not open or not isinstance(raw, dict) or list(raw) != ["Fn::If"]:
        return
    for branch in (1, 2):
        value = _written(model, resource, raw["Fn::If"][branch])
        if value is not None and value != resource.get(name):
            yield (name, "Fn::If", branch), value


def _written(model: Model, resource: Resource, raw: Any) -> Value:
    """Return what a scalar or a parameter amounts to; None for anything else."""
    match raw:
        case {"Ref": str(name)}:
            return model.stack_of(resource).parameters.get(name)
        case str() | int() | float():
            return raw
        case _:
            return None
