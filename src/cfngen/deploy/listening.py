"""What is made of events while they come: DNS records, tasks that have stopped."""

from __future__ import annotations

from dataclasses import replace

from cfngen.deploy.containers import Tasks, tasks_of
from cfngen.deploy.dns import records
from cfngen.deploy.progress import Awaiting, Record, Step
from cfngen.plan.at import At
from cfngen.plan.inputs.order import Order


class Listener:
    """Passes reports on, and acts on some of them.

    `awaited` are the records of certificates that have not been issued yet, by path.
    """

    def __init__(self, order: Order, at: At) -> None:
        self._at = at
        self.tasks: Tasks = tasks_of(order, at)
        self.awaited: dict[str, dict[Record, None]] = {}

    @property
    def at(self) -> At:
        """Return the setting in which reports come here."""
        return replace(self._at, report=self)

    @property
    def records(self) -> tuple[Record, ...]:
        """Return the records that are still waited for."""
        return tuple(r for found in self.awaited.values() for r in found)

    def __call__(self, progress: object) -> None:
        """Take a report."""
        self._at.report(progress)
        if isinstance(progress, Step):
            self._await(progress)
            self.tasks.hear(progress)

    def _await(self, step: Step) -> None:
        """Report the records that an event names, each once; forget them at the end."""
        if step.path in self.awaited and not step.active:
            del self.awaited[step.path]
        for record in records(step):
            known = self.awaited.setdefault(step.path, {})
            if record not in known:
                known[record] = None
                self._at.report(Awaiting(step.path, record))
