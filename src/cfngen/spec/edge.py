"""The edge part of a spec: where users come in."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from cfngen.spec.words import Domain


class Edge(BaseModel, frozen=True, extra="forbid", strict=True):
    """A load balancer that serves HTTPS for one domain."""

    domain: Domain = Field(
        description="Domain name unless a parameter file says otherwise."
    )
    dns: Literal["route53"] = Field(
        "route53", description="Who answers for the domain."
    )
    allow_from: Literal["internet"] = Field(
        "internet", description="Who may open connections to the load balancer."
    )
