"""Whether the tasks of ECS may become a role: its trust policy, conditions included."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cfngen.checks.access.documents import Statement, document
from cfngen.checks.access.grants import any_of
from cfngen.model import Model, Resource, text
from cfngen.prove.access.arns import ACCOUNT, REGION, pattern
from cfngen.prove.access.principals import Principal, Who, principals
from cfngen.prove.access.rights import Rights
from cfngen.prove.access.terms import Condition, term
from cfngen.prove.access.tokens import Atom, Pattern, covers
from cfngen.prove.access.trusts import everywhere
from cfngen.prove.claims.claim import Said
from cfngen.prove.network.rules import Origin
from cfngen.prove.obligations.needs import PARTITION, USUAL
from cfngen.prove.obligations.verdicts import all_of, refuted, undecided
from cfngen.prove.verdict import Broken, Truth, Verdict
from cfngen.regions import partition

TASKS, ASSUME = "ecs-tasks.amazonaws.com", "sts:AssumeRole"
POLICY = "AssumeRolePolicyDocument"

ANYTHING = Atom("what ECS says that it comes from")
ACCOUNT_KEY, ARN_KEY = "aws:sourceaccount", "aws:sourcearn"
SOURCES: Mapping[str, str] = {
    ACCOUNT_KEY: "aws:SourceAccount",
    ARN_KEY: "aws:SourceArn",
}
"""Keys of conditions, as conditions have them and as people write them."""

EXACT = ("StringEquals", "StringLike", "ArnEquals", "ArnLike")
OTHERS = ("StringNotEquals", "StringNotLike", "ArnNotEquals", "ArnNotLike")
"""Operators that compare: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"""


NUMBER = re.compile(r"\b\d{12}\b")
"""The number of an account."""

PARTS = 6
"""The parts of an ARN, between colons; the last may have more of these."""


@dataclass(frozen=True)
class Trusting:
    """What one statement of a trust policy does to the tasks of ECS.

    `answer` is whether it speaks of them, None where that is not known; `why` are the
    conditions that stop it, or that are not known.
    """

    allows: bool
    answer: bool | None
    why: tuple[str, ...] = ()


def trusted(rights: Rights, role: Resource, said: Said) -> Verdict:
    """Return whether the tasks of ECS may become a role.

    ECS comes in the name of the account and the region that its tasks run in, and a
    role that trusts it for others is of no use to them:
    https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html
    """
    found = next(document(role, POLICY), None)
    whole = f"{role.path}.{POLICY}"
    if found is None:
        return undecided(said, whole)
    read = [_read(rights, one) for one in found.statements()]
    allowed = any_of(one.answer for one in read if one.allows)
    denied = any_of(one.answer for one in read if not one.allows)
    if denied:
        return refuted(said, _broken(role, f"{role.path} denies itself to {TASKS}"))
    if not found.whole:
        return undecided(said, whole)
    if allowed is False:
        return refuted(said, _closed(role, [one for one in read if one.allows]))
    if allowed is None or denied is None:
        doubts = (one for one in read if one.answer is None)
        return undecided(said, *(why for one in doubts for why in one.why or (whole,)))
    return Verdict(said, Truth.PROVED)


def _closed(role: Resource, read: list[Trusting]) -> Broken:
    """Return that no statement lets ECS in, and which condition keeps it out."""
    why = next((why for one in read for why in one.why), "")
    if why:
        return _broken(role, f"{role.path} trusts {TASKS} only with {why}", why)
    return _broken(role, f"{role.path} does not trust {TASKS}")


def _broken(role: Resource, what: str, why: str = "") -> Broken:
    there = f"in the {POLICY} of {role.name}"
    repair = f"mend {why} {there}" if why else f"name {TASKS} {there}"
    return Broken(Origin(role.path, (POLICY,)), what, repair=repair)


def _read(rights: Rights, statement: Statement) -> Trusting:
    """Return what one statement does."""
    model = rights.model
    read = term(model, statement)
    named = _named(statement, principals(model, rights.holders, statement))
    if named is False or not read.acts(ASSUME):
        return Trusting(read.allows, False)
    facts = _facts(model, statement.resource)
    held = {_shown(one): _passes(one, facts) for one in read.conditions}
    if False in held.values():
        why = (shown for shown, answer in held.items() if answer is False)
        return Trusting(read.allows, False, tuple(why))
    sure = named and not read.doubts and None not in held.values()
    where = f"in {statement.resource.path}"
    unsure = (
        f"{shown} {where}{_hint(model, statement.resource, shown)}"
        for shown, answer in held.items()
        if answer is None
    )
    return Trusting(read.allows, sure or None, tuple(unsure))


def _hint(model: Model, role: Resource, shown: str) -> str:
    """Return what would decide a condition that names an account or a region."""
    stack = model.stack_of(role)
    if NUMBER.search(shown) and text(stack.account) is None:
        return " (${AWS::AccountId} is always right)"
    of_source = SOURCES[ARN_KEY] in shown and text(stack.region) is None
    return " (where this is deployed is not known)" if of_source else ""


def _named(statement: Statement, found: Iterator[Principal]) -> bool | None:
    """Return whether a statement names the tasks of ECS, or everybody."""
    if "NotPrincipal" in statement.body:
        return None
    answers = {
        one.who is Who.ANYONE
        or (one.who is Who.SERVICE and everywhere(one.name) == TASKS)
        or (None if one.who is Who.UNKNOWN else False)
        for one in found
    }
    return any_of(answers)


def _facts(model: Model, role: Resource) -> Mapping[str, Pattern]:
    """Return what is known of the request with which ECS asks for a role.

    It comes from something of ECS in this account and region; AWS's page has all of
    them as an example, and does not say which it is.
    """
    stack = model.stack_of(role)
    region = text(stack.region)
    account = pattern(model, stack.account).pieces or (ACCOUNT,)
    start = f"arn:{partition(region or USUAL)}:ecs:"
    source = (start, region or REGION, ":", *account, ":", ANYTHING)
    return {ACCOUNT_KEY: Pattern(account), ARN_KEY: Pattern(source)}


def _passes(condition: Condition, facts: Mapping[str, Pattern]) -> bool | None:
    """Return whether ECS fulfils a condition; None where that is not known."""
    given = facts.get(condition.key)
    operator = condition.operator.removesuffix("IfExists")
    if given is None or operator not in (*EXACT, *OTHERS):
        return None
    asks = _like if operator.startswith("Arn") else covers
    answers = [asks(_placed(one), given) for one in condition.values]
    plain = operator.startswith("String") and operator.endswith("Equals")
    if plain:  # a `*` is a plain character there, and no part of what is compared
        answers = [
            False if {"*", "?"} & {*one.symbols} else answer
            for one, answer in zip(condition.values, answers, strict=True)
        ]
    held = any_of(answers)
    if operator in OTHERS:
        return None if held is None else not held
    return held


def _placed(said: Pattern) -> Pattern:
    """Return a value with the partition in it that a request's own parts have where no
    region is known: it is that of the role, whichever it is."""
    own = partition(USUAL)
    return Pattern(tuple(own if one == PARTITION else one for one in said.pieces))


def _like(said: Pattern, given: Pattern) -> bool | None:
    """Return whether an ARN is like another: each of the six parts by itself.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
    """
    ours, theirs = _cut(said), _cut(given)
    if len(ours) != len(theirs):
        return covers(said, given)
    return all_of(map(covers, ours, theirs))


def _cut(arn: Pattern) -> list[Pattern]:
    """Return the parts of an ARN."""
    found: list[list[str | Atom]] = [[]]
    for symbol in arn.symbols:
        if symbol == ":" and len(found) < PARTS:
            found.append([])
        else:
            found[-1].append(symbol)
    return [Pattern(tuple(one)) for one in found]


def _shown(condition: Condition) -> str:
    """Return a condition in a few words."""
    key = SOURCES.get(condition.key, condition.key)
    values = ", ".join(one.text for one in condition.values)
    return f"{condition.operator} {key} {values}".strip() or "a condition"
