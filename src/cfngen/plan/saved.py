"""The plan file: a plan as JSON, bound to the change set that somebody has reviewed.

It holds the templates and every value that may be seen, so that a deployment can tell
what failed; the value of a NoEcho parameter is nowhere in it, nor anything made of one.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from cfngen.cloud.values import MASK, Stack
from cfngen.errors import InputError, NeedsHuman
from cfngen.package import package
from cfngen.plan.at import At
from cfngen.plan.changeset.lifecycle import KEPT_DAYS
from cfngen.plan.commands import again
from cfngen.plan.encoding import Misread, decoded, encoded
from cfngen.plan.inputs.order import Order
from cfngen.plan.judging.masking import texts_of, without
from cfngen.plan.plan import Plan

KIND, VERSION = "cfngen plan", 1
"""What the file is, and the version of its shape: a larger one is of a later cfngen."""

ALTERED = "It is not as cfngen wrote it."


def written(plan: Plan) -> str:
    """Return a plan as the text of a file."""
    open = _open(plan)
    content = encoded(open)
    account, region = _place(plan)
    body = {
        "kind": KIND,
        "version": VERSION,
        "account": account,
        "region": region,
        "expires": encoded(expiry(plan)),
        "digest": plan.digest,
        "parameters": hashed(open.order.parameters),
        "content": hashed(content),
        "plan": content,
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def read(text: str) -> Plan:
    """Return the plan that a file holds.

    Raises InputError for what is no plan, one of a later cfngen, and one that somebody
    has altered.
    """
    try:
        body = json.loads(text)
    except ValueError as error:
        raise _refused(f"It is no JSON: {error}.") from None
    if not isinstance(body, dict) or body.get("kind") != KIND:
        raise _refused("It is not what cfngen plan --out writes.")
    if body.get("version") != VERSION:
        raise _refused(f"Its version is {body.get('version')!r}, not {VERSION}.")
    try:
        plan: Plan = decoded(Plan, body.get("plan"))
    except Misread as error:
        raise _refused(f"{ALTERED} {str(error)[:200]}.") from None
    _refuse_altered(plan, body)
    return plan


def verified(plan: Plan, at: At) -> Plan:
    """Return a plan that was read if it still holds.

    Raises NeedsHuman where account, region, stack or change set is not what it was, or
    the plan is too old; InputError where the templates or parameters in the file are
    not those of the change set.
    """
    stale = [*_elsewhere(plan, at)] or [*_late(plan, at), *_moved(plan, at)]
    if stale:
        listed = "\n".join(f"  {line}" for line in stale)
        raise NeedsHuman(
            f"This plan no longer holds:\n{listed}\nNothing was touched.",
            f"Plan again: {again('plan', plan.order, at)}",
        )
    if package(plan.order.files, "").digest != plan.digest:
        raise _refused(f"{ALTERED} Its templates are not those of the change set.")
    return plan


def told(plan: Plan) -> Mapping[str, str]:
    """Return what the command line gave when a plan was made, secrets left out."""
    secret = plan.order.secret
    given = plan.order.overrides
    return {one.name: one.value for one in given if one.name not in secret}


def differing(plan: Plan, now: Order) -> tuple[str, ...]:
    """Return what of an order is not what a plan was made of, in words.

    Secrets cannot be compared.
    """
    planned = plan.order.parameters
    found = [
        f"parameter {name}"
        for name, value in now.parameters.items()
        if name not in now.secret and planned.get(name) != value
    ]
    if package(now.files, "").digest != plan.digest:
        found.append("the templates")
    if now.target != plan.order.target:
        found.append("the environment's configuration")
    return tuple(found)


def expiry(plan: Plan) -> datetime | None:
    """Return until when a plan may be carried out.

    After that its change set may be cleared away.
    """
    return plan.made + timedelta(days=KEPT_DAYS) if plan.made else None


def hashed(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of what JSON can say, which must not hold a secret."""
    text = json.dumps(dict(content), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _open(plan: Plan) -> Plan:
    """Return a plan without the values that nobody may see."""
    order = plan.order
    return replace(plan, order=_opened(order), stack=_seen(plan.stack, order))


def _opened(order: Order) -> Order:
    """Return an order without the values of NoEcho parameters."""
    shown = {n: v for n, v in order.parameters.items() if n not in order.secret}
    overrides = tuple(
        replace(one, value=MASK, replaced=one.replaced and MASK)
        if one.name in order.secret
        else one
        for one in order.overrides
    )
    return replace(order, parameters=shown, overrides=overrides)


def _seen(stack: Stack | None, order: Order) -> Stack | None:
    """Return a stack whose NoEcho values are masked, whoever has read it.

    Outputs that are made of one are masked as far as its text is known.
    """
    if stack is None:
        return None
    secret = order.secret
    masked = {n: MASK if n in secret else v for n, v in stack.parameters.items()}
    texts = texts_of(order.parameters, secret)
    outputs = tuple(
        replace(one, value=without(one.value, texts)) for one in stack.outputs
    )
    return replace(stack, parameters=masked, outputs=outputs)


def _place(plan: Plan) -> tuple[str, str]:
    """Return the account and the region that a plan is for, by its ARNs."""
    parts = (plan.change_set or plan.stack_id or plan.husk).split(":")
    return (parts[4], parts[3]) if len(parts) > 5 else ("", plan.order.region)


def _refuse_altered(plan: Plan, body: Mapping[str, Any]) -> None:
    """Raise InputError where a file does not agree with itself."""
    said = (body.get("account"), body.get("region"))
    if (
        said != _place(plan)
        or body.get("digest") != plan.digest
        or body.get("parameters") != hashed(plan.order.parameters)
        or body.get("content") != hashed(body["plan"])
        or set(plan.order.parameters) & plan.order.secret
    ):
        raise _refused(ALTERED)


def _elsewhere(plan: Plan, at: At) -> Iterator[str]:
    """Yield that a plan is for another account or region."""
    account, region = _place(plan)
    if account and account != at.cloud.who.account:
        yield (
            f"It is for account {account}; you are {at.cloud.who.arn} of "
            f"{at.cloud.who.account}."
        )
    if region != at.cloud.region:
        yield f"It is for {region}, and not for {at.cloud.region}."


def _late(plan: Plan, at: At) -> Iterator[str]:
    """Yield that a plan is too old."""
    until = expiry(plan)
    if until is None or at.clock.now() > until:
        when = f" on {plan.made:%Y-%m-%d %H:%M} UTC" if plan.made else ""
        yield f"It was made{when}; a plan holds for {KEPT_DAYS} days."


def _moved(plan: Plan, at: At) -> Iterator[str]:
    """Yield what has happened to the stack or the change set since."""
    there = at.cloud.stacks.find(plan.stack_id or plan.order.stack)
    if plan.stack and there is None:
        yield f"The stack {plan.stack.name} is gone."
    if plan.stack and there and _state(plan.stack) != _state(there):
        yield f"Somebody has changed the stack {there.name}; it is {there.status} now."
    if not plan.change_set:
        return
    found = at.cloud.change_sets.find(plan.change_set, plan.stack_id)
    if found is None:
        yield "Its change set is gone: executed, or deleted."
    elif found.execution != "AVAILABLE":
        yield f"Its change set is {found.execution or found.status}."
    elif not _fits(plan.order, found.parameters):
        yield "Its change set has other parameters than the file."


def _state(stack: Stack) -> tuple[object, ...]:
    """Return what tells whether anything was done to a stack.

    A change set makes a stack of nothing, or leaves it as it is.
    """
    return stack.id, stack.status, stack.updated, stack.role


def _fits(order: Order, there: Mapping[str, str]) -> bool:
    """Say whether a change set has the parameters of a plan, secrets aside."""
    shown = {name: v for name, v in there.items() if name not in order.secret}
    return all(shown.get(name, v) == v for name, v in order.parameters.items())


def _refused(why: str) -> InputError:
    """Return the error of a file that cannot be used."""
    return InputError(
        f"This plan file cannot be used. {why}",
        "Make another: cfngen plan SYSTEM ENVIRONMENT --out FILE",
    )
