"""Nested stacks: stacks that are resources of other stacks.

Plain moto cannot read their outputs (HTTP 500), names them by name, deletes and
re-creates them on update and forgets their parents. CloudFormation makes each a stack
of its own, updated in place, that fails and rolls back with its parent:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudformation-stack.html
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from cfngen.local.engine import (
    creation,
    deletion,
    events,
    rollback,
    stacks,
    targets,
    updating,
)
from cfngen.local.engine.handlers import Handlers, Job, Made, Skips
from cfngen.local.engine.records import STACK_TYPE, Options, Resource, Stack, Target
from cfngen.local.language.refusals import ResourceFailed
from cfngen.local.types.standins import generated_name

OUTPUTS = "Outputs."
ROLLBACK_FAILED = "UPDATE_ROLLBACK_FAILED"


class Nested:
    """Makes, updates and deletes stacks inside stacks."""

    def __init__(self, handlers: Handlers) -> None:
        self._handlers = handlers

    def create(self, job: Job) -> Made:
        """Create the child; if it fails it has rolled back when this raises."""
        wanted = target(job)
        made = stacks.add(_placed(job))
        made.begin("CREATE_STACK")
        events.of_stack(made, "CREATE_IN_PROGRESS", "User Initiated")
        job.begun(made.stack_id)
        creation.create_stack(made, wanted, self._handlers)
        if made.status != "CREATE_COMPLETE":
            raise ResourceFailed(
                f"Embedded stack {made.stack_id} was not successfully created: "
                f"{_cause(made)}"
            )
        return Made(made.stack_id)

    def update(self, job: Job, old: Resource) -> Made:
        """Update the child in place; it waits for the parent before it cleans up."""
        child = _get(job, old)
        child.begin("UPDATE_STACK")
        child.on_failure = job.stack.on_failure
        wanted = target(job)
        events.of_stack(child, "UPDATE_IN_PROGRESS", "User Initiated")
        if not updating.forward(child, wanted, self._handlers):
            raise ResourceFailed(
                f"Embedded stack {child.stack_id} was not successfully updated. "
                f"Currently in {_stuck(child)} with reason: {_cause(child)}"
            )
        return Made(old.physical_id)

    def delete(self, job: Job, old: Resource) -> None:
        """Delete the child."""
        child = stacks.find(job.account, job.region, old.physical_id)
        if child is None or not child.living:
            return
        child.begin("DELETE_STACK")
        deletion.delete_stack(child, self._handlers)
        if child.living:
            raise ResourceFailed(
                f"Embedded stack {child.stack_id} was not successfully deleted: "
                f"{child.reason}"
            )

    def attribute(self, job: Job, old: Resource, name: str) -> Any:
        """Return an output of the child: `Outputs.<name>`."""
        return output(job.logical_id, values(_get(job, old).outputs), name)

    def finish(self, job: Job, resource: Resource) -> None:
        """Let the child clean up after its update."""
        updating.finish(_get(job, resource), self._handlers)

    def rest(self, job: Job, resource: Resource) -> None:
        """Let the child be complete; what it would delete waits."""
        child = _get(job, resource)
        if child.status == updating.CLEANUP:
            events.of_stack(child, "UPDATE_COMPLETE")

    def undo(self, job: Job, resource: Resource, skips: Skips | None) -> None:
        """Take the child back to before its update, or on from where that failed."""
        child = _get(job, resource)
        failed = child.status == ROLLBACK_FAILED
        if failed and skips is not None:
            child.begin("CONTINUE_ROLLBACK")
            events.of_stack(child, "UPDATE_ROLLBACK_IN_PROGRESS")
            rollback.take_back(child, self._handlers, skips)
        elif not failed:
            rollback.back(child, "", self._handlers)
        if child.status == ROLLBACK_FAILED:
            raise ResourceFailed(
                f"Embedded stack {child.stack_id} was not successfully updated. "
                f"Currently in {ROLLBACK_FAILED} with reason: {child.reason}"
            )


def target(job: Job) -> Target:
    """Return what the child shall be; raise what CloudFormation would refuse."""
    given = _parameters(job.properties.get("Parameters", {}))
    text = stacks.download(job.properties["TemplateURL"], job.account, job.region)
    own = {t["Key"]: t["Value"] for t in job.properties.get("Tags", [])}
    asked = job.stack.asked or job.stack.target
    return targets.target(
        text,
        given,
        asked.capabilities if asked else (),
        {**(asked.tags if asked else {}), **own},
        job.account,
        job.region,
    )


def values(outputs: list[dict[str, str]]) -> dict[str, str]:
    """Return outputs as a mapping of key to value."""
    return {entry["OutputKey"]: entry["OutputValue"] for entry in outputs}


def output(logical_id: str, known: Mapping[str, Any], name: str) -> Any:
    """Return the output behind `Outputs.<name>`, or raise ResourceFailed."""
    key = name.removeprefix(OUTPUTS)
    if not name.startswith(OUTPUTS) or key not in known:
        raise ResourceFailed(
            f"Template error: resource {logical_id} does not support attribute type "
            f"{name} in Fn::GetAtt"
        )
    return known[key]


def _parameters(given: Any) -> dict[str, str]:
    plain = isinstance(given, dict) and not any(
        isinstance(value, (list, dict)) for value in given.values()
    )
    if not plain:
        raise ResourceFailed(
            "Value of property Parameters must be an object with String (or simple "
            "type) properties"
        )
    return {
        key: str(value).lower() if isinstance(value, bool) else str(value)
        for key, value in given.items()
    }


def child(job: Job) -> Stack:
    """Return a new child, not yet kept."""
    name = generated_name(job)
    parent = job.stack
    return Stack(
        stacks.new_id("stack", job.account, job.region, name),
        name,
        job.account,
        job.region,
        "CREATE_IN_PROGRESS",
        parent_id=parent.stack_id,
        root_id=parent.root_id or parent.stack_id,
        logical_id=job.logical_id,
        on_failure="DO_NOTHING" if parent.on_failure == "DO_NOTHING" else "ROLLBACK",
        retain_except_on_create=parent.retain_except_on_create,
        options=Options(
            parent.options.role_arn, tuple(job.properties.get("NotificationARNs", ()))
        ),
    )


def reviewed(job: Job) -> Stack | None:
    """Return the child that a change set has already named, still without anything."""
    found = stacks.under_review(job.stack.stack_id, job.account, job.region)
    return next((s for s in found if s.logical_id == job.logical_id), None)


def _placed(job: Job) -> Stack:
    """Return the child to create: the one under review, as the parent is now."""
    fresh, known = child(job), reviewed(job)
    if known is None:
        return fresh
    known.on_failure, known.options = fresh.on_failure, fresh.options
    known.retain_except_on_create = fresh.retain_except_on_create
    return known


def _stuck(child: Stack) -> str:
    """Return the status that the message about a failed update names."""
    if child.status == "UPDATE_FAILED":
        return child.status
    return "UPDATE_ROLLBACK_IN_PROGRESS"


def _get(job: Job, old: Resource) -> Stack:
    return stacks.get(job.account, job.region, old.physical_id)


def _cause(child: Stack) -> str:
    """Return why the child failed: its own last reason about resources."""
    told = (
        e.reason
        for e in reversed(child.events)
        if e.type == STACK_TYPE
        and e.physical_id == child.stack_id
        and e.status
        in (
            "ROLLBACK_IN_PROGRESS",
            "UPDATE_ROLLBACK_IN_PROGRESS",
            "CREATE_FAILED",
            "UPDATE_FAILED",
        )
    )
    return next(told, child.reason)
