"""`cfngen emulator`: run the emulator until Ctrl-C."""

from __future__ import annotations

import threading

import click

from cfngen.errors import Exit


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=4566,
    show_default=True,
    help="Port on this machine; 0 takes any that is free.",
)
def command(port: int) -> Exit:
    """Run the emulator in the foreground; Ctrl-C stops it.

    \b
    What is deployed to it is gone when it stops.
    Example: cfngen emulator --port 4566
    """
    from cfngen.local import emulator

    try:
        with emulator(port) as running:
            _explain(running.endpoint)
            threading.Event().wait()
    except KeyboardInterrupt:
        click.echo("The emulator has stopped.", err=True)
    return Exit.OK


def _explain(endpoint: str) -> None:
    """Print the address on stdout and how to use it on stderr."""
    click.echo(endpoint)
    click.echo(f"Deploy: cfngen deploy SYSTEM ENV --endpoint-url {endpoint}", err=True)
    click.echo(
        "Ask: AWS_ACCESS_KEY_ID=any AWS_SECRET_ACCESS_KEY=any aws "
        f"--endpoint-url {endpoint} cloudformation describe-stacks --region REGION",
        err=True,
    )
    click.echo("Stop: Ctrl-C", err=True)
