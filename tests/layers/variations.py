"""The nextjs system and variations of it, and layers as CloudFormation settles them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from cfngen.layers.layer import Layer
from cfngen.spec.system import System
from cfngen.write import render

SPECS = Path(__file__).resolve().parents[2] / "systems"


def nextjs(**changes: Any) -> System:
    """Return the nextjs system, some of its top-level keys changed or left out."""
    return described("nextjs", **changes)


def described(name: str, **changes: Any) -> System:
    """Return a system of this repository, some top-level keys changed or left out."""
    text = (SPECS / f"{name}.yaml").read_text("utf-8")
    every = yaml.safe_load(text) | changes
    kept = {key: value for key, value in every.items() if value is not None}
    return System.model_validate_json(json.dumps(kept))


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

    References to resources stay; conditions, `Fn::If` and parameters are settled.
    """
    body = json.loads(render(layer.template))
    values = {n: p.get("Default", f"@{n}") for n, p in body["Parameters"].items()}
    scope = (values | parameters, body.get("Conditions", {}))
    resources = {
        name: resource
        for name, resource in body["Resources"].items()
        if "Condition" not in resource or _holds(resource["Condition"], *scope)
    }
    return {name: _settle(resource, *scope) for name, resource in resources.items()}


def of(resources: Mapping[str, dict[str, Any]], kind: str) -> dict[str, dict[str, Any]]:
    """Return the properties of the resources of a type, named without `AWS::`."""
    return {
        name: resource["Properties"]
        for name, resource in resources.items()
        if resource["Type"] == f"AWS::{kind}"
    }


def _settle(
    value: Any, values: Mapping[str, Any], conditions: Mapping[str, Any]
) -> Any:
    """Return a value with parameters and conditions settled."""
    if isinstance(value, list):
        return [_settle(item, values, conditions) for item in value]
    if not isinstance(value, dict):
        return value
    if value.keys() == {"Ref"}:
        return values.get(value["Ref"], value)
    if value.keys() == {"Fn::If"}:
        name, yes, no = value["Fn::If"]
        chosen = yes if _holds(name, values, conditions) else no
        return _settle(chosen, values, conditions)
    return {key: _settle(item, values, conditions) for key, item in value.items()}


def _holds(
    condition: Any, values: Mapping[str, Any], conditions: Mapping[str, Any]
) -> bool:
    """Return whether a condition, by name or written out, holds."""
    if isinstance(condition, str):
        return _holds(conditions[condition], values, conditions)
    if "Fn::Not" in condition:
        return not _holds(condition["Fn::Not"][0], values, conditions)
    if "Fn::And" in condition:
        return all(_holds(one, values, conditions) for one in condition["Fn::And"])
    if "Fn::Or" in condition:
        return any(_holds(one, values, conditions) for one in condition["Fn::Or"])
    # CloudFormation compares as text, numbers too.
    left, right = map(str, _settle(condition["Fn::Equals"], values, conditions))
    return left == right
