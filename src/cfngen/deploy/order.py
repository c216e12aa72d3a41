"""What is to be deployed, as a value: nothing below this asks the project again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Override:
    """A parameter that the command line gives in place of the parameter file."""

    name: str
    value: str
    replaced: str
    file: str


@dataclass(frozen=True)
class Order:
    """One system in one environment.

    `files` are template texts by file name, `parameters` every value that the root
    takes, defaults included; `secret` names those that are NoEcho. `folder` is where
    the templates are, as messages name it.
    """

    system: str
    environment: str
    stack: str
    region: str
    folder: str
    files: Mapping[str, str]
    parameters: Mapping[str, str]
    secret: frozenset[str]
    tags: Mapping[str, str]
    overrides: tuple[Override, ...] = ()
