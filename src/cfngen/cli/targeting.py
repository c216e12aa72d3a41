"""What commands that touch a stack share: where it is, and who is asked."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from ipaddress import ip_address
from typing import Any, TypeVar
from urllib.parse import urlsplit

import click
from click.core import ParameterSource

from cfngen.errors import InputError
from cfngen.plan.inputs.flags import Flags

Command = TypeVar("Command", bound=Callable[..., Any])


def said(context: click.Context, option: click.Parameter, value: str) -> str:
    """Return what an option says; raises BadParameter where it is given and empty.

    A variable of the shell that is not set would otherwise take a guard away: with
    `--account "$ACCOUNT"` any account would do, with `--endpoint-url "$URL"` AWS would.
    """
    given = context.get_parameter_source(option.name or "")
    if not value and given is ParameterSource.COMMANDLINE:
        raise click.BadParameter("It is given and empty. Say it, or leave it out.")
    return value


REGION = click.option(
    "--region",
    metavar="NAME",
    default="",
    callback=said,
    help="Region of the stack.",
)
ACCOUNT = click.option(
    "--account",
    metavar="ID",
    default="",
    callback=said,
    help="The only account that will do.",
)
PROFILE = click.option(
    "--profile",
    metavar="NAME",
    default="",
    callback=said,
    help="Profile of the AWS CLI to use.",
)
ROLE = click.option(
    "--role",
    metavar="ARN",
    default="",
    callback=said,
    help="Role that CloudFormation takes on.",
)
RUNNING = click.option(
    "--endpoint-url",
    metavar="URL",
    default="",
    callback=said,
    help="An emulator that is running.",
)

TARGET = (
    *(REGION, ACCOUNT, PROFILE, ROLE),
    click.option(
        "--tag",
        "tags",
        metavar="KEY=VALUE",
        multiple=True,
        help="Give the stack a tag; may be repeated.",
    ),
    click.option(
        "--protect/--no-protect",
        default=None,
        help="Whether the stack refuses to be deleted.",
    ),
    click.option(
        "--bucket",
        metavar="NAME",
        default="",
        callback=said,
        help="Bucket that templates go to.",
    ),
)
"""The options that go before what spec and parameter file say."""


def target_options(command: Command) -> Command:
    """Give a command the options of where it works; its parameter is `flags`."""

    @wraps(command)
    def with_flags(
        *arguments: Any,
        region: str,
        account: str,
        profile: str,
        role: str,
        tags: tuple[str, ...],
        protect: bool | None,
        bucket: str,
        **others: Any,
    ) -> Any:
        given = dict(pair(text, "--tag", "KEY=VALUE") for text in tags)
        flags = Flags(region, account, profile, role, given, protect, bucket)
        return command(*arguments, flags=flags, **others)

    return _with(with_flags, TARGET)  # type: ignore[return-value]


ENDPOINT = (
    click.option(
        "--local", is_flag=True, help="An emulator of its own, gone afterwards."
    ),
    RUNNING,
)
"""The options that lead to the emulator instead of AWS."""


def endpoint_options(command: Command) -> Command:
    """Give a command the options of the emulator: `local` and `endpoint_url`.

    The address has been checked by then; it is empty where none is given.
    """

    @wraps(command)
    def with_endpoint(
        *arguments: Any, local: bool, endpoint_url: str, **others: Any
    ) -> Any:
        if local and endpoint_url:
            raise click.UsageError("Give --local or --endpoint-url, not both.")
        checked = loopback(endpoint_url) if endpoint_url else ""
        return command(*arguments, local=local, endpoint_url=checked, **others)

    return _with(with_endpoint, ENDPOINT)  # type: ignore[return-value]


def _with(
    command: Callable[..., Any], options: tuple[Callable[..., Any], ...]
) -> Callable[..., Any]:
    """Return a command with some options, in their order."""
    for option in reversed(options):
        command = option(command)
    return command


def pair(text: str, option: str, form: str) -> tuple[str, str]:
    """Return the two sides of `NAME=VALUE`; raises BadParameter where there are none.

    `option` and `form` say what is asked for.
    """
    name, separator, value = text.partition("=")
    if not name or not separator:
        raise click.BadParameter(f"{text!r} is not {form}.", param_hint=option)
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
        here = here and "@" not in parts.netloc  # it would be printed with each command
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
