"""Doing what termination protection forbids, where somebody has said so."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from cfngen.cloud.values import Stack
from cfngen.deploy.guards import PROTECTED, UNPROTECTED
from cfngen.deploy.progress import Guarded
from cfngen.errors import CfngenError
from cfngen.operate.followed import Ended
from cfngen.plan.at import At
from cfngen.plan.states import GOOD, UNDONE


def unprotected(stack: Stack, at: At, do: Callable[[], Ended]) -> Ended:
    """Turn the protection of a stack off, do something and return how that ended.

    Where nothing came of it and the stack lives on, its protection is turned on again.
    """
    try:
        at.cloud.stacks.protect(stack.id, on=False)
        at.report(Guarded(UNPROTECTED))
        ended = do()
    except BaseException:
        _again(stack, at)
        raise
    if not ended.detached and ended.stack.status in GOOD | UNDONE:
        _again(stack, at)
    return ended


def _again(stack: Stack, at: At) -> None:
    """Protect a stack again; one that is being deleted cannot be, nor has to."""
    with suppress(CfngenError):
        at.cloud.stacks.protect(stack.id, on=True)
        at.report(Guarded(PROTECTED))
