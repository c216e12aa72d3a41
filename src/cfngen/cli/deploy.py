"""`cfngen deploy`: bring a stack to what the templates and parameters say."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cfngen.cli.confirming import agreed
from cfngen.cli.connecting import cloud_of, endpoint_of, here, watching
from cfngen.cli.options import chosen_environment, coloured, columns
from cfngen.cli.planning import pairs, planning_options, refuse_named, refuse_shallow
from cfngen.cli.saving import only_cleared, plan_of, refuse_others
from cfngen.cli.targeting import endpoint_options, target_options
from cfngen.errors import Exit, InputError, NeedsHuman

if TYPE_CHECKING:
    from cfngen.deploy.outcome import Outcome
    from cfngen.plan.at import At
    from cfngen.plan.inputs.flags import Flags
    from cfngen.plan.inputs.order import Order
    from cfngen.plan.plan import Plan
    from cfngen.project import Project
    from cfngen.spec.causes import Causes


@dataclass(frozen=True)
class Manner:
    """How somebody wants to deploy: unasked, strictly, with whole plans only.

    `temporary` is an emulator that ends with us, `saved` the plan of a file.
    """

    yes: bool
    strict: bool
    json: bool
    full: bool
    temporary: bool
    saved: bool


@click.command()
@click.argument("system")
@click.argument("environment")
@planning_options
@click.option("--yes", is_flag=True, help="Deploy without asking.")
@click.option(
    "--plan",
    "file",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Deploy exactly what cfngen plan --out has written.",
)
@click.option("--strict", is_flag=True, help="Return 1 for what could not be deleted.")
@click.option("--json", is_flag=True, help="Write what happens as lines of JSON.")
@target_options
@endpoint_options
@click.pass_context
def command(
    context: click.Context,
    system: str,
    environment: str,
    given: tuple[str, ...],
    allowed: tuple[str, ...],
    yes: bool,
    file: Path | None,
    strict: bool,
    json: bool,
    full: bool,
    patience: float,
    take_over: bool,
    no_iam: bool,
    flags: Flags,
    local: bool,
    endpoint_url: str,
) -> Exit:
    """Deploy the templates of SYSTEM with what ENVIRONMENT sets.

    \b
    Shows the plan, asks, and carries it out; on an emulator it does not ask.
    Events go to stderr, the outputs of the stack to stdout.
    Example: cfngen deploy nextjs dev --local --set WebImageTag=v2
    """
    from cfngen.deploy.interrupts import terminations
    from cfngen.plan.inputs.prepare import prepare
    from cfngen.plan.making import make
    from cfngen.plan.saved import verified

    chosen_environment(context.obj, system, environment)
    if file and (given or allowed):
        raise click.UsageError("--plan brings its own parameters and consents.")
    saved = plan_of(file, system, environment) if file else None
    if saved:
        refuse_others(saved, context.obj)
    order = (
        saved.order
        if saved
        else prepare(context.obj, system, environment, pairs(given), flags)
    )

    refuse_named(order, no_iam)

    def planned(at: At) -> Plan:
        if saved:
            return verified(saved, at)
        consent = frozenset(allowed)
        return make(order, at, consent, take_over=take_over, patience=patience)

    manner = Manner(yes, strict, json, full, local, saved is not None)
    with terminations(), endpoint_of(local, endpoint_url) as endpoint:
        return _deployed(context, order, endpoint, planned, manner)


def _deployed(
    context: click.Context,
    order: Order,
    endpoint: str,
    planned: Callable[[At], Plan],
    manner: Manner,
) -> Exit:
    """Plan, ask, carry out, and say how it ended; return the exit code."""
    from cfngen.deploy.outcome import Result

    target = order.target
    cloud = cloud_of(context, target.region, endpoint, target.profile)
    at = here(cloud, context)
    outcome = _once(context, planned(at), at, manner)
    if outcome.result is Result.CLEARED:
        # What a failed create had left is gone; now the stack can be made.
        if manner.saved:
            raise only_cleared(order, at)
        outcome = _once(context, planned(at), at, manner)
    return _explained(outcome, manner)


def _once(context: click.Context, plan: Plan, at: At, manner: Manner) -> Outcome:
    """Carry a plan out that somebody has agreed to, and return how it ended."""
    from cfngen.deploy.run import carry_out

    _consented(plan, at, manner)
    causes = _causes(context.obj, plan.order.system)
    with watching(at.cloud, context, manner.json, plan.expected) as seen:
        return carry_out(plan, seen, causes, _asked if sys.stdin.isatty() else None)


def _consented(plan: Plan, at: At, manner: Manner) -> None:
    """Show the plan and return if it may be carried out.

    Whatever keeps it from that takes the change set away, Ctrl-C too; that of a saved
    plan stays, for whoever says yes to it later.
    """
    from cfngen.plan.changeset.lifecycle import discard

    try:
        if not plan.empty or plan.husk:
            _show(plan)
        refuse_shallow(plan, manner.full)
        _refuse_blocked(plan)
        if (not plan.empty or plan.husk) and not at.cloud.endpoint:
            region, account = at.cloud.region, at.cloud.who.account
            there = f"{plan.order.stack} in {region} of account {account}"
            agreed(f"Deploy {there}?", manner.yes)
    except BaseException:
        if not manner.saved:
            discard(plan, at)
        raise


def _show(plan: Plan) -> None:
    """Print the plan on stderr."""
    from cfngen.render.plan import text

    width = columns(sys.stderr, text.COLUMNS)
    shown = text.render(plan, coloured(sys.stderr), width)
    click.echo(shown, nl=False, err=True)


def _refuse_blocked(plan: Plan) -> None:
    """Raise NeedsHuman for changes that take data along and that nobody has named."""
    if plan.blocked:
        count = len(plan.blocked)
        paths = [one.path for one in plan.blocked if one.lost]
        consent = " ".join(f"--allow-replace {path}" for path in paths)
        raise NeedsHuman(
            f"{count} change{'s' if count > 1 else ''} would take data along or break "
            "others. Nothing was touched.",
            f"Change the templates, or consent: {consent}"
            if consent
            else "Change the templates; AWS would refuse this in the middle of it.",
        )


def _causes(project: Project, system: str) -> Causes | None:
    """Return what finds the lines of the spec; None for a spec that is gone or wrong.

    A plan file is carried out whatever the spec says by now.
    """
    from cfngen.spec.causes import Causes, source_of
    from cfngen.spec.load import load

    try:
        return Causes(load(project, system), source_of(project, system))
    except InputError:
        return None


def _asked(question: str) -> bool:
    """Put a question to whoever sits at the terminal; no answer is no."""
    try:
        return click.confirm(question, err=True)
    except click.Abort:
        return False


def _explained(outcome: Outcome, manner: Manner) -> Exit:
    """Print how it ended on stderr and the outputs on stdout; return the exit code."""
    from cfngen.render.running import json as eventsjson
    from cfngen.render.running.outcome import lines, outputs

    for line in lines(outcome, temporary=manner.temporary):
        click.echo(line, err=True)
    exit = _exit(outcome, manner)
    if manner.json:
        click.echo(eventsjson.final(outcome, exit))
    elif outcome.good:
        click.echo(outputs(outcome.stack.outputs), nl=False)
    return exit


def _exit(outcome: Outcome, manner: Manner) -> Exit:
    """Return the exit code, as strict as somebody wants it."""
    if manner.temporary and outcome.exit == Exit.RUNNING:
        return Exit.INTERRUPTED  # nothing goes on: the emulator ends with us
    return outcome.strict_exit if manner.strict else outcome.exit
