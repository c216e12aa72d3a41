"""Having CloudFormation look for drift, a few stacks at a time, until the time is up.

It looks at one stack at a time and leaves out the stacks that it nests:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_DetectStackDrift.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from cfngen.cloud.failures import Busy
from cfngen.cloud.values import Detection, Drifted
from cfngen.deploy.progress import Retrying
from cfngen.errors import OperationFailed
from cfngen.operate.tree import Branch
from cfngen.plan.at import At
from cfngen.plan.together import MOST

POLL = 2.0
"""Seconds between two rounds of questions."""

MINUTES = 15
"""How long all detections together may take."""

LOOKABLE = frozenset(
    {
        *("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE"),
        *("UPDATE_ROLLBACK_COMPLETE", "UPDATE_ROLLBACK_FAILED"),
        "IMPORT_ROLLBACK_COMPLETE",
    }
)
"""The states in which CloudFormation looks for drift; of imports it says nothing:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html"""


@dataclass(frozen=True)
class Looked:
    """A stack is done with; `done` of `known` are."""

    stack: str
    done: int
    known: int


@dataclass(frozen=True)
class Seen:
    """What was found in one stack; `trouble` says why that may not be all.

    `late`: the time was up.
    """

    branch: Branch
    found: tuple[Drifted, ...] = ()
    trouble: str = ""
    late: bool = False


def detect(branches: Sequence[Branch], at: At) -> tuple[Seen, ...]:
    """Return what CloudFormation sees in each stack, in their order.

    Raises OperationFailed where it does not look at the first one, the root.
    """
    seen = {one.branch.path: one for one in _Round(at, list(branches)).ends()}
    return tuple(seen[branch.path] for branch in branches)


@dataclass
class _Round:
    """Which stacks still wait, and which are being looked at, by detection."""

    at: At
    waiting: list[Branch]
    under_way: dict[str, Branch] = field(default_factory=dict)

    def ends(self) -> Iterator[Seen]:
        """Yield every stack as it is done with."""
        until, done, known = (
            self.at.clock.now() + timedelta(minutes=MINUTES),
            0,
            len(self.waiting),
        )
        while self.waiting or self.under_way:
            for seen in (*self._begun(), *self._done()):
                done += 1
                name = seen.branch.path or seen.branch.stack.name
                self.at.report(Looked(name, done, known))
                yield seen
            if not (self.waiting or self.under_way):
                return
            if self.at.clock.now() >= until:
                yield from self._late()
                return
            self.at.clock.sleep(POLL)

    def _begun(self) -> Iterator[Seen]:
        """Begin with as many stacks as may be; yield those that cannot be looked at.

        One that CloudFormation has no time for is left to the next round.
        """
        while self.waiting and len(self.under_way) < MOST:
            branch = self.waiting.pop(0)
            if branch.stack.status not in LOOKABLE:
                yield Seen(branch, trouble=f"it is {branch.stack.status}")
                continue
            try:
                begun = self.at.cloud.drifting.begin(branch.stack.id)
            except Busy as busy:
                self.at.report(Retrying(busy.message))
                self.waiting.append(branch)
                return
            except OperationFailed as error:
                if not branch.path:
                    raise
                yield Seen(branch, trouble=error.message)
            else:
                self.under_way[begun] = branch

    def _done(self) -> Iterator[Seen]:
        """Ask about each that is being looked at; yield those that are done with."""
        for id, branch in list(self.under_way.items()):
            try:
                told = self.at.cloud.drifting.progress(id)
                if told.pending:
                    continue
                found = self.at.cloud.drifting.found(branch.stack.id)
            except Busy as busy:
                self.at.report(Retrying(busy.message))
                continue
            except OperationFailed as error:  # somebody has deleted it meanwhile
                if not branch.path:
                    raise
                del self.under_way[id]
                yield Seen(branch, trouble=error.message)
                continue
            del self.under_way[id]
            yield Seen(branch, found, _trouble(told))

    def _late(self) -> Iterator[Seen]:
        """Yield what nobody waits for any more."""
        for branch in (*self.under_way.values(), *self.waiting):
            yield Seen(branch, (), f"no answer within {MINUTES} minutes", late=True)


def _trouble(told: Detection) -> str:
    """Return why a detection may not have seen everything, empty where it has.

    One that failed has results all the same, of what it came to.
    """
    if told.status != "DETECTION_FAILED":
        return ""
    return told.reason or "CloudFormation gave up and does not say why"
