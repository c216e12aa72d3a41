"""What goes wrong between the caller and the service."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from botocore.exceptions import ConnectionClosedError

from tests.fakes.refusal import Refused

THROTTLED = {
    "s3": ("SlowDown", "Please reduce your request rate.", 503),
    "ecs": ("ThrottlingException", "Rate exceeded", 400),
    "logs": ("ThrottlingException", "Rate exceeded", 400),
}
"""How services say it where it is not as CloudFormation does."""


@dataclass
class Faults:
    """Faults by operation; -1 is for ever. botocore has given up retrying by then."""

    caller: str
    throttled: Counter[str] = field(default_factory=Counter)
    lost: Counter[str] = field(default_factory=Counter)
    denied: dict[str, int] = field(default_factory=dict)
    expiring: dict[str, int] = field(default_factory=dict)
    refused: dict[str, list[Refused]] = field(default_factory=dict)
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    expired: bool = False

    def enter(self, service: str, operation: str) -> None:
        """Raise what stands in the way of a call, before the service hears of it."""
        if self._once(self.before, operation):
            raise KeyboardInterrupt
        if self._once(self.lost, operation):
            raise ConnectionClosedError(endpoint_url=f"https://{service}.invalid")
        self._expire(operation)
        if self._once(self.throttled, operation):
            raise Refused(*THROTTLED.get(service, ("Throttling", "Rate exceeded", 400)))
        if operation in self.denied:
            if operation.startswith("Head"):
                raise Refused("403", "Forbidden", 403)
            action = f"{service}:{operation}"
            raise Refused(
                "AccessDenied",
                f"User: {self.caller} is not authorized to perform: {action} because "
                f"no identity-based policy allows the {action} action",
                403,
            )
        if self.refused.get(operation):
            raise self.refused[operation].pop(0)

    def leave(self, operation: str) -> None:
        """Raise what keeps an answer from its caller, the service having done it."""
        if self._once(self.after, operation):
            raise KeyboardInterrupt

    def _expire(self, operation: str) -> None:
        if operation in self.expiring:
            self.expired = self.expired or self.expiring[operation] == 0
            self.expiring[operation] -= 1
        if self.expired:
            text = "The security token included in the request is expired"
            raise Refused("ExpiredToken", text, 403)

    @staticmethod
    def _once(left: Counter[str], operation: str) -> bool:
        if not left[operation]:
            return False
        left[operation] -= 1
        return True
