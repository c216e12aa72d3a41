"""Conditions: true, false, or unknown where they rest on what is not known.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from cfngen.resolve.functions import evaluate
from cfngen.resolve.scope import Path, Scope, Wrong
from cfngen.resolve.text import equal

FEWEST, MOST = 2, 10
"""How many conditions Fn::And and Fn::Or take."""


def holds(condition: Any, scope: Scope, path: Path = ()) -> bool | None:
    """Return whether a condition, written out or by name, is true; None if unknown.

    Raises Wrong for what is no condition.
    """
    if isinstance(condition, str):
        return scope.truth(condition)
    if not isinstance(condition, dict) or len(condition) != 1:
        raise Wrong("a condition is one function")
    ((function, argument),) = condition.items()
    here = (*path, function)
    match function, argument:
        case "Condition", str(name):
            return scope.truth(name)
        case "Fn::Equals", [left, right]:
            left, right = evaluate(left, scope, here), evaluate(right, scope, here)
            return equal(left, right)
        case "Fn::Not", [inner]:
            truth = holds(inner, scope, (*here, 0))
            return None if truth is None else not truth
        case "Fn::And", list() if FEWEST <= len(argument) <= MOST:
            return _all(holds(c, scope, (*here, i)) for i, c in enumerate(argument))
        case "Fn::Or", list() if FEWEST <= len(argument) <= MOST:
            found = (holds(c, scope, (*here, i)) for i, c in enumerate(argument))
            truth = _all(None if t is None else not t for t in found)
            return None if truth is None else not truth
        case _:
            raise Wrong(f"{function} is no condition, or does not have its arguments")


def _all(truths: Iterable[bool | None]) -> bool | None:
    """Return false if any is false, else None if any is unknown, else true."""
    found = list(truths)
    if False in found:
        return False
    return None if None in found else True
