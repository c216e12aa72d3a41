"""What a person does next, by the state that a deployment has left behind."""

from __future__ import annotations

from cfngen.plan.commands import Commands
from cfngen.plan.states import UNDONE, state_of

HUSK = "ROLLBACK_COMPLETE"
"""The empty stack that a failed create leaves."""


def advice(status: str) -> str:
    """Return what a state means that is not a good end."""
    if status == HUSK:
        return (
            "Nothing of it is left but an empty stack, which the next deployment "
            "deletes. Mend the cause and deploy again."
        )
    if status in UNDONE:
        return "It is as it was before. Mend the cause and deploy again."
    state = state_of(status)
    return f"{state.why[:1].upper()}{state.why[1:]}. {state.do}"


def command(status: str, commands: Commands, deploying: str = "") -> str:
    """Return the one command to run next; `deploying` is the one that has failed."""
    if status == HUSK or status in UNDONE:
        return deploying or commands.run("deploy")
    state = state_of(status)
    return commands.run(state.verb, state.more)
