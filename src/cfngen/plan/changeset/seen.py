"""The changes of a tree of change sets, one by one, each with its path."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cfngen.cloud.changes import KNOWN_AFTER_APPLY, Change, Detail
from cfngen.package import STACK
from cfngen.plan.changeset.reading import Node
from cfngen.plan.planned import Kind
from cfngen.plan.tree.placed import below

REPLACEMENTS = {"True": Kind.REPLACE, "Conditional": Kind.MAY_REPLACE}
ACTIONS = {
    "Add": Kind.CREATE,
    "Import": Kind.IMPORT,
    "SyncWithActual": Kind.SYNC,
}
UNREFERRING = ("DirectModification", "Automatic")
RENEWING = (Kind.REPLACE, Kind.MAY_REPLACE)


@dataclass(frozen=True)
class Seen:
    """A change, the path of the stack that holds it, and what CloudFormation calls it.

    `evaluated` says of a nested stack whether its own changes are known.
    """

    stack: str
    change: Change
    evaluated: bool = True

    @property
    def path(self) -> str:
        """Return the path of what changes."""
        return below(self.stack, self.change.logical_id)

    @property
    def nested(self) -> bool:
        """Say whether it is a nested stack."""
        return self.change.type == STACK

    @property
    def kind(self) -> Kind:
        """Return what would become of the resource, as CloudFormation says it.

        Dynamic means that CloudFormation cannot tell:
        https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
        """
        change = self.change
        if change.action == "Remove":
            return Kind.RETAIN if change.policy == "Retain" else Kind.DELETE
        if change.action == "Modify":
            return REPLACEMENTS.get(change.replacement, Kind.UPDATE)
        return ACTIONS.get(change.action, Kind.UNKNOWN)


def seen(node: Node, stack: str = "") -> Iterator[Seen]:
    """Yield every change of a tree of change sets, a nested stack before its own."""
    for change in node.made.changes:
        inner = node.below.get(change.logical_id)
        told = inner is not None and (inner.made.ready or inner.made.empty)
        one = Seen(stack, change, told if change.type == STACK else True)
        yield one
        if inner is not None:
            yield from seen(inner, one.path)


def unevaluated(changes: tuple[Seen, ...]) -> str:
    """Return the nested stacks of which CloudFormation told no changes, in a line.

    One that goes as a whole needs none.
    """
    found = [
        one.path
        for one in changes
        if one.nested and not one.evaluated and one.change.action != "Remove"
    ]
    return ", ".join(found)


def told(detail: Detail) -> bool:
    """Say whether CloudFormation knows both values of a property."""
    values = (detail.before, detail.after)
    return all(v is not None and KNOWN_AFTER_APPLY not in v for v in values)


def telling(details: Sequence[Detail]) -> list[Detail]:
    """Return the details without those that only repeat another one.

    What refers to a parameter that changes, or may change, has a second detail, Dynamic
    and DirectModification, for the same place; alone, such a detail is a change of the
    template whose value comes late. Automatic is said of every nested stack:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChangeDetail.html
    """
    referring = {place(one) for one in details if one.source not in UNREFERRING}
    return [
        one
        for one in details
        if one.source != "Automatic" and not (late(one) and place(one) in referring)
    ]


def place(detail: Detail) -> tuple[str, str, str]:
    """Return where in a resource a detail stands."""
    return detail.attribute, detail.name, detail.path


def late(detail: Detail) -> bool:
    """Say whether a detail is of the template, with a value that comes late."""
    return detail.source == "DirectModification" and detail.evaluation == "Dynamic"


def of_the_tree(detail: Detail) -> bool:
    """Say whether a nested stack's own detail is only about what is in it."""
    about = ("", "TemplateURL", "Parameters")
    within = detail.attribute == "Properties" and detail.name in about
    return within or detail.source == "Automatic"
