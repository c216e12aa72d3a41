"""Commands in messages, which somebody is going to paste."""

from __future__ import annotations

import shlex
from dataclasses import replace

from cfngen.plan.commands import Commands, again
from cfngen.plan.inputs.flags import Flags
from cfngen.plan.inputs.order import Override
from tests.fakes.world import World
from tests.plan.shop import here, order


def test_what_has_spaces_is_quoted() -> None:
    flags = Flags(profile="on call; admin", region="eu-west-1")
    command = Commands("shop", "prod", flags).run("status", "--watch")
    assert shlex.split(command)[-2:] == ["--profile", "on call; admin"]


def test_a_command_of_the_aws_cli_leads_to_where_the_stack_is() -> None:
    where = Commands("shop", "prod", Flags(profile="on call"), "http://localhost:4566")
    assert shlex.split(where.aws("aws s3 rm s3://b", "eu-west-1")) == [
        *("aws", "s3", "rm", "s3://b", "--region", "eu-west-1"),
        *("--endpoint-url", "http://localhost:4566", "--profile", "on call"),
    ]


def test_planning_again_says_what_was_said() -> None:
    overrides = (
        Override("LogDays", "14", "7", "params/shop/dev.json"),
        Override("Password", "correct horse", None, "params/shop/dev.json"),
    )
    flags = Flags(tags={"Team": "on call"}, protect=False, bucket="b")
    wanted = replace(order(), overrides=overrides, flags=flags)
    assert shlex.split(again("plan", wanted, here(World()))) == [
        *("cfngen", "plan", "shop", "dev", "--set", "LogDays=14"),
        *("--set", "Password=****", "--tag", "Team=on call"),
        *("--no-protect", "--bucket", "b"),
    ]


def test_nothing_said_is_nothing_to_say_again() -> None:
    assert again("plan", order(), here(World())) == "cfngen plan shop dev"
