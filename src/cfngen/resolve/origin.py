"""Where a property's value comes from: through nested stacks to the parameter file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cfngen.model.model import Model, Resource
from cfngen.resolve.functions import SUB
from cfngen.resolve.scope import Path


def settings(model: Model, resource: Resource, path: Path) -> tuple[str, ...]:
    """Return the parameters of the root that a property is made of, nearest first.

    Parameters that only a condition asks come last. A property that is not there is
    made of nothing.
    """
    raw: Any = model.stack_of(resource).template.section("Resources", resource.name)
    found = _along(model, resource.stack, raw, ("Properties", *path))
    return tuple(dict.fromkeys(found))


def _along(model: Model, stack: str, raw: Any, path: Path) -> Iterator[str]:
    """Yield the parameters met on the way to a value, and those of the value."""
    conditions: list[str] = []
    for step in path:
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
    """Return the branch of an Fn::If that holds; note its condition."""
    while isinstance(raw, dict) and list(raw) == ["Fn::If"]:
        name, yes, no = raw["Fn::If"]
        conditions.append(name)
        raw = no if model.stacks[stack].conditions.get(name) is False else yes
    return raw


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
