"""`cfngen bootstrap`: prepare a region of an account, once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cfngen.cli.connecting import cloud_of, here
from cfngen.cli.targeting import PROFILE, ROLE, RUNNING, loopback, said
from cfngen.errors import Exit

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

    endpoint = loopback(endpoint_url) if endpoint_url else ""
    cloud = cloud_of(context, region, endpoint, profile)
    found = considered(cloud, role)
    click.echo(f"Account {cloud.who.account}, {intention(found, region)}", err=True)
    if found.todo is Todo.NOTHING:
        click.echo(found.bucket)
        return Exit.OK
    return _carried_out(context, cloud, found)


def _carried_out(context: click.Context, cloud: Cloud, found: Bootstrap) -> Exit:
    """Do it and say how it ended."""
    from cfngen.operate.bootstrap import carry_out, good
    from cfngen.render.standing.bootstrapping import ended

    done = carry_out(found, here(cloud, context))
    if done.detached:
        click.echo("Interrupted here; it goes on by itself.", err=True)
        click.echo(f"Run: cfngen bootstrap --region {cloud.region}", err=True)
        return Exit.RUNNING
    click.echo(ended(done), err=True)
    if not good(done):
        return Exit.FAILED
    click.echo(found.bucket)
    return Exit.OK
