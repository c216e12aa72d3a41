"""What every part of the fake stands on: account, clock, numbers that never repeat."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from itertools import count

from tests.fakes.clock import Clock


@dataclass
class Ground:
    """One region of one account."""

    account: str = "123456789012"
    region: str = "us-east-1"
    partition: str = "aws"
    page_size: int = 3
    clock: Clock = field(default_factory=Clock)
    _numbers: count[int] = field(default_factory=lambda: count(1))

    @property
    def caller(self) -> str:
        """Return the ARN of whoever asks."""
        return f"arn:{self.partition}:sts::{self.account}:assumed-role/Deployer/test"

    def uuid(self) -> str:
        """Return an identifier that is the same in every run of a test."""
        number = next(self._numbers)
        return f"{number:08x}-0000-4000-8000-{number:012x}"

    def suffix(self) -> str:
        """Return what CloudFormation puts behind a name that it makes up."""
        digest = hashlib.sha256(str(next(self._numbers)).encode()).hexdigest()
        return digest[:12].upper()

    def arn(self, kind: str, name: str) -> str:
        """Return a new ARN of CloudFormation's: `stack` or `changeSet`."""
        place = f"{self.partition}:cloudformation:{self.region}:{self.account}"
        return f"arn:{place}:{kind}/{name}/{self.uuid()}"
