"""Who imports what a tree of stacks exports."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cfngen.cloud.values import Stack

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud


@dataclass(frozen=True)
class Import:
    """An export that other stacks stand on."""

    export: str
    stacks: tuple[str, ...]


def imported(cloud: Cloud, stacks: Iterable[Stack]) -> tuple[Import, ...]:
    """Return what stacks outside of a tree import from it.

    CloudFormation refuses to delete a stack whose export is in use.
    """
    ours = {stack.id: stack.name for stack in stacks}
    names = set(ours.values())
    found = (
        Import(
            export.name,
            tuple(n for n in cloud.stacks.importers(export.name) if n not in names),
        )
        for export in cloud.stacks.exports()
        if export.stack in ours
    )
    return tuple(one for one in found if one.stacks)
