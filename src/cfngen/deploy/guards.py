"""Termination protection and stack policy: what no change set can say.

Before an update both are set first, so that the update itself is under them. A stack
that is created gets them when it is there: a stack under review that was protected
could not be cleaned away, nor the empty one that a failed create leaves.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-protect-stacks.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from cfngen.cloud.values import Stack
from cfngen.deploy.progress import Guarded
from cfngen.errors import CfngenError
from cfngen.plan.at import At
from cfngen.plan.changeset.outside import same
from cfngen.plan.inputs.target import Target
from cfngen.plan.plan import Plan
from cfngen.plan.states import Action

PROTECTED = "termination protection on"
UNPROTECTED = "termination protection off"
POLICY = "stack policy"


def before(plan: Plan, stack: Stack, at: At) -> None:
    """Guard a stack that is there before it is updated."""
    if plan.action is Action.CREATE:
        return
    there = at.cloud.stacks.policy(stack.id) if plan.order.target.policy else ""
    for what, do in _on(plan.order.target, stack, at, there):
        do()
        at.report(Guarded(what))


def after(plan: Plan, stack: Stack, at: At) -> tuple[str, ...]:
    """Do what is left to do when the stack is what it should be.

    Returns what could not be done, with the reason: the stack itself is good.
    """
    target, missing = plan.order.target, list[str]()
    todo = list(_off(target, stack, at))
    if plan.action is Action.CREATE:
        todo += _on(target, stack, at)
    for what, do in todo:
        try:
            do()
        except CfngenError as error:
            missing.append(f"{what}: {error.message}")
        except KeyboardInterrupt:
            missing.append(f"{what}: interrupted")
        else:
            at.report(Guarded(what))
    return tuple(missing)


def due(plan: Plan) -> tuple[str, ...]:
    """Return what a create that nobody watches any more will not do by itself."""
    if plan.action is not Action.CREATE:
        return ()
    target = plan.order.target
    wanted = ((PROTECTED, target.protect), (POLICY, target.policy))
    return tuple(what for what, said in wanted if said)


def _on(
    target: Target, stack: Stack, at: At, there: str = ""
) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what makes a stack safer; `there` is the policy that it has."""
    stacks = at.cloud.stacks
    if target.protect and not stack.protected:
        yield PROTECTED, lambda: stacks.protect(stack.id, True)
    if target.policy and not same(target.policy, there):
        yield POLICY, lambda: stacks.set_policy(stack.id, target.policy)


def _off(
    target: Target, stack: Stack, at: At
) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what takes a guard away: only where that is said."""
    if target.protect is False and stack.protected:
        yield UNPROTECTED, lambda: at.cloud.stacks.protect(stack.id, False)
