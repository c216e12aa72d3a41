"""What a role may do to one resource: yes for sure, no for sure, or None.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase

from cfngen.checks.access.grants import any_of
from cfngen.prove.access.guards import Guard
from cfngen.prove.access.holders import Holder
from cfngen.prove.access.terms import Condition, Term
from cfngen.prove.access.tokens import Pattern, contained, covers

KEY = "kms:"

EXACT = ("StringEquals", "NumericEquals")
LIKE = ("StringLike", "ArnLike", "ArnEquals")
"""Operators whose values may have wildcards, ArnEquals too:
https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html"""

ATOM = "${"
"""What stands in a value where a part of it is known by name only: `${AWS::Region}`."""


def answered(
    holder: Holder,
    guards: Sequence[Guard],
    action: str,
    word: Pattern,
    context: Mapping[str, str],
) -> bool | None:
    """Return whether a role, user or group may do something to a resource.

    Identity or resource policy is enough within an account, but for keys: the key's own
    policy decides, and leaves it to identity policies where it names the account.
    """
    said = [one for guard in guards for one in guard.statements]
    doubts = any(guard.doubts for guard in guards) or bool(holder.doubts)
    own = any_of(
        speaks(one, action, word, context) for one in holder.terms if one.allows
    )
    given = any_of(
        _both(one.speaks_of(holder), speaks(one.term, action, word, context))
        for one in said
        if one.term.allows
    )
    if action.lower().startswith(KEY) and said:
        left = any_of(
            _both(one.delegates(), speaks(one.term, action, word, context))
            for one in said
            if one.term.allows
        )
        own = _both(own, left)
    answer = any_of((own, given))
    if answer is False:
        return None if doubts else False
    denied = any_of(
        (
            *(speaks(t, action, word, context) for t in holder.terms if not t.allows),
            *(
                _both(one.speaks_of(holder), speaks(one.term, action, word, context))
                for one in said
                if not one.term.allows
            ),
        )
    )
    if denied:
        return False
    return None if denied is None or doubts else answer


def speaks(
    term: Term, action: str, word: Pattern, context: Mapping[str, str]
) -> bool | None:
    """Return whether a statement speaks of a request."""
    if not term.acts(action):
        return False
    covered = any_of(covers(one, word) for one in term.resources)
    if covered is False or contained(word, term.besides):
        return False
    if any(covers(one, word) is not False for one in term.besides):
        covered = None
    passed = [passes(one, context) for one in term.conditions]
    if False in passed:
        return False
    return None if term.doubts or None in (covered, *passed) else True


def passes(condition: Condition, context: Mapping[str, str]) -> bool | None:
    """Return whether a request fulfils a condition, as far as that is known."""
    given = {key.lower(): value for key, value in context.items()}.get(condition.key)
    if given is None or any(one.doubts for one in condition.values):
        return None
    values = [one.text for one in condition.values]
    if condition.operator == "Bool":  # in any letters
        held = given.lower() in [one.lower() for one in values]
    elif condition.operator in EXACT:
        held = given in values
    elif condition.operator in LIKE:
        held = any(fnmatchcase(given, one) for one in values)
    else:
        return None
    return held or (None if ATOM in given else False)


def _both(one: bool | None, other: bool | None) -> bool | None:
    """Return whether both are yes."""
    if False in (one, other):
        return False
    return None if None in (one, other) else True
