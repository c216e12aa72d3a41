"""Where a property's value comes from: through nested stacks to the parameter file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cfngen.model.model import Model, Resource
from cfngen.resolve.functions import SUB
from cfngen.resolve.scope import NO_VALUE, Path

IF = "Fn::If"
TAKEN = {"Ref": NO_VALUE}
"""How a template writes that a value is to be absent."""


def settings(model: Model, resource: Resource, path: Path) -> tuple[str, ...]:
    """Return the parameters of the root that a property is made of, nearest first.

    Parameters that only a condition asks come last. A property that is not there is
    made of nothing. `Fn::If` and 1 or 2 on the way lead into one branch, whether it
    holds or not.
    """
    raw: Any = model.stack_of(resource).template.section("Resources", resource.name)
    way = ("Properties", *written(model, resource, path))
    return tuple(dict.fromkeys(_along(model, resource.stack, raw, way)))


def written(model: Model, resource: Resource, path: Path) -> Path:
    """Return the way to a property in the template, from the properties on.

    A list may be longer there: the model lacks items that a condition takes away.
    """
    stack, before = resource.stack, ""
    section = model.stack_of(resource).template.section
    raw: Any = section("Resources", resource.name, "Properties")
    found: list[str | int] = []
    for step in path:
        if step != IF:
            raw = _chosen(model, stack, raw, [])
        if isinstance(raw, list) and isinstance(step, int) and before != IF:
            step = (_kept(model, stack, raw)[step:] or [step])[0]
        found.append(step)
        before = str(step)
        match raw, step:
            case dict(), str():
                raw = raw.get(step)
            case list(), int() if step < len(raw):
                raw = raw[step]
            case _:
                raw = None
    return tuple(found)


def deciding(model: Model, resource: Resource) -> tuple[str, ...]:
    """Return the parameters of the root that decide whether a resource exists.

    Those of the stacks that it is nested in count as well.
    """
    found: list[str] = []
    here: Resource | None = resource
    while here is not None:
        declared = model.stack_of(here).template.section("Resources", here.name)
        name = str(declared.get("Condition", ""))
        found += _inside(model, here.stack, _condition(model, here.stack, name))
        here = model.resources.get(here.stack)
    return tuple(dict.fromkeys(found))


def of_output(model: Model, stack: str, name: str) -> tuple[str, ...]:
    """Return the parameters of the root that an output of a stack is made of."""
    raw = model.stacks[stack].template.section("Outputs", name)
    return tuple(dict.fromkeys(_inside(model, stack, dict(raw))))


def _along(model: Model, stack: str, raw: Any, path: Path) -> Iterator[str]:
    """Yield the parameters met on the way to a value, and those of the value."""
    conditions: list[str] = []
    for step in path:
        if step != IF:
            raw = _chosen(model, stack, raw, conditions)
        match raw, step:
            case dict(), str() if step in raw:
                raw = raw[step]
            case list(), int() if step < len(raw):
                raw = raw[step]
            case dict(), _ if any(
                key.startswith("Fn::") or key == "Ref" for key in raw
            ):
                break
            case _:
                return
    raw = _chosen(model, stack, raw, conditions)
    yield from _inside(model, stack, raw)
    for name in conditions:
        yield from _inside(model, stack, _condition(model, stack, name))


def _chosen(model: Model, stack: str, raw: Any, conditions: list[str]) -> Any:
    """Return the branch of an Fn::If that holds; note its condition.

    A condition that only takes a value away is not what the value is made of.
    """
    while isinstance(raw, dict) and list(raw) == [IF]:
        name, yes, no = raw[IF]
        if TAKEN not in (yes, no):
            conditions.append(name)
        raw = no if model.stacks[stack].conditions.get(name) is False else yes
    return raw


def _kept(model: Model, stack: str, items: list[Any]) -> list[int]:
    """Return which items of a list no condition takes away."""
    return [i for i, item in enumerate(items) if not _taken(model, stack, item)]


def _taken(model: Model, stack: str, raw: Any) -> bool:
    """Return whether conditions surely take a written value away."""
    while isinstance(raw, dict) and list(raw) == [IF]:
        name, yes, no = raw[IF]
        truth = model.stacks[stack].conditions.get(name)
        if truth is None:
            return False
        raw = yes if truth else no
    return bool(raw == TAKEN)


def _condition(model: Model, stack: str, name: str) -> Any:
    """Return a condition as it is written."""
    return model.stacks[stack].template.section("Conditions").get(name)


def _inside(model: Model, stack: str, raw: Any) -> Iterator[str]:
    """Yield the parameters of the root that a written value refers to."""
    match raw:
        case {"Ref": str(name)}:
            yield from _parameter(model, stack, name)
        case {"Fn::Sub": str() | list() as argument}:
            text = argument if isinstance(argument, str) else argument[0]
            for _, name in SUB.findall(text):
                yield from _parameter(model, stack, name)
            yield from _inside(model, stack, argument)
        case {"Condition": str(name)}:
            yield from _inside(model, stack, _condition(model, stack, name))
        case {"Fn::If": [str(name), yes, no]}:
            yield from _inside(model, stack, yes)
            yield from _inside(model, stack, no)
            yield from _inside(model, stack, _condition(model, stack, name))
        case dict():
            for item in raw.values():
                yield from _inside(model, stack, item)
        case list():
            for item in raw:
                yield from _inside(model, stack, item)


def _parameter(model: Model, stack: str, name: str) -> Iterator[str]:
    """Yield the parameters of the root that a stack's parameter is given."""
    if name not in model.stacks[stack].template.section("Parameters"):
        return
    parent, _, logical = stack.rpartition("/")
    above = model.stacks[parent].template
    if logical not in above.section("Resources"):  # nobody nests it
        yield name
        return
    given = above.section("Resources", logical, "Properties", "Parameters").get(name)
    yield from _inside(model, parent, given)
