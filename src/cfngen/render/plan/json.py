"""A plan as a JSON object for scripts; its shape changes with its version only."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from cfngen.cloud.values import Failure
from cfngen.plan.plan import Plan
from cfngen.plan.planned import Blocked, Cause, Given, Kind, Planned
from cfngen.render.plan.beside import needed
from cfngen.render.plan.tree import tree
from cfngen.render.plan.words import account_of, allowing, value

VERSION = 1
"""Raised when a key goes or changes its meaning; new keys may come without."""


def render(plan: Plan) -> str:
    """Return `{"version", "system", "environment", "changes", "blocked", …}`.

    Nothing is folded or cut. Values are text, masked where they are secret, and null
    where CloudFormation does not tell them. docs/plan.md describes the keys.
    """
    return json.dumps(_body(plan), indent=2, ensure_ascii=False) + "\n"


def _body(plan: Plan) -> dict[str, Any]:
    """Return the object."""
    order = plan.order
    return {
        "version": VERSION,
        "system": order.system,
        "environment": order.environment,
        "stack": order.stack,
        "region": order.region,
        "account": order.target.account or account_of(plan.stack_id),
        "action": plan.action.value.lower(),
        "status": plan.stack.status if plan.stack else None,
        "change_set": plan.change_set,
        "digest": plan.digest,
        "changed": not plan.empty,
        "shallow": plan.shallow,
        "summary": summary(plan),
        "changes": [_change(one) for one in plan.changes],
        "blocked": [_blocked(one) for one in plan.blocked],
        "parameters": [_given(one, plan) for one in plan.parameters],
        "capabilities": dict(needed(plan)),
        "exports": list(plan.exports),
        "outside": list(plan.outside),
        "warnings": [_warning(one) for one in plan.warnings],
        "hooks": plan.hooks,
        "notes": list(plan.notes),
    }


def summary(plan: Plan) -> dict[str, int]:
    """Return how many changes there are of each kind, noise apart."""
    found = tree(plan.changes)
    counts = Counter(one.kind for one in found.shown)
    return {**{_kind(kind): counts[kind] for kind in Kind}, "noise": found.folded}


def _kind(kind: Kind) -> str:
    """Return a kind as a key."""
    return kind.value.replace(" ", "_")


def _change(one: Planned) -> dict[str, Any]:
    """Return what happens to one resource."""
    return {
        "path": one.path,
        "type": one.type,
        "kind": _kind(one.kind),
        "noise": one.noise,
        "doubt": one.doubt,
        "lost": one.lost,
        "policy": one.policy,
        "physical_id": one.physical_id,
        "file": one.file,
        "causes": [_cause(cause) for cause in one.causes],
    }


def _cause(cause: Cause) -> dict[str, Any]:
    """Return one reason of a change."""
    return {
        "path": cause.path,
        "before": cause.before,
        "after": cause.after,
        "why": cause.why,
        "recreates": cause.recreates,
    }


def _blocked(one: Blocked) -> dict[str, Any]:
    """Return what nobody has allowed, and the option that does."""
    return {
        "path": one.path,
        "type": one.type,
        "kind": _kind(one.kind),
        "lost": one.lost,
        "why": one.why,
        "allow": allowing(one),
    }


def _given(given: Given, plan: Plan) -> dict[str, Any]:
    """Return a parameter of the root."""
    secret = given.name in plan.order.secret
    before, after = value(given, secret)
    return {
        "name": given.name,
        "before": before,
        "after": after,
        "source": given.source,
        "secret": secret,
        "changed": None if secret and before is not None else given.changed,
    }


def _warning(failure: Failure) -> dict[str, Any]:
    """Return what a validation or a hook warns of."""
    return {
        "name": failure.name or failure.kind,
        "resource": failure.logical_id,
        "path": failure.path,
        "reason": failure.reason,
    }
