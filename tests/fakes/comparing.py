"""A stack as it is against what it is asked to be, and so for every nested stack."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tests.fakes.details import Causes, Details, secrets
from tests.fakes.intents import Intent, Intents
from tests.fakes.language import UNKNOWN
from tests.fakes.recreation import Recreation, deletion, replacement
from tests.fakes.references import waves
from tests.fakes.refusal import Refused
from tests.fakes.stacks import STACK, Resource, Stack, Stacks


@dataclass(frozen=True)
class Means:
    """What comparing needs; `certain` is about replacements that are not."""

    stacks: Stacks
    intents: Intents
    recreation: Recreation
    certain: bool = False


class Comparison:
    """The changes of one stack; `children` has those of its nested stacks.

    `broken` is why CloudFormation cannot tell: the child's change set fails with it.
    """

    def __init__(
        self, means: Means, stack: Stack | None, intent: Intent | None, broken: str = ""
    ) -> None:
        self.means, self.stack, self.intent, self.broken = means, stack, intent, broken
        self.changes: dict[str, dict[str, Any]] = {}
        self.children: dict[str, Comparison] = {}
        self.causes = Causes()
        if intent:
            self._compare(intent)

    @property
    def empty(self) -> bool:
        """Say whether nothing would change, here or below."""
        if self.broken:
            return False
        own = [name for name in self.changes if name not in self.children]
        return not own and all(child.empty for child in self.children.values())

    def _compare(self, intent: Intent) -> None:
        self.scope = self.means.intents.scope(intent, self.stack)
        self.scope.attribute = self._attribute
        self._note_parameters(intent)
        resources = {
            name: resource
            for name, resource in intent.template["Resources"].items()
            if self.scope.has(resource)
        }
        for wave in waves(resources):
            for name in wave:
                self._resource(name, resources[name])
        for name, resource in self._there().items():
            if name not in resources:
                self._removed(resource)

    def _there(self) -> Mapping[str, Resource]:
        found = self.stack.resources if self.stack else {}
        return {name: r for name, r in found.items() if r.there}

    def _note_parameters(self, intent: Intent) -> None:
        if self.stack is None or not self.stack.template:
            return
        old = self.stack.parameters
        self.causes.parameters = {
            name: value
            for name, value in intent.parameters.items()
            if old.get(name) != value
        }

    def _attribute(self, name: str, of: str) -> str:
        there = self._there().get(name)
        if name in self.causes.modified or there is None:
            return UNKNOWN
        if there.type == STACK:
            child = self.means.stacks.all[there.physical]
            return child.outputs.get(of.removeprefix("Outputs."), UNKNOWN)
        return f"{there.physical}.{of}"

    def _resource(self, name: str, definition: Mapping[str, Any]) -> None:
        there = self._there().get(name)
        if definition["Type"] == STACK:
            self._child(name, definition, there)
        if there is None:
            self.causes.modified.add(name)
            self.scope.ids[name] = UNKNOWN
            after = self.scope.value(definition.get("Properties", {}))
            self._note(name, "Add", definition, None, AfterContext=_context(after))
            return
        self.scope.ids[name] = there.physical
        self._modified(there, definition)

    def _child(
        self, name: str, definition: Mapping[str, Any], there: Resource | None
    ) -> None:
        assert self.intent
        stack = self.means.stacks.all[there.physical] if there else None
        try:
            wanted = self.means.intents.of_child(
                definition, self.scope, self.intent.tags
            )
        except Refused as refusal:
            self.children[name] = Comparison(self.means, stack, None, refusal.message)
            return
        self.children[name] = Comparison(self.means, stack, wanted)

    def _modified(self, there: Resource, definition: Mapping[str, Any]) -> None:
        after = self.scope.value(definition.get("Properties", {}))
        details = Details(there.type, self.means.recreation)
        was = there.definition.get("Properties", {})
        details.properties(
            (was, there.properties), (definition.get("Properties", {}), after),
            self.causes,
        )  # fmt: skip
        details.attributes(there.definition, definition)
        self._inherited(there, details)
        if not details:
            return
        replaced = details.replacement(self.means.certain)
        if there.type != STACK or not self.children[there.logical].empty:
            self.causes.modified.add(there.logical)
        if replaced == "True":
            self.causes.replaced.add(there.logical)
            self.scope.ids[there.logical] = UNKNOWN
        self._note(
            *(there.logical, "Modify", definition, there),
            Replacement=replaced, Scope=details.scope(), Details=details.all,
            BeforeContext=_context(there.properties), AfterContext=_context(after),
        )  # fmt: skip

    def _inherited(self, there: Resource, details: Details) -> None:
        """Add what comes from above: the stack's tags, a nested stack's own changes."""
        assert self.intent and self.stack
        retagged = self.intent.tags != self.stack.tags
        if there.type == STACK:
            details.automatic()
        elif retagged and self.means.recreation.takes_tags(there.type):
            details.tags()

    def _removed(self, there: Resource) -> None:
        before = _context(there.properties)
        self._note(
            there.logical, "Remove", there.definition, there, BeforeContext=before
        )

    def _note(
        self,
        name: str,
        action: str,
        definition: Mapping[str, Any],
        there: Resource | None,
        **more: Any,
    ) -> None:
        change = {
            "Action": action,
            "LogicalResourceId": name,
            "ResourceType": definition["Type"],
            "Scope": [],
            "Details": [],
        }
        if there:
            change["PhysicalResourceId"] = there.physical
        if action == "Remove":
            change["PolicyAction"] = _end(deletion(definition))
        elif more.get("Replacement") in ("True", "Conditional"):
            change["PolicyAction"] = f"ReplaceAnd{_end(replacement(definition))}"
        self.changes[name] = self._masked(change | more)

    def _masked(self, change: dict[str, Any]) -> dict[str, Any]:
        """Put asterisks in place of what NoEcho parameters hold."""
        assert self.intent
        hidden = [*secrets(self.intent.template, self.intent.parameters)]
        if self.stack:
            hidden += secrets(self.stack.template, self.stack.parameters)
        text = json.dumps(change)
        for secret in hidden:
            text = text.replace(json.dumps(secret)[1:-1], "****")
        masked: dict[str, Any] = json.loads(text)
        return masked


def _context(properties: Any) -> str:
    return json.dumps({"Properties": properties}, sort_keys=True)


def _end(policy: str) -> str:
    return "Retain" if policy == "RetainExceptOnCreate" else policy
