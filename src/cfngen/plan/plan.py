"""A plan: what a deployment would do, bound to the change set that does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from cfngen.cloud.values import Failure, Stack
from cfngen.plan.inputs.order import Order
from cfngen.plan.planned import Blocked, Given, Kind, Planned
from cfngen.plan.states import Action
from cfngen.plan.tree.placed import above


@dataclass(frozen=True)
class Plan:
    """What would happen, whether it may, and the change set that would do it.

    `stack` is the root as it was read, None where there is none; `change_set` is an
    ARN, empty where nothing would change. `token` names the deployment. `shallow` is
    the reason why nested stacks were not evaluated, empty when they were; `outside`
    lists what changes beside the change set (protection, stack policy). `digest` is
    that of the template tree. `husk` is the ARN of what a create has left behind that
    was undone: until it is deleted, CloudFormation makes no change set. `made` is when
    the plan was made.
    """

    order: Order
    action: Action
    digest: str
    stack: Stack | None = None
    stack_id: str = ""
    change_set: str = ""
    token: str = ""
    changes: tuple[Planned, ...] = ()
    parameters: tuple[Given, ...] = ()
    capabilities: tuple[str, ...] = ()
    blocked: tuple[Blocked, ...] = ()
    shallow: str = ""
    outside: tuple[str, ...] = ()
    warnings: tuple[Failure, ...] = ()
    exports: tuple[str, ...] = ()
    hooks: int = 0
    notes: tuple[str, ...] = ()
    husk: str = ""
    made: datetime | None = None

    @property
    def empty(self) -> bool:
        """Say whether nothing at all would change."""
        return not (self.change_set or self.outside or self.husk)

    @property
    def expected(self) -> Mapping[str, frozenset[str]]:
        """Return the paths of the resources that will be touched, by their stack's.

        Empty for a plan that nested stacks have not told of. What most likely does not
        change is not among them, nor what only CloudFormation's records change of.
        """
        found: dict[str, set[str]] = {}
        for one in () if self.shallow else self.changes:
            if not (one.nested or one.noise or one.kind is Kind.SYNC):
                found.setdefault(above(one.path)[0], set()).add(one.path)
        return {stack: frozenset(paths) for stack, paths in found.items()}
