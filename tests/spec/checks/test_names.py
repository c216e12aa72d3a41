"""What names may not be follows from the templates, and has to follow them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import cfnlint
import pytest
from cfnlint.helpers import AVAILABILITY_ZONES

from cfngen.layers import build_apart, build_layers
from cfngen.layers.layer import Layer
from cfngen.naming import logical
from cfngen.spec.checks.names import ENDINGS, TAKEN
from cfngen.spec.checks.regions import REGIONS, TWO_ZONES
from cfngen.spec.checks.variables import PARTS
from tests.layers.variations import network, nextjs

SERVICES = {
    "qa": {
        "port": 1,
        "migrate": ["x"],
        "scale": {"max": 2, "cpu": {"out": 7, "in": 5}, "memory": {"out": 7, "in": 5}},
        "sidecars": {"qb": {"port": 2, "front": True}},
        "log_metrics": {"qm": {"match": "x", "alarm": 1}},
        "secrets": ["SECRET"],
        "uses": ["database", "cache", "qd"],
    },
    "qw": {"scale": {"max": 2, "cpu": 70, "memory": 80}, "secrets": ["SECRET"]},
    "qx": {"port": 5, "routes": [{"path": "/x"}], "secrets": ["SECRET"]},
}
JOBS = {
    "qc": {"every": "hour", "secrets": ["SECRET"], "uses": ["qd"]},
    "qe": {"image": "qa", "command": ["x"], "cron": "0 6 * * ? *"},
}
MARK = re.compile(r"Q[abcdemwx](?![a-z])")
"""What the names of SERVICES, JOBS, sidecar, metric and bucket look like in ids."""


def test_regions_are_those_that_cfn_lint_has_schemas_of() -> None:
    folder = Path(cfnlint.__file__).parent / "data" / "schemas" / "providers"
    assert {file.stem for file in folder.glob("*.json")} - {"sam"} == set(REGIONS)


def test_regions_with_two_zones_are_those_that_cfn_lint_knows() -> None:
    few = {region for region, zones in AVAILABILITY_ZONES.items() if len(zones) < 3}
    assert few == TWO_ZONES


@dataclass(frozen=True)
class Named:
    """A name in a space of names: all after one of a spec, or fixed without `of`."""

    space: str
    before: str
    of: str
    after: str


def built(way: str) -> Iterator[Layer]:
    """Yield the layers of a system that has everything, released in one way."""
    system = nextjs(
        network=network("public", "private", "isolated") | {"endpoints": ["logs"]},
        edge={"domain": "a.example.com", "names": ["b.a.example.com"]},
        services=SERVICES,
        jobs=JOBS,
        buckets={"qd": {"as_secret": True}},
        database={"url": True},
        monitoring={"dashboard": True},
        backup={},
        recovery={"region": "us-west-2"},
        delivery={way: {"repository": "a/b"}},
    )
    yield from (*build_layers(system), *build_apart(system))


@cache
def names() -> frozenset[Named]:
    """Return every name in the templates.

    Parameters and outputs share the root's space; resources and conditions are by
    themselves in each template, where parameters have to differ from resources.
    """
    found = set()
    for layer in (*built("github"), *built("pipeline")):
        body: dict[str, Any] = layer.template.to_dict()
        for section in ("Parameters", "Outputs", "Resources", "Conditions"):
            for name in body.get(section, {}):
                found |= {named(space, name) for space in spaces(layer.name, section)}
    return frozenset(found)


def spaces(layer: str, section: str) -> tuple[str, ...]:
    """Return the spaces of names that a section's names are in."""
    return {
        "Parameters": ("root", layer),
        "Outputs": ("root",),
        "Resources": (layer,),
        "Conditions": (f"{layer} conditions",),
    }[section]


def named(space: str, name: str) -> Named:
    """Return a name, cut where a name of the spec stands in it."""
    marks = list(MARK.finditer(name))
    if not marks:
        return Named(space, "", "", name)
    start, end = marks[0].start(), marks[-1].end()
    return Named(space, name[:start], name[start:end], name[end:])


def kebab(words: str) -> str:
    """Return a logical id as a name of a spec."""
    return re.sub(r"(?<!^)(?=[A-Z]|(?<=[a-z])[0-9])", "-", words).lower()


def test_the_system_has_every_kind_of_name() -> None:
    marks = {name.of for name in names()}
    assert {"Qa", "Qw", "Qx", "QaQb", "Qc", "Qe", "Qd", "Qm"} <= marks


def test_every_name_that_would_take_a_fixed_one_is_taken() -> None:
    heads = {
        fixed.after.removesuffix(name.after)
        for fixed in names()
        for name in names()
        if not fixed.of and name.of and not name.before and name.after
        if fixed.space == name.space and fixed.after.endswith(name.after)
    }
    assert {kebab(head) for head in heads - {""}} == set(TAKEN)


def test_every_ending_that_would_take_another_name_is_refused() -> None:
    endings = {
        longer.after.removesuffix(shorter.after)
        for longer in names()
        for shorter in names()
        if longer.of and shorter.of and longer.after != shorter.after
        if (longer.space, longer.before) == (shorter.space, shorter.before)
        if longer.after.endswith(shorter.after)
        if re.match("[A-Z]", longer.after)
    }
    # the family of a service's migration is <service>-migrate, that of a job its name
    assert {kebab(ending) for ending in endings} | {"migrate"} == set(ENDINGS)


def test_no_secret_may_be_called_like_a_part_of_its_task() -> None:
    beside = {name.space for name in names() if name.after == "Secret"}
    tasks = {logical(name) for name in (*SERVICES, *JOBS)}
    parts = {n.after for n in names() if n.of in tasks and n.space in beside}
    assert parts - {"", "Secret"} == set(PARTS)


@pytest.mark.parametrize("name", TAKEN)
def test_what_is_taken_is_a_name(name: str) -> None:
    assert kebab(logical(name)) == name
