"""Checks of monitoring and delivery: there is something to watch and to release."""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.spec.checks.check import Check
from cfngen.spec.source import Problem
from cfngen.spec.system import System


def something_to_watch(system: System) -> Iterator[Problem]:
    """Monitoring has something to watch."""
    watched = (system.edge, system.services, system.database, system.cache)
    if system.monitoring and not any(watched):
        yield Problem(
            ("monitoring",),
            "There is nothing to watch: no edge, no service, no store.",
            "Add what is to be watched, or remove the section.",
            on_key=True,
        )


def something_to_release(system: System) -> Iterator[Problem]:
    """Delivery has a service to release."""
    if system.delivery and not system.services:
        yield Problem(
            ("delivery",),
            "There is nothing to release: no service.",
            "Add services, or remove the section.",
            on_key=True,
        )


SYSTEM = (
    Check("CG070", something_to_watch),
    Check("CG071", something_to_release),
)
