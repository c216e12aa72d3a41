"""Carrying a change set out: forward through the tree, back when something fails."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.clock import Process, together
from tests.fakes.engine import Engine, Run, embedded
from tests.fakes.intents import Intent
from tests.fakes.language import as_text
from tests.fakes.making import Making
from tests.fakes.recreation import deletion
from tests.fakes.references import waves
from tests.fakes.refusal import Refused
from tests.fakes.rollback import CLEANUP, Rollback, why
from tests.fakes.stackpolicy import denied
from tests.fakes.stacks import STACK, Leftover, Resource, Stack


class Execution:
    """Makes and changes what a template asks for."""

    def __init__(self, engine: Engine, back: Rollback) -> None:
        self.engine, self.back = engine, back
        self.making = Making(engine)
        self.history, self.stacks = engine.history, engine.stacks

    def root(self, stack: Stack, intent: Intent, action: str, keep: bool) -> Process:
        """Carry out an operation on a root; return whether it worked."""
        run = Run(stack, intent, action, keep=keep)
        self.engine.running[stack.id] = run
        yield from self._forward(run)
        if not run.stopped:
            yield from self._complete(run)
        elif keep:
            self._stay(run)
        else:
            yield from self.back.root(run)
        return not run.stopped

    def begin(self, run: Run) -> None:
        """Bring a stack from its rest into an operation."""
        stack, intent = run.stack, run.intent
        if run.action == "UPDATE" and stack.before is None:
            stack.before = stack.known()
        self.history.operation(stack, f"{run.action}_STACK")
        reason = "" if stack.parent else "User Initiated"
        self.history.stack(stack, f"{run.action}_IN_PROGRESS", reason)
        stack.updated = self.engine.clock.now()
        stack.template, stack.body = intent.template, intent.body
        stack.parameters, stack.tags = intent.parameters, intent.tags

    def _forward(self, run: Run) -> Process:
        """Make and change a stack's resources; `run` says afterwards how it went."""
        self.begin(run)
        yield 1
        scope = self.making.scope(run)
        resources = {
            name: resource
            for name, resource in run.intent.template["Resources"].items()
            if scope.has(resource)
        }
        for wave in waves(resources):
            work = [self._resource(run, name, resources[name]) for name in wave]
            yield from together(self.engine.clock, work)
            if run.stopped:
                return
        self._let_go(run, resources)
        run.stack.outputs = {
            name: as_text(self.making.scope(run).value(output["Value"]))
            for name, output in run.intent.template.get("Outputs", {}).items()
            if scope.has(output)
        }

    def _let_go(self, run: Run, wanted: Mapping[str, Any]) -> None:
        """Leave to the cleanup what the template has no longer."""
        stack = run.stack
        for logical in [name for name in stack.resources if name not in wanted]:
            gone = stack.resources.pop(logical)
            if gone.there:
                policy = deletion(gone.definition)
                stack.leftovers.append(
                    Leftover(logical, gone.type, gone.physical, policy)
                )

    def _resource(
        self, run: Run, logical: str, definition: Mapping[str, Any]
    ) -> Process:
        there = run.stack.resources.get(logical)
        if there is None or not there.there:
            there = Resource(logical, definition["Type"])
            run.stack.resources[logical] = there
            way = self.making.create
        else:
            way = self.making.update
        if definition["Type"] == STACK:
            yield from self._nested(run, there, definition)
        else:
            yield from way(run, there, definition)

    def _nested(
        self, run: Run, resource: Resource, definition: Mapping[str, Any]
    ) -> Process:
        """Make or update a nested stack as a resource of its parent."""
        stack, verb = run.stack, "update" if resource.there else "create"
        doing = f"{verb.upper()}_IN_PROGRESS"
        self.history.resource(stack, resource, doing)
        yield 0.5
        if run.stopped:
            self.making.end(run, resource, verb, None)
            return
        path = self.engine.path(stack, resource.logical)
        reason = self.engine.failures.happens(path, verb)
        reason = reason or (
            denied(stack.policy, resource, "Modify") if verb == "update" else ""
        )
        scope = self.making.scope(run)
        try:
            wanted = self.engine.preview.intents.of_child(definition, scope, stack.tags)
        except Refused as refusal:
            reason = reason or refusal.message
        if reason:
            self.making.end(run, resource, verb, reason)
            return
        resource.definition = definition
        resource.properties = scope.value(definition.get("Properties", {}))
        below = self._below(run, resource, wanted, verb)
        if below is None:
            self.making.end(run, resource, verb, "")
            return
        if verb == "create":
            words = "Resource creation Initiated"
            self.history.resource(stack, resource, doing, words)
        yield from self._forward(below)
        self.making.end(run, resource, verb, self._rest(below))

    def _below(
        self, run: Run, resource: Resource, wanted: Intent, verb: str
    ) -> Run | None:
        """Return the run of a nested stack, None where nothing changes in it."""
        if verb == "create":
            child = self._fresh(run.stack, resource)
            resource.physical = child.id
            return Run(child, wanted, "CREATE", run, run.keep)
        child = self.stacks.all[resource.physical]
        calm = child.status.endswith("_COMPLETE") and child.tags == wanted.tags
        if calm and self.engine.preview.compare(child, wanted).empty:
            return None
        return Run(child, wanted, "UPDATE", run, run.keep)

    def _fresh(self, above: Stack, resource: Resource) -> Stack:
        """Return a new nested stack, the one under review where there is one."""
        waiting = self.stacks.under_review(above, resource.logical)
        name = self.stacks.child_name(above, resource.logical)
        return waiting or self.stacks.add(name, above, resource.logical)

    def _rest(self, run: Run) -> str | None:
        """Bring a nested stack to rest; return what its parent says of it."""
        stack = run.stack
        if not run.stopped:
            done = (
                "CREATE_COMPLETE"
                if run.action == "CREATE"
                else f"UPDATE_COMPLETE{CLEANUP}"
            )
            self.history.stack(stack, done)
            return ""
        if run.action == "CREATE" or run.keep:
            self._stay(run)
        else:
            self.back.begin(stack, why(run))
        if not run.genuine:
            return None
        return embedded(stack, run.verb, now=run.action == "UPDATE")

    def _stay(self, run: Run) -> None:
        """Leave a stack as failed as it is."""
        self.history.stack(run.stack, f"{run.action}_FAILED", why(run))

    def _complete(self, run: Run) -> Process:
        """Bring a root to rest after everything worked."""
        if run.action == "CREATE":
            self.history.stack(run.stack, "CREATE_COMPLETE")
        else:
            yield from self.back.cleanup(run.stack)
