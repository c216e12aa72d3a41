"""Statements as terms of a proof: what they grant or deny, and what they leave open."""

from __future__ import annotations

from dataclasses import dataclass

from cfngen.checks.access.documents import Statement
from cfngen.model import Model, Value, text, worded
from cfngen.prove.access.actions import fits
from cfngen.prove.access.arns import pattern
from cfngen.prove.access.tokens import EVERYTHING, Pattern, meets
from cfngen.prove.network.rules import Origin


@dataclass(frozen=True)
class Condition:
    """One test: `StringEquals`, `kms:ViaService` in small letters, and its values."""

    operator: str
    key: str
    values: tuple[Pattern, ...]


@dataclass(frozen=True)
class Term:
    """One statement.

    `excludes` means that the actions are those that are left out (NotAction). Where a
    part is not known, `doubts` name it and the part holds the most that is possible.
    `besides` are the resources that a NotResource leaves out of all.
    """

    origin: Origin
    allows: bool
    actions: tuple[str, ...]
    resources: tuple[Pattern, ...]
    excludes: bool = False
    conditions: tuple[Condition, ...] = ()
    doubts: tuple[str, ...] = ()
    besides: tuple[Pattern, ...] = ()

    @property
    def sure(self) -> bool:
        """Return whether it holds for every request, and is known through and through.

        A denial that is not sure counts as absent.
        """
        return not self.conditions and not self.doubts

    def leaves_out(self, resource: Pattern) -> bool:
        """Return whether a NotResource may leave some of a resource out."""
        return any(meets(one, resource, loosely=True) for one in self.besides)

    def acts(self, action: str) -> bool:
        """Return whether an action is one of those that it speaks of."""
        return self.excludes != any(fits(one, action) for one in self.actions)


def term(model: Model, statement: Statement) -> Term:
    """Return a statement as a term.

    One whose effect is not known allows, with a doubt. A NotResource is everything
    `besides` what it names. Without a Resource, as in the policy of a repository, it
    speaks of all that it stands with.
    """
    body = statement.body
    doubts = [] if statement.allows or statement.denies else ["Effect"]
    excludes = "NotAction" in body
    actions = statement.items("NotAction" if excludes else "Action")
    known = [one for one in map(text, actions) if one is not None]
    if len(known) < len(actions):
        doubts += [worded(one) for one in actions if text(one) is None]
        known = [] if excludes else ["*"]
    resources = tuple(pattern(model, one) for one in statement.items("Resource"))
    besides = tuple(pattern(model, one) for one in statement.items("NotResource"))
    if "NotResource" in body:
        resources = (EVERYTHING,)
    if statement.resource.when:
        doubts.append(statement.resource.when)
    return Term(
        origin=Origin(statement.resource.path, statement.path),
        allows=not statement.denies,
        actions=tuple(known),
        resources=resources or (EVERYTHING,),
        excludes=excludes,
        conditions=_conditions(model, statement),
        doubts=tuple(doubts),
        besides=besides,
    )


def _conditions(model: Model, statement: Statement) -> tuple[Condition, ...]:
    """Return a statement's conditions, in one order; if unknown one more, which is
    named as it is written."""
    unknown = worded(statement.body.get("Condition"))
    veiled = [Condition("", unknown, ())] if statement.veiled else []
    found = veiled + [
        Condition(operator, key.lower(), _values(model, values))
        for operator, key, values in statement.conditions()
    ]
    return tuple(sorted(found, key=lambda one: (one.operator, one.key)))


def _values(model: Model, values: list[Value]) -> tuple[Pattern, ...]:
    return tuple(pattern(model, one) for one in values)
