"""Drift of a whole tree: what is not as the templates say any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cfngen.cloud.values import Drifted, Resource, Stack
from cfngen.errors import Exit, NeedsHuman, StillRunning
from cfngen.model import Model
from cfngen.operate.detecting import LOOKABLE, Seen, detect
from cfngen.operate.differing import Origin, Told
from cfngen.operate.expected import GROUP, Around
from cfngen.operate.tree import Branch
from cfngen.package import STACK
from cfngen.plan.at import At
from cfngen.plan.commands import Commands
from cfngen.plan.states import advice, running

WRONG = ("MODIFIED", "DELETED")


@dataclass(frozen=True)
class Found:
    """What CloudFormation says of one resource; `path` as in `Network/Vpc`.

    `status` is IN_SYNC, MODIFIED, DELETED, NOT_CHECKED, UNSUPPORTED or UNKNOWN;
    `file` the template that declares it, empty where nobody knows.
    """

    path: str
    type: str
    status: str
    physical_id: str = ""
    reason: str = ""
    told: tuple[Told, ...] = ()
    file: str = ""

    @property
    def expected(self) -> bool:
        """Say whether it differs only as releases, scaling and AWS have it."""
        told = self.status == "MODIFIED" and self.told
        return bool(told) and all(one.why for one in self.told)

    @property
    def wrong(self) -> bool:
        """Say whether it is not as it should be."""
        return self.status in WRONG and not self.expected


@dataclass(frozen=True)
class Drift:
    """The drift of a tree as it was at a time.

    `trouble` says by path why a stack was not looked at, or not to the end; `late`
    whether time was up for one. `left_out` are nested stacks that nobody asked about.
    """

    stack: Stack
    at: datetime
    found: tuple[Found, ...]
    trouble: Mapping[str, str]
    late: bool = False
    left_out: int = 0

    @property
    def wrong(self) -> tuple[Found, ...]:
        """Return what is not as it should be."""
        return tuple(one for one in self.found if one.wrong)

    @property
    def expected(self) -> tuple[Found, ...]:
        """Return what differs as it should."""
        return tuple(one for one in self.found if one.expected)

    @property
    def unknown(self) -> tuple[Found, ...]:
        """Return what CloudFormation wanted to look at and could not."""
        return tuple(one for one in self.found if one.status == "UNKNOWN")

    def counts(self) -> Mapping[str, int]:
        """Return how many resources there are of each status."""
        return Counter(one.status for one in self.found)

    def exit(self, strict: bool) -> Exit:
        """Return the exit code; `strict` makes one of what nobody could tell.

        Time that was up goes first: what was found so far may not be all.
        """
        if self.late:
            return Exit.RUNNING
        if self.wrong:
            return Exit.CHANGES
        return Exit.FAILED if strict and (self.unknown or self.trouble) else Exit.OK


def drift(
    branches: Sequence[Branch],
    at: At,
    commands: Commands,
    model: Model | None = None,
    nested: bool = True,
) -> Drift:
    """Have CloudFormation look at a tree and return what it found.

    `model` is what is committed; it says which template and parameter a property comes
    from. Raises StillRunning and NeedsHuman where the root's state lets nobody look.
    """
    root = branches[0].stack
    _refuse(root, commands)
    seen = detect(branches if nested else branches[:1], at)
    there = [one for branch in branches for one in branch.resources]
    tree = Around(
        types=frozenset(one.type for one in there),
        groups=frozenset(one.physical_id for one in there if one.type == GROUP),
    )
    return Drift(
        root,
        at.clock.now(),
        tuple(found for one in seen for found in _found(one, model, tree)),
        {one.branch.path or root.name: one.trouble for one in seen if one.trouble},
        any(one.late for one in seen),
        len(branches) - len(seen),
    )


def _refuse(root: Stack, commands: Commands) -> None:
    """Raise an error for a stack that CloudFormation does not look at."""
    if root.status in LOOKABLE:
        return
    kind = StillRunning if running(root.status) else NeedsHuman
    raise kind(
        f"{root.name} is {root.status}; CloudFormation looks for drift only where no "
        "operation goes on and something works.",
        advice(root, commands),
    )


def _found(seen: Seen, model: Model | None, tree: Around) -> list[Found]:
    """Return what is told of every resource of a stack, ordered by path.

    Of a type in which CloudFormation sees no drift nothing is told:
    https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/resource-import-supported-resources.html
    """
    branch = seen.branch
    beside = frozenset(resource.type for resource in branch.resources)
    origin = Origin(model, replace(tree, beside=beside))
    names = {one.logical_id for one in seen.found}
    silent = [] if seen.late else [r for r in branch.resources if _counts(r, names)]
    found = [
        *(_of(branch.below(one.logical_id), one, origin) for one in seen.found),
        *(_not_checked(branch.below(one.logical_id), one) for one in silent),
    ]
    return sorted(found, key=lambda one: one.path)


def _of(path: str, one: Drifted, origin: Origin) -> Found:
    """Return what CloudFormation found of a resource."""
    kept = (one.type, one.status, one.physical_id, one.reason)
    return Found(path, *kept, origin.told(path, one), origin.file(path))


def _counts(resource: Resource, looked_at: set[str]) -> bool:
    """Say whether a resource is there and was not looked at.

    A nested stack is looked at as a stack of its own.
    """
    there = resource.status != "DELETE_COMPLETE" and resource.type != STACK
    return there and resource.logical_id not in looked_at


def _not_checked(path: str, one: Resource) -> Found:
    """Return a resource that CloudFormation says nothing of."""
    return Found(path, one.type, "NOT_CHECKED", one.physical_id)
