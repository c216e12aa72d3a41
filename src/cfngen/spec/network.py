"""The network part of a spec."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field

from cfngen.spec.words import ONCE, Cidr

Tier = Literal["public", "private", "isolated"]
Nat = Literal["none", "single", "per-zone"]
Endpoint = Literal[
    "ecr.api",
    "ecr.dkr",
    "kms",
    "logs",
    "monitoring",
    "secretsmanager",
    "sns",
    "sqs",
    "ssmmessages",
]
"""Services with interface endpoints, as they are called in the endpoint's name."""


class Subnets(BaseModel, frozen=True, extra="forbid", strict=True):
    """The tiers, each with one CIDR block per availability zone, in zone order."""

    public: tuple[Cidr, ...] = Field(
        min_length=2,
        max_length=3,
        description="Subnets that the internet can reach: load balancer and NAT.",
    )
    private: tuple[Cidr, ...] = Field(
        (), max_length=3, description="Subnets that reach out through NAT only."
    )
    isolated: tuple[Cidr, ...] = Field(
        (),
        max_length=3,
        description="Subnets with no route out of the VPC; the stores are here, or in "
        "the private ones where there are none.",
    )


class Network(BaseModel, frozen=True, extra="forbid", strict=True):
    """The VPC, its subnets by tier and how the private tier reaches the internet."""

    cidr: Cidr = Field(description="Address range of the VPC, /16 to /28.")
    subnets: Subnets = Field(
        description="CIDR blocks by tier, one per availability zone, each /16 to /28."
    )
    nat: Nat = Field(
        "none",
        description="NAT gateways of the private tier unless a parameter file says "
        "otherwise.",
    )
    endpoints: tuple[Endpoint, ...] = Field(
        (),
        description="AWS services that the private tier can reach without NAT, once a "
        "parameter file switches it on.",
        json_schema_extra=ONCE,
    )

    @property
    def zones(self) -> int:
        """Return how many availability zones the network spans."""
        return len(self.subnets.public)

    @property
    def innermost(self) -> Tier:
        """Return the tier farthest from the internet, where the stores are."""
        return tuple(self.tiers())[-1]

    def tiers(self) -> dict[Tier, tuple[str, ...]]:
        """Return the CIDR blocks of each tier that has any."""
        every: dict[Tier, tuple[str, ...]] = {
            "public": self.subnets.public,
            "private": self.subnets.private,
            "isolated": self.subnets.isolated,
        }
        return {tier: blocks for tier, blocks in every.items() if blocks}
