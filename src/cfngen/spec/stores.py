"""The stores of a spec: the database and the cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field

from cfngen.spec.words import (
    CACHE_VERSION,
    DATABASE_VERSION,
    IDENTIFIER,
    INSTANCE_CLASS,
    NODE_TYPE,
)

CACHE_PORT_NUMBER = 6379
"""The TCP port of both cache engines."""

Engine = Literal["postgresql", "mysql", "aurora-postgresql", "aurora-mysql"]

DATABASE_VERSIONS: Mapping[Engine, str] = {
    "postgresql": "17",
    "mysql": "8.4",
    "aurora-postgresql": "17",
    "aurora-mysql": "8.0",
}
"""The version of each database engine where a spec names none."""

DATABASE_HOST = "DATABASE_HOST"
DATABASE_PORT = "DATABASE_PORT"
DATABASE_NAME = "DATABASE_NAME"
DATABASE_USERNAME = "DATABASE_USERNAME"
DATABASE_PASSWORD = "DATABASE_PASSWORD"
DATABASE_READER_HOST = "DATABASE_READER_HOST"
DATABASE_URL = "DATABASE_URL"
CACHE_HOST = "CACHE_HOST"
CACHE_PORT = "CACHE_PORT"
CACHE_AUTH_TOKEN = "CACHE_AUTH_TOKEN"

VARIABLES: Mapping[str, tuple[str, ...]] = {
    "database": (
        DATABASE_HOST,
        DATABASE_PORT,
        DATABASE_NAME,
        DATABASE_USERNAME,
        DATABASE_PASSWORD,
        DATABASE_READER_HOST,
        DATABASE_URL,
    ),
    "cache": (CACHE_HOST, CACHE_PORT, CACHE_AUTH_TOKEN),
}
"""The environment variables that `uses` gives a service, by store."""

CACHE_VERSIONS = {"redis": "7.1", "valkey": "8.2"}
"""The version of each cache engine where a spec names none."""


class Storage(BaseModel, frozen=True, extra="forbid", strict=True):
    """Disk of the database in GiB: it starts at `min` and grows by itself to `max`."""

    min: int = Field(
        20,
        ge=20,
        le=65536,
        description="GiB at first, unless a parameter file says otherwise.",
    )
    max: int = Field(
        100,
        ge=22,
        le=65536,
        description="GiB that it may grow to, unless a parameter file says otherwise; "
        "at least a tenth more than `min`.",
    )


class Capacity(BaseModel, frozen=True, extra="forbid", strict=True):
    """Size of Aurora Serverless in ACU, about 2 GiB of memory each, in steps of 0.5."""

    min: float = Field(
        0.5,
        ge=0,
        le=256,
        multiple_of=0.5,
        description="ACU when idle, unless a parameter file says otherwise; 0 pauses.",
    )
    max: float = Field(
        4,
        ge=1,
        le=256,
        multiple_of=0.5,
        description="ACU at most, unless a parameter file says otherwise.",
    )


def _current(database: dict[str, Any]) -> str:
    """Return the version of a database that names none."""
    return DATABASE_VERSIONS[database.get("engine", "postgresql")]


class Database(BaseModel, frozen=True, extra="forbid", strict=True):
    """A relational database: an instance of RDS, or Aurora Serverless v2."""

    engine: Engine = Field("postgresql", description="Database engine.")
    version: str = Field(
        default_factory=_current,
        pattern=DATABASE_VERSION.pattern,
        description="Engine version, major or full; by default 17 of PostgreSQL, 8.4 "
        "of MySQL and 8.0 of Aurora MySQL.",
    )
    instance: str = Field(
        "db.t4g.micro",
        pattern=INSTANCE_CLASS.pattern,
        description="Instance class unless a parameter file says otherwise; not of "
        "Aurora.",
    )
    storage: Storage = Field(Storage(), description="Disk in GiB; not of Aurora.")
    capacity: Capacity = Field(Capacity(), description="Size of Aurora Serverless.")
    name: str = Field(
        "app",
        pattern=IDENTIFIER.pattern,
        max_length=63,
        description="Name of the database that is created.",
    )
    url: bool = Field(
        False,
        description="Give the whole address, with user and password, as DATABASE_URL "
        "in a secret of its own as well.",
    )

    @property
    def aurora(self) -> bool:
        """Return whether it is a cluster of Aurora."""
        return self.engine.startswith("aurora-")

    @property
    def mysql(self) -> bool:
        """Return whether it speaks MySQL; the others speak PostgreSQL."""
        return self.engine.endswith("mysql")

    @property
    def port(self) -> int:
        """Return the TCP port."""
        return 3306 if self.mysql else 5432


def _newest(cache: dict[str, Any]) -> str:
    """Return the version of a cache that names none."""
    return CACHE_VERSIONS[cache.get("engine", "redis")]


class Cache(BaseModel, frozen=True, extra="forbid", strict=True):
    """A Redis or Valkey cache on ElastiCache."""

    engine: Literal["redis", "valkey"] = Field("redis", description="Cache engine.")
    version: str = Field(
        default_factory=_newest,
        pattern=CACHE_VERSION.pattern,
        description="Engine version, major and minor; 7.1 of redis, 8.2 of valkey.",
    )
    node: str = Field(
        "cache.t4g.micro",
        pattern=NODE_TYPE.pattern,
        description="Node type unless a parameter file says otherwise.",
    )
