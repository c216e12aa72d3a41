"""Writing down what happens: events, and the states they leave behind."""

from __future__ import annotations

import json
from typing import Any

from tests.fakes.ground import Ground
from tests.fakes.stacks import STACK, Resource, Stack


class History:
    """Every change of state goes through here and leaves an event."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    def stack(self, stack: Stack, status: str, reason: str = "", **more: Any) -> None:
        """Bring a stack into a state."""
        stack.status, stack.reason = status, reason
        named = (stack.name, stack.id, STACK)
        self._event(stack, named, status, reason, **more)

    def resource(
        self, stack: Stack, resource: Resource, status: str, reason: str = ""
    ) -> None:
        """Bring a resource into a state."""
        resource.status, resource.reason = status, reason
        resource.updated = self.ground.clock.now()
        named = (resource.logical, resource.physical, resource.type)
        more = {"ResourceProperties": json.dumps(resource.properties)}
        self._event(stack, named, status, reason, **more)

    def leftover(
        self, stack: Stack, named: tuple[str, str, str], status: str, reason: str = ""
    ) -> None:
        """Tell of a physical resource that its stack has let go of."""
        self._event(stack, named, status, reason)

    def operation(self, stack: Stack, kind: str) -> str:
        """Begin an operation on a stack; return its id, which later events carry."""
        number = self.ground.uuid()
        stack.operations.insert(0, {"OperationType": kind, "OperationId": number})
        return number

    def _event(
        self,
        stack: Stack,
        named: tuple[str, str, str],
        status: str,
        reason: str,
        **more: Any,
    ) -> None:
        logical, physical, kind = named
        event: dict[str, Any] = {
            "StackId": stack.id,
            "EventId": self.ground.uuid(),
            "StackName": stack.name,
            "LogicalResourceId": logical,
            "PhysicalResourceId": physical,
            "ResourceType": kind,
            "Timestamp": self.ground.clock.stamp(),
            "ResourceStatus": status,
        }
        if physical != stack.id:
            at = event["Timestamp"].isoformat(timespec="milliseconds")
            event["EventId"] = f"{logical}-{status}-{at}"
        if reason:
            event["ResourceStatusReason"] = reason
        if stack.operations:
            event["OperationId"] = stack.operations[0]["OperationId"]
        stack.events.append(event | more)
