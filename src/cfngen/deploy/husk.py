"""The empty stack that a failed create leaves: nothing can be done but delete it."""

from __future__ import annotations

from cfngen import naming
from cfngen.cloud.values import Stack
from cfngen.deploy.afterwards import HUSK, command
from cfngen.deploy.follow import follow
from cfngen.deploy.outcome import Outcome, Result
from cfngen.deploy.watching import Watch
from cfngen.errors import OperationFailed, PreviewRejected
from cfngen.plan.at import At
from cfngen.plan.commands import Commands
from cfngen.plan.husk import refuse_remains


def clear(husk: str, name: str, at: At, commands: Commands, role: str = "") -> Outcome:
    """Delete what a failed create has left, by its ARN, and wait until it is gone.

    `role` is what CloudFormation takes on: the one that the stack has may be gone.

    Raises NeedsHuman when anything is left in it, or when it is protected, and
    PreviewRejected when it is not what it was. Ctrl-C goes through: nothing is being
    deployed yet, and the deletion ends by itself.
    """
    now = at.cloud.stacks.find(husk)
    if now is None or now.status == "DELETE_COMPLETE":
        return Outcome(Result.CLEARED, now or Stack(husk, name, "DELETE_COMPLETE"))
    _refuse(now, at, commands)
    watch = Watch(at.cloud, now.id, now.name, at.cloud.history.last(now.id))
    token = naming.token(now.id)
    at.cloud.stacks.delete(now.id, token, role)
    ended = follow(now, watch, at)
    if ended.status != "DELETE_COMPLETE":
        raise OperationFailed(
            f"{now.name} could not be deleted: {ended.status}. {ended.reason}",
            f"Run: {command(ended.status, commands)}",
        )
    return Outcome(Result.CLEARED, ended)


def _refuse(now: Stack, at: At, commands: Commands) -> None:
    """Raise for a stack that is no empty husk."""
    if now.status != HUSK:
        raise PreviewRejected(
            f"{now.name} was {HUSK} and is {now.status}. Nothing was touched.",
            f"Plan again: {commands.run('plan')}",
        )
    refuse_remains(now, at, commands)
