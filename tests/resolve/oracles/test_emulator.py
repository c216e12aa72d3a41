"""Every value of every stack, as the stacks of a local deployment hold it.

The emulator evaluates while it makes things: what the model knows by name only has a
value there.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from cfngen.model import (
    Call,
    Dynamic,
    Model,
    Reference,
    Secret,
    Stack,
    Text,
    Unknown,
    Value,
    mapped,
    plain,
)
from cfngen.resolve.pure import PURE
from tests.models import PROJECT, model
from tests.resolve.oracles.disagreement import (
    Disagreement,
    Reason,
    differing,
    unexplained,
)
from tests.resolve.oracles.settled import texts

REASONS = (
    Reason(
        "templates have been packaged",
        lambda found: found.path.endswith(".TemplateURL"),
    ),
)


class Held:
    """What an emulated environment holds: gives names their values."""

    def __init__(self, told: Mapping[str, Any]) -> None:
        self.stacks = told["stacks"]
        self.attributes = told["attributes"]

    def value(self, value: Value, stack: Stack) -> Any:
        """Return a value of a model as it is there."""

        def inner(item: Value) -> Any:
            return self.value(item, stack)

        match value:
            case Reference(path, ""):
                above, _, name = path.rpartition("/")
                return self.stacks[above]["ids"][name]
            case Reference(path, attribute):
                return self.attributes[f"{path}.{attribute}"]
            case Unknown(name):
                path, _, pseudo = name.rpartition("/")
                return self.stacks[path or stack.path]["names"][pseudo]
            case Secret():
                return value.text
            case Dynamic(reference):
                return inner(reference)
            case Text(parts):
                return "".join(plain(inner(part)) for part in parts)
            case Call("Fn::GetAZs", _):
                return self.stacks[stack.path]["zones"]
            case Call(function, argument):
                return PURE[function](inner(argument))
            case _:
                return mapped(value, inner)


def both(made: Model, held: Held) -> Iterator[tuple[str, Any, Any]]:
    """Yield the path of each value, ours, and what stacks hold."""
    for resource in made.resources.values():
        if resource.stack in held.stacks:
            stack = made.stack_of(resource)
            theirs = held.stacks[resource.stack]["resources"].get(resource.name)
            yield resource.path, held.value(dict(resource.properties), stack), theirs
    for path, there in held.stacks.items():
        stack = made.stacks[path]
        outputs = {n: held.value(o.value, stack) for n, o in stack.outputs.items()}
        yield f"{path}:", outputs, there["outputs"]
        parameters = {n: held.value(v, stack) for n, v in stack.parameters.items()}
        names = {n: there["names"].get(n) for n in parameters}
        yield f"{path}?", parameters, names
        of = [r.name for r in made.resources.values() if r.stack == path]
        yield f"{path}*", sorted(of), sorted(there["resources"])


NAMES = ("dev", "prod")


@pytest.fixture(scope="module")
def told() -> Mapping[str, Any]:
    """Return what the environments hold once they are deployed, all in one process."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.resolve.oracles.emulated"]
    ran = subprocess.run(
        [*command, *NAMES],
        cwd=PROJECT.root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr[-3000:]
    environments: dict[str, Any] = json.loads(ran.stdout)
    return environments


@pytest.mark.parametrize("environment", NAMES)
def test_each_disagreement_has_its_reason(
    environment: str, told: Mapping[str, Any]
) -> None:
    assert len(told) == len(PROJECT.systems()) * len(NAMES)
    found: list[Disagreement] = []
    for system in PROJECT.systems():
        name = f"{system}-{environment}"
        made, held = model(system, environment), Held(told[name])
        for path, ours, theirs in both(made, held):
            where = f"{name} {path}"
            found += differing(where, None, texts(ours), texts(theirs))
    left, idle = unexplained(found, REASONS)
    assert not left, f"{len(left)}:\n" + "\n".join(left[:30])
    assert not idle
