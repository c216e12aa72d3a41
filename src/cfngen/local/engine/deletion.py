"""Deleting: a stack, or the objects that an update or a rollback leaves behind.

Plain moto deletes in any order and tries again on refusal, and honours Retain only.
CloudFormation deletes in reverse order of dependency and honours both policies:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-deletionpolicy.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cfngen.local.engine import events, scopes
from cfngen.local.engine.handlers import Handlers, Job
from cfngen.local.engine.records import Resource, Stack, Target, now
from cfngen.local.language import graph
from cfngen.local.language.refusals import ResourceFailed

Kept = Callable[[Resource], bool]
"""Says whether a resource's object outlives its place in the stack."""


def delete_stack(
    stack: Stack, handlers: Handlers, retain: Iterable[str] = (), force: bool = False
) -> None:
    """Delete a stack's resources; it ends as DELETE_COMPLETE or DELETE_FAILED.

    Those of `retain` are left behind, and with `force` whatever refuses to go.
    """
    events.of_stack(stack, "DELETE_IN_PROGRESS", "User Initiated")
    chosen = frozenset(retain)
    doomed = in_order(stack, stack.target, handlers)

    def stays(resource: Resource) -> bool:
        return resource.logical_id in chosen or kept(resource)

    failed = delete(stack, doomed, handlers, stays)
    for name in failed if force else ():
        events.of_resource(stack, stack.resources[name], "DELETE_SKIPPED")
    if failed and not force:
        names = ", ".join(failed)
        reason = f"The following resource(s) failed to delete: [{names}]. "
        events.of_stack(stack, "DELETE_FAILED", reason)
        return
    stack.deleted, stack.outputs = now(), []
    events.of_stack(stack, "DELETE_COMPLETE")


def in_order(stack: Stack, target: Target | None, handlers: Handlers) -> list[Resource]:
    """Return the stack's resources, those that others depend on last."""
    if target is None:
        return []
    scope = scopes.live(stack, target, handlers)
    order = list(graph.order(graph.dependencies(target.template, scope)))
    known = [name for name in order if name in stack.resources]
    others = [name for name in stack.resources if name not in known]
    return [stack.resources[name] for name in reversed([*known, *others])]


def delete(
    stack: Stack, doomed: Iterable[Resource], handlers: Handlers, stays: Kept
) -> list[str]:
    """Delete resources, skip those that stay; return the names of those that refuse.

    What one that refuses depends on is left alone, as it is still in use.
    """
    failed: list[str] = []
    needs = _needs(stack, handlers)
    for resource in doomed:
        if resource.status in ("DELETE_COMPLETE", "DELETE_SKIPPED"):
            continue
        if any(resource.logical_id in needs(name) for name in failed):
            continue
        if stays(resource):
            events.of_resource(stack, resource, "DELETE_SKIPPED")
        elif not _delete(stack, resource, handlers):
            failed.append(resource.logical_id)
    return failed


def _needs(stack: Stack, handlers: Handlers) -> Callable[[str], set[str]]:
    """Return what tells all that a resource depends on, directly or through others."""
    edges: dict[str, set[str]] = {}
    if stack.target:
        scope = scopes.live(stack, stack.target, handlers)
        edges = graph.dependencies(stack.target.template, scope)

    def needs(name: str) -> set[str]:
        direct = edges.get(name, set())
        return direct.union(*(needs(other) for other in direct))

    return needs


def kept(resource: Resource) -> bool:
    """Say whether the object outlives the resource's removal from the stack."""
    policy = resource.policies.get("DeletionPolicy", "")
    return policy in ("Retain", "RetainExceptOnCreate")


def kept_when_replaced(resource: Resource) -> bool:
    """Say whether the old object outlives its replacement."""
    return resource.policies.get("UpdateReplacePolicy") == "Retain"


def kept_on_rollback(stack: Stack) -> Kept:
    """Return the rule for objects that the rolled-back operation itself made."""

    def stays(resource: Resource) -> bool:
        policy = resource.policies.get("DeletionPolicy")
        return policy == "Retain" and not stack.retain_except_on_create

    return stays


def _delete(stack: Stack, resource: Resource, handlers: Handlers) -> bool:
    job = Job(stack, resource.logical_id, resource.type, resource.properties)
    events.of_resource(stack, resource, "DELETE_IN_PROGRESS")
    try:
        if resource.physical_id:
            handlers(resource.type).delete(job, resource)
    except ResourceFailed as error:
        events.of_resource(stack, resource, "DELETE_FAILED", str(error))
        return False
    events.of_resource(stack, resource, "DELETE_COMPLETE")
    return True
