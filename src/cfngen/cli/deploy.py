"""`cfngen deploy`: bring a stack to what the templates and parameters say."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import click

from cfngen.cli.options import chosen_environment, coloured
from cfngen.errors import Exit, InputError
from cfngen.project import Project

if TYPE_CHECKING:
    from cfngen.deploy.order import Order
    from cfngen.deploy.outcome import Outcome
    from cfngen.deploy.progress import Progress


@click.command()
@click.argument("system")
@click.argument("environment")
@click.option("--local", is_flag=True, help="Start the emulator, deploy, stop it.")
@click.option(
    "--endpoint-url", metavar="URL", help="Deploy to an emulator that is running."
)
@click.option(
    "--set",
    "given",
    metavar="NAME=VALUE",
    multiple=True,
    help="Give a parameter in place of the parameter file; may be repeated.",
)
@click.pass_obj
def command(
    project: Project,
    system: str,
    environment: str,
    local: bool,
    endpoint_url: str | None,
    given: tuple[str, ...],
) -> Exit:
    """Deploy the templates of SYSTEM with what ENVIRONMENT sets.

    \b
    Events go to stderr, the outputs of the stack to stdout.
    Example: cfngen deploy nextjs dev --local --set WebImageTag=v2
    """
    from cfngen.deploy.prepare import prepare

    if local and endpoint_url:
        raise click.UsageError("Give --local or --endpoint-url, not both.")
    chosen_environment(project, system, environment)
    overrides = dict(_pair(text) for text in given)
    checked = endpoint_url and loopback(endpoint_url)
    order = prepare(project, system, environment, overrides)
    if not local and not checked:
        raise _by_aws_cli(project, order)
    with _endpoint(checked or "") as endpoint:
        return _deploy(order, endpoint, temporary=local)


def _pair(text: str) -> tuple[str, str]:
    """Return the name and the value of one --set."""
    name, separator, value = text.partition("=")
    if not name or not separator:
        raise click.BadParameter(f"{text!r} is not NAME=VALUE.", param_hint="--set")
    return name, value


def loopback(url: str) -> str:
    """Return an emulator's address without a slash at its end.

    Raises InputError for any other machine: the emulator is spoken to without
    encryption and with credentials that mean nothing.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", f":{parts.port}" if parts.port else ""
        here = host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        here = False
    if not here or parts.scheme not in ("http", "https"):
        raise InputError(
            f"--endpoint-url: {url} is not an address of this machine.",
            "Write http://localhost:PORT, as `cfngen emulator` prints it.",
        )
    # moto takes the first part of a numeric host for the name of a bucket
    name = "localhost" if host == "127.0.0.1" else parts.netloc.removesuffix(port)
    return f"{parts.scheme}://{name}{port}"


@contextmanager
def _endpoint(running: str) -> Iterator[str]:
    """Yield the address of an emulator: the running one, or one of our own."""
    if running:
        yield running
        return
    from cfngen.local import emulator

    with emulator() as started:
        click.echo(f"Emulator: {started.endpoint}", err=True)
        yield started.endpoint


def _deploy(order: Order, endpoint: str, *, temporary: bool) -> Exit:
    """Carry the order out and say how it ended."""
    from cfngen.cloud.aws import AwsCloud
    from cfngen.deploy.run import Setting, deploy
    from cfngen.deploy.waiting import SystemClock, pace_for

    cloud = AwsCloud(order.region, endpoint)
    at = Setting(cloud, _reporter(), SystemClock(), pace_for(endpoint))
    return _explain(deploy(order, at), temporary=temporary)


def _reporter() -> Callable[[Progress], None]:
    """Return what prints each report on stderr as it comes."""
    from cfngen.render.progress import lines

    colour = coloured(sys.stderr)

    def report(progress: Progress) -> None:
        for line in lines(progress, colour):
            click.echo(line, err=True, color=colour)

    return report


def _explain(outcome: Outcome, *, temporary: bool) -> Exit:
    """Print how it ended on stderr and the outputs on stdout; return the exit code."""
    from cfngen.render.outcome import lines, outputs

    for line in lines(outcome, temporary=temporary):
        click.echo(line, err=True)
    if outcome.exit == Exit.OK:
        click.echo(outputs(outcome.stack.outputs), nl=False)
    return outcome.exit


def _by_aws_cli(project: Project, order: Order) -> InputError:
    """Return the error that says how to deploy to AWS with AWS's own tools."""
    from cfngen.deploy.byhand import commands

    file = project.shown(project.params(order.system, order.environment))
    steps: Sequence[str] = commands(order, file)
    return InputError(
        "cfngen deploys to the emulator only: say --local, or --endpoint-url URL.\n"
        "Previews and recovery on AWS are still to come; until then, AWS's own tools "
        "deploy the same templates.",
        "\n".join(steps),
    )
