"""`cfngen data`: take over data that others publish, from downloaded files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfngen.cli.options import chosen, format_option
from cfngen.errors import Exit, InputError
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.spec.ranges import Ranges


@click.group()
def command() -> None:
    """Take over data that others publish, from downloaded files."""


@command.command("cloudflare")
@click.argument(
    "files",
    nargs=-1,
    required=True,
    metavar="FILE...",
    type=click.Path(dir_okay=False, exists=True, path_type=Path),
)
@click.option(
    "--date",
    "day",
    type=click.DateTime(("%Y-%m-%d",)),
    metavar="YYYY-MM-DD",
    help="Day of the download; by default that of the oldest FILE.",
)
@click.option(
    "--check",
    is_flag=True,
    help="Write nothing; exit 1 where the ranges are not those in force.",
)
@format_option
@click.pass_obj
def refresh_cloudflare(
    project: Project,
    files: tuple[Path, ...],
    day: datetime | None,
    check: bool,
    style: str,
) -> Exit:
    """Take Cloudflare's address ranges from FILE, or from two.

    \b
    FILE is what Cloudflare publishes: https://api.cloudflare.com/client/v4/ips
    or both https://www.cloudflare.com/ips-v4 and .../ips-v6. Nothing is fetched.
    What is new and what is gone is shown, and data/cloudflare.json written, from
    which `cfngen generate` then takes them.
    Example: cfngen data cloudflare ips.json
    """
    from cfngen.spec.ranges import published

    chosen(project, ())  # only a project has a use for them
    as_of = day.date() if day else _oldest(files)
    new = published([(file, file.as_posix()) for file in files], as_of.isoformat())
    old = _in_force(project)
    changes = list(_changes(old.every if old else (), new.every))
    for line in changes:
        click.echo(line)
    if check:
        return _told(changes)
    if old is not None:
        _refuse_to_go_back(old, new)
    return _written(project, new, changes)


def _oldest(files: Sequence[Path]) -> date:
    """Return the day, in UTC, on which the oldest of the files was written."""
    return datetime.fromtimestamp(min(f.stat().st_mtime for f in files), UTC).date()


def _in_force(project: Project) -> Ranges | None:
    """Return the ranges that the templates have; None where their file is broken."""
    from cfngen.spec.ranges import in_force

    try:
        return in_force(project)
    except InputError as error:
        click.echo(f"{error.message} So every range is new.", err=True)
        return None


def _refuse_to_go_back(old: Ranges, new: Ranges) -> None:
    """Raise InputError where the ranges are older than those in force."""
    if new.as_of < old.as_of:
        raise InputError(
            f"The files are of {new.as_of}, and the ranges in force of {old.as_of}.",
            "Download them again, or say when that was: --date YYYY-MM-DD.",
        )


def _changes(old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    """Yield a line for each range that is new or gone."""
    yield from (f"+ {one}" for one in new if one not in old)
    yield from (f"- {one}" for one in old if one not in new)


def _told(changes: Sequence[str]) -> Exit:
    """Say whether the ranges in force are those of the files."""
    if not changes:
        click.echo("The ranges in force are Cloudflare's.")
        return Exit.OK
    click.echo("run: cfngen data cloudflare, and then cfngen generate")
    return Exit.FAILED


def _written(project: Project, new: Ranges, changes: Sequence[str]) -> Exit:
    """Write the project's file and say what was done."""
    from cfngen.params import save

    path = project.cloudflare()
    done = "written" if save(path, new.text()) else "unchanged"
    count = f"{len(new.ipv4)} IPv4 and {len(new.ipv6)} IPv6 ranges of {new.as_of}"
    click.echo(f"{project.shown(path)} {done}: {count}")
    click.echo("run: cfngen generate" if changes else "No range has changed.")
    return Exit.OK
