"""Checks of stores and buckets: who uses what, and where it is."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.spec.bucket import Bucket
from cfngen.spec.checks import placed
from cfngen.spec.checks.check import Check
from cfngen.spec.source import Place, Problem
from cfngen.spec.stores import Cache
from cfngen.spec.system import System
from cfngen.spec.task import STORES
from cfngen.spec.wording import close

FIRST_VALKEY, LAST_REDIS = (7, 2), (7, 1)
"""ElastiCache follows Redis up to 7.1 and Valkey from 7.2:
https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/engine-versions.html"""


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
    """What a service or job uses is there."""
    there = (*system.stores, *system.buckets)
    for place, _, task in placed.tasks(system):
        for position, used in enumerate(task.uses):
            if used not in there:
                what = (
                    f"{used} to use" if used in STORES else f"store or bucket '{used}'"
                )
                mend = (
                    "Remove it: services are asked through the load balancer."
                    if used in system.services
                    else _how_to_add(used, there)
                )
                yield Problem((*place, "uses", position), f"There is no {what}.", mend)


def _how_to_add(used: str, there: tuple[str, ...]) -> str:
    """Return how something comes to be that can be used."""
    if used in STORES:
        return f"Add the section {used}: to the spec, or remove it here."
    otherwise = f"Add {used}: {{}} to the section buckets:, or remove it here."
    return close(used, (*STORES, *there), otherwise)


def there_is_used(system: System) -> Iterator[Problem]:
    """Every store and bucket is used by a service or job."""
    if any(used_is_there(system)):
        return  # a misspelt use would be reported twice
    used = {one for _, _, task in placed.tasks(system) for one in task.uses}
    places: dict[str, Place] = {store: (store,) for store in system.stores}
    places |= {bucket: ("buckets", bucket) for bucket in system.buckets}
    for name, place in places.items():
        if name not in used:
            what = name if name in STORES else f"bucket {name}"
            yield Problem(
                place,
                f"No service and no job uses the {what}, so nothing could reach it.",
                f"Add `uses: [{name}]` to a service or job, or remove it here.",
                on_key=True,
            )


def stores_are_inside(system: System) -> Iterator[Problem]:
    """Stores have isolated subnets to be in, or at least private ones."""
    if system.stores and system.network.innermost == "public":
        yield Problem(
            ("network", "subnets", "isolated"),
            "There are no isolated and no private subnets for the "
            f"{' and the '.join(system.stores)}.",
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


def archived_before_expired(bucket: Bucket) -> Iterator[Problem]:
    """Objects of a bucket expire after they are archived, not before.

    https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
    """
    archive, expire = bucket.archive_days, bucket.expire_days
    if archive and 0 < expire <= archive:
        default = "" if "archive_days" in bucket.model_fields_set else ", the default"
        yield Problem(
            ("expire_days",),
            f"expire_days: {expire} is not after archive_days: {archive}{default}.",
            f"Write expire_days: {archive + 1} or more, or archive_days: 0.",
        )


def pages_that_upload(system: System) -> Iterator[Problem]:
    """A bucket that pages send files to has an edge, whose pages they are."""
    for name, bucket in system.buckets.items():
        if bucket.browser_uploads and system.edge is None:
            yield Problem(
                ("buckets", name, "browser_uploads"),
                "No page could send files: the spec has no edge.",
                "Add the section edge: with a domain, or remove browser_uploads.",
                on_key=True,
            )


CACHE = (Check("CG055", version_of_engine),)

BUCKET = (Check("CG077", archived_before_expired),)

SYSTEM = (
    Check("CG050", used_is_there),
    Check("CG051", there_is_used),
    Check("CG052", stores_are_inside),
    Check("CG056", migration_has_a_database),
    Check("CG069", pages_that_upload),
)
