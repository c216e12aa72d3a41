"""A world in which the shop is planned and deployed, as tests see it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import Any

from cfngen.deploy.interrupts import Ask
from cfngen.deploy.outcome import Outcome
from cfngen.deploy.progress import Step
from cfngen.deploy.run import carry_out
from cfngen.plan.at import At
from cfngen.plan.inputs.order import Order
from cfngen.plan.making import make
from cfngen.plan.plan import Plan
from tests.fakes.session import clients
from tests.fakes.world import World
from tests.plan import shop

LONGER: dict[str, Any] = {"parameters": {"LogDays": "14"}}
"""What an update changes."""

CHANGING = frozenset(
    (
        *("CreateChangeSet", "DeleteChangeSet", "ExecuteChangeSet", "DeleteStack"),
        *("UpdateTerminationProtection", "SetStackPolicy", "CancelUpdateStack"),
    )
)


class Door:
    """Clients that lead to whichever world was staged last.

    Making clients takes longer than most tests; there is one world at a time.
    """

    def __init__(self) -> None:
        self.world = World()
        self.clients = clients("us-east-1", self.handle)

    def handle(
        self, service: str, operation: str, asked: dict[str, Any]
    ) -> dict[str, Any]:
        """Answer a call as the world does."""
        return self.world.handle(service, operation, asked)


@cache
def door() -> Door:
    """Return the one door."""
    return Door()


@dataclass
class Stage:
    """A world, and what was reported in it."""

    world: World = field(default_factory=World)
    told: shop.Told = field(default_factory=shop.Told)

    def __post_init__(self) -> None:
        door().world = self.world
        vars(self.world)["clients of tests"] = door().clients

    @property
    def at(self) -> At:
        """Return where it takes place."""
        return shop.here(self.world, self.told)

    def plan(self, wanted: Order | None = None, **more: Any) -> Plan:
        """Plan the shop."""
        return make(wanted or shop.order(**more), self.at)

    def deploy(self, wanted: Order | None = None, **more: Any) -> Outcome:
        """Plan the shop and carry that out; only the latter is remembered."""
        return self.carry_out(self.plan(wanted, **more))

    def carry_out(self, plan: Plan, ask: Ask | None = None) -> Outcome:
        """Carry a plan out."""
        self.world.asked.clear()
        self.told.all.clear()
        return carry_out(plan, self.at, ask=ask)

    def steps(self) -> list[Step]:
        """Return the events that were reported."""
        return list(self.told.of(Step))

    def asked(self) -> list[str]:
        """Return the operations that change something, in order."""
        return [name for name, _ in self.world.asked if name in CHANGING]

    def status(self) -> str:
        """Return the state of the root, empty where there is none."""
        found = self.world.stacks.find("shop-dev")
        return found.status if found else ""


def deployed() -> Stage:
    """Return a stage on which the shop is deployed."""
    stage = Stage()
    shop.deployed(stage.world)
    return stage
