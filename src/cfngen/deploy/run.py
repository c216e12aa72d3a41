"""A deployment: verify, guard, execute, follow, explain."""

from __future__ import annotations

from contextlib import suppress

from cfngen.cloud.values import Stack
from cfngen.deploy import guards
from cfngen.deploy.ending import Ending, lost
from cfngen.deploy.execution import began, execute
from cfngen.deploy.follow import follow
from cfngen.deploy.husk import clear
from cfngen.deploy.interrupts import Ask, stays
from cfngen.deploy.listening import Listener
from cfngen.deploy.outcome import Outcome, Result
from cfngen.deploy.progress import Began
from cfngen.deploy.ready import verified
from cfngen.deploy.watching import Watch
from cfngen.errors import CfngenError, CloudUnreachable
from cfngen.plan.at import At
from cfngen.plan.changeset.lifecycle import discard
from cfngen.plan.commands import Commands, commands_of
from cfngen.plan.plan import Plan
from cfngen.spec.causes import Causes


def carry_out(
    plan: Plan, at: At, spec: Causes | None = None, ask: Ask | None = None
) -> Outcome:
    """Carry a plan out, to its end or until Ctrl-C, and return how that ended.

    Until the execution begins, a failure or an interruption leaves nothing behind, the
    change set included; afterwards CloudFormation goes on without us. `spec` finds the
    lines of the spec that failures come from; `ask` puts a question to a person. An
    empty stack that a failed create has left is only deleted: then plan again.

    Raises PreviewRejected when the plan does not fit any more, NeedsHuman when a person
    has to choose, CloudUnreachable when the cloud cannot be asked.
    """
    commands = commands_of(plan.order, at)
    if plan.husk:
        order = plan.order
        return clear(plan.husk, order.stack, at, commands, order.target.role)
    if plan.stack and plan.empty:
        return Outcome(Result.UNCHANGED, plan.stack)
    watch = _prepared(plan, at, commands)
    if watch is None:
        return _guarded(plan, at)
    stopped = _executed(plan, at, commands)
    at.report(Began(plan.order.stack))
    return _to_its_end(plan, watch, at, Ending(plan, at, commands, spec), stopped, ask)


def _prepared(plan: Plan, at: At, commands: Commands) -> Watch | None:
    """Verify and guard; return the watch to be, None where nothing is to be executed.

    What goes wrong here takes the change set away.
    """
    try:
        stack = verified(plan, at, commands)
        guards.before(plan, stack, at)
        if not plan.change_set:
            return None
        last = at.cloud.history.last(stack.id)
    except (CfngenError, KeyboardInterrupt):
        _discard(plan, at)
        raise
    return Watch(at.cloud, stack.id, stack.name, last)


def _executed(plan: Plan, at: At, commands: Commands) -> KeyboardInterrupt | None:
    """Execute the plan; return the interruption that came when it had begun.

    Where it has not begun the change set is taken away, and what stopped it goes on.
    """
    try:
        execute(plan, at, commands)
    except KeyboardInterrupt as stopped:
        if _may_have_begun(plan, at):
            return stopped
        _discard(plan, at)
        raise
    except CfngenError:
        _discard(plan, at)
        raise
    return None


def _may_have_begun(plan: Plan, at: At) -> bool:
    """Say whether an execution that was interrupted goes on; in doubt it does."""
    try:
        return began(plan, at)
    except (CfngenError, KeyboardInterrupt):
        return True


def _discard(plan: Plan, at: At) -> None:
    """Take the change set away; what fails here is left to the next plan."""
    if plan.change_set:
        with suppress(CfngenError):
            discard(plan, at)


def _guarded(plan: Plan, at: At) -> Outcome:
    """Return the outcome of a plan that changes only what guards the stack."""
    assert plan.stack  # what is not there yet has a change set that makes it
    stack = at.cloud.stacks.find(plan.stack.id) or plan.stack
    missing = guards.after(plan, stack, at)
    return Outcome(Result.UPDATED, stack, missing=missing)


def _to_its_end(
    plan: Plan,
    watch: Watch,
    at: At,
    ending: Ending,
    stopped: KeyboardInterrupt | None,
    ask: Ask | None,
) -> Outcome:
    """Follow what was executed until it ends or nobody wants to watch any more."""
    listener = Listener(plan.order, at)
    root = Stack(watch.root, plan.order.stack, "")
    while True:
        if stopped and not stays(stopped, root, plan.action, at, ask):
            return ending.detached(root, listener)
        try:
            ended = follow(root, watch, listener.at)
            return ending.outcome(ended, watch.steps, listener)
        except KeyboardInterrupt as again:
            stopped = again
        except CloudUnreachable as error:
            raise lost(error, ending.commands) from error
