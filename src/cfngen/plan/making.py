"""A plan, from the order to what would happen and whether it may."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from cfngen import naming
from cfngen.cloud.values import Failure, Stack
from cfngen.errors import PreviewRejected
from cfngen.package import Package, package
from cfngen.plan import husk
from cfngen.plan.at import At
from cfngen.plan.changeset import lifecycle
from cfngen.plan.changeset.asking import asked, beside
from cfngen.plan.changeset.attaching import at_rest
from cfngen.plan.changeset.lifecycle import Made
from cfngen.plan.changeset.outside import outside
from cfngen.plan.changeset.rejecting import failures
from cfngen.plan.changeset.seen import seen, unevaluated
from cfngen.plan.changeset.unchanged import incomparable, unchanged
from cfngen.plan.changeset.upload import bucket_of, upload
from cfngen.plan.commands import Commands, commands_of
from cfngen.plan.inputs.capabilities import needed
from cfngen.plan.inputs.order import Order, settled
from cfngen.plan.inputs.target import refuse_other_account
from cfngen.plan.judging import gate, shallow
from cfngen.plan.judging.classify import classified
from cfngen.plan.judging.exports import exports_in_use
from cfngen.plan.judging.given import given
from cfngen.plan.judging.sides import Sides, sides
from cfngen.plan.judging.undecided import undecided
from cfngen.plan.plan import Plan
from cfngen.plan.planned import Planned
from cfngen.plan.progress import Overridden
from cfngen.plan.states import UNDONE, Action, Way, action, state_of

NO_ONE: frozenset[str] = frozenset()


@dataclass(frozen=True)
class _Found:
    """What is known before a change set is asked for."""

    order: Order
    stack: Stack | None
    action: Action
    packed: Package
    commands: Commands
    released: frozenset[str]

    @property
    def live(self) -> Stack | None:
        """Return the stack that is updated; None where one is created."""
        return self.stack if self.action is Action.UPDATE else None


def make(
    order: Order,
    at: At,
    allowed: frozenset[str] = NO_ONE,
    *,
    take_over: bool = False,
    patience: float = 0,
) -> Plan:
    """Return what a deployment would do; its change set exists afterwards.

    `allowed` are the paths whose loss somebody consents to; `take_over` is about other
    people's change sets on a stack under review, `patience` the seconds to wait for
    other people's operations. When this fails or is interrupted, nothing stays behind
    but templates in the bucket. Raises NeedsHuman for another account, a missing bucket
    and a state in which no deployment may touch the stack; StillRunning when patience
    ends, PreviewRejected when CloudFormation refuses, InputError for a nested stack and
    for an allowed path that blocks nothing, CloudUnreachable when it cannot be asked.
    """
    if not at.cloud.endpoint:  # an emulator has an account of its own
        refuse_other_account(order.target, at.cloud.who)
    if order.overrides:
        at.report(Overridden(order.overrides, order.secret))
    found = _found(order, at, patience)
    if found.stack and state_of(found.stack.status).way is Way.HUSK:
        husk.refuse_remains(found.stack, at, found.commands)
        return _of_husk(found, found.stack, at, allowed)
    live = found.live
    if live and unchanged(live, found.order, found.packed, at.cloud):
        return _quiet(found, at, allowed)
    at.report(upload(found.packed, bucket_of(order, at), at, found.commands))
    if found.stack:
        lifecycle.clear(found.stack, at, take_over)
    return _previewed(found, at, allowed)


def _found(order: Order, at: At, patience: float) -> _Found:
    """Return the order with the stack that it is for, packaged."""
    commands = commands_of(order, at)
    stack = at_rest(order.stack, at, commands, patience)
    kind = action(stack, commands)
    live = stack.parameters if stack and kind is Action.UPDATE else {}
    whole = settled(order, live)
    packed = package(whole.files, at.cloud.objects.url(bucket_of(order, at)))
    return _Found(whole, stack, kind, packed, commands, frozenset(order.released))


def _previewed(found: _Found, at: At, allowed: frozenset[str]) -> Plan:
    """Return the plan that a change set tells, cleaned up after when it fails."""
    both = sides(found.order, found.live, at.cloud)
    now = at.clock.now()
    wanted = asked(found.order, found.packed, found.action, found.live, now)
    with lifecycle.cleaned_up(wanted, at):
        made = lifecycle.make(wanted, both.new, at)
        if made.node is not None:
            return _judged(found, made, both, at, allowed)
    lifecycle.forget(wanted, at)
    if found.action is Action.CREATE:
        raise PreviewRejected(f"{found.order.stack}: there is nothing to create.")
    return _quiet(found, at, allowed)


def _judged(
    found: _Found, made: Made, both: Sides, at: At, allowed: frozenset[str]
) -> Plan:
    """Return the plan of a change set that is ready: read, classified, judged."""
    assert made.node is not None
    root = made.node.made
    changes = tuple(seen(made.node))
    lacking = unevaluated(changes)
    why = made.shallow or (f"No change set was made of {lacking}." if lacking else "")
    planned = shallow.compared(both, why) if why else classified(changes, both)
    risks = gate.risks(planned)
    refused = exports_in_use(both, planned, at.cloud)
    late = undecided(both, planned)
    return replace(
        _framed(found, at, [*_remarks(found, planned, allowed), *late]),
        stack_id=root.stack_id,
        change_set=root.id,
        token=naming.token(root.id),
        changes=planned,
        blocked=(*gate.blocked(risks, allowed), *refused),
        shallow=why,
        warnings=_warnings(made, at),
        exports=tuple(one.why for one in refused),
        hooks=sum(one.change.hooks for one in changes),
    )


def _framed(found: _Found, at: At, notes: Iterable[str]) -> Plan:
    """Return a plan without its changes."""
    order = found.order
    return Plan(
        order,
        found.action,
        found.packed.digest,
        found.stack,
        found.stack.id if found.stack else "",
        parameters=tuple(given(order, found.released, found.live)),
        capabilities=needed(order.files.values()),
        outside=tuple(outside(order, found.live, at.cloud)),
        notes=tuple(notes),
        made=at.clock.now(),
    )


def _quiet(found: _Found, at: At, allowed: frozenset[str]) -> Plan:
    """Return the plan of a stack of which no resource changes."""
    gate.blocked((), allowed)
    left = [
        f"{line} (with the next change)" for line in beside(found.order, found.live)
    ]
    return _framed(found, at, left)


def _of_husk(found: _Found, stack: Stack, at: At, allowed: frozenset[str]) -> Plan:
    """Return the plan of a create that has to wait until the remains are deleted."""
    gate.blocked((), allowed)
    both = sides(found.order, None, at.cloud)
    planned = shallow.compared(both, "the stack has to be deleted first")
    plan = _framed(found, at, (husk.remark(stack),))
    return replace(
        plan, changes=planned, husk=stack.id, shallow="the stack is to be deleted first"
    )


def _remarks(
    found: _Found, planned: tuple[Planned, ...], allowed: frozenset[str]
) -> Iterable[str]:
    """Yield what a person should know besides."""
    stack = found.live
    if stack and stack.status in UNDONE:
        why = found.commands.run("events", "--failed")
        yield f"{stack.name} is {stack.status}: its last change was undone. Why: {why}"
    yield from beside(found.order, stack)
    hidden = sorted(incomparable(found.order))
    if stack and hidden:
        yield f"Nobody can tell whether these have changed: {', '.join(hidden)}."
    yield from gate.remarks(gate.risks(planned), allowed, planned)


def _warnings(made: Made, at: At) -> tuple[Failure, ...]:
    """Return what AWS's own validations warn of, in the whole tree.

    An emulator has none, and is not asked.
    """
    if at.cloud.endpoint:
        return ()
    sets = made.node.all() if made.node else ()
    told = failures([one.id for one in sets if one.ready], at)
    return tuple(one for one in told if one.warning)
