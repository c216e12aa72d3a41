"""Checks of names: what AWS would refuse or cut, and what two things would share."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.naming import ENVIRONMENT_LIMIT, PHYSICAL_NAME_LIMIT, logical
from cfngen.spec.checks.check import Check
from cfngen.spec.checks.regions import REGIONS
from cfngen.spec.source import Problem
from cfngen.spec.system import System
from cfngen.spec.wording import close

TAKEN = ("alb", "database", "cache")
"""What has a security group, alarms and settings of its own, named after itself."""

ENDINGS = ("min", "max", "migration")
"""Words in the names of settings: WebMinTasks could be of web or of web-min."""


def region_exists(system: System) -> Iterator[Problem]:
    """The region is one of AWS's."""
    if system.region not in REGIONS:
        yield Problem(
            ("region",),
            f"There is no region '{system.region}', or cfn-lint does not know it yet.",
            close(system.region, REGIONS, "Write a region such as us-east-1."),
        )


def distinct_in_templates(system: System) -> Iterator[Problem]:
    """No two services have the same name in templates, as web-1 and web1 would."""
    first: dict[str, str] = {}
    for name in system.services:
        known = first.setdefault(logical(name), name)
        if known != name:
            yield Problem(
                ("services", name),
                f"'{name}' and '{known}' are both {logical(name)} in templates.",
                "Rename one of them.",
                on_key=True,
            )


def not_taken(system: System) -> Iterator[Problem]:
    """No service bears the name of the load balancer or of a store."""
    for name in system.services:
        if name in TAKEN:
            yield Problem(
                ("services", name),
                f"'{name}' is taken: {logical(name)} is another thing in templates.",
                f"Rename it, for instance {name}-service.",
                on_key=True,
            )


def own_settings(system: System) -> Iterator[Problem]:
    """No service has another's name and min, max or migration after it."""
    for name in system.services:
        other, _, ending = name.rpartition("-")
        if ending in ENDINGS and other in system.services:
            yield Problem(
                ("services", name),
                f"Settings of '{name}' and '{other}' would have the same names.",
                f"Rename it, so that it does not end in -{ending}.",
                on_key=True,
            )


def short_enough(system: System) -> Iterator[Problem]:
    """The name of a service in an environment is short enough for AWS."""
    for name in system.services:
        length = len(system.system) + ENVIRONMENT_LIMIT + len(name) + 2
        if length > PHYSICAL_NAME_LIMIT:
            yield Problem(
                ("services", name),
                f"{system.system}-<environment>-{name} takes up to {length} characters "
                f"({ENVIRONMENT_LIMIT} for the environment); {PHYSICAL_NAME_LIMIT} are "
                "possible.",
                f"Shorten the name by {length - PHYSICAL_NAME_LIMIT}.",
                on_key=True,
            )


SYSTEM = (
    Check("CG011", region_exists),
    Check("CG012", distinct_in_templates),
    Check("CG013", not_taken),
    Check("CG014", short_enough),
    Check("CG015", own_settings),
)
