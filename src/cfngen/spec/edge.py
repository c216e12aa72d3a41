"""The edge part of a spec: where users come in."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from cfngen.spec.words import ONCE, Domain


class Edge(BaseModel, frozen=True, extra="forbid", strict=True):
    """A load balancer that serves HTTPS for one domain."""

    domain: Domain = Field(
        description="Domain name unless a parameter file says otherwise."
    )
    names: tuple[Domain, ...] = Field(
        (),
        max_length=9,
        description="Further names below the domain that lead here as well; the part "
        "before the domain is kept where a parameter file changes the domain.",
        json_schema_extra=ONCE,
    )
    dns: Literal["route53", "external"] = Field(
        "route53",
        description="Who answers for the domain: a hosted zone of this account, or "
        "somebody to whom the records are brought by hand.",
    )
    allow_from: Literal["internet", "cloudflare"] = Field(
        "internet", description="Who may open connections to the load balancer."
    )
    as_secret: bool = Field(
        False,
        description="Keep the load balancer's address in Secrets Manager as well.",
    )
