"""Where stacks are kept and found: inside moto's CloudFormation backend.

Moto gives every account and region a backend and forgets it on reset; the stacks of
this package live in its `stacks`, so they share both.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import cast

from moto.cloudformation.models import cloudformation_backends
from moto.cloudformation.utils import get_stack_from_s3_url
from moto.utilities.utils import get_partition

from cfngen.local.engine.records import ChangeSet, Stack, now
from cfngen.local.language.refusals import REFUSALS, ChangeSetNotFound, Refused, words

REVIEW = "REVIEW_IN_PROGRESS"
"""The status of a stack that is no more than a change set."""


def add(stack: Stack) -> Stack:
    """Keep a stack."""
    _all(stack.account, stack.region)[stack.stack_id] = stack
    return stack


def each(account: str, region: str) -> Iterator[Stack]:
    """Yield every stack, deleted ones too, oldest first."""
    return iter(list(_all(account, region).values()))


def find(account: str, region: str, name: str) -> Stack | None:
    """Return the stack with an ARN, or the living stack with a name."""
    if name in _all(account, region):
        return _all(account, region)[name]
    named = (s for s in each(account, region) if s.name == name and s.living)
    return next(named, None)


def under_review(parent: str, account: str, region: str) -> Iterator[Stack]:
    """Yield the nested stacks that a change set has named and nobody has made."""
    for stack in each(account, region):
        if stack.parent_id == parent and stack.status == REVIEW:
            yield stack


def get(account: str, region: str, name: str) -> Stack:
    """Return a stack, or raise Refused as DescribeStacks does."""
    stack = find(account, region, name)
    if stack is None:
        raise Refused(f"Stack with id {name} does not exist")
    return stack


def change_set(account: str, region: str, name: str, stack: str) -> ChangeSet:
    """Return a change set by ARN, or by its name and its stack's; or raise."""
    owners = [get(account, region, stack)] if stack else list(each(account, region))
    for owner in [*owners, *each(account, region)]:
        for found in owner.change_sets.values():
            if name == found.change_set_id or (owner in owners and name == found.name):
                return found
    raise ChangeSetNotFound(f"ChangeSet [{name}] does not exist")


def new_id(kind: str, account: str, region: str, name: str) -> str:
    """Return the ARN of a new stack or change set."""
    return (
        f"arn:{get_partition(region)}:cloudformation:{region}:{account}:{kind}/{name}/"
        f"{uuid.uuid4()}"
    )


def exports(account: str, region: str) -> dict[str, tuple[str, str]]:
    """Return the exports: name to value and exporting stack."""
    return {
        output["ExportName"]: (output["OutputValue"], stack.stack_id)
        for stack in each(account, region)
        if stack.living
        for output in stack.outputs
        if "ExportName" in output
    }


def download(url: str, account: str, region: str) -> str:
    """Return the text behind a TemplateURL, or raise Refused."""
    try:
        return get_stack_from_s3_url(url, account, get_partition(region))
    except (*REFUSALS, AttributeError, ValueError) as error:
        raise Refused(
            f"S3 error: {words(error) or 'the object does not exist'}"
        ) from error


def _all(account: str, region: str) -> dict[str, Stack]:
    return cast(dict[str, Stack], cloudformation_backends[account][region].stacks)


def end(stack: Stack) -> None:
    """Let a stack that was only under review be gone."""
    stack.status, stack.deleted = "DELETE_COMPLETE", now()
