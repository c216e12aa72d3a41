"""The names that lead here, each following the environment's domain."""

from __future__ import annotations

from dataclasses import dataclass

from troposphere import Ref, Sub

from cfngen.layers.edge import settings
from cfngen.layers.layer import Layer
from cfngen.naming import logical
from cfngen.physical import under_domain
from cfngen.spec.edge import Edge


@dataclass(frozen=True)
class Host:
    """One name: its value, and what begins the logical ids of what is made for it."""

    value: Ref | Sub | str
    title: str


def hosts(layer: Layer, edge: Edge) -> tuple[Host, ...]:
    """Return the domain, which is the site itself, and then the further names."""
    domain = layer.setting(settings.domain_name(edge))
    return (
        Host(domain, "Site"),
        *(
            Host(under_domain(name, edge.domain, domain), _title(name, edge.domain))
            for name in edge.names
        ),
    )


def _title(name: str, domain: str) -> str:
    """Return a name below the domain as part of a logical id: `WwwDotEu`."""
    before = name.removesuffix(f".{domain}")
    return "Dot".join(logical(label) for label in before.split("."))
