"""The tree of change sets, from the root's down, with all of its changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cfngen.cloud.changes import Change, ChangeSet

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud


@dataclass(frozen=True)
class Node:
    """A change set, and those of the stacks that it nests, by logical id."""

    made: ChangeSet
    below: Mapping[str, Node] = field(default_factory=dict)

    def all(self) -> Iterator[ChangeSet]:
        """Yield every change set of the tree, this one first."""
        yield self.made
        for node in self.below.values():
            yield from node.all()


def described(id: str, cloud: Cloud) -> ChangeSet | None:
    """Return a change set with values, and with what is lost for their sake.

    CloudFormation may leave whole resources out of a description with values, nested
    stacks too, and says so; then it is asked again without:
    https://github.com/aws/aws-cdk-cli/issues/1780
    """
    found = cloud.change_sets.find(id, values=True)
    if found is None or not found.incomplete:
        return found
    bare = cloud.change_sets.find(id)
    return merged(found, bare) if bare else None


def read(root: str, settled: Mapping[str, ChangeSet]) -> Node:
    """Return the tree that settled change sets make, by ARN."""
    return _node(root, settled)


def _node(id: str, known: Mapping[str, ChangeSet]) -> Node:
    """Return a change set with those below it."""
    made = known[id]
    inner = {
        change.logical_id: _node(change.change_set, known)
        for change in made.changes
        if change.change_set in known and change.change_set != id
    }
    return Node(made, inner)


def merged(valued: ChangeSet, bare: ChangeSet) -> ChangeSet:
    """Return every change that either description has, with values where one has them.

    The order is that of the description without values, which is the whole one.
    """
    known = {_key(change): change for change in valued.changes}
    whole = [known.pop(_key(change), change) for change in bare.changes]
    return replace(valued, changes=(*whole, *known.values()))


def _key(change: Change) -> tuple[str, str]:
    """Return what tells the changes of a change set apart."""
    return change.logical_id, change.action
