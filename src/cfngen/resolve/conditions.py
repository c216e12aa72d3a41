"""Conditions: true, false, or unknown where they rest on what is not known.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-conditions.html
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cfngen.resolve.functions import evaluate
from cfngen.resolve.scope import Path, Scope, Wrong
from cfngen.resolve.text import equal

FEWEST, MOST = 2, 10
"""How many conditions Fn::And and Fn::Or take."""

Truth = bool | None
"""Whether a condition holds; None where that is unknown."""

Function = Callable[[Any, Scope, Path], Truth]
"""A function that is true or false: of its argument, where names get their values, and
the way to the argument."""


def holds(condition: Any, scope: Scope, path: Path = ()) -> Truth:
    """Return whether a condition, written out or by name, is true; None if unknown.

    Raises Wrong for what is no condition.
    """
    if isinstance(condition, str):
        return scope.truth(condition)
    return decide(condition, scope, path, {"Condition": _named})


def decide(
    condition: Any, scope: Scope, path: Path, more: Mapping[str, Function]
) -> Truth:
    """Return whether a condition is true that may use `more` functions than others.

    Raises Wrong for what is no condition.
    """
    if not isinstance(condition, dict) or len(condition) != 1:
        raise Wrong("a condition is one function")
    ((function, argument),) = condition.items()
    here = (*path, function)
    if function in more:
        return more[function](argument, scope, here)
    match function, argument:
        case "Fn::Equals", [left, right]:
            first, second = (*here, 0), (*here, 1)
            return equal(evaluate(left, scope, first), evaluate(right, scope, second))
        case "Fn::Not", [inner]:
            return _not(decide(inner, scope, (*here, 0), more))
        case "Fn::And" | "Fn::Or", list() if FEWEST <= len(argument) <= MOST:
            inside = enumerate(argument)
            found = [decide(c, scope, (*here, i), more) for i, c in inside]
            return every(found) if function == "Fn::And" else some(found)
        case _:
            raise Wrong(f"{function} is no condition, or does not have its arguments")


def _named(name: Any, scope: Scope, path: Path) -> Truth:
    if not isinstance(name, str):
        raise Wrong("Condition takes the name of a condition")
    return scope.truth(name)


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def every(truths: Iterable[Truth]) -> Truth:
    """Return false if any is false, else None if any is unknown, else true."""
    found = list(truths)
    if False in found:
        return False
    return None if None in found else True


def some(truths: Iterable[Truth]) -> Truth:
    """Return true if any is true, else None if any is unknown, else false."""
    return _not(every(map(_not, truths)))
