"""`cfngen plan`: what a deployment would do, and what it would lose."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

import click

from cfngen.cli.connecting import cloud_of, endpoint_of, here
from cfngen.cli.options import STYLE, chosen_environment, coloured, columns
from cfngen.cli.planning import pairs, planning_options, refuse_named, refuse_shallow
from cfngen.cli.targeting import endpoint_options, target_options
from cfngen.errors import Exit, InputError

if TYPE_CHECKING:
    from cfngen.plan.at import At
    from cfngen.plan.inputs.flags import Flags
    from cfngen.plan.inputs.order import Order
    from cfngen.plan.plan import Plan


@click.command()
@click.argument("system")
@click.argument("environment")
@planning_options
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Keep the plan in a file, and its change set, to deploy exactly that.",
)
@click.option("--json", is_flag=True, help="Write the plan as JSON.")
@click.option("--markdown", is_flag=True, help="Write it as a comment on GitHub.")
@click.option(
    "-v", "--verbose", is_flag=True, help="Show what most likely does not change."
)
@click.option(
    "--detailed-exitcode",
    is_flag=True,
    help="Return 3 for changes, 4 where one of them is blocked.",
)
@target_options
@endpoint_options
@click.pass_context
def command(
    context: click.Context,
    system: str,
    environment: str,
    given: tuple[str, ...],
    allowed: tuple[str, ...],
    out: Path | None,
    json: bool,
    markdown: bool,
    verbose: bool,
    detailed_exitcode: bool,
    full: bool,
    patience: float,
    take_over: bool,
    no_iam: bool,
    flags: Flags,
    local: bool,
    endpoint_url: str,
) -> Exit:
    """Show what a deployment of SYSTEM to ENVIRONMENT would do.

    \b
    It changes nothing: the change set is deleted again, unless --out keeps it.
    Without AWS, see: cfngen diff SYSTEM ENVIRONMENT --against REV
    Example: cfngen plan nextjs prod --set WebImageTag=v2
    """
    from cfngen.plan.inputs.prepare import prepare
    from cfngen.plan.making import make

    if json and markdown:
        raise click.UsageError("Give --json or --markdown, not both.")
    if local and out:
        raise click.UsageError("--local ends its emulator, and --out needs it later.")
    style = "json" if json else "markdown" if markdown else "text"
    context.meta[STYLE] = "json" if json else "text"
    chosen_environment(context.obj, system, environment)
    order = prepare(context.obj, system, environment, pairs(given), flags)
    refuse_named(order, no_iam)
    with _there(context, order, local, endpoint_url) as at:
        consent = frozenset(allowed)
        plan = make(order, at, consent, take_over=take_over, patience=patience)
        with _kept_only(plan, at, out):
            click.echo(_rendered(plan, style, verbose), nl=False)
            refuse_shallow(plan, full)
        return _exit(plan, detailed_exitcode)


@contextmanager
def _there(context: click.Context, order: Order, local: bool, url: str) -> Iterator[At]:
    """Yield the cloud of the order, or the emulator."""
    with endpoint_of(local, url) as endpoint:
        target = order.target
        cloud = cloud_of(context, target.region, endpoint, target.profile)
        yield here(cloud, context)


@contextmanager
def _kept_only(plan: Plan, at: At, out: Path | None) -> Iterator[None]:
    """Write the plan to a file when all goes well, and else leave nothing behind.

    A reader that has gone away, Ctrl-C and a full disk count as well.
    """
    from cfngen.plan.changeset.lifecycle import discard

    kept = False
    try:
        yield
        if out:
            _write(plan, out)
            kept = True
            _lead_on(plan, at, out)
    finally:
        if not kept:
            discard(plan, at)


def _write(plan: Plan, out: Path) -> None:
    """Write the plan file, for its owner only."""
    from cfngen import atomic
    from cfngen.plan.saved import written

    try:
        atomic.replace(out, written(plan).encode(), private=True)
    except OSError as error:
        raise InputError(
            f"--out: {out} cannot be written: {error.strerror}.",
            "Nothing was touched, and the change set is deleted.",
        ) from error


def _lead_on(plan: Plan, at: At, out: Path) -> None:
    """Say where the plan is, and what to do with it."""
    from cfngen.plan.commands import commands_of

    click.echo(f"Plan: {out}", err=True)
    if plan.blocked:
        click.echo("cfngen deploy refuses it: something is blocked.", err=True)
    else:
        run = commands_of(plan.order, at).run("deploy", f"--plan {quote(str(out))}")
        click.echo(f"Carry it out: {run}", err=True)


def _rendered(plan: Plan, style: str, verbose: bool) -> str:
    """Return the plan in a style; only the form that is asked for is imported."""
    match style:
        case "json":
            from cfngen.render.plan import json as planjson

            return planjson.render(plan)
        case "markdown":
            from cfngen.render.plan import markdown as planmarkdown

            return planmarkdown.render(plan)
        case _:
            from cfngen.render.plan import text

            width = columns(sys.stdout, text.COLUMNS)
            return text.render(plan, coloured(sys.stdout), width, verbose)


def _exit(plan: Plan, detailed: bool) -> Exit:
    """Return the exit code: what was found, where somebody asks for it."""
    if not detailed or plan.empty:
        return Exit.OK
    return Exit.NEEDS_HUMAN if plan.blocked else Exit.CHANGES
