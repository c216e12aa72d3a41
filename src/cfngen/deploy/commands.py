"""The AWS CLI commands that messages tell people to run."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class AwsCli:
    """The AWS CLI, pointed at the region or at the emulator of a deployment."""

    region: str
    endpoint: str = ""

    def cloudformation(self, words: str) -> str:
        """Return `aws cloudformation <words>` with region and endpoint."""
        there = f" --endpoint-url {self.endpoint}" if self.endpoint else ""
        return f"aws cloudformation {words} --region {self.region}{there}"

    def events(self, stack: str) -> str:
        """Return the command that shows what happens to a stack."""
        return self.cloudformation(f"describe-stack-events --stack-name {stack}")
