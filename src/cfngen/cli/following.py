"""`cfngen events --follow`: events as they come, until the operation has ended."""

from __future__ import annotations

import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from cfngen.cli.connecting import here
from cfngen.cli.options import coloured
from cfngen.errors import CloudUnreachable, Exit

if TYPE_CHECKING:
    from collections.abc import Callable

    from cfngen.cli.standing import Standing
    from cfngen.cloud.values import Stack
    from cfngen.deploy.progress import Step
    from cfngen.plan.at import At

GONE = "DELETE_COMPLETE"


def followed(
    context: click.Context, at: Standing, root: Stack, failed: bool, as_json: bool
) -> Exit:
    """Print what happens on stdout, from its beginning; return how it has ended.

    Where nothing goes on, that is the last operation. Ctrl-C ends the following and
    nothing else. Raises CloudUnreachable when the cloud does not answer for long.
    """
    from cfngen.deploy.ending import lost
    from cfngen.deploy.interrupts import terminations
    from cfngen.deploy.progress import Step

    there, say = here(at.cloud, context), _teller(as_json)

    def report(progress: object) -> None:
        if not isinstance(progress, Step):
            there.report(progress)
        elif progress.failed or not failed:
            say(progress)

    try:
        with terminations():
            ended = _ended(root, replace(there, report=report))
    except KeyboardInterrupt:
        click.echo(f"{root.name}: not followed any more; what goes on does.", err=True)
        return Exit.INTERRUPTED
    except CloudUnreachable as error:
        raise lost(error, at.commands) from error
    return _outcome(at, ended, as_json)


def _ended(root: Stack, there: At) -> Stack:
    """Report what goes on, or what was done last; return the stack as it is then.

    Of an operation of long ago there may be no events any more: none are waited for.
    """
    from cfngen.deploy.follow import attached, follow
    from cfngen.operate.events import last_episode, steps_of
    from cfngen.plan.states import running

    if running(root.status):
        return follow(root, attached(there.cloud, root), there)
    last = last_episode(root, there)
    for step in steps_of(root, last, there) if last else ():
        there.report(step)
    return root


def _teller(as_json: bool) -> Callable[[Step], None]:
    """Return what prints a step on stdout at once: as lines, or a line of JSON."""
    from cfngen.render.running import json as eventsjson
    from cfngen.render.standing.events import Dated

    colour, dated = coloured(sys.stdout), Dated()

    def say(step: Step) -> None:
        told = [eventsjson.line(step)] if as_json else dated.lines(step, colour)
        for line in told:
            click.echo(line, color=colour)

    return say


def _outcome(at: Standing, ended: Stack, as_json: bool) -> Exit:
    """Say how the operation has ended, and return the exit code of that."""
    from cfngen.plan.states import GOOD
    from cfngen.render.running import json as eventsjson
    from cfngen.render.running.spoken import spoken

    good = ended.status in GOOD or ended.status == GONE
    exit = Exit.OK if good else Exit.FAILED
    if as_json:
        click.echo(eventsjson.ended(ended, exit))
    else:
        reason = "" if good else spoken(ended.reason)
        click.echo(f"{ended.name}: {ended.status}. {reason}".rstrip(), err=True)
    if not good:
        click.echo(f"Run: {at.command('status')}", err=True)
    return exit
