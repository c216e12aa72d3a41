"""A world to look at: the small system, and who asks about it."""

from __future__ import annotations

from typing import Any

from cfngen.cloud.aws import of_clients
from cfngen.cloud.values import Stack
from cfngen.operate.tree import Branch, root, tree
from cfngen.plan.at import At
from cfngen.plan.commands import Commands
from cfngen.plan.waiting import Pace
from tests.fakes.world import World

NAME = "small-dev"
COMMANDS = Commands("small", "dev")


def at(world: World, told: list[object] | None = None) -> At:
    """Return a world's cloud; `told` gets what is reported."""
    cloud = of_clients(world.clients(), world.ground.region)
    report = (lambda _: None) if told is None else told.append
    return At(cloud, report, world.clock, Pace(2.0, 10.0))


def found(world: World) -> Stack:
    """Return the root stack."""
    return root(at(world).cloud, NAME)


def branches(world: World) -> tuple[Branch, ...]:
    """Return the tree of stacks."""
    cloud = at(world).cloud
    return tree(cloud, root(cloud, NAME))


def differs(path: str, expected: str, actual: str, kind: str = "NOT_EQUAL") -> Any:
    """Return a difference as CloudFormation tells it."""
    return {
        "PropertyPath": path,
        "ExpectedValue": expected,
        "ActualValue": actual,
        "DifferenceType": kind,
    }
