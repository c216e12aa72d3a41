"""Which tasks a release touches, and how each of them comes to run a new image."""

from __future__ import annotations

from collections.abc import Mapping

from cfngen.layers.delivery import grants
from cfngen.spec.service import Service
from cfngen.spec.system import System


def green(system: System) -> Mapping[str, Service]:
    """Return the services that CodeDeploy releases: those that take requests."""
    return {n: one for n, one in system.services.items() if system.blue_green(one)}


def rolling(system: System) -> tuple[str, ...]:
    """Return the services that ECS releases, task by task: those that take none."""
    return tuple(name for name in system.services if name not in green(system))


def follows(system: System) -> tuple[str, ...]:
    """Return what is released after the services that take requests: the rest."""
    return (*rolling(system), *system.jobs)


def migrations(system: System) -> tuple[str, ...]:
    """Return the tasks that migrate the database."""
    return tuple(grants.migration(name) for name in grants.migrating(system))
