"""The stores of a spec: the database and the cache."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import BaseModel, Field

from cfngen.spec.service import Store
from cfngen.spec.words import (
    CACHE_VERSION,
    DATABASE_VERSION,
    IDENTIFIER,
    INSTANCE_CLASS,
    NODE_TYPE,
)

PORTS = {"database": 5432, "cache": 6379}
"""The TCP port of each store."""

DATABASE_HOST = "DATABASE_HOST"
DATABASE_PORT = "DATABASE_PORT"
DATABASE_NAME = "DATABASE_NAME"
DATABASE_USERNAME = "DATABASE_USERNAME"
DATABASE_PASSWORD = "DATABASE_PASSWORD"
CACHE_HOST = "CACHE_HOST"
CACHE_PORT = "CACHE_PORT"
CACHE_AUTH_TOKEN = "CACHE_AUTH_TOKEN"

VARIABLES: Mapping[Store, tuple[str, ...]] = {
    "database": (
        DATABASE_HOST,
        DATABASE_PORT,
        DATABASE_NAME,
        DATABASE_USERNAME,
        DATABASE_PASSWORD,
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


class Database(BaseModel, frozen=True, extra="forbid", strict=True):
    """A PostgreSQL database on RDS."""

    engine: Literal["postgresql"] = Field("postgresql", description="Database engine.")
    version: str = Field(
        "17",
        pattern=DATABASE_VERSION.pattern,
        description="Engine version, major or full.",
    )
    instance: str = Field(
        "db.t4g.micro",
        pattern=INSTANCE_CLASS.pattern,
        description="Instance class unless a parameter file says otherwise.",
    )
    storage: Storage = Field(Storage(), description="Disk in GiB.")
    name: str = Field(
        "app",
        pattern=IDENTIFIER.pattern,
        max_length=63,
        description="Name of the database that is created.",
    )


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
