"""One resource at a time: make it, change it, or put something new in its place.

A step either succeeds, or fails the resource with the service's own words; nothing
else comes out of it, so that a stack can never be left half-way.
"""

from __future__ import annotations

import dataclasses
import logging
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cfngen import schemas
from cfngen.local.engine import events, policy, scopes, stacks
from cfngen.local.engine.handlers import Handlers, Job, Made
from cfngen.local.engine.records import STACK_TYPE, Resource, Stack, Step, Target
from cfngen.local.language import compare
from cfngen.local.language.conform import conform
from cfngen.local.language.dynamic import Resolver
from cfngen.local.language.evaluation import evaluate
from cfngen.local.language.refusals import ResourceFailed, words

REPLACING = (
    "Requested update requires the creation of a new physical resource; hence "
    "creating one."
)
INITIATED = "Resource creation Initiated"
NO_REPLACEMENT = (
    "Replacement type updates not supported on stack with disable-rollback."
)


class Cancelled(Exception):
    """Somebody has asked for the update to stop."""


@dataclass(frozen=True)
class Work:
    """What is to be done for one resource: create, update, replace or fail."""

    kind: str
    resource: Resource
    old: Resource | None = None
    why: str = ""


def prepare(stack: Stack, target: Target, name: str, handlers: Handlers) -> Work | None:
    """Return the work that a resource needs, its first event written; None for none."""
    definition = target.template.resources[name]
    old = _existing(stack, name)
    resource = Resource(name, definition["Type"], {}, policies(definition))
    try:
        resource.properties = properties(stack, target, name, handlers)
    except Exception as error:  # noqa: BLE001 (whatever it is, it fails the resource)
        kind = "update" if old else "create"
        work = Work(kind, resource, old, _words(error))
    else:
        found = _kind(stack, target, resource, old)
        if found is None:
            return None
        work = found
    _announce(stack, work)
    return work


def properties(
    stack: Stack, target: Target, name: str, handlers: Handlers
) -> dict[str, Any]:
    """Return a resource's properties as the live stack evaluates them."""
    definition = target.template.resources[name]
    scope = scopes.live(stack, target, handlers)
    evaluated = evaluate(definition.get("Properties", {}), scope)
    return conform(name, evaluated, schemas.schema(stack.region, definition["Type"]))


def policies(definition: Mapping[str, Any]) -> dict[str, str]:
    """Return what becomes of a resource's object when it is deleted or replaced."""
    keys = ("DeletionPolicy", "UpdateReplacePolicy")
    return {key: str(definition[key]) for key in keys if key in definition}


def perform(stack: Stack, work: Work, handlers: Handlers) -> Step:
    """Carry a work out, write its last event and return the step.

    Raises ResourceFailed; the failure's event is written too.
    """
    verb = "CREATE" if work.kind == "create" else "UPDATE"
    try:
        if work.why:
            raise ResourceFailed(work.why)
        made = _make(stack, work, handlers)
    except ResourceFailed as error:
        if stack.cancelled:
            raise Cancelled from error
        fail(stack, work, str(error))
        raise
    begun = work.resource.physical_id == made.physical_id
    _fill(work.resource, made)
    if work.kind == "create" and not begun:
        reason = work.resource.note or INITIATED
        events.of_resource(stack, work.resource, "CREATE_IN_PROGRESS", reason)
    stack.resources[work.resource.logical_id] = work.resource
    events.of_resource(stack, work.resource, f"{verb}_COMPLETE")
    return Step(work.kind, work.old, work.resource)


def fail(stack: Stack, work: Work, reason: str) -> None:
    """Write the event of a work that failed; the resource as it was says so too."""
    verb = "CREATE" if work.old is None else "UPDATE"
    events.of_resource(stack, work.resource, f"{verb}_FAILED", reason)
    if work.old is not None:
        work.old.status, work.old.reason = work.resource.status, reason


def restore(stack: Stack, step: Step, handlers: Handlers) -> None:
    """Put a changed resource back to what it was.

    Raises ResourceFailed if the service refuses the former properties.
    """
    before, after = step.before, step.after
    if before is None:
        return
    back = dataclasses.replace(before, status="", reason="")
    events.of_resource(stack, back, "UPDATE_IN_PROGRESS")
    if step.kind == "update":
        handler = handlers(before.type)
        _fill(back, _guarded(stack, back, lambda job: handler.update(job, after)))
    stack.resources[before.logical_id] = back
    events.of_resource(stack, back, "UPDATE_COMPLETE")


def _existing(stack: Stack, name: str) -> Resource | None:
    """Return the resource as it was made; one whose creation failed is made anew.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html
    """
    old = stack.resources.get(name)
    if old is None or old.type == STACK_TYPE:  # A nested stack goes on where it is.
        return old
    return None if old.status == "CREATE_FAILED" else old


def _kind(
    stack: Stack, target: Target, resource: Resource, old: Resource | None
) -> Work | None:
    if old is None:
        return Work("create", resource)
    resource.physical_id, resource.note = old.physical_id, old.note
    change = compare.difference(
        old.properties, resource.properties, resource.type, stack.region
    )
    unfinished = old.status == "CREATE_FAILED"
    if not (change.properties or unfinished or touched(stack, target, old)):
        old.policies = resource.policies
        return None
    if change.replacement != "True":
        denied = policy.refusal(stack, old, "Update:Modify")
        return Work("update", resource, old, denied)
    why = policy.refusal(stack, old, "Update:Replace")
    pair = (old.properties, resource.properties, resource.type, stack.region)
    if compare.keeps_its_name(*pair):
        why = why or (
            "CloudFormation cannot update a stack when a custom-named resource "
            f"requires replacing. Rename {old.physical_id} and update the stack again."
        )
    if stack.on_failure == "DO_NOTHING":
        why = why or NO_REPLACEMENT
    return Work("update" if why else "replace", resource, old, why)


def touched(stack: Stack, target: Target, old: Resource) -> bool:
    """Say whether a resource with the same properties is to be updated all the same:

    a nested stack whose template has another text, or anything that carries the
    stack's tags when those change.
    """
    if old.type == STACK_TYPE:
        child = stacks.find(stack.account, stack.region, old.physical_id)
        url = old.properties["TemplateURL"]
        text = stacks.download(url, stack.account, stack.region)
        if child and child.target and child.target.template.text != text:
            return True
    former = stack.journal.target.tags if stack.journal else stack.tags
    if dict(former) == dict(target.tags):
        return False
    schema = schemas.schema(stack.region, old.type)
    return bool(schema.property("Tags"))


def _announce(stack: Stack, work: Work) -> None:
    if work.kind == "create":
        stack.resources[work.resource.logical_id] = work.resource
        events.of_resource(stack, work.resource, "CREATE_IN_PROGRESS")
    else:
        reason = REPLACING if work.kind == "replace" else ""
        events.of_resource(stack, work.resource, "UPDATE_IN_PROGRESS", reason)


def _make(stack: Stack, work: Work, handlers: Handlers) -> Made:
    handler, old = handlers(work.resource.type), work.old
    verb = "CREATE" if work.kind == "create" else "UPDATE"

    def told(reason: str) -> None:
        events.of_resource(stack, work.resource, f"{verb}_IN_PROGRESS", reason)

    def begun(physical_id: str) -> None:
        work.resource.physical_id = physical_id
        told(INITIATED)

    def make(job: Job) -> Made:
        return handler.create(dataclasses.replace(job, begun=begun, told=told))

    if work.kind == "update" and old is not None:
        return _guarded(stack, work.resource, lambda job: handler.update(job, old))
    return _guarded(stack, work.resource, make)


def _guarded(stack: Stack, resource: Resource, act: Callable[[Job], Made]) -> Made:
    """Do something to a resource; let out only ResourceFailed, secrets masked."""
    resolver = Resolver(stack.account, stack.region)
    try:
        final = resolver.resolve(resource.properties)
        return act(Job(stack, resource.logical_id, resource.type, final))
    except Exception as error:  # noqa: BLE001 (whatever it is, it fails the resource)
        raise ResourceFailed(resolver.quiet(_words(error))) from None


def _fill(resource: Resource, made: Made) -> None:
    resource.physical_id = made.physical_id
    resource.handle, resource.attributes = made.handle, made.attributes
    resource.note = made.note


def _words(error: Exception) -> str:
    text = words(error)
    if not isinstance(error, ResourceFailed) and not hasattr(error, "code"):
        # The frames only: an exception's text may hold a secret that was passed in.
        frames = "".join(traceback.format_tb(error.__traceback__))
        logging.getLogger("cfngen.local").error("A step failed:\n%s", frames)
        return f"Internal failure of the emulator ({type(error).__name__}: {text})"
    return text
