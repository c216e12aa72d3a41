"""The whole spec: one application and its infrastructure."""

from __future__ import annotations

from pydantic import BaseModel, Field

from cfngen.spec.care import Delivery, Monitoring
from cfngen.spec.edge import Edge
from cfngen.spec.network import Network
from cfngen.spec.service import Service, Store
from cfngen.spec.stores import Cache, Database
from cfngen.spec.words import REGION, SENTENCE, Name


class System(BaseModel, frozen=True, extra="forbid", strict=True):
    """What one application is made of; environments differ in parameters only."""

    system: Name = Field(
        description="Name of the system: the file's name and part of every stack's."
    )
    # 200 characters are 800 bytes at most; a template's description may have 1024.
    description: str = Field(
        pattern=SENTENCE.pattern,
        max_length=200,
        description="What it is, in one sentence.",
    )
    region: str = Field(pattern=REGION.pattern, description="AWS region it runs in.")
    network: Network = Field(description="VPC and subnets.")
    edge: Edge | None = Field(None, description="Load balancer, certificate and DNS.")
    services: dict[Name, Service] = Field(
        {}, description="Containers that stay up, by name."
    )
    database: Database | None = Field(None, description="Relational database.")
    cache: Cache | None = Field(None, description="In-memory cache.")
    monitoring: Monitoring | None = Field(None, description="Alarms.")
    delivery: Delivery | None = Field(None, description="Release of new images.")

    def users_of(self, store: Store) -> tuple[str, ...]:
        """Return the services that use a store, in the spec's order."""
        return tuple(n for n, service in self.services.items() if store in service.uses)
