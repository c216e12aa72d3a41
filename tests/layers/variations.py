"""The nextjs system and variations of it, and layers as CloudFormation settles them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from cfngen.layers.layer import Layer
from cfngen.model import Call, Dynamic, Text, Value, encoded, mapped, worded
from cfngen.spec.system import System
from tests.layers.resolved import model

SPECS = Path(__file__).resolve().parents[2] / "systems"


def nextjs(**changes: Any) -> System:
    """Return the nextjs system, some of its top-level keys changed or left out."""
    return described("nextjs", **changes)


def described(name: str, **changes: Any) -> System:
    """Return a system of this repository, some top-level keys changed or left out."""
    every = json.loads(_written_down(name)) | changes
    kept = {key: value for key, value in every.items() if value is not None}
    return _system(json.dumps(kept))


@cache
def _written_down(name: str) -> str:
    """Return a spec as JSON; reading YAML takes ten times as long."""
    text = (SPECS / f"{name}.yaml").read_text("utf-8")
    return json.dumps(yaml.safe_load(text))


@cache
def _system(text: str) -> System:
    return System.model_validate_json(text)


def service(**changes: Any) -> dict[str, Any]:
    """Return a service that uses both stores, some of its keys changed."""
    return {"port": 3000, "subnets": "private", "uses": ["database", "cache"]} | changes


def network(*tiers: str, zones: int = 2, nat: str = "single") -> dict[str, Any]:
    """Return a network of some tiers over some zones."""
    place = {"public": 0, "private": 1, "isolated": 2}
    blocks = {
        tier: [f"10.0.{16 * zone + place[tier]}.0/24" for zone in range(zones)]
        for tier in tiers
    }
    return {"cidr": "10.0.0.0/16", "nat": nat, "subnets": blocks}


SYSTEMS: Mapping[str, System] = {
    file.stem: described(file.stem) for file in sorted(SPECS.glob("*.yaml"))
}
"""Every system of this repository."""

ALL = ("public", "private", "isolated")

VARIATIONS: Mapping[str, System] = {
    "as drawn": nextjs(),
    "three zones": nextjs(network=network(*ALL, zones=3)),
    "no cache": nextjs(cache=None, services={"web": service(uses=["database"])}),
    "no edge": nextjs(edge=None),
    "no monitoring": nextjs(monitoring=None),
    "no private tier": nextjs(
        network=network("public", "isolated"),
        services={"web": service(subnets="public")},
    ),
    "no isolated tier": nextjs(network=network("public", "private")),
    "public tier only": nextjs(
        network=network("public"), services={"web": service(subnets="public")}
    ),
    "no services": nextjs(services={}, delivery=None),
    "services in both tiers": nextjs(
        services={
            "web": service(subnets="public", port=80, uses=[]),
            "api": service(port=4000, egress=[443, 587]),
            "push-mail": service(port=4001, uses=["cache"]),
        }
    ),
}


def settled(layer: Layer, **parameters: str) -> dict[str, dict[str, Any]]:
    """Return a layer's resources as its settings' values leave them.

    Where it is deployed is not known; references stay as a template writes them.
    """
    found = model(layer, "", "", **parameters).resources.values()
    assert not any(resource.when for resource in found)
    return {
        r.name: {"Type": r.type, "Properties": _written(r.properties)}
        | {"DependsOn": list(r.depends_on)}
        | _written(r.attributes)
        for r in found
    }


def of(resources: Mapping[str, dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    """Return the properties of the resources of a type, named without `AWS::`."""
    return {
        name: resource["Properties"]
        for name, resource in resources.items()
        if resource["Type"] == f"AWS::{kind}"
    }


def _written(value: Value) -> Any:
    """Return a value as a template writes it, texts that hold names by Fn::Sub."""
    match value:
        case Text():
            return {"Fn::Sub": worded(value)}
        case Dynamic(reference):
            return _written(reference)
        case Call(function, argument):
            return {function: _written(argument)}
        case list() | dict():
            return mapped(value, _written)
        case _:
            return encoded(value)
