"""Checks of environments: what is named fits where they are, and gives nothing away."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.spec import tags
from cfngen.spec.arns import misplaced
from cfngen.spec.checks.check import Check
from cfngen.spec.checks.once import listed_once
from cfngen.spec.checks.regions import REGIONS
from cfngen.spec.checks.variables import CREDENTIAL
from cfngen.spec.environment import Environment
from cfngen.spec.source import Place, Problem
from cfngen.spec.system import System


def tags_of_its_own(environment: Environment) -> Iterator[Problem]:
    """An environment's tags are its own, 47 at most, in characters that IAM takes."""
    keys = tuple(environment.tags)
    for key, value in environment.tags.items():
        for text, on_key in ((key, True), (value, False)):
            if wrong := tags.strange(text):
                yield Problem(("tags", key), *wrong, on_key=on_key)
    for position, key in enumerate(keys):
        wrong = tags.refused(key, keys[:position])
        if wrong:
            yield Problem(("tags", key), *wrong, on_key=True)
    wrong = tags.too_many(len(keys))
    if wrong:
        yield Problem(("tags",), *wrong, on_key=True)


def no_secret(environment: Environment) -> Iterator[Problem]:
    """No profile and no tag of an environment looks like a secret."""
    texts: dict[Place, str] = {
        ("tags", key): value for key, value in environment.tags.items()
    }
    for place, text in {**texts, ("profile",): environment.profile or ""}.items():
        if CREDENTIAL.search(text):
            message = "This looks like a secret, and would be read by many."
            yield Problem(place, message, "Remove it; if it was committed, change it.")


def where_they_are(system: System) -> Iterator[Problem]:
    """Role, alarms and topics are of the environment's account, region, partition."""
    for name, environment in system.environments.items():
        region, account = system.region_of(name), environment.account or ""
        for place, arn in arns(environment) if region in REGIONS else ():
            wrong = misplaced(arn, region, account)
            if wrong:
                yield Problem(("environments", name, *place), *wrong)


def arns(environment: Environment) -> Iterator[tuple[Place, str]]:
    """Yield the ARNs of an environment with their places in it."""
    if environment.role:
        yield ("role",), environment.role
    for key in ("rollback_alarms", "notify"):
        for position, arn in enumerate(getattr(environment, key)):
            yield (key, position), arn


ENVIRONMENT = (
    Check("CG038", listed_once),
    Check("CG048", tags_of_its_own),
    Check("CG049", no_secret),
)

SYSTEM = (Check("CG047", where_they_are),)
