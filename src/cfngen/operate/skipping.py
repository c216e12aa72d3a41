"""What a rollback that has failed may leave as it is, and how AWS calls that."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from cfngen.deploy.cause import CANCELLED
from cfngen.errors import InputError
from cfngen.operate.tree import Branch
from cfngen.package import STACK


def skipped(branches: Sequence[Branch], skip: Sequence[str]) -> tuple[str, ...]:
    """Return paths as ContinueUpdateRollback names them: nested stack's name and id.

    Raises InputError for those that cannot be skipped.
    """
    possible = set(skippable(branches))
    wrong = [path for path in skip if path not in possible]
    if wrong:
        raise InputError(
            "\n".join(f"--skip {path}: its rollback has not failed." for path in wrong),
            f"What can be skipped: {', '.join(sorted(possible)) or 'nothing'}.",
        )
    stacks = {branch.path: branch.stack.name for branch in branches}
    return tuple(_name(path, stacks) for path in skip)


def skippable(branches: Sequence[Branch]) -> Iterator[str]:
    """Yield what can be skipped: what is UPDATE_FAILED because its rollback failed.

    Of nested stacks, these are only those that the rollback was deleting:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
    """
    states = {branch.path: branch.stack.status for branch in branches}
    for branch in branches:
        for one in branch.resources:
            path = branch.below(one.logical_id)
            whole = one.type == STACK and not states.get(path, "").startswith("DELETE_")
            failed = one.status == "UPDATE_FAILED"
            if failed and not whole and not CANCELLED.match(one.reason):
                yield path


def _name(path: str, stacks: Mapping[str, str]) -> str:
    """Return one path as `NestedStackName.LogicalId`; the root's own as they are."""
    above, _, logical_id = path.rpartition("/")
    return f"{stacks[above]}.{logical_id}" if above else logical_id
