"""The live tree of a root stack: every nested stack by its path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cfngen.cloud.failures import Absent
from cfngen.cloud.values import Resource, Stack
from cfngen.errors import NeedsHuman
from cfngen.package import STACK
from cfngen.plan.states import refuse_nested
from cfngen.plan.together import together
from cfngen.plan.tree.placed import below

if TYPE_CHECKING:
    from cfngen.cloud.aws import Cloud


@dataclass(frozen=True)
class Branch:
    """One stack of a tree, with what it holds.

    `path` is empty for the root, `Edge/Waf` for what the stack Edge nests. A nested
    stack that has no ARN yet, or that is gone, has its status from its parent and
    nothing in it.
    """

    path: str
    stack: Stack
    resources: tuple[Resource, ...] = ()

    def below(self, logical_id: str) -> str:
        """Return the path of a resource of the stack."""
        return below(self.path, logical_id)

    def nested(self) -> Iterator[tuple[str, Resource]]:
        """Yield the path and the resource of each nested stack one level down."""
        for resource in self.resources:
            if resource.type == STACK and resource.status != "DELETE_COMPLETE":
                yield self.below(resource.logical_id), resource


def root(cloud: Cloud, name: str, hint: str = "") -> Stack:
    """Return a root stack by its name.

    Raises NeedsHuman where there is none, `hint` being what to do about it, and
    InputError for a stack that another one nests.
    """
    found = cloud.stacks.find(name)
    if found is None:
        place = f"{cloud.region} of account {cloud.who.account}"
        raise NeedsHuman(f"There is no stack {name} in {place}.", hint)
    refuse_nested(found)
    return found


def tree(cloud: Cloud, root: Stack) -> tuple[Branch, ...]:
    """Return the tree below a root, the root first, ordered by path.

    Two questions a stack; the stacks of one level are asked about together.
    """
    found: list[Branch] = []
    level = [Branch("", root, cloud.stacks.resources(root.id))]
    while level:
        found += level
        children = [child for branch in level for child in branch.nested()]
        level = together(lambda child: _branch(cloud, *child), children)
    return tuple(sorted(found, key=lambda branch: branch.path.split("/")))


def _branch(cloud: Cloud, path: str, child: Resource) -> Branch:
    """Return a nested stack, as its parent knows it where it cannot be found."""
    known = Stack(child.physical_id, child.logical_id, child.status, child.reason)
    if not child.physical_id:
        return Branch(path, known)
    try:
        stack = cloud.stacks.find(child.physical_id)
        return Branch(path, stack or known, cloud.stacks.resources(child.physical_id))
    except Absent:
        return Branch(path, known)
