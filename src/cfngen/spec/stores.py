"""The stores of a spec: the database and the cache."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, Field


class Storage(BaseModel, frozen=True, extra="forbid", strict=True):
    """Disk of the database in GiB: it starts at `min` and grows by itself to `max`."""

    min: int = Field(20, ge=20, le=65536)
    max: int = Field(100, ge=20, le=65536)


class Database(BaseModel, frozen=True, extra="forbid", strict=True):
    """A PostgreSQL database on RDS."""

    engine: Literal["postgresql"] = Field("postgresql", description="Database engine.")
    version: str = Field(
        "17", pattern=r"^\d+(\.\d+)?$", description="Engine version, major or full."
    )
    instance: str = Field(
        "db.t4g.micro",
        pattern=r"^db\.[a-z0-9]+\.[a-z0-9]+$",
        description="Instance class unless a parameter file says otherwise.",
    )
    storage: Storage = Field(Storage(), description="Disk in GiB.")
    name: str = Field(
        "app",
        pattern=r"^[a-z][a-z0-9_]{0,62}$",
        description="Name of the database that is created.",
    )


class Cache(BaseModel, frozen=True, extra="forbid", strict=True):
    """A Redis or Valkey cache on ElastiCache."""

    engine: Literal["redis", "valkey"] = Field("redis", description="Cache engine.")
    version: str = Field(
        "7.1", pattern=r"^\d+\.\d+$", description="Engine version, major and minor."
    )
    node: str = Field(
        "cache.t4g.micro",
        pattern=r"^cache\.[a-z0-9]+\.[a-z0-9]+$",
        description="Node type unless a parameter file says otherwise.",
    )


PORTS = {"database": 5432, "cache": 6379}
"""The TCP port of each store."""
