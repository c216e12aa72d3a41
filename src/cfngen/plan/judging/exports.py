"""Exports that go or change while other stacks import them, which AWS refuses.

It does so in the middle of the deployment, and undoes all of it:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from cfngen.cloud.values import Export
from cfngen.diff.values import same
from cfngen.model import Model, Output, references
from cfngen.model import Stack as ModelStack
from cfngen.plan.changeset.seen import RENEWING
from cfngen.plan.judging.sides import Sides
from cfngen.plan.planned import Blocked, Kind, Planned
from cfngen.plan.tree.placed import below

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud

TYPE = "Export"
GOES, CHANGES = "goes", "changes"


def exports_in_use(
    sides: Sides, changes: tuple[Planned, ...], cloud: Cloud
) -> tuple[Blocked, ...]:
    """Return the exports that would go or change, and that other stacks import.

    Nothing is asked of a tree that exports nothing. Such a change cannot be allowed:
    `lost` is empty in it.
    """
    if not any(_exporting(placed.body) for placed in sides.live.values()):
        return ()
    ids = {placed.id for placed in sides.live.values()}
    ours = [export for export in cloud.stacks.exports() if export.stack in ids]
    return tuple(_refused(ours, sides, changes, cloud))


def _exporting(body: Mapping[str, Mapping[str, Mapping[str, object]]]) -> bool:
    """Say whether a template exports anything."""
    return any("Export" in output for output in body.get("Outputs", {}).values())


def _refused(
    ours: list[Export], sides: Sides, changes: tuple[Planned, ...], cloud: Cloud
) -> Iterator[Blocked]:
    """Yield the exports that AWS would refuse to change."""
    paths = {placed.id: path for path, placed in sides.live.items()}
    renewed = {one.path for one in changes if one.kind in RENEWING and not one.noise}
    for export in ours:
        path = paths[export.stack]
        fate = _fate(export.name, path, sides, renewed)
        users = cloud.stacks.importers(export.name) if fate else ()
        if users:
            kind = Kind.DELETE if fate == GOES else Kind.UPDATE
            where = below(path, export.name)
            why = f"the export {export.name} {fate}, and is imported by "
            yield Blocked(where, TYPE, kind, "", f"{why}{', '.join(users)}")


def _fate(name: str, path: str, sides: Sides, renewed: set[str]) -> str:
    """Return what happens to an export of a stack.

    Empty where it stays, or where nobody can tell: the name of a nested stack, of which
    AWS makes up the end, may be in that of its exports.
    """
    before, after = sides.before, sides.after
    if after is None:
        return ""
    new = _exported(after).get(name)
    if new is None:
        return "" if path in after.stacks and _made_up(after.stacks[path]) else GOES
    old = _exported(before).get(name) if before else None
    follows = any(reference.path in renewed for reference in references(new.value))
    return CHANGES if follows or (old and not same(old.value, new.value)) else ""


def _made_up(stack: ModelStack) -> bool:
    """Say whether a stack exports under a name that only AWS knows."""
    names = (output.export for output in stack.outputs.values())
    return any(not isinstance(name, str | None) for name in names)


def _exported(model: Model) -> Mapping[str, Output]:
    """Return the outputs of all stacks that are exported, by the export's name."""
    return {
        output.export: output
        for stack in model.stacks.values()
        for output in stack.outputs.values()
        if isinstance(output.export, str)
    }
