"""The change set to ask for: what is ordered, in CloudFormation's terms."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

from cfngen import naming
from cfngen.cloud.changes import ChangeSetOrder
from cfngen.cloud.values import Stack
from cfngen.package import Package
from cfngen.plan.inputs import capabilities
from cfngen.plan.inputs.order import Order
from cfngen.plan.states import Action


def asked(
    order: Order, packed: Package, kind: Action, stack: Stack | None, now: datetime
) -> ChangeSetOrder:
    """Return the change set to ask for.

    Name and token are of its content and of this run: a retry within the run makes no
    second one, and no later run is answered with this one's. Alarms and topics are said
    only where they differ from what the stack has.
    """
    token = hashlib.sha256(f"{packed.digest} {now.isoformat()}".encode()).hexdigest()
    target = order.target
    moved = alarms_differ(order, stack)
    return ChangeSetOrder(
        stack=stack.id if stack else order.stack,
        name=f"{naming.change_set(packed.digest)}-{token[:12]}",
        kind=kind,
        template_url=packed.root_url,
        parameters=order.parameters,
        tags=order.tags,
        capabilities=capabilities.needed(order.files.values()),
        token=token,
        role=target.role,
        notify=target.notify if topics_differ(order, stack) else None,
        alarms=target.alarms if moved else None,
        monitor_minutes=target.monitor_minutes if moved else 0,
    )


def topics_differ(order: Order, stack: Stack | None) -> bool:
    """Say whether other topics are to be told of what happens than are now."""
    return set(order.target.notify) != set(stack.notify if stack else ())


def alarms_differ(order: Order, stack: Stack | None) -> bool:
    """Say whether other alarms are to undo a deployment than do now."""
    wanted = set(order.target.alarms), order.target.monitor_minutes
    there = (set(stack.alarms), stack.monitor_minutes) if stack else (set[str](), 0)
    return wanted != there


def role_differs(order: Order, stack: Stack | None) -> bool:
    """Say whether CloudFormation is to act as another role; a stack keeps its own."""
    return bool(order.target.role) and order.target.role != (
        stack.role if stack else ""
    )


def beside(order: Order, stack: Stack | None) -> Iterator[str]:
    """Yield what the change set changes of the stack and of none of its resources."""
    if stack is None:
        return
    target = order.target
    if role_differs(order, stack):
        yield f"CloudFormation acts as {target.role} from now on, releases too."
    if topics_differ(order, stack):
        yield f"Who is told of events: {_listed(stack.notify, target.notify)}"
    if alarms_differ(order, stack):
        yield f"Alarms that undo a deployment: {_listed(stack.alarms, target.alarms)}"
    for name in sorted({*stack.tags, *order.tags}):
        before, after = stack.tags.get(name), order.tags.get(name)
        if before != after and not name.startswith("aws:"):
            yield f"Tag {name}: {_one(before)} -> {_one(after)}"


def _listed(before: tuple[str, ...], after: tuple[str, ...]) -> str:
    """Return two lists in a line."""
    return f"{_one(', '.join(before))} -> {_one(', '.join(after))}"


def _one(text: str | None) -> str:
    """Return a value, or a word for none."""
    return text or "(none)"
