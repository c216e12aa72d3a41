"""What `plan` and `deploy` share: the options of how a plan is made."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cfngen.cli.targeting import pair
from cfngen.errors import PreviewRejected

if TYPE_CHECKING:
    from cfngen.plan.inputs.order import Order
    from cfngen.plan.plan import Plan

Command = TypeVar("Command", bound=Callable[..., Any])

PATIENCE = 3600
"""Seconds that --wait waits where it is not told how many."""

set_option = click.option(
    "--set",
    "given",
    metavar="NAME=VALUE",
    multiple=True,
    help="Give a parameter in place of the parameter file; may be repeated.",
)
allow_option = click.option(
    "--allow-replace",
    "allowed",
    metavar="PATH",
    multiple=True,
    help="Consent to what one change loses, by its path; may be repeated.",
)
full_option = click.option(
    "--require-full",
    "full",
    is_flag=True,
    help="Take no plan in which nested stacks could not be evaluated.",
)
wait_option = click.option(
    "--wait",
    "patience",
    metavar="[SECONDS]",
    type=click.FloatRange(min=0),
    is_flag=False,
    flag_value=PATIENCE,
    default=0,
    help="Wait while somebody else is at work on the stack, an hour at most.",
)
take_over_option = click.option(
    "--take-over",
    is_flag=True,
    help="Go on although somebody else's change set would be deleted.",
)

iam_option = click.option(
    "--no-iam", is_flag=True, help="Refuse templates that make anything of IAM."
)


def planning_options(command: Command) -> Command:
    """Give a command all of them: given, allowed, full, patience, take_over, no_iam."""
    options = (set_option, allow_option, full_option, wait_option, take_over_option)
    for option in reversed((*options, iam_option)):
        command = option(command)
    return command


def pairs(given: tuple[str, ...]) -> dict[str, str]:
    """Return the parameters of --set by name; raises BadParameter for what is none."""
    return dict(pair(text, "--set", "NAME=VALUE") for text in given)


def refuse_named(order: Order, no_iam: bool) -> None:
    """Raise NeedsHuman for resources of IAM where somebody wants none."""
    from cfngen.plan.inputs.capabilities import causes, refuse_iam

    if no_iam:
        refuse_iam(causes(order.files))


def refuse_shallow(plan: Plan, full: bool) -> None:
    """Raise PreviewRejected for a shallow plan where only a full one will do."""
    if full and plan.shallow:
        raise PreviewRejected(
            f"--require-full: nested stacks were not evaluated. {plan.shallow}",
            "Nothing was touched. Without --require-full, the plan tells what it can.",
        )
