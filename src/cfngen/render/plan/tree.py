"""A plan's changes by the stack that they are in; noise and tags alone are counted."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from cfngen.plan.planned import Planned
from cfngen.render.plan.tags import Tagged, tagged, without


@dataclass(frozen=True)
class Branch:
    """What changes in one stack; the root's `path` is empty.

    `own` is what happens to the nested stack itself, None where the plan does not say.
    `folded` counts the changes that most likely are none, and are not in `shown`.
    """

    path: str
    own: Planned | None
    shown: tuple[Planned, ...]
    folded: int


@dataclass(frozen=True)
class Tree:
    """All stacks in which something is shown, and the others, in which all is noise.

    `tagged` are resources of all stacks of which nothing changes but tags.
    """

    branches: tuple[Branch, ...]
    quiet: tuple[Branch, ...]
    tagged: tuple[Tagged, ...] = ()

    @property
    def folded(self) -> int:
        """Return how many changes are not shown."""
        return sum(branch.folded for branch in (*self.branches, *self.quiet))

    @property
    def shown(self) -> Iterator[Planned]:
        """Yield all resources that are shown; of nested stacks those without any.

        Those that share a line are among them.
        """
        yield from (one for branch in self.branches for one in branch.shown)
        yield from (one for line in self.tagged for one in line.resources)


def tree(changes: Sequence[Planned], verbose: bool = False) -> Tree:
    """Return the changes by stack, in the order in which each stack first appears.

    A nested stack in which something is shown is the head of its own branch; any other
    stands among the resources of the stack that it is in.
    """
    alike = () if verbose else tagged(changes)
    seen = [one for one in without(changes, alike) if verbose or not one.noise]
    heads = {stack_of(one.path) for one in seen}
    paths = dict.fromkeys(stack_of(one.path) for one in changes)
    stacks = {one.path: one for one in changes if one.nested}
    found = [
        Branch(
            path,
            stacks.get(path),
            tuple(o for o in seen if stack_of(o.path) == path and o.path not in heads),
            sum(_folds(o, paths, verbose) for o in changes if stack_of(o.path) == path),
        )
        for path in paths
    ]
    loud = [b for b in found if b.shown or (b.path in heads and _speaks(b))]
    quiet = [b for b in found if b.folded and b not in loud]
    return Tree(tuple(loud), tuple(quiet), alike)


def _speaks(branch: Branch) -> bool:
    """Say whether something happens to a stack itself."""
    return branch.own is not None and not branch.own.noise


def _folds(one: Planned, stacks: Container[str], verbose: bool) -> bool:
    """Say whether a change is counted only; a stack with something in it is none."""
    return one.noise and not verbose and one.path not in stacks


def stack_of(path: str) -> str:
    """Return the path of the stack that a resource is in, empty for the root."""
    return path.rpartition("/")[0]
