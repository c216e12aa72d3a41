"""Systems without a mistake, and how tests of checks bend them."""

from __future__ import annotations

import copy
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from cfngen.checks import Check, Problem
from cfngen.model import Model
from tests.models import of_template

GONE = object()
"""The value of a property that is not there."""

UNKNOWN = {"Ref": "Unknown"}
"""The value of a property that nobody knows: a parameter without one."""

Changes = Mapping[str, Any]
"""Values by the way to them, `Task.ContainerDefinitions.0.Name`, or GONE.

Where a key has dots the steps are parted by slashes: `Rules/rds.force_ssl`. A step that
begins with `@` is an attribute of the resource, and so are DependsOn and Condition.
`Task` alone is a whole resource: as a template has it; a pair of its type, without
AWS::, and its properties; or of the name of another one and what differs from it.
"""

ATTRIBUTES = ("Condition", "DependsOn")


@dataclass(frozen=True)
class Case:
    """A change, the check that must speak, and where and what it must say."""

    name: str
    check: str
    change: Changes
    at: str
    says: str = ""


@dataclass(frozen=True)
class Fine:
    """A change that a check must let be."""

    name: str
    check: str
    change: Changes = field(default_factory=dict)


def read(folder: str) -> dict[str, Any]:
    """Return the right system of a topic: its resources."""
    path = Path(__file__).parent / folder / "right.yaml"
    body: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return body


def bent(
    resources: Mapping[str, Any], change: Changes, region: str = "us-east-1"
) -> Model:
    """Return the model of a system, some of it changed."""
    made = copy.deepcopy(dict(resources))
    for way, value in change.items():
        name, *steps = way.split("/" if "/" in way else ".")
        if not steps:
            _whole(made, name, value)
        elif steps[0].startswith("@"):
            _set(made[name], [steps[0][1:], *steps[1:]], value)
        elif steps[0] in ATTRIBUTES:
            _set(made[name], steps, value)
        else:
            _set(made[name].setdefault("Properties", {}), steps, value)
    parameters = {"Unknown": {"Type": "String"}}
    hidden = {"Hidden": {"Type": "String", "NoEcho": True, "Default": "hunter2"}}
    return of_template(
        {
            "Parameters": parameters | hidden,
            "Conditions": {"Maybe": {"Fn::Equals": [UNKNOWN, "x"]}},
            "Resources": made,
        },
        region,
    )


def _whole(made: dict[str, Any], name: str, value: Any) -> None:
    """Add or replace a resource, or take it away."""
    match copy.deepcopy(value):
        case (str(other), properties) if other in made:
            made[name] = copy.deepcopy(made[other])
            made[name]["Properties"] |= properties
        case (str(type), properties):
            made[name] = {"Type": f"AWS::{type}", "Properties": properties}
        case dict() as resource:
            made[name] = resource
        case _:
            del made[name]


def _set(here: Any, steps: list[str], value: Any) -> None:
    """Set the value at the end of some steps, or take it away."""
    for step in steps[:-1]:
        here = here.setdefault(step, {}) if isinstance(here, dict) else here[int(step)]
    last: Any = steps[-1] if isinstance(here, dict) else int(steps[-1])
    if value is GONE:
        del here[last]
    elif isinstance(here, list) and last == len(here):
        here.append(value)
    else:
        here[last] = value


def problems(model: Model, check: Check) -> list[Problem]:
    """Return what a check finds."""
    return list(check.find(model))


def places(found: Iterable[Problem]) -> list[str]:
    """Return where problems are: `Task.ContainerDefinitions.0.Name`."""
    return [".".join(map(str, (one.resource.path, *one.path))) for one in found]


def spoken(resources: Mapping[str, Any], checks: Iterable[Check], case: Case) -> bool:
    """Say whether the right check speaks, at the right place, in the right words."""
    check = next(one for one in checks if one.id == case.check)
    found = problems(bent(resources, case.change), check)
    at = case.at.replace("/", ".")
    told = [
        one
        for one in found
        if at in places([one]) and case.says in f"{one.message} {one.mend}"
    ]
    assert told, [(places([one])[0], one.message) for one in found]
    return True


def silent(resources: Mapping[str, Any], checks: Iterable[Check], fine: Fine) -> bool:
    """Say whether a check lets be what is right."""
    check = next(one for one in checks if one.id == fine.check)
    found = problems(bent(resources, fine.change), check)
    assert not found, [(places([one])[0], one.message) for one in found]
    return True


def leaves(value: Any, way: str = "") -> Iterator[str]:
    """Yield the way to every value inside a resource's properties."""
    items: Iterable[tuple[Any, Any]] = ()
    if isinstance(value, dict) and not any(k.startswith("Fn::") for k in value):
        items = value.items()
    elif isinstance(value, list):
        items = enumerate(value)
    for key, inner in items:
        if key != "Ref" and "." not in str(key):
            yield f"{way}.{key}"
            yield from leaves(inner, f"{way}.{key}")


def loud(
    resources: Mapping[str, Any], name: str, checks: Iterable[Check]
) -> list[tuple[str, str, list[str]]]:
    """Return the values of a resource that make a check speak when not known."""
    every = tuple(checks)
    found = []
    for way in leaves(resources[name]["Properties"], name):
        model = bent(resources, {way: UNKNOWN})
        for check in every:
            where = places(problems(model, check))
            found += [(way, check.id, where)] if where else []
    return found
