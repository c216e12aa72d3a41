"""The names of roles: their own, and those that they have from what they work for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.model import Model, Resource, Value, listed, references, target
from cfngen.prove.network.naming import kebab, workload_names
from cfngen.prove.network.places import Kind

SERVICE, SCHEDULE = "AWS::ECS::Service", "AWS::Scheduler::Schedule"
RULE, TASK = "AWS::Events::Rule", "AWS::ECS::TaskDefinition"
ROLE_WORD = "-role"


def own_names(resource: Resource) -> frozenset[str]:
    """Return what a resource is called in claims: path, logical id and kebab id."""
    return frozenset((resource.path, resource.name, kebab(resource.name)))


def role_names(model: Model) -> Mapping[str, frozenset[str]]:
    """Return the names of every role, user and group by path.

    `web.task` and `web.execution` are the roles of the tasks of `web`,
    `sync-payments.schedule` the one that starts a job; `deploy` is `DeployRole`.
    """
    found = {
        one.path: {*own_names(one), kebab(one.name).removesuffix(ROLE_WORD)}
        for one in model.of("AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::Group")
    }
    for name, role in _worked(model):
        if role in found:
            found[role].add(name)
    return {path: frozenset(names) for path, names in found.items()}


def _worked(model: Model) -> Iterator[tuple[str, str]]:
    """Yield names that roles have from their work, each with the role's path."""
    for worker, definition, starter in _starting(model):
        kind = Kind.SERVICE if worker.type == SERVICE else Kind.JOB
        names = (worker.path, *workload_names(worker, kind))
        task = _definition(model, definition)
        given = {
            "task": task.get("TaskRoleArn") if task else None,
            "execution": task.get("ExecutionRoleArn") if task else None,
            "schedule": starter,
        }
        for work, role in given.items():
            for reference in references(role):
                yield from ((f"{name}.{work}", reference.path) for name in names)


def _starting(model: Model) -> Iterator[tuple[Resource, Value, Value]]:
    """Yield what starts tasks: itself, the task definition, and the role for that."""
    for service in model.of(SERVICE):
        yield service, service.get("TaskDefinition"), None
    for one in model.of(SCHEDULE):
        task = one.get("Target", "EcsParameters", "TaskDefinitionArn")
        yield one, task, one.get("Target", "RoleArn") if task else None
    for rule in model.of(RULE):
        for index, _ in enumerate(listed(rule.get("Targets"))):
            here = ("Targets", index)
            task = rule.get(*here, "EcsParameters", "TaskDefinitionArn")
            yield rule, task, rule.get(*here, "RoleArn") if task else None


def _definition(model: Model, value: Value) -> Resource | None:
    """Return a task definition by reference, or by its family's name."""
    found = target(model, value)
    if found is not None:
        return found if found.type == TASK else None
    named = (one for one in model.of(TASK) if one.get("Family") == value)
    return next(named, None) if value is not None else None
