"""A parameter file as a value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cfngen import settings

ENVIRONMENT_NAME = settings.ENVIRONMENT_NAME.name
"""The parameter that says which environment a stack is."""


@dataclass(frozen=True)
class Value:
    """One value, where it stands and where its key stands; lines count from 1."""

    text: str
    line: int = 0
    column: int = 0
    key_line: int = 0


@dataclass(frozen=True)
class Parameters:
    """What a parameter file says.

    `file` is relative to the project, `environment` the file's stem. `tags` and
    `stack_policy` come from the CodePipeline form, the only one that has room for them.
    """

    file: str
    environment: str
    values: Mapping[str, Value] = field(default_factory=dict)
    tags: Mapping[str, str] = field(default_factory=dict)
    stack_policy: Mapping[str, Any] = field(default_factory=dict)

    def texts(self) -> dict[str, str]:
        """Return each parameter's value as CloudFormation takes it."""
        return {name: value.text for name, value in self.values.items()}
