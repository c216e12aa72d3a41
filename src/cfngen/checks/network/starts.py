"""Where tasks start on Fargate, and in which network."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from cfngen.checks.network.ground import all_targets
from cfngen.checks.network.interfaces import TASKS
from cfngen.model import Model, Resource, Value, listed, target, text
from cfngen.resolve.scope import Path

TASK = "AWS::ECS::TaskDefinition"
FARGATE = "FARGATE"

OF_RULES: Path = ("NetworkConfiguration", "AwsVpcConfiguration")
"""Where rules of EventBridge have the network of tasks, with a capital more."""


@dataclass(frozen=True)
class Start:
    """A place where tasks start: the resource, where its network stands, the task."""

    resource: Resource
    path: Path
    task: Resource

    @property
    def network(self) -> Value:
        """Return the network configuration."""
        return self.resource.get(*self.path)

    def subnets(self, model: Model) -> list[Resource]:
        """Return the subnets, none where they are not all known."""
        return all_targets(model, self.resource.get(*self.path, "Subnets")) or []

    @property
    def public(self) -> bool | None:
        """Return whether tasks get public addresses; None where that is not known."""
        given = self.resource.get(*self.path, "AssignPublicIp")
        if given is None:
            return False
        return {"ENABLED": True, "DISABLED": False}.get(text(given) or "")


def starts(model: Model) -> Iterator[Start]:
    """Yield where tasks start on Fargate: services, schedules and rules."""
    for one in model.of("AWS::ECS::Service"):
        yield from _start(model, one, TASKS, one.get("TaskDefinition"))
    for one in model.of("AWS::Scheduler::Schedule"):
        path = ("Target", "EcsParameters")
        yield from _start(
            *(model, one, (*path, *TASKS), one.get(*path, "TaskDefinitionArn"))
        )
    for one in model.of("AWS::Events::Rule"):
        for index, _ in enumerate(listed(one.get("Targets"))):
            way_in: Path = ("Targets", index, "EcsParameters")
            yield from _start(
                *(model, one, (*way_in, *OF_RULES)),
                one.get(*way_in, "TaskDefinitionArn"),
            )


def _start(model: Model, one: Resource, path: Path, task: Value) -> Iterator[Start]:
    found = task_of(model, task)
    needs = listed(found.get("RequiresCompatibilities")) if found else []
    whole = isinstance(one.get(*path), dict)
    if (
        found is not None
        and needs == [FARGATE]
        and whole
        and not _on_machines(one, path)
    ):
        yield Start(one, path, found)


def _on_machines(one: Resource, path: Path) -> bool:
    """Return whether tasks start, or may, on instances: theirs is the way out."""
    given = path[: -len(TASKS)]
    launch, strategy = (
        one.get(*given, name) for name in ("LaunchType", "CapacityProviderStrategy")
    )
    providers = [
        item.get("CapacityProvider") if isinstance(item, dict) else item
        for item in listed(strategy)
    ]
    return launch not in (None, FARGATE) or not all(
        (text(provider) or "").startswith(FARGATE) for provider in providers
    )


def task_of(model: Model, value: Value) -> Resource | None:
    """Return a task definition by reference, or by family where only one has it."""
    found = target(model, value)
    if found is not None or not isinstance(value, str):
        return found
    same = [t for t in model.of(TASK) if t.get("Family") == value]
    return same[0] if len(same) == 1 else None
