"""Checks of names: what AWS would refuse or cut, and what two things would share."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from cfngen.naming import ENVIRONMENT_LIMIT, PHYSICAL_NAME_LIMIT, logical
from cfngen.spec.checks import placed
from cfngen.spec.checks.check import Check
from cfngen.spec.checks.regions import REGIONS, TWO_ZONES
from cfngen.spec.source import Place, Problem, dotted
from cfngen.spec.system import System
from cfngen.spec.wording import close

TAKEN = (
    *("alb", "load-balancer", "endpoints", "database", "cache", "access-log"),
    *("template", "alarm-database-free", "cache-node-1", "cache-node-2"),
    *("cache-node-3", "cache-node-4", "cache-node-5", "cache-node-6"),
)
"""What has ports, alarms and settings of its own, named after itself."""

ENDINGS = ("min", "max", "migration", "migrate", "green", "replica", "with-key")
"""Words in names: the setting WebMinTasks could be of web or of web-min."""

KEPT: Mapping[str, str] = {
    "sg-": "security groups",
    "sthree-": "buckets",
    "amzn-s3-demo-": "buckets",
}
"""How names of whose kind must not begin; CloudFormation puts the stack's name first:
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSecurityGroup.html
https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html
"""


def region_exists(system: System) -> Iterator[Problem]:
    """Every region is one of AWS's."""
    regions = dict(placed.regions(system))
    if system.recovery:
        regions["recovery", "region"] = system.recovery.region
    for place, region in regions.items():
        if region not in REGIONS:
            yield Problem(
                place,
                f"There is no region '{region}', or cfn-lint does not know it yet.",
                close(region, REGIONS, "Write a region such as us-east-1."),
            )


def zones_exist(system: System) -> Iterator[Problem]:
    """Every region has as many availability zones as the network spans."""
    for place, region in placed.regions(system):
        if region in TWO_ZONES and system.network.zones > 2:
            yield Problem(
                place,
                f"The network spans 3 availability zones; {region} has 2.",
                "Write another region, or two subnets to a tier.",
            )


def distinct_in_templates(system: System) -> Iterator[Problem]:
    """No two things have the same name in templates, as web-1 and web1 would.

    Services, jobs, buckets, and sidecars by the names of their images.
    """
    first: dict[str, tuple[Place, str]] = {}
    for place, name in placed.names(system):
        where, known = first.setdefault(logical(name), (place, name))
        if where == place:
            continue
        message = f"'{name}' and '{known}' are both {logical(name)} in templates."
        if known == name:
            message = f"'{name}' is taken: {dotted(where)} has that name in templates."
        yield Problem(place, message, "Rename one of them.", on_key=True)


def not_taken(system: System) -> Iterator[Problem]:
    """Nothing bears a name that templates use for something else, such as database."""
    taken = set(map(logical, TAKEN))
    for place, name in placed.names(system):
        if logical(name) in taken:
            yield Problem(
                place,
                f"'{name}' is taken: {logical(name)} is another thing in templates.",
                f"Rename it, for instance app-{name}.",
                on_key=True,
            )


def own_settings(system: System) -> Iterator[Problem]:
    """Nothing has another's name and a word such as min, max or migration after it."""
    known = {name for _, name in placed.names(system)}
    for place, name in placed.names(system):
        for ending in ENDINGS:
            other = name.removesuffix(f"-{ending}")
            if other != name and other in known:
                yield Problem(
                    place,
                    f"What belongs to '{name}' and to '{other}' would have the same "
                    "names.",
                    f"Rename it, so that it does not end in -{ending}.",
                    on_key=True,
                )


def rules_apart(system: System) -> Iterator[Problem]:
    """No two services have a name and port that read alike: api 28080, api2 8080."""
    first: dict[str, str] = {}
    for name, service in system.services.items():
        known = first.setdefault(f"{logical(name)}{service.entry_port or ''}", name)
        if known != name and logical(known) != logical(name):
            yield Problem(
                ("services", name),
                f"'{name}' and '{known}' with their ports are both "
                f"{logical(name)}{service.entry_port or ''} in templates.",
                "Rename one of them, or take another port.",
                on_key=True,
            )


def not_kept(system: System) -> Iterator[Problem]:
    """The system's name does not begin as AWS lets no name begin, such as sg-."""
    for start, whose in KEPT.items():
        if f"{system.system}-".startswith(start):
            yield Problem(
                ("system",),
                f"Names of {whose} cannot begin with {start}, and those of this system "
                "would.",
                f"Rename it and its file, for instance app-{system.system}.",
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
    Check("CG016", rules_apart),
    Check("CG029", zones_exist),
    Check("CG086", not_kept),
)
