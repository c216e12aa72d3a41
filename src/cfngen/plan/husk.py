"""What a create that was undone leaves behind: a stack that can only be deleted.

CloudFormation makes no change set for it, so it is deleted first, which is safe only if
nothing is left in it.
"""

from __future__ import annotations

from cfngen.cloud.values import Stack
from cfngen.errors import NeedsHuman
from cfngen.plan.at import At
from cfngen.plan.commands import Commands

GONE = "DELETE_COMPLETE"


def refuse_remains(stack: Stack, at: At, commands: Commands) -> None:
    """Raise NeedsHuman unless the remains of a create are provably empty.

    What was retained, skipped or could not be deleted is named; a protected stack is
    for a person as well.
    """
    left = [one for one in at.cloud.stacks.resources(stack.id) if one.status != GONE]
    if left:
        listed = "\n".join(
            f"  {one.logical_id} ({one.type}) is {one.status}: {one.physical_id}"
            for one in left
        )
        raise NeedsHuman(
            f"{stack.name} is {stack.status}, and not all of it is gone:\n{listed}",
            "Look at what is left before the stack is deleted.\n"
            f"Run: {commands.run('recover')}",
        )
    if stack.protected:
        raise NeedsHuman(
            f"{stack.name} is {stack.status} and protected from deletion.",
            "Nothing is left in it; it has to be deleted before it can be created.\n"
            f"Run: {commands.run('delete', '--disable-protection')}",
        )


def remark(stack: Stack) -> str:
    """Return what a plan says of such a stack."""
    return (
        f"{stack.name} is what a create has left behind that failed and was undone; "
        "nothing is in it. A deployment deletes it first. CloudFormation makes no "
        "change set until then: this is what the templates say."
    )
