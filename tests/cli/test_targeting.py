"""The options of where a command works, as one value."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click
import pytest
from click.testing import CliRunner

from cfngen.cli.targeting import endpoint_options, target_options
from cfngen.errors import InputError
from cfngen.plan.inputs.flags import Flags

Command = Callable[..., None]
Options = Callable[[Command], Command]


def given(options: Options, *arguments: str) -> dict[str, Any]:
    """Return what a command gets that has some options."""
    got: dict[str, Any] = {}

    @click.command()
    @click.argument("system")
    @options
    def command(**values: Any) -> None:
        got.update(values)

    runner = CliRunner()
    result = runner.invoke(command, ["shop", *arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    return got


def test_what_is_not_given_says_nothing() -> None:
    assert given(target_options) == {"system": "shop", "flags": Flags()}


def test_every_option_is_a_flag() -> None:
    words = (
        *("--region", "eu-west-1", "--account", "123456789012", "--profile", "prod"),
        *("--role", "arn:aws:iam::123456789012:role/x", "--bucket", "templates"),
        *("--tag", "Owner=web", "--tag", "Url=a=b", "--no-protect"),
    )
    assert given(target_options, *words)["flags"] == Flags(
        region="eu-west-1",
        account="123456789012",
        profile="prod",
        role="arn:aws:iam::123456789012:role/x",
        tags={"Owner": "web", "Url": "a=b"},
        protect=False,
        bucket="templates",
    )
    assert given(target_options, "--protect")["flags"].protect is True


@pytest.mark.parametrize(
    "option", ["--region", "--account", "--profile", "--role", "--bucket"]
)
def test_a_flag_that_is_given_says_something(option: str) -> None:
    """Or else `--account "$ACCOUNT"` would be no guard where nothing sets ACCOUNT."""
    with pytest.raises(click.BadParameter, match="given and empty"):
        given(target_options, option, "")


def test_no_address_is_not_that_of_aws() -> None:
    with pytest.raises(click.BadParameter, match="given and empty"):
        given(endpoint_options, "--endpoint-url", "")


@pytest.mark.parametrize("text", ["Owner", "=web", ""])
def test_a_tag_has_two_sides(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is not KEY=VALUE"):
        given(target_options, "--tag", text)


def test_an_emulator_is_ours_or_one_that_is_running() -> None:
    found = given(endpoint_options)
    assert found == {"system": "shop", "local": False, "endpoint_url": ""}
    assert given(endpoint_options, "--local")["local"] is True
    running = given(endpoint_options, "--endpoint-url", "http://127.0.0.1:4566/")
    assert running["endpoint_url"] == "http://localhost:4566"
    with pytest.raises(click.UsageError, match="not both"):
        given(endpoint_options, "--local", "--endpoint-url", "http://localhost:1")
    with pytest.raises(InputError, match="no address|not an address"):
        given(endpoint_options, "--endpoint-url", "http://example.com")
