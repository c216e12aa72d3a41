"""No resource of an environment refers to one that the environment does not have.

A condition may take a resource away that another one still names, as soon as a setting
is on or off: no single template shows that, and no linter that looks at one.
"""

from __future__ import annotations

import json
import re

import pytest

from tests.committed import FILES
from tests.environment import Environment, environment

SYSTEMS = sorted({file.parent.name for file in FILES})
REFERENCE = re.compile(r"@((?:[A-Za-z0-9]+/)+[A-Za-z0-9]+)")


OPPOSITE = {"true": "false", "false": "true"}


def dangling(env: Environment) -> set[str]:
    """Return what resources and outputs name and the environment does not have."""
    texts = [json.dumps(r.properties) for r in env.resources.values()]
    named = REFERENCE.findall("".join([*texts, json.dumps(env.outputs)]))
    assert named
    return set(named) - env.resources.keys()


@pytest.mark.parametrize("name", ["dev", "prod"])
@pytest.mark.parametrize("system", SYSTEMS)
def test_every_reference_leads_to_a_resource(system: str, name: str) -> None:
    assert dangling(environment(system, name)) == set()


@pytest.mark.parametrize("system", SYSTEMS)
def test_references_hold_with_each_switch_the_other_way(system: str) -> None:
    given = environment(system, "prod").parameters
    switches = {n: OPPOSITE[v] for n, v in given.items() if v in OPPOSITE}
    assert switches
    for name, value in switches.items():
        assert dangling(environment(system, "prod", **{name: value})) == set(), name
