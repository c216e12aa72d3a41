"""`cfngen bootstrap`: prepare a region of an account, once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from cfngen.cli.connecting import cloud_of, here
from cfngen.cli.targeting import ACCOUNT, PROFILE, ROLE, RUNNING, loopback, said
from cfngen.errors import Exit, NeedsHuman

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud
    from cfngen.operate.bootstrap import Bootstrap


@click.command()
@click.option(
    "--region",
    metavar="NAME",
    default="",
    callback=said,
    help="The region to prepare.",
)
@ACCOUNT
@PROFILE
@ROLE
@RUNNING
@click.option(
    "--print", "printed", is_flag=True, help="Print the template and do nothing."
)
@click.pass_context
def command(
    context: click.Context,
    region: str,
    account: str,
    profile: str,
    role: str,
    endpoint_url: str,
    printed: bool,
) -> Exit:
    """Prepare a region: make the bucket that templates go to.

    \b
    Once for each account and region; again, it brings the bucket to what this
    version of cfngen asks for, or says that there is nothing to do.
    Example: cfngen bootstrap --region eu-west-1
    Example: cfngen bootstrap --print
    """
    if printed:
        from cfngen.bootstrap import template

        click.echo(template(), nl=False)
        return Exit.OK
    if not region:
        raise click.UsageError("Say which region: --region NAME.")
    from cfngen.operate.bootstrap import Todo, considered
    from cfngen.render.standing.bootstrapping import intention

    _refuse_misread({"region": region, "account": account, "role": role})
    endpoint = loopback(endpoint_url) if endpoint_url else ""
    cloud = cloud_of(context, region, endpoint, profile)
    if account and not endpoint:  # an emulator's account is made up
        _refuse_other_account(cloud, account)
    found = considered(cloud, role, profile)
    click.echo(f"Account {cloud.who.account}, {intention(found, region)}", err=True)
    if found.todo is Todo.NOTHING:
        click.echo(found.bucket)
        return Exit.OK
    said = {"--profile": profile, "--role": role, "--endpoint-url": endpoint}
    flags = [f" {flag} {value}" for flag, value in said.items() if value]
    again = f"cfngen bootstrap --region {region}{''.join(flags)}"
    return _carried_out(context, cloud, found, again)


def _refuse_misread(given: Mapping[str, str]) -> None:
    """Raise BadParameter for a flag that is not of its form; empty is not given."""
    from cfngen.plan.inputs.merging import FORMS

    for name, text in given.items():
        form = FORMS[name]
        if text and re.fullmatch(form.pattern, text) is None:
            raise click.BadParameter(
                f"{text!r} is not {form.noun}. Write {form.words}.",
                param_hint=f"--{name}",
            )


def _refuse_other_account(cloud: Cloud, account: str) -> None:
    """Raise NeedsHuman where the credentials are of another account."""
    who = cloud.who
    if who.account != account:
        raise NeedsHuman(
            f"Your credentials lead to account {who.account}, as {who.arn}, and not to "
            f"{account}. Nothing was touched.",
            f"Say --profile NAME, or set AWS_PROFILE, to a profile of {account}.",
        )


def _carried_out(
    context: click.Context, cloud: Cloud, found: Bootstrap, again: str
) -> Exit:
    """Do it and say how it ended; `again` is this very command."""
    from cfngen.deploy.interrupts import terminations
    from cfngen.operate.bootstrap import carry_out, good
    from cfngen.render.standing.bootstrapping import ended

    with terminations():
        done = carry_out(found, here(cloud, context))
    if done.detached:
        click.echo("Interrupted here; it goes on by itself.", err=True)
        click.echo(f"Run: {again}", err=True)
        return Exit.RUNNING
    click.echo(ended(done), err=True)
    if not good(done):
        return Exit.FAILED
    click.echo(found.bucket)
    return Exit.OK
