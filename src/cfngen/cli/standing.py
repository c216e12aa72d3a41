"""Commands about a stack that stands: which it is, where, and who is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar

import click

from cfngen.cli.connecting import cloud_of
from cfngen.cli.options import chosen_environment
from cfngen.cli.targeting import ACCOUNT, PROFILE, REGION, RUNNING, loopback
from cfngen.errors import CfngenError, Exit
from cfngen.plan.commands import Commands
from cfngen.plan.inputs.flags import Flags
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud
    from cfngen.cloud.values import Stack
    from cfngen.deploy.outcome import Explained
    from cfngen.deploy.progress import Step
    from cfngen.plan.inputs.order import Order
    from cfngen.plan.inputs.target import Target
    from cfngen.spec.causes import Causes

Command = TypeVar("Command", bound=Callable[..., Any])

PLACE = (REGION, ACCOUNT, PROFILE, RUNNING)


@dataclass(frozen=True)
class Place:
    """Where a command looks, as its user has said it."""

    flags: Flags
    endpoint: str = ""

    def acting_as(self, role: str) -> Place:
        """Return the place for CloudFormation with another role than the usual one."""
        return replace(self, flags=replace(self.flags, role=role))


@dataclass(frozen=True)
class Standing:
    """A system's environment in the cloud: its stack's name, and who may be asked."""

    cloud: Cloud
    target: Target
    system: str
    environment: str
    name: str
    place: Place

    @property
    def commands(self) -> Commands:
        """Return the commands of cfngen about this very stack."""
        place = self.place
        return Commands(self.system, self.environment, place.flags, place.endpoint)

    def command(self, verb: str, more: str = "") -> str:
        """Return a command of cfngen about this very stack."""
        return self.commands.run(verb, more)

    def root(self) -> Stack:
        """Return the stack; raises NeedsHuman, with how to make it, for none."""
        from cfngen.operate.tree import root

        return root(self.cloud, self.name, f"Make it: {self.command('deploy')}")


def place_options(command: Command) -> Command:
    """Give a command the options of where it looks; its parameter is `place`."""

    @wraps(command)
    def with_place(
        *arguments: Any,
        region: str,
        account: str,
        profile: str,
        endpoint_url: str,
        **others: Any,
    ) -> Any:
        endpoint = loopback(endpoint_url) if endpoint_url else ""
        place = Place(Flags(region, account, profile), endpoint)
        return command(*arguments, place=place, **others)

    found: Any = with_place
    for option in reversed(PLACE):
        found = option(found)
    return found  # type: ignore[no-any-return]


def standing(
    context: click.Context, system: str, environment: str, place: Place
) -> Standing:
    """Return where an environment's stack stands, after asking who asks.

    Raises InputError for what the project does not have and for flags that are wrong,
    NeedsHuman where the credentials are of another account, CloudUnreachable without
    any.
    """
    from cfngen import naming, params
    from cfngen.plan.inputs.target import looked_at, refuse_other_account
    from cfngen.spec.load import load

    project: Project = context.obj
    file = chosen_environment(project, system, environment)
    written = params.load(file, project.shown(file))
    spec = load(project, system)
    there = looked_at(project, spec, environment, written, place.flags)
    cloud = cloud_of(context, there.region, place.endpoint, there.profile)
    if not place.endpoint:  # an emulator's account is made up
        refuse_other_account(there, cloud.who)
    name = naming.root_stack(system, environment)
    return Standing(cloud, there, system, environment, name, place)


def detached(at: Standing) -> Exit:
    """Say that an operation goes on without us, and how to look at it."""
    click.echo(f"{at.name}: interrupted here; it goes on by itself.", err=True)
    click.echo(f"Run: {at.command('status', '--watch')}", err=True)
    return Exit.RUNNING


def committed(
    context: click.Context, at: Standing
) -> tuple[Order | None, Causes | None, str]:
    """Return what is committed and the spec that it is made of, or why neither is.

    A stack has to be looked at also while somebody edits the spec.
    """
    from cfngen.plan.inputs.prepare import prepare
    from cfngen.spec.causes import Causes, source_of
    from cfngen.spec.load import load

    project, system = context.obj, at.system
    try:
        order = prepare(project, system, at.environment, {}, at.place.flags)
        spec = Causes(load(project, system), source_of(project, system))
    except CfngenError as error:
        return None, None, error.message.splitlines()[0]
    return order, spec, ""


def why(
    context: click.Context, at: Standing, steps: Sequence[Step]
) -> tuple[Explained, ...]:
    """Return what stood in the way of a rollback or a deletion, as far as known."""
    from cfngen.deploy.cause import obstacles
    from cfngen.operate.explaining import explained

    order, spec, _ = committed(context, at)
    return explained(obstacles(steps), order, spec)
