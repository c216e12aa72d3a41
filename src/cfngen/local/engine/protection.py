"""Which stacks refuse to be deleted.

Plain moto deletes a stack with termination protection. CloudFormation refuses:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html
"""

from __future__ import annotations

from cfngen.local.engine.records import Stack
from cfngen.local.language.refusals import Refused


def check_stack(stack: Stack, root: Stack) -> None:
    """Raise Refused if the stack must not be deleted, or not now."""
    if stack.status.endswith("_IN_PROGRESS") and stack.status != "REVIEW_IN_PROGRESS":
        raise Refused(
            f"Stack:{stack.stack_id} is in {stack.status} state and can not be deleted."
        )
    if root.protected:
        raise Refused(
            f"Stack [{root.name}] cannot be deleted while TerminationProtection is "
            "enabled"
        )
