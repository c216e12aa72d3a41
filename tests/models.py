"""Models of this repository's systems, bent where a test wants them bent."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from cfngen.model import Model
from cfngen.naming import template_file
from cfngen.params import Parameters, parse
from cfngen.project import Project
from cfngen.resolve import Root, in_trees, resolve
from cfngen.spec.load import load
from cfngen.spec.system import System
from cfngen.template import Template, Tree, tree_of
from cfngen.template import parse as read_text

PROJECT = Project(Path(__file__).resolve().parents[1])

ENVIRONMENTS = tuple(
    (system, name)
    for system in PROJECT.systems()
    for name in PROJECT.environments(system)
)
"""Every environment of every system: nextjs dev, nextjs prod and so on."""

Bodies = dict[str, dict[str, Any]]
"""A system's templates by file name."""

Change = Callable[[Bodies], None]


def unbent(bodies: Bodies) -> None:
    """Leave the templates as they are."""


def model(system: str, name: str, change: Change = unbent, **parameters: str) -> Model:
    """Return an environment's model, its templates and parameters changed.

    Nobody changes a model, so those of templates as committed are made once.
    """
    if change is unbent:
        return _unbent(system, name, **parameters)
    given = parameters_of(system, name, **parameters)
    return in_trees(spec(system), bent(system, change), given)


def bent(system: str, change: Change) -> Tree:
    """Return a system's templates, changed; each text of one is read once."""
    bodies: Bodies = json.loads(_bodies(system))
    change(bodies)
    folder = f"templates/{system}"
    templates = {
        file: _template(f"{folder}/{file}", json.dumps(body))
        for file, body in bodies.items()
    }
    return Tree(template_file("root"), templates)


def parameters_of(system: str, name: str, **changed: str) -> Parameters:
    """Return an environment's parameter file, some values changed or added."""
    path = PROJECT.params(system, name)
    entries = {
        e["ParameterKey"]: e["ParameterValue"]
        for e in json.loads(path.read_text("utf-8"))
    }
    text = json.dumps(
        [
            {"ParameterKey": key, "ParameterValue": value}
            for key, value in (entries | changed).items()
        ],
        indent=2,
    )
    return _given(text, PROJECT.shown(path), name)


def of_template(
    body: Mapping[str, Any], region: str = "us-east-1", **parameters: str
) -> Model:
    """Return the model of one template, `t.json`, in an account that is not known."""
    tree = tree_of({"t.json": json.dumps(body, indent=2)}, "t.json", "foreign")
    given = parse(json.dumps(parameters).encode(), "p.json", "p")
    return resolve((Root(tree, "stack", region),), given)


def of_resources(region: str = "us-east-1", /, **resources: Mapping[str, Any]) -> Model:
    """Return the model of a template that holds some resources."""
    return of_template({"Resources": resources}, region)


@cache
def spec(system: str) -> System:
    """Return a system's spec."""
    return load(PROJECT, system)


@cache
def _unbent(system: str, name: str, **parameters: str) -> Model:
    given = parameters_of(system, name, **parameters)
    return in_trees(spec(system), bent(system, unbent), given)


@lru_cache(200)
def _given(text: str, shown: str, name: str) -> Parameters:
    """Return a parameter file; most tests change templates and none of its values."""
    return parse(text.encode(), shown, name)


@lru_cache(200)
def _template(shown: str, text: str) -> Template:
    """Return a template as if somebody had written it with a value a line."""
    return read_text(json.dumps(json.loads(text), indent=2), shown)


@cache
def _bodies(system: str) -> str:
    folder = PROJECT.templates(system)
    return json.dumps(
        {p.name: json.loads(p.read_text("utf-8")) for p in folder.glob("*.json")}
    )
