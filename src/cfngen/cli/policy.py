"""`cfngen policy`: the least that whoever deploys an environment has to be allowed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from cfngen.cli.options import chosen_environment, load_systems
from cfngen.cli.targeting import said
from cfngen.errors import Exit
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.permissions import Place, Policy, Scope


@click.command()
@click.argument("system")
@click.argument("environment")
@click.option(
    "--for",
    "scope",
    type=click.Choice(("deployer", "role")),
    default="deployer",
    show_default=True,
    help="Of whoever runs cfngen, or of the role that CloudFormation takes on.",
)
@click.option(
    "--account",
    metavar="ID",
    default="",
    callback=said,
    help="Where it is deployed.",
)
@click.option(
    "--role",
    metavar="ARN",
    default="",
    callback=said,
    help="CloudFormation's role.",
)
@click.option(
    "--bucket",
    metavar="NAME",
    default="",
    callback=said,
    help="Bucket of the templates.",
)
@click.option(
    "--no-delete-data", "keep_data", is_flag=True, help="Nothing may delete data."
)
@click.option("--explain", is_flag=True, help="Show what needs each action instead.")
@click.option(
    "--format",
    "form",
    type=click.Choice(("json", "text")),
    help="json for IAM, text for people; text with --explain, json otherwise.",
)
@click.pass_obj
def command(
    project: Project,
    system: str,
    environment: str,
    scope: Scope,
    account: str,
    role: str,
    bucket: str,
    keep_data: bool,
    explain: bool,
    form: str | None,
) -> Exit:
    """Print the least IAM policy to deploy SYSTEM to ENVIRONMENT.

    \b
    Nothing is asked of AWS: it is worked out from what is committed. Where it is
    too long for one document, a list of documents is printed.
    Example: cfngen policy nextjs prod > policy.json
    Example: cfngen policy nextjs prod --explain
    """
    from cfngen.permissions import Place, policy
    from cfngen.plan.inputs.flags import Flags
    from cfngen.plan.inputs.prepare import reviewed
    from cfngen.plan.inputs.target import target
    from cfngen.resolve import committed

    chosen_environment(project, system, environment)
    loaded = load_systems(project, (system,))[system]
    reviewed(project, system, loaded)
    model = committed(project, loaded, environment)
    flags = Flags(account=account, role=role, bucket=bucket)
    at = target(project, loaded, environment, model.given, flags)
    place = Place(at.account, at.bucket, at.role)
    found = policy(model, place, scope, keep_data)
    click.echo(_rendered(found, explain, form), nl=False)
    _tell(found, place, scope)
    return Exit.OK


def _rendered(found: Policy, explain: bool, form: str | None) -> str:
    """Return the policy, or the reasons for it, in a form."""
    from cfngen.render import policy as render

    if explain:
        as_json = form == "json"
        return render.explained_json(found) if as_json else render.explained(found)
    return render.as_text(found) if form == "text" else render.as_json(found)


def _tell(found: Policy, place: Place, scope: Scope) -> None:
    """Say on stderr how long the policy is, and what goes with it."""
    from cfngen.render.policy import size

    click.echo(size(found), err=True)
    if scope == "deployer" and place.role:
        click.echo(
            f"CloudFormation works as {place.role}; what that needs: --for role",
            err=True,
        )
    if not place.account:
        click.echo("It is for any account; name one: --account ID", err=True)
