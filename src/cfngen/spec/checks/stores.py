"""Checks of the stores: what RDS and ElastiCache refuse, and who uses what."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.spec.checks.check import Check
from cfngen.spec.source import Problem
from cfngen.spec.stores import Cache, Database
from cfngen.spec.system import System
from cfngen.spec.task import Store

STORES: tuple[Store, ...] = ("database", "cache")

THERE_ALREADY = ("postgres", "rdsadmin", "template0", "template1")
"""Databases that every instance has."""

REFUSED = ("admin", "database", "db")
"""Names that RDS is known to refuse as reserved by the engine."""

KEYWORDS = (
    "all analyse analyze and any array as asc asymmetric both case cast check collate"
    " column constraint create current_catalog current_date current_role current_time"
    " current_timestamp current_user default deferrable desc distinct do else end"
    " except false fetch for foreign from grant group having in initially intersect"
    " into lateral leading limit localtime localtimestamp not null offset on only or"
    " order placing primary references returning select session_user some symmetric"
    " system_user table then to trailing true union unique user using variadic when"
    " where window with"
)
"""What PostgreSQL reserves:
https://www.postgresql.org/docs/current/sql-keywords-appendix.html"""

FIRST_VALKEY, LAST_REDIS = (7, 2), (7, 1)
"""ElastiCache follows Redis up to 7.1 and Valkey from 7.2:
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html"""


def room_to_grow(database: Database) -> Iterator[Problem]:
    """The disk may grow by a tenth at least, or RDS refuses to let it grow by itself.

    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_PIOPS.Autoscaling.html
    """
    least = -(-database.storage.min * 11 // 10)
    if database.storage.max < least:
        yield Problem(
            ("storage", "max"),
            f"max: {database.storage.max} is not a tenth more than "
            f"min: {database.storage.min}, as RDS asks.",
            f"Write max: {least} or more.",
        )


def name_is_free(database: Database) -> Iterator[Problem]:
    """The database's name is none that PostgreSQL or RDS keeps for itself."""
    name = database.name
    if name in THERE_ALREADY:
        message = f"Every instance has a database '{name}' already."
    elif name in REFUSED or name in KEYWORDS.split() or name.startswith("pg_"):
        message = f"RDS refuses the name '{name}': it is reserved."
    else:
        return
    yield Problem(("name",), message, "Take another name, such as app.")


def version_of_engine(cache: Cache) -> Iterator[Problem]:
    """The cache's version is one of its engine's."""
    major, minor = map(int, cache.version.split("."))
    if cache.engine == "redis" and (major, minor) > LAST_REDIS:
        yield Problem(
            ("version",),
            f"Redis ends with 7.1 on ElastiCache; there is no {cache.version}.",
            'Write version: "7.1", or engine: valkey.',
        )
    if cache.engine == "valkey" and (major, minor) < FIRST_VALKEY:
        yield Problem(
            ("version",),
            f"Valkey starts with 7.2 on ElastiCache; there is no {cache.version}.",
            'Write version: "7.2" or a later one, or engine: redis.',
        )


def used_is_there(system: System) -> Iterator[Problem]:
    """What a service uses is there."""
    for name, service in system.services.items():
        for position, store in enumerate(service.uses):
            if getattr(system, store) is None:
                yield Problem(
                    ("services", name, "uses", position),
                    f"There is no {store} to use.",
                    f"Add the section {store}: to the spec, or remove it here.",
                )


def there_is_used(system: System) -> Iterator[Problem]:
    """Every store is used by a service."""
    for store in STORES:
        if getattr(system, store) is not None and not system.users_of(store):
            yield Problem(
                (store,),
                f"No service uses the {store}, so nothing could reach it.",
                f"Add `uses: [{store}]` to a service, or remove the section.",
                on_key=True,
            )


def stores_are_isolated(system: System) -> Iterator[Problem]:
    """Stores have isolated subnets to be in, which no route leaves."""
    there = [store for store in STORES if getattr(system, store) is not None]
    if there and not system.network.subnets.isolated:
        yield Problem(
            ("network", "subnets", "isolated"),
            f"There are no isolated subnets for the {' and the '.join(there)}.",
            "Add isolated: with one CIDR block per zone.",
        )


def migration_has_a_database(system: System) -> Iterator[Problem]:
    """A service that migrates the database uses it."""
    for name, service in system.services.items():
        if service.migrate and "database" not in service.uses:
            yield Problem(
                ("services", name, "migrate"),
                f"migrate runs for a database that {name} does not use.",
                "Add database to uses, or remove migrate.",
            )


DATABASE = (
    Check("CG053", room_to_grow),
    Check("CG054", name_is_free),
)

CACHE = (Check("CG055", version_of_engine),)

SYSTEM = (
    Check("CG050", used_is_there),
    Check("CG051", there_is_used),
    Check("CG052", stores_are_isolated),
    Check("CG056", migration_has_a_database),
)
