"""A port: a value that leaves one layer as an output and enters others."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Self

SUBNET_LIST = "List<AWS::EC2::Subnet::Id>"
SECURITY_GROUP = "AWS::EC2::SecurityGroup::Id"


@dataclass(frozen=True)
class Port:
    """One value that leaves one layer as an output and enters others as a parameter.

    `type` is a CloudFormation parameter type; a list crosses as one comma-joined
    string. Numbers cross as String: a change set of nested stacks checks a Number
    before the stack that produces it exists. A `shown` port is an output of the root
    as well. `snake` is what scripts in snake case call it, where that is not its name.
    """

    name: str
    type: str
    description: str
    shown: bool = False
    snake: str = ""

    def known_as(self, snake: str) -> Self:
        """Return the same joint under another name in snake case."""
        return replace(self, snake=snake)
