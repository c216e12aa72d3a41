"""Putting stacks into a world as they are, with a history that made them so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from tests.fakes.clock import START, Clock
from tests.fakes.executing import Executing
from tests.fakes.intents import Intent, Intents, given, parsed
from tests.fakes.objects import Objects
from tests.fakes.stacks import Resource, Stack

GONE = ("DELETE_COMPLETE", "ROLLBACK_COMPLETE")
FAILED = {
    "CREATE_FAILED": "CREATE_FAILED",
    "ROLLBACK_FAILED": "DELETE_FAILED",
    "DELETE_FAILED": "DELETE_FAILED",
    "UPDATE_FAILED": "UPDATE_FAILED",
    "UPDATE_ROLLBACK_FAILED": "UPDATE_FAILED",
}
"""What a resource's state is where its stack is stuck."""


class Placing:
    """Makes stacks on a clock of the day before."""

    def __init__(
        self, executing: Executing, objects: Objects, intents: Intents, bucket: str
    ) -> None:
        self.executing, self.objects = executing, objects
        self.intents, self.bucket = intents, bucket
        self.history = executing.engine.history

    def package(self, template: Mapping[str, Any], children: Mapping[str, Any]) -> str:
        """Write templates to the bucket from the leaves up; return the root's URL.

        `children` maps logical ids to templates, or to pairs of a template and its
        own children.
        """
        resources = dict(template["Resources"])
        for logical, below in children.items():
            pair = below if isinstance(below, tuple) else (below, {})
            url = self.package(*pair)
            own = resources[logical]
            properties = {**own.get("Properties", {}), "TemplateURL": url}
            resources[logical] = {**own, "Properties": properties}
        body = json.dumps({**template, "Resources": resources}, sort_keys=True)
        key = f"{hashlib.sha256(body.encode()).hexdigest()}.json"
        self.objects.buckets[self.bucket].objects[key] = body.encode()
        return self.objects.url(self.bucket, key)

    def put(
        self,
        name: str,
        url: str,
        parameters: Mapping[str, str],
        tags: Mapping[str, str],
    ) -> Stack:
        """Create a stack yesterday and let it come to rest."""
        body = self.objects.read(url)
        assert body is not None
        template = parsed(body)
        asked = [
            {"ParameterKey": key, "ParameterValue": value}
            for key, value in parameters.items()
        ]
        intent = Intent(template, body, given(template, asked, {}), tags)
        ground = self.executing.stacks.ground
        today, ground.clock = ground.clock, Clock(START - timedelta(days=1))
        try:
            stack = self.executing.stacks.add(name)
            ground.clock.start(
                self.executing.forward.root(stack, intent, "CREATE", keep=False)
            )
            ground.clock.runs_out()
        finally:
            ground.clock = today
        return stack

    def bring(self, stack: Stack, status: str, failed: Mapping[str, str]) -> None:
        """Bring a stack into a state, with the resources that keep it there."""
        ground = self.executing.stacks.ground
        today, ground.clock = ground.clock, Clock(START - timedelta(hours=1))
        try:
            self._bring(stack, status, failed)
        finally:
            ground.clock = today

    def _bring(self, stack: Stack, status: str, failed: Mapping[str, str]) -> None:
        kind = status.split("_")[0]
        verb = {"CREATE": "CREATE", "ROLLBACK": "CREATE"}.get(kind, kind)
        if verb in ("CREATE", "UPDATE", "DELETE"):
            self.history.operation(stack, f"{verb}_STACK")
        if status in FAILED:
            self._fail(stack, FAILED[status], failed, status)
        if status in GONE:
            self._empty(stack, status)
        self.history.stack(stack, status)
        if status.startswith("UPDATE"):
            stack.updated = START - timedelta(hours=1)
        if status.startswith(("DELETE", "ROLLBACK")):
            stack.going = START - timedelta(hours=1)
        if status == "DELETE_COMPLETE":
            stack.deleted = stack.going
        if status == "REVIEW_IN_PROGRESS":
            stack.resources, stack.outputs, stack.template = {}, {}, {}
            stack.operations, stack.parameters, stack.body = [], {}, ""

    def _fail(
        self, stack: Stack, status: str, failed: Mapping[str, str], above: str
    ) -> None:
        """Mark the resources that a stack is stuck with, and the stacks above them."""
        for path, reason in failed.items():
            logical, _, rest = path.partition("/")
            resource = stack.resources[logical]
            child = self.executing.engine.child(resource)
            if child and rest:
                self._fail(child, status, {rest: reason}, above)
                self.history.stack(child, above, f"[{rest}] failed")
                reason = f"Embedded stack {child.id} failed"
            self.history.resource(stack, resource, status, reason)

    def _empty(self, stack: Stack, status: str) -> None:
        for resource in stack.resources.values():
            child = self.executing.engine.child(resource)
            if child:
                self._empty(child, "DELETE_COMPLETE")
                self.history.stack(child, "DELETE_COMPLETE")
                child.deleted = START - timedelta(hours=1)
            self._delete(stack, resource)
        stack.outputs = {}

    def _delete(self, stack: Stack, resource: Resource) -> None:
        self.history.resource(stack, resource, "DELETE_COMPLETE")
