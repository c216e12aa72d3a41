"""Prepare a region of an account: the stack with the bucket for packaged templates.

The bucket's name is made of account and region, so it exists once or not at all: made
by this stack, by hand, or by somebody else's account.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cfngen import bootstrap, naming
from cfngen.cloud.changes import ChangeSetOrder
from cfngen.cloud.values import Stack
from cfngen.errors import NeedsHuman
from cfngen.operate.followed import Ended, ended_by
from cfngen.plan.changeset import lifecycle
from cfngen.plan.changeset.upload import bucket_name
from cfngen.plan.states import GOOD, REVIEW, UNDONE, Action, running

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud
    from cfngen.plan.at import At

TAGS = {"ManagedBy": "cfngen"}
"""What the stack and the bucket carry besides their names."""


class Todo(StrEnum):
    """What a region lacks."""

    NOTHING = "nothing"
    CREATE = "create"
    UPDATE = "update"
    PROTECT = "protect"


@dataclass(frozen=True)
class Bootstrap:
    """What is to be done about a region, and the stack as it is now, if it is there.

    `role` is the ARN of the role that CloudFormation shall take on, empty for none.
    """

    todo: Todo
    bucket: str
    stack: Stack | None = None
    role: str = ""


def considered(cloud: Cloud, role: str = "", profile: str = "") -> Bootstrap:
    """Return what a region lacks; changes nothing.

    `profile` is what was named on the way here, for the commands that are told.
    Raises NeedsHuman where the bucket is there without the stack, or the stack without
    the bucket, where the bucket is another account's, and where the stack is in a state
    that allows no update.
    """
    bucket = bucket_name(cloud.who.account, cloud.region)
    there = _Flags(cloud.region, profile, cloud.endpoint)
    stack = cloud.stacks.find(bootstrap.STACK)
    found = cloud.objects.has_bucket(bucket)
    if stack is None or stack.status == REVIEW:
        if found:
            raise _made_by_hand(bucket, there)
        return Bootstrap(Todo.CREATE, bucket, stack, role)
    if stack.status not in GOOD | UNDONE:
        raise _in_the_way(stack, there)
    if not found:
        raise _gone(bucket, stack, there)
    return Bootstrap(_todo(stack, role, cloud), bucket, stack, role)


def carry_out(found: Bootstrap, at: At) -> Ended:
    """Make the region ready and follow that to its end.

    The stack is protected from deletion as soon as it is good. Raises PreviewRejected
    where CloudFormation refuses, with nothing left behind.
    """
    if found.todo is Todo.PROTECT and found.stack:
        ended = Ended(found.stack)
    else:
        ended = _deployed(found, at)
    if good(ended) and not ended.stack.protected:
        at.cloud.stacks.protect(ended.stack.id, on=True)
    return ended


def good(ended: Ended) -> bool:
    """Say whether the region is ready: all went well, or nothing had to be done."""
    untouched = not ended.steps and not ended.detached
    return ended.stack.status in GOOD or untouched


def _todo(stack: Stack, role: str, cloud: Cloud) -> Todo:
    """Return what a stack lacks that is there with its bucket."""
    wanted = json.loads(bootstrap.template())
    tagged = TAGS.items() <= stack.tags.items()
    same_role = role in ("", stack.role)
    equal = tagged and same_role and cloud.stacks.template(stack.id) == wanted
    if not equal:
        return Todo.UPDATE
    return Todo.NOTHING if stack.protected else Todo.PROTECT


def _deployed(found: Bootstrap, at: At) -> Ended:
    """Create or update the stack through a change set."""
    if found.stack:
        lifecycle.clear(found.stack, at)
    wanted = _asked(found, at)
    with lifecycle.cleaned_up(wanted, at):
        made = lifecycle.make(wanted, {}, at)
    if made.node is None:
        lifecycle.forget(wanted, at)
        assert found.stack is not None
        return Ended(found.stack)
    change_set = made.node.made
    stack = at.cloud.stacks.find(change_set.stack_id)
    assert stack is not None
    return ended_by(
        at,
        stack,
        lambda: at.cloud.change_sets.execute(change_set.id, stack.id, wanted.token),
    )


def _asked(found: Bootstrap, at: At) -> ChangeSetOrder:
    """Return the change set to ask for; its name and token are of this run."""
    body, now = bootstrap.template(), at.clock.now().isoformat()
    digest = hashlib.sha256(body.encode()).hexdigest()
    token = hashlib.sha256(f"{digest} {now}".encode()).hexdigest()
    create = found.todo is Todo.CREATE
    return ChangeSetOrder(
        stack=found.stack.id if found.stack else bootstrap.STACK,
        name=f"{naming.change_set(digest)}-{token[:12]}",
        kind=Action.CREATE if create else Action.UPDATE,
        template_url="",
        parameters={},
        tags={**(found.stack.tags if found.stack else {}), **TAGS},
        capabilities=(),
        token=token,
        body=body,
        nested=False,
        role=found.role,
    )


@dataclass(frozen=True)
class _Flags:
    """What leads the AWS CLI to where the stack is."""

    region: str
    profile: str
    endpoint: str

    def aws(self, operation: str, more: str = "") -> str:
        """Return a line with a command of the AWS CLI about the stack."""
        profile = f"--profile {self.profile}" if self.profile else ""
        endpoint = f"--endpoint-url {self.endpoint}" if self.endpoint else ""
        where = ("--stack-name", bootstrap.STACK, "--region", self.region)
        words = ("aws cloudformation", operation, *where, profile, endpoint, more)
        return "  " + " ".join(filter(None, words))


def _made_by_hand(bucket: str, there: _Flags) -> NeedsHuman:
    """Return what to do about a bucket that no stack holds."""
    named = "--change-set-name import"
    make = (
        f"{named} --change-set-type CREATE --import-existing-resources "
        "--template-body file://bootstrap.json"
    )
    lines = (
        "Let the stack adopt it, with what is in it:",
        "  cfngen bootstrap --print > bootstrap.json",
        there.aws("create-change-set", make),
        "Read what it would do, then execute it:",
        there.aws("describe-change-set", named),
        there.aws("execute-change-set", named),
    )
    return NeedsHuman(
        f"The bucket {bucket} is there, and no stack {bootstrap.STACK} holds it. It "
        "works as it is; whether it is closed and encrypted, cfngen does not know. "
        "Nothing was touched.",
        "\n".join(lines),
    )


def _gone(bucket: str, stack: Stack, there: _Flags) -> NeedsHuman:
    """Return what to do about a stack whose bucket somebody has deleted."""
    return NeedsHuman(
        f"{stack.name} is {stack.status}, but its bucket {bucket} is gone: somebody "
        "has deleted it. Nothing was touched.",
        "Delete the stack, which holds nothing any more, and run cfngen bootstrap "
        f"again:\n{_deletion(stack, there)}",
    )


def _in_the_way(stack: Stack, there: _Flags) -> NeedsHuman:
    """Return what to do about a state that allows no update."""
    told = f"{stack.name} is {stack.status}. {stack.reason}".rstrip()
    if running(stack.status):
        return NeedsHuman(
            f"{stack.name} is {stack.status}: an operation is going on.",
            "Wait for it to end, then run cfngen bootstrap again.",
        )
    if stack.status == "ROLLBACK_COMPLETE":
        return NeedsHuman(
            f"{stack.name} is {stack.status}: its create failed and was undone.",
            f"Delete what is left of it, and run cfngen bootstrap again:\n"
            f"{_deletion(stack, there)}",
        )
    failed = f"See what has failed, and mend it:\n{there.aws('describe-stack-events')}"
    on = _deletion(stack, there)
    if stack.status == "UPDATE_ROLLBACK_FAILED":
        on = there.aws("continue-update-rollback")
    return NeedsHuman(told, f"{failed}\nThen go on, and run it again:\n{on}")


def _deletion(stack: Stack, there: _Flags) -> str:
    """Return the commands that delete the stack; its bucket is retained anyway."""
    off = "--no-enable-termination-protection"
    lines = [there.aws("update-termination-protection", off)] if stack.protected else []
    return "\n".join([*lines, there.aws("delete-stack")])
