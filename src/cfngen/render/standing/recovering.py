"""What recovering or deleting a stack would do, and how it ended, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from cfngen.deploy.outcome import Explained
from cfngen.operate.delete import Deletion
from cfngen.operate.followed import Ended
from cfngen.operate.inventory import Fate, Item
from cfngen.operate.recover import Recovery, Way
from cfngen.render.running.outcome import failures
from cfngen.render.running.spoken import spoken

WHY: Mapping[str, str] = {
    "CREATE_FAILED": "Its create failed and was not undone.",
    "UPDATE_FAILED": "Its update failed and was not undone.",
    "UPDATE_ROLLBACK_FAILED": "Its update failed, and undoing that failed as well.",
    "IMPORT_ROLLBACK_FAILED": "Its import failed, and undoing that failed as well.",
    "ROLLBACK_COMPLETE": "Its create failed and was undone; nothing can be deployed "
    "onto what is left.",
    "ROLLBACK_FAILED": "Its create failed, and undoing that failed as well.",
    "REVIEW_IN_PROGRESS": "It was never made: change sets wait for it.",
}

WILL: Mapping[Way, str] = {
    Way.ROLL_BACK: "CloudFormation goes back to the last state in which it worked.",
    Way.CONTINUE: "CloudFormation goes on undoing the update, and tries again what "
    "has failed. Nothing is deleted that was there before it.",
    Way.DELETE: "The stack is deleted, so that it can be created anew.",
}

NEVER_WORKED = (
    "CloudFormation takes the create back: it deletes what was made, also what the "
    "templates would keep, and then the stack."
)


def recovery(found: Recovery) -> Iterator[str]:
    """Yield why a stack is stuck, what stands in the way, and what would be done."""
    stack = found.stack
    if found.way is Way.NOTHING:
        yield f"{stack.name} is {stack.status}: there is nothing to recover."
        return
    yield f"{stack.name} is {stack.status}. {WHY.get(stack.status, '')}"
    for blocker in found.blockers:
        yield f"  {blocker.path} ({blocker.type}) {blocker.status}"
        yield f"    {spoken(blocker.reason) or 'no reason given'}"
    taken_back = found.doomed and found.way is Way.ROLL_BACK
    yield NEVER_WORKED if taken_back else WILL[found.way]
    yield from (f"  deletes the change set {name}" for name in found.change_sets)
    yield from _skipped(found)
    yield from _items(found.items)


def _skipped(found: Recovery) -> Iterator[str]:
    """Yield what would be left as it is, with what that means."""
    for path in found.skip:
        yield f"  leaves {path} as it is"
    if found.force:
        yield "  leaves as it is whatever cannot be undone"
    if found.risky:
        yield (
            "  CloudFormation will take these for what they were before. "
            "Drift is looked for afterwards."
        )


def deletion(found: Deletion) -> Iterator[str]:
    """Yield what deleting a stack takes along, what stays, and what stands against."""
    stack = found.stack
    yield f"{stack.name} ({stack.status}) is to be deleted, with all that it nests."
    yield from _items(found.items)
    for path in found.choice.retain:
        yield f"  leaves {path} behind; it belongs to no stack then"
    if found.choice.force:
        yield "  leaves behind whatever cannot be deleted; it belongs to no stack then"


def _items(items: Sequence[Item]) -> Iterator[str]:
    """Yield what is lost, kept and hindered one by one, and the rest as a count."""
    rest = [one for one in items if one.fate is Fate.DELETED and not one.lost]
    if rest:
        count = Counter(one.type for one in rest)
        yield f"  deletes {len(rest)} resources of {len(count)} types without data"
    for one in items:
        if one.lost:
            yield f"  DELETES {one.path} ({one.type}), and {one.lost}"
    for one in items:
        if one.fate is Fate.SNAPSHOT:
            yield f"  deletes {one.path} ({one.type}) after a snapshot, which stays"
    for one in items:
        if one.fate is Fate.RETAINED:
            yield f"  keeps {one.path} ({one.type}): {one.physical_id}"
    for one in items:
        if one.hindrance:
            yield f"  will FAIL on {one.path} ({one.type}): {one.hindrance}"
            yield from (f"    {one.mend}",) if one.mend else ()


def unseen(found: Recovery) -> str:
    """Return what drift detection does not look at after something was skipped.

    https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ContinueUpdateRollback.html
    """
    failed = [one.path for one in found.blockers if one.status == "UPDATE_FAILED"]
    paths = ", ".join(found.skip or failed) or "whatever could not be undone"
    return (
        f"Drift detection leaves out what was skipped: {paths}. Compare that with the "
        "templates as they were before the update, and mend it before you deploy."
    )


def ended(found: Ended, good: bool, why: Sequence[Explained] = ()) -> Iterator[str]:
    """Yield how it ended and, where that is not good, why."""
    stack = found.stack
    if good:
        yield f"{stack.name}: {stack.status}."
        return
    yield f"{stack.name}: {stack.status}. {spoken(stack.reason)}".rstrip()
    yield from failures(why, stack.reason)
    yield ""
