"""A template as one environment makes it: conditions decided, settings filled in.

checkov reads neither parameter files nor conditions: whatever a condition chooses
looks wrong to it, and what a parameter file switches off looks right.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from cfngen.lint.resolve import Scope
from cfngen.lint.subject import Subject
from cfngen.local.language import intrinsics
from cfngen.params.kinds import is_list, items

Body = dict[str, Any]


class Unknown(Exception):
    """A condition asks for what only a running stack knows."""


def templates(subject: Subject) -> Iterator[tuple[str, Body]]:
    """Yield each environment's templates, as `<environment>/<file>` and its body."""
    for environment in subject.environments:
        for stack in ("", *subject.nested):
            scope = Scope(subject, stack, environment)
            body = scope.template.body
            file = scope.template.file.rpartition("/")[2]
            yield f"{environment.environment}/{file}", settled(body, _given(scope))


def settled(body: Mapping[str, Any], given: Mapping[str, str]) -> Body:
    """Return the resources that there will be, without a choice left in them."""
    declared = body.get("Parameters", {})
    parameters = {
        name: _parameter(declared[name], given.get(name)) for name in declared
    }
    values = _values(parameters)
    known = intrinsics.Scope(
        values, body.get("Mappings", {}), body.get("Conditions", {}), *_unknown()
    )
    made = {
        name: resource
        for name, resource in body.get("Resources", {}).items()
        if "Condition" not in resource or _holds(resource["Condition"], known)
    }
    return {
        "AWSTemplateFormatVersion": "2010-09-09",
        **({"Parameters": parameters} if parameters else {}),
        **({"Mappings": body["Mappings"]} if "Mappings" in body else {}),
        "Resources": {n: _resource(r, set(made), known) for n, r in made.items()},
    }


def _given(scope: Scope) -> dict[str, str]:
    """Return what a stack is given, as far as it is known before anything exists."""
    origins = ((n, scope.parameter(n)) for n in scope.template.section("Parameters"))
    return {name: origin.text for name, origin in origins if origin is not None}


def _parameter(declared: Body, given: str | None) -> Body:
    """Return a parameter whose default is what it is given."""
    return declared if given is None else declared | {"Default": given}


def _values(parameters: Mapping[str, Body]) -> dict[str, Any]:
    """Return the values that are known before anything exists."""
    return {
        name: items(p["Type"], p["Default"]) if is_list(p["Type"]) else p["Default"]
        for name, p in parameters.items()
        if "Default" in p
    }


def _unknown() -> tuple[Any, Any, Any, Any]:
    """Return how a scope answers for resources, exports and zones: not at all."""

    def ask(*_: str) -> Any:
        raise Unknown

    return ask, ask, ask, ask


def _holds(condition: str, known: intrinsics.Scope) -> bool:
    """Say whether a condition holds; one that cannot be known does."""
    try:
        return intrinsics.holds(condition, known)
    except Unknown:
        return True


def _resource(resource: Body, made: set[str], known: intrinsics.Scope) -> Body:
    """Return a resource with its choices made."""
    after = resource.get("DependsOn", [])
    after = [after] if isinstance(after, str) else after
    chosen: Body = _chosen(
        {k: v for k, v in resource.items() if k != "Condition"}, known
    )
    return chosen | {"DependsOn": [name for name in after if name in made]}


def _chosen(value: Any, known: intrinsics.Scope) -> Any:
    """Return a value with `Fn::If` decided and references to settings filled in."""
    match value:
        case list():
            chosen = [_chosen(item, known) for item in value]
            return [item for item in chosen if item is not None]
        case {"Fn::If": [str(condition), yes, no]}:
            return _chosen(yes if _holds(condition, known) else no, known)
        case {"Ref": "AWS::NoValue"}:
            return None
        case {"Ref": str(name)} if name in known.names:
            return known.names[name]
        case dict():
            pairs = [(key, _chosen(item, known)) for key, item in value.items()]
            return {key: item for key, item in pairs if item is not None}
        case _:
            return value
