"""What a deletion has failed on, and leaving that behind."""

from __future__ import annotations

from collections.abc import Sequence

from cfngen.errors import InputError
from cfngen.operate.tree import Branch
from cfngen.plan.commands import Commands

FAILED = "DELETE_FAILED"


def undeleted(branches: Sequence[Branch]) -> tuple[str, ...]:
    """Return the paths that a deletion has failed on, ordered."""
    return tuple(
        sorted(
            branch.below(resource.logical_id)
            for branch in branches
            for resource in branch.resources
            if resource.status == FAILED
        )
    )


def ways_on(failed: Sequence[str], commands: Commands) -> str:
    """Return how to go on after a deletion has failed on some paths.

    A nested stack is not left behind where something in it can be.
    """
    leaves = [p for p in failed if not any(o.startswith(f"{p}/") for o in failed)]
    retain = " ".join(f"--retain {path}" for path in leaves)
    leave = f"\nOr leave it behind: {commands.run('delete', retain)}" if leaves else ""
    return f"Mend that, then go on.\nRun: {commands.run('delete', '--resume')}{leave}"


def is_left(path: str, retain: Sequence[str]) -> bool:
    """Say whether a resource is left behind, perhaps with the stack that it is in."""
    return any(path == kept or path.startswith(f"{kept}/") for kept in retain)


def refuse_others(failed: Sequence[str], retain: Sequence[str]) -> None:
    """Raise InputError for paths that the deletion has not failed on."""
    unknown = [path for path in retain if path not in failed]
    if unknown:
        raise InputError(
            "\n".join(f"--retain {path}: it is not {FAILED}." for path in unknown),
            f"Only what could not be deleted can be left behind: "
            f"{', '.join(failed) or 'nothing'}.",
        )
