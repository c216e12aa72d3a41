"""Where a command gets its cloud, its clock and its voice from."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from cfngen.cli.options import coloured
from cfngen.cli.streams import OutputLost

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud
    from cfngen.plan.at import At, Report
    from cfngen.plan.waiting import Clock

    Connect = Callable[[str, str, str], Cloud]

OUTSIDE = "cfngen.outside"
"""Where the context keeps what is outside."""


@dataclass(frozen=True)
class Outside:
    """What is outside of the project: the cloud, by region, endpoint and profile, and
    the clock. Tests bring their own."""

    connect: Connect
    clock: Clock


def cloud_of(
    context: click.Context, region: str, endpoint: str = "", profile: str = ""
) -> Cloud:
    """Return the cloud of a region, or the emulator where there is an endpoint.

    Raises CloudUnreachable without credentials or network.
    """
    return _outside(context).connect(region, endpoint, profile)


def _outside(context: click.Context) -> Outside:
    """Return what tests have brought, or else AWS and the machine's clock."""
    brought = context.meta.get(OUTSIDE)
    if isinstance(brought, Outside):
        return brought
    from cfngen.cloud.aws import open_cloud
    from cfngen.plan.waiting import SystemClock

    return Outside(open_cloud, SystemClock())


def here(cloud: Cloud, context: click.Context) -> At:
    """Return the cloud with a voice of plain lines on stderr."""
    return _at(cloud, context, _plain())


@contextmanager
def watching(
    cloud: Cloud,
    context: click.Context,
    json: bool = False,
    expected: Mapping[str, frozenset[str]] | None = None,
) -> Iterator[At]:
    """Yield the cloud with a live tree on a terminal, and plain lines elsewhere.

    With `json`, what happens goes to stdout as a line of JSON each. `expected` are the
    paths of what is going to be touched, by stack, where somebody knows.
    """
    from cfngen.render.running import live

    clock = _outside(context).clock
    colour = coloured(sys.stderr)
    with live.shown(sys.stderr, colour, clock, json, expected) as report:
        try:
            yield _at(cloud, context, report)
        except OutputLost as lost:
            lost.add_note("What CloudFormation has begun goes on by itself.")
            raise


def _at(cloud: Cloud, context: click.Context, report: Report) -> At:
    """Return a cloud with a voice and the pace that suits it."""
    from cfngen.plan.at import At
    from cfngen.plan.waiting import pace_for

    clock = _outside(context).clock
    return At(cloud, report, clock, pace_for(cloud.endpoint))


def _plain() -> Report:
    """Return what prints each report on stderr as it comes."""
    from cfngen.render.running.progress import lines

    colour = coloured(sys.stderr)

    def report(progress: object) -> None:
        for line in lines(progress, colour):
            click.echo(line, err=True, color=colour)

    return report


@contextmanager
def endpoint_of(local: bool, running: str) -> Iterator[str]:
    """Yield the address of an emulator, of our own where `local`; empty for AWS."""
    if not local:
        yield running
        return
    from cfngen.local import emulator

    with emulator() as started:
        click.echo(f"Emulator: {started.endpoint}", err=True)
        yield started.endpoint
