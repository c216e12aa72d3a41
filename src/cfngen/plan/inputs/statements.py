"""What the statements of a stack policy say, and what of it means nothing.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase

from cfngen.findings import Finding
from cfngen.params.jsontext import Node
from cfngen.params.place import at
from cfngen.spec.wording import close

FORM, MEANING = "CG423", "CG424"

ACTIONS = ("Update:Modify", "Update:Replace", "Update:Delete", "Update:*")
EFFECTS = ("Allow", "Deny")
KEYS = (
    *("Effect", "Action", "NotAction", "Principal", "Resource", "NotResource"),
    "Condition",
)
OPERATORS = ("StringEquals", "StringLike")
TYPE = "ResourceType"
RESOURCE = re.compile(r"\*|LogicalResourceId/[A-Za-z0-9*]+")
PREFIX = "LogicalResourceId/"

OPEN = '{"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}'
"""The statement that allows everything but what others deny."""

Step = str | int


@dataclass(frozen=True)
class Document:
    """A policy as it is written: its file, the way to it in there, its JSON."""

    file: str
    path: str
    node: Node

    def finding(
        self, node: Node, steps: Iterable[Step], id: str, message: str, mend: str
    ) -> Finding:
        """Return a finding at a value of the policy; steps lead to it from the top."""
        path = ".".join(map(str, filter(_is_step, (self.path, *steps))))
        return at(node, self.file, path, id, message, mend)


def _is_step(step: Step) -> bool:
    """Return whether a step leads anywhere: position 0 does, the empty text not."""
    return step != ""


@dataclass(frozen=True)
class Spot:
    """A value of a policy and the steps that lead to it."""

    document: Document
    node: Node
    steps: tuple[Step, ...] = ()

    def wrong(self, message: str, mend: str, id: str = FORM) -> Finding:
        """Return what is wrong here."""
        return self.document.finding(self.node, self.steps, id, message, mend)

    def get(self, key: str) -> Spot | None:
        """Return a member of an object; None where it is not there."""
        inside = self.node.get(key)
        return Spot(self.document, inside, (*self.steps, key)) if inside else None

    def items(self) -> tuple[Spot, ...]:
        """Return the items of a list; a single value is a list of one."""
        if self.node.kind != "array":
            return (self,)
        items = enumerate(self.node.items)
        return tuple(Spot(self.document, n, (*self.steps, i)) for i, n in items)

    def texts(self) -> tuple[Spot, ...]:
        """Return the items that are text."""
        return tuple(item for item in self.items() if item.node.kind == "string")


def problems(document: Document, resources: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with a policy.

    `resources` are those of the root, type by logical id; without any, what a policy
    names is not looked up.
    """
    whole = Spot(document, document.node)
    yield from _keys(whole, ("Statement",), ("Statement",))
    statements = whole.get("Statement")
    if statements is None:
        return
    if statements.node.kind != "array" or not statements.node.items:
        yield statements.wrong(
            "Statement is a list of at least one.", f"Write [{OPEN}]."
        )
        return
    for statement in statements.items():
        if statement.node.kind == "object":
            yield from _statement(statement, resources)
        else:
            yield statement.wrong("A statement is an object.", f"Write {OPEN}.")
    yield from _nothing_allowed(statements)


def _keys(
    spot: Spot, known: tuple[str, ...], needed: tuple[str, ...]
) -> Iterator[Finding]:
    """Yield keys that are unknown or repeated, and those that are missing."""
    seen = set[str]()
    for key, _ in spot.node.members:
        name, here = key.scalar, Spot(spot.document, key, (*spot.steps, key.scalar))
        if name not in known:
            otherwise = f"Remove it; there is {', '.join(known)}."
            mend = close(name, [k for k in known if k not in seen], otherwise)
            yield here.wrong(f"A stack policy has no {name} here.", mend)
        elif name in seen:
            yield here.wrong(f"{name} is given again.", "Keep one of them.")
        seen.add(name)
    for name in needed:
        if name not in seen:
            yield spot.wrong(f"{name} is missing.", f"Add {name}.")


def _statement(spot: Spot, resources: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with one statement."""
    yield from _keys(spot, KEYS, ("Effect", "Principal"))
    effect, principal = spot.get("Effect"), spot.get("Principal")
    if effect and effect.node.scalar not in EFFECTS:
        yield effect.wrong("There is no such effect.", "Write Allow or Deny.")
    if principal and principal.node.scalar != "*":
        message = "A stack policy is for everybody."
        yield principal.wrong(message, 'Write "Principal": "*".')
    for one, other in (("Action", "NotAction"), ("Resource", "NotResource")):
        there = [found for found in (spot.get(one), spot.get(other)) if found]
        if len(there) == 1:
            yield from _listed(there[0])
        else:
            message = f"A statement has {one} or {other}, one of the two."
            yield spot.wrong(message, f"Write {one}.")
    for key in ("Action", "NotAction"):
        yield from _actions(spot.get(key))
    for key in ("Resource", "NotResource"):
        yield from _resources(spot.get(key), resources)
    yield from _condition(spot.get("Condition"), resources)


def _listed(spot: Spot) -> Iterator[Finding]:
    """Yield that something is neither text nor a list of texts."""
    if not spot.items() or spot.texts() != spot.items():
        yield spot.wrong(
            f"{spot.steps[-1]} is a text or a list of texts.", "Write one."
        )


def _actions(spot: Spot | None) -> Iterator[Finding]:
    """Yield actions that there are not."""
    for item in spot.texts() if spot else ():
        action = item.node.scalar
        if action not in ACTIONS:
            mend = close(action, ACTIONS, f"Write one of {', '.join(ACTIONS)}.")
            yield item.wrong(f"There is no action {action}.", mend)


def _resources(spot: Spot | None, resources: Mapping[str, str]) -> Iterator[Finding]:
    """Yield resources that are not named as they have to be, or are not in the root."""
    for item in spot.texts() if spot else ():
        text = item.node.scalar
        name = text.removeprefix(PREFIX)
        if not RESOURCE.fullmatch(text):
            mend = f"Write {PREFIX}<logical id> or *."
            yield item.wrong(f"{text!r} is no resource.", mend)
        elif resources and not any(fnmatchcase(r, name) for r in resources):
            mend = close(name, list(resources), f"There is {', '.join(resources)}.")
            message = f"The root has no {name}; the statement would guard nothing."
            yield item.wrong(message, mend, MEANING)


def _condition(spot: Spot | None, resources: Mapping[str, str]) -> Iterator[Finding]:
    """Yield what is wrong with the types that a statement is bound to."""
    if spot is None:
        return
    if spot.node.kind != "object" or not spot.node.members:
        mend = f'Write {{"StringEquals": {{"{TYPE}": [...]}}}}.'
        yield spot.wrong("Condition is an object.", mend)
        return
    yield from _keys(spot, OPERATORS, ())
    for operator in OPERATORS:
        inside = spot.get(operator)
        if inside:
            yield from _keys(inside, (TYPE,), (TYPE,))
            yield from _types(inside.get(TYPE), operator, resources)


def _types(
    spot: Spot | None, operator: str, resources: Mapping[str, str]
) -> Iterator[Finding]:
    """Yield types that no resource of the root has."""
    yield from _listed(spot) if spot else ()
    there = set(resources.values())
    for item in spot.texts() if spot else ():
        type = item.node.scalar
        if operator == "StringEquals" and "*" in type:
            message = f"StringEquals takes the * in {type} for a star."
            yield item.wrong(message, "Write StringLike.", MEANING)
        elif there and not any(fnmatchcase(one, type) for one in there):
            message = f"The root has no {type}; what nested stacks hold, it cannot see."
            mend = f"Name the nested stack instead: {PREFIX}<logical id>."
            yield item.wrong(message, mend, MEANING)


def _nothing_allowed(statements: Spot) -> Iterator[Finding]:
    """Yield that nothing is allowed, unless everything is denied in so many words.

    Whatever no statement allows is denied: to deny one thing alone stops every update.
    """
    for statement in statements.items():
        effect, resource = statement.get("Effect"), statement.get("Resource")
        every = resource and "*" in [s.node.scalar for s in resource.items()]
        meant = every and statement.get("Condition") is None
        if effect is None or effect.node.scalar != "Deny" or meant:
            return
    message = "Nothing is allowed, so that no update of anything will be."
    yield statements.wrong(message, f"Add {OPEN}.", MEANING)
