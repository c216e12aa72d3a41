"""Where names get their values while one template is evaluated."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.model.values import Value

Path = tuple[str | int, ...]
"""The way to a value inside a template."""


class Absent:
    """Marks a value that AWS::NoValue takes away."""


ABSENT = Absent()
NO_VALUE = "AWS::NoValue"


class Wrong(Exception):
    """A function cannot be carried out; the message says why, in CloudFormation's
    terms."""


@dataclass(frozen=True)
class Scope:
    """Where names get their values.

    `names` are parameters and pseudo parameters. `ref` and `attribute` answer for
    resources, `imported` for exports, `zones` for regions; each may raise Wrong.
    `truth` says whether a named condition holds, None where that is unknown. `wrong`
    takes a path and the message of a Wrong, and returns what stands in for the value,
    or raises an exception of its own.
    """

    names: Mapping[str, Value]
    mappings: Mapping[str, Any]
    truth: Callable[[str], bool | None]
    ref: Callable[[str], Value]
    attribute: Callable[[str, str], Value]
    imported: Callable[[Value], Value]
    zones: Callable[[Value], Value]
    wrong: Callable[[Path, str], Value]
