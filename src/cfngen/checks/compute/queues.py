"""Queues, and where they send what nobody could handle."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, Value, number, switched, target

QUEUE = "AWS::SQS::Queue"
REDRIVE = "RedrivePolicy"
AT_MOST = 1000
DAYS_4 = 345_600


def redriven(model: Model) -> Iterator[Problem]:
    """A queue sends to a dead-letter queue of its own kind.

    FIFO to FIFO and standard to standard, after 1 to 1,000 attempts, and not to itself:
    SQS refuses the rest.
    """
    for queue in model.of(QUEUE):
        policy = _policy(queue.get(REDRIVE))
        dead = target(model, policy.get("deadLetterTargetArn"))
        attempts = number(policy.get("maxReceiveCount"))
        if attempts is not None and not 1 <= attempts <= AT_MOST:
            message = f"{attempts:g} attempts."
            yield Problem(queue, (REDRIVE,), message, f"Use 1 to {AT_MOST}.")
        if dead is queue:
            yield Problem(queue, (REDRIVE,), "the queue is its own dead-letter queue.")
        elif dead is not None and dead.type == QUEUE:
            yield from _kinds(queue, dead)


def outlived(model: Model) -> Iterator[Problem]:
    """A dead-letter queue keeps messages as long as the queue that fills it.

    A message of a standard queue keeps its age: one that nobody could handle for days
    is lost at once where the dead-letter queue keeps it for fewer.
    """
    for queue in model.of(QUEUE):
        dead = target(model, _policy(queue.get(REDRIVE)).get("deadLetterTargetArn"))
        if dead is None or dead.type != QUEUE or _fifo(queue) is not False:
            continue
        keeps, longer = _keeps(queue), _keeps(dead)
        if keeps and longer and longer < keeps:
            message = f"{dead.path} keeps messages {longer:.0f} seconds, "
            message += f"the queue {keeps:.0f}."
            mend = "Let the dead-letter queue keep them longer."
            yield Problem(dead, ("MessageRetentionPeriod",), message, mend)


def _kinds(queue: Resource, dead: Resource) -> Iterator[Problem]:
    """Yield that a queue and its dead-letter queue are not of one kind."""
    path = (REDRIVE, "deadLetterTargetArn")
    if None not in (_fifo(queue), _fifo(dead)) and _fifo(queue) is not _fifo(dead):
        which, other = ("FIFO", "not") if _fifo(queue) else ("standard", "FIFO")
        message = f"the queue is {which} and {dead.path} is {other}."
        yield Problem(queue, path, message)


def _keeps(queue: Resource) -> float | None:
    """Return how many seconds a queue keeps messages; None where it is not known."""
    given = queue.get("MessageRetentionPeriod")
    return number(DAYS_4 if given is None else given)


def _policy(value: Value) -> dict[str, Any]:
    """Return a redrive policy, a mapping or JSON text; empty where unknown."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return {}
    return value if isinstance(value, dict) else {}


def _fifo(queue: Resource) -> bool | None:
    """Return whether a queue keeps the order; None where it is not known."""
    given = queue.get("FifoQueue")
    return False if given is None else switched(given)
