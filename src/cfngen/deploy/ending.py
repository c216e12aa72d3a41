"""From the end of an operation to an outcome: causes, leftovers, what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cfngen.cloud.values import Stack
from cfngen.deploy import afterwards, guards
from cfngen.deploy.cause import causes, leftovers, stand_ins
from cfngen.deploy.listening import Listener
from cfngen.deploy.origins import Origins
from cfngen.deploy.outcome import Explained, Outcome, Result, result_of
from cfngen.deploy.progress import Step
from cfngen.errors import CloudUnreachable
from cfngen.plan.at import At
from cfngen.plan.commands import Commands, again
from cfngen.plan.plan import Plan
from cfngen.plan.states import WATCH
from cfngen.spec.causes import Causes

GOOD = (Result.CREATED, Result.UPDATED)


@dataclass(frozen=True)
class Ending:
    """What is needed to say how a plan ended."""

    plan: Plan
    at: At
    commands: Commands
    spec: Causes | None

    def outcome(
        self, stack: Stack, steps: Sequence[Step], listener: Listener
    ) -> Outcome:
        """Return how it ended: the causes and what to do, or what is left over."""
        result = result_of(stack)
        if result in GOOD:
            missing = guards.after(self.plan, stack, self.at)
            left = leftovers(steps)
            marked = stand_ins(steps)
            return Outcome(result, stack, left=left, stand_ins=marked, missing=missing)
        found = causes(steps)
        return Outcome(
            result,
            stack,
            failures=tuple(self._explained(found, listener)),
            advice=afterwards.advice(stack.status),
            command=afterwards.command(
                stack.status, self.commands, again("deploy", self.plan.order, self.at)
            ),
            left=leftovers(steps, found) if result is Result.STUCK else (),
            stand_ins=stand_ins(steps),
        )

    def detached(self, root: Stack, listener: Listener) -> Outcome:
        """Return that it goes on without us, and what waits to be done meanwhile."""
        return Outcome(
            Result.DETACHED,
            root,
            command=self.commands.run("status", WATCH),
            missing=guards.due(self.plan),
            records=listener.records,
        )

    def _explained(
        self, found: Sequence[Step], listener: Listener
    ) -> Iterator[Explained]:
        """Yield the failures with their places and meanings."""
        origins = Origins(self.plan.order, self.spec)
        for step in found:
            yield origins.explained(step, listener.tasks.found.get(step.path, ()))


def lost(error: CloudUnreachable, commands: Commands) -> CloudUnreachable:
    """Return the error of a cloud that went out of sight while it was working."""
    return CloudUnreachable(
        f"{error.message}\nIt goes on without us.",
        f"{error.hint}\nFollow it again: {commands.run('status', WATCH)}".strip(),
    )
