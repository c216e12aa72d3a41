"""The calls about change sets."""

from __future__ import annotations

from typing import Any

from cfngen.local.api import answers, operations
from cfngen.local.api.pages import page
from cfngen.local.api.requests import Request
from cfngen.local.engine import events, stacks
from cfngen.local.language.refusals import Refused
from cfngen.local.preview import changesets, entries
from cfngen.local.types.catalogue import handler

Answer = dict[str, Any]


def create_change_set(request: Request) -> Answer:
    """CreateChangeSet; a CREATE makes a stack that is under review."""
    name, kind = request.get("ChangeSetName", ""), request.kind
    stack = request.find(request.name)
    again = changesets.same(stack, name, str(request.get("ClientToken", "") or ""))
    if again is not None:
        return {"Id": again.change_set_id, "StackId": again.stack.stack_id}
    changesets.check_kind(stack, request.name, name, kind)
    if kind == "UPDATE" and request.get("OnStackFailure", "") == "DELETE":
        raise Refused("OnStackFailure DELETE is only valid for a CREATE change set")
    target = request.target(stack if kind == "UPDATE" else None)
    new = stack is None
    stack = stack or request.new_stack("REVIEW_IN_PROGRESS")
    made = request.new_change_set(stack, target)
    changesets.fill(made, handler)
    if new:
        stack.operations.append(made.operation)
        events.of_stack(stacks.add(stack), "REVIEW_IN_PROGRESS", operations.BY_USER)
    stack.change_sets[made.change_set_id] = made
    return {"Id": made.change_set_id, "StackId": stack.stack_id}


def describe_change_set(request: Request) -> Answer:
    """DescribeChangeSet, in pages; values only where asked for."""
    record = request.change_set()
    with_values = request.flag("IncludePropertyValues")

    def shown(entry: Answer) -> Answer:
        told = entry if with_values else entries.without_values(entry)
        return {"Type": "Resource", "ResourceChange": told}

    return answers.change_set(record) | page(request, "Changes", record.changes, shown)


def execute_change_set(request: Request) -> None:
    """ExecuteChangeSet; what it says of failures counts, else the change set's word."""
    change_set, stays = request.change_set(), request.flag("DisableRollback")
    if change_set.on_failure and request.get("DisableRollback", None) is not None:
        raise Refused(
            "DisableRollback cannot be specified for a change set that has "
            "OnStackFailure"
        )
    if not changesets.take(change_set, request.token, stays):
        return
    stack = change_set.stack
    stack.on_failure = "DO_NOTHING" if stays else (change_set.on_failure or "ROLLBACK")
    stack.retain_except_on_create = request.flag("RetainExceptOnCreate")
    stack.options, stack.policy_once = change_set.options, ""
    operations.execute(change_set, request.token)


def delete_change_set(request: Request) -> None:
    """DeleteChangeSet, with the change sets of its nested stacks."""
    change_set = request.change_set()
    if change_set.parent_id:
        raise Refused("Nested change sets are deleted with the root change set.")
    if change_set.execution_status == "EXECUTE_IN_PROGRESS":
        raise changesets.not_now(change_set, "deleted")
    changesets.forget(change_set)


def list_change_sets(request: Request) -> Answer:
    """ListChangeSets of one stack."""
    sets = list(request.stack().change_sets.values())
    return page(request, "Summaries", sets, answers.change_set_summary)


def describe_change_set_hooks(request: Request) -> Answer:
    """DescribeChangeSetHooks: the emulator has no hooks."""
    summary = answers.change_set_summary(request.change_set())
    named = ("ChangeSetId", "ChangeSetName", "StackId", "StackName")
    return {key: summary[key] for key in named} | {"Hooks": [], "Status": "PLANNED"}


def list_hook_results(request: Request) -> Answer:
    """ListHookResults: none."""
    kind, target = request.get("TargetType", None), request.get("TargetId", None)
    return {"TargetType": kind, "TargetId": target, "HookResults": []}


CALLS = {
    "CreateChangeSet": create_change_set,
    "DescribeChangeSet": describe_change_set,
    "ExecuteChangeSet": execute_change_set,
    "DeleteChangeSet": delete_change_set,
    "ListChangeSets": list_change_sets,
    "DescribeChangeSetHooks": describe_change_set_hooks,
    "ListHookResults": list_hook_results,
}
