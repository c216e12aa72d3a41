"""What the command line says of where and how to deploy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Flags:
    """What goes before the spec and the parameter file; what is empty says nothing.

    `protect` is None where neither --protect nor --no-protect is given.
    """

    region: str = ""
    account: str = ""
    profile: str = ""
    role: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)
    protect: bool | None = None
    bucket: str = ""


NO_FLAGS = Flags()
"""Nothing was said on the command line."""
