"""Why a service of ECS did not come up: its stopped tasks, and what they said last.

ECS forgets them within the hour, and a rollback deletes a service that was just made,
so they are asked about as soon as the service has failed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from cfngen.cloud.values import MASK, StoppedTask
from cfngen.deploy.cause import CANCELLED
from cfngen.deploy.progress import Step
from cfngen.errors import CfngenError
from cfngen.plan.at import At
from cfngen.plan.inputs.order import Order
from cfngen.plan.progress import Degraded

SERVICE = "AWS::ECS::Service"
ARN = re.compile(r"arn:[\w-]+:ecs:[\w-]+:\d+:service/(?P<cluster>[^/]+)/(?P<name>.+)")
"""https://docs.aws.amazon.com/AmazonECS/latest/developerguide/ecs-account-settings.html"""

TASKS = 3
"""How many of the tasks that stopped last are shown."""

LINES = 10
"""How many lines of its logs are shown for a task."""

SHORT = 4
"""Values shorter than this are not looked for: they would be found everywhere."""


@dataclass
class Tasks:
    """The stopped tasks of the services that failed, by the services' paths."""

    at: At
    secrets: tuple[str, ...] = ()
    found: dict[str, tuple[StoppedTask, ...]] = field(default_factory=dict)

    def hear(self, step: Step) -> None:
        """Ask about the tasks when a service has failed; never stop anything."""
        failed = step.failed and not CANCELLED.match(step.reason)
        if step.type == SERVICE and failed and step.path not in self.found:
            self.found[step.path] = self._stopped(step)

    def _stopped(self, step: Step) -> tuple[StoppedTask, ...]:
        """Return the tasks that stopped last, with logs where these may be read."""
        named = ARN.fullmatch(step.physical_id)
        if named is None:
            return ()
        try:
            ask = self.at.cloud.tasks.stopped
            tasks = ask(named["cluster"], named["name"], TASKS)
        except CfngenError as error:
            what = f"why the tasks of {step.path} have stopped"
            self.at.report(Degraded(what, error.message))
            return ()
        return tuple(self._masked(task) for task in self._with_logs(step, tasks))

    def _with_logs(
        self, step: Step, tasks: tuple[StoppedTask, ...]
    ) -> tuple[StoppedTask, ...]:
        """Return the tasks, the newest with the last lines that it wrote."""
        if not tasks:
            return ()
        try:
            newest = self.at.cloud.tasks.with_logs(tasks[0], LINES)
        except CfngenError as error:
            self.at.report(Degraded(f"the logs of {step.path}", error.message))
            return tasks
        return (newest, *tasks[1:])

    def _masked(self, task: StoppedTask) -> StoppedTask:
        """Return the task without any value that nobody may see."""
        return replace(
            task,
            reason=self._without(task.reason),
            containers={n: self._without(t) for n, t in task.containers.items()},
            logs=tuple(self._without(line) for line in task.logs),
        )

    def _without(self, text: str) -> str:
        """Return a text with every NoEcho value masked."""
        for secret in self.secrets:
            text = text.replace(secret, MASK)
        return text


def tasks_of(order: Order, at: At) -> Tasks:
    """Return what looks after the services of a deployment."""
    return Tasks(at, tuple(_long(order.parameters[n] for n in _given(order))))


def _given(order: Order) -> Iterable[str]:
    """Return the NoEcho parameters that have a value."""
    return sorted(order.secret & set(order.parameters))


def _long(values: Iterable[str]) -> list[str]:
    """Return the values worth looking for, the longest first."""
    return sorted((v for v in values if len(v) >= SHORT), key=len, reverse=True)
