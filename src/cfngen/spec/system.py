"""The whole spec: one application and its infrastructure."""

from __future__ import annotations

from collections.abc import Iterable

from pydantic import BaseModel, Field, PrivateAttr

from cfngen.spec.accounts import EnvironmentName
from cfngen.spec.bucket import Bucket
from cfngen.spec.care import Backup, Delivery, Monitoring, Recovery
from cfngen.spec.edge import Edge
from cfngen.spec.environment import Environment
from cfngen.spec.job import Job
from cfngen.spec.network import Network
from cfngen.spec.ranges import Ranges, packaged
from cfngen.spec.service import Service, sidecar_image
from cfngen.spec.stores import CACHE_PORT_NUMBER, Cache, Database
from cfngen.spec.suppress import Suppression
from cfngen.spec.task import STORES, Architecture, Store, Task
from cfngen.spec.words import REGION, SENTENCE, JobName, Name


class System(BaseModel, frozen=True, extra="forbid", strict=True):
    """What one application is made of, the same in every environment.

    Environments differ in their parameters, and in where they are.
    """

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
    architecture: Architecture = Field(
        "x86_64", description="Processor that images are built for."
    )
    network: Network = Field(description="VPC and subnets.")
    edge: Edge | None = Field(None, description="Load balancer, certificate and DNS.")
    services: dict[Name, Service] = Field(
        {}, description="Containers that stay up, by name."
    )
    jobs: dict[JobName, Job] = Field(
        {}, description="Containers that run on a schedule, by name."
    )
    database: Database | None = Field(None, description="Relational database.")
    cache: Cache | None = Field(None, description="In-memory cache.")
    buckets: dict[Name, Bucket] = Field({}, description="File storage, by name.")
    monitoring: Monitoring | None = Field(None, description="Alarms.")
    backup: Backup | None = Field(None, description="Backups besides RDS's own.")
    recovery: Recovery | None = Field(None, description="Region that copies go to.")
    delivery: Delivery | None = Field(None, description="Release of new images.")
    environments: dict[EnvironmentName, Environment] = Field(
        {}, description="Where environments are and what guards them, by name."
    )
    suppress: tuple[Suppression, ...] = Field(
        (), description="Findings that are known and may stay."
    )
    claims: str = Field(
        "",
        description="What the network and the roles are to be held to, a claim a line "
        "below `claims: |`.",
    )

    # Data and no part of the spec: no key of the file says it.
    _cloudflare: Ranges | None = PrivateAttr(None)

    @property
    def cloudflare(self) -> Ranges:
        """Return Cloudflare's address ranges: those given, or those of the package."""
        return self._cloudflare or packaged()

    @property
    def from_cloudflare(self) -> bool:
        """Return whether Cloudflare alone may open connections to the edge."""
        return self.edge is not None and self.edge.allow_from == "cloudflare"

    def with_cloudflare(self, ranges: Ranges) -> System:
        """Return the system with address ranges of Cloudflare of its own."""
        changed = self.model_copy()
        changed._cloudflare = ranges
        return changed

    def at(self, environment: str) -> Environment:
        """Return what the spec says of an environment; nothing of one not named."""
        return self.environments.get(environment, Environment())

    def region_of(self, environment: str) -> str:
        """Return the region of an environment: its own, or else the system's."""
        return self.at(environment).region or self.region

    def regions(self, environments: Iterable[str]) -> tuple[str, ...]:
        """Return the regions of some environments; without any, the system's."""
        found = dict.fromkeys(map(self.region_of, environments))
        return tuple(found) or (self.region,)

    @property
    def tasks(self) -> dict[str, Task]:
        """Return services and jobs by name, services first."""
        return {**self.services, **self.jobs}

    @property
    def stores(self) -> tuple[Store, ...]:
        """Return the stores that the system has."""
        return tuple(store for store in STORES if getattr(self, store) is not None)

    @property
    def images(self) -> tuple[str, ...]:
        """Return the images that have a repository, each of them by its name.

        A sidecar's is `<service>-<sidecar>`.
        """
        found: list[str] = []
        for name, service in self.services.items():
            own = [n for n, sidecar in service.sidecars.items() if not sidecar.image]
            found += [name, *(sidecar_image(name, sidecar) for sidecar in own)]
        return (*found, *(name for name, job in self.jobs.items() if not job.image))

    def port_of(self, store: Store) -> int:
        """Return the TCP port of a store that the system has."""
        if store == "database" and self.database is not None:
            return self.database.port
        return CACHE_PORT_NUMBER

    def architecture_of(self, task: Task) -> Architecture:
        """Return the processor of a task: its own, or else the system's."""
        return task.architecture or self.architecture

    def takes_requests(self, service: Service) -> bool:
        """Return whether the load balancer sends a service requests."""
        return self.edge is not None and service.entry_port is not None

    @property
    def pipelined(self) -> bool:
        """Return whether a pipeline releases, and CloudFormation leaves images be."""
        return self.delivery is not None and self.delivery.pipeline is not None

    def blue_green(self, service: Service) -> bool:
        """Return whether CodeDeploy releases a service, from one group to another."""
        return self.pipelined and self.takes_requests(service)
