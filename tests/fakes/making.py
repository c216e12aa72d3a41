"""Making and changing one resource, and telling how it ended."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.fakes.clock import Process
from tests.fakes.engine import Engine, Run
from tests.fakes.language import Scope
from tests.fakes.recreation import replacement
from tests.fakes.stackpolicy import denied
from tests.fakes.stacks import Leftover, Resource, Stack

SUCCESSOR = (
    "Requested update requires the creation of a new physical resource; "
    "hence creating one."
)


class Making:
    """Works on resources that are no nested stacks."""

    def __init__(self, engine: Engine) -> None:
        self.engine, self.history = engine, engine.history

    def scope(self, run: Run) -> Scope:
        scope = self.engine.preview.intents.scope(run.intent, run.stack)
        there = {n: r for n, r in run.stack.resources.items() if r.there}
        scope.ids = {name: resource.physical for name, resource in there.items()}

        def attribute(name: str, of: str) -> str:
            child = self.engine.child(there[name]) if name in there else None
            if child and of.startswith("Outputs."):
                return child.outputs.get(of.removeprefix("Outputs."), "")
            return f"{scope.ids.get(name, name)}.{of}"

        scope.attribute = attribute
        return scope

    def create(
        self, run: Run, resource: Resource, definition: Mapping[str, Any]
    ) -> Process:
        stack = run.stack
        resource.definition = definition
        resource.properties = self.scope(run).value(definition.get("Properties", {}))
        self.history.resource(stack, resource, "CREATE_IN_PROGRESS")
        yield 0.5
        self._name(stack, resource)
        words = "Resource creation Initiated"
        self.history.resource(stack, resource, "CREATE_IN_PROGRESS", words)
        path = self.engine.path(stack, resource.logical)
        reason = yield from self.engine.work(path, "create", run)
        self.end(run, resource, "create", reason)

    def update(
        self, run: Run, resource: Resource, definition: Mapping[str, Any]
    ) -> Process:
        stack = run.stack
        properties = self.scope(run).value(definition.get("Properties", {}))
        if not self._differs(run, resource, definition, properties):
            resource.definition = definition
            return
        replaced = self._replaced(resource, properties)
        refusal = denied(stack.policy, resource, "Replace" if replaced else "Modify")
        self.history.resource(
            stack, resource, "UPDATE_IN_PROGRESS", SUCCESSOR if replaced else ""
        )
        if refusal:
            yield 1
            self.end(run, resource, "update", refusal)
            return
        if replaced:
            yield 0.5
            policy = replacement(resource.definition)
            old = Leftover(resource.logical, resource.type, resource.physical, policy)
            stack.leftovers.append(old)
            self._name(stack, resource)
            words = "Resource creation Initiated"
            self.history.resource(stack, resource, "UPDATE_IN_PROGRESS", words)
        path = self.engine.path(stack, resource.logical)
        reason = yield from self.engine.work(path, "update", run)
        if reason == "":
            resource.definition, resource.properties = definition, properties
        self.end(run, resource, "update", reason)

    def _name(self, stack: Stack, resource: Resource) -> None:
        name = f"{stack.name}-{resource.logical}-{self.engine.stacks.ground.suffix()}"
        resource.physical = name

    def _differs(
        self,
        run: Run,
        resource: Resource,
        definition: Mapping[str, Any],
        properties: Mapping[str, Any],
    ) -> bool:
        rest = {k: v for k, v in definition.items() if k not in ("Properties", "Type")}
        was = resource.definition
        rested = {k: v for k, v in was.items() if k not in ("Properties", "Type")}
        tags = run.stack.before and run.stack.before.tags != run.stack.tags
        tagged = tags and self.engine.preview.recreation.takes_tags(resource.type)
        failed = resource.status.endswith("_FAILED")
        return bool(
            properties != resource.properties or rest != rested or tagged or failed
        )

    def _replaced(self, resource: Resource, properties: Mapping[str, Any]) -> bool:
        before, of = resource.properties, self.engine.preview.recreation.of
        return any(
            before.get(name) != properties.get(name)
            and of(resource.type, name) == "Always"
            for name in {*before, *properties}
        )

    def end(self, run: Run, resource: Resource, verb: str, reason: str | None) -> None:
        """Write down how a resource ended; None is a cancelled one."""
        status = f"{verb.upper()}_{'COMPLETE' if reason == '' else 'FAILED'}"
        run.genuine = run.genuine or bool(reason)
        if reason is None:
            words = {"create": "Resource creation", "update": "Resource update"}[verb]
            reason = f"{words} cancelled"
        self.history.resource(run.stack, resource, status, reason)
        if status.endswith("_FAILED"):
            run.failed[resource.logical] = verb
