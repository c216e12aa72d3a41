"""Why CloudFormation refused a change set: all the reasons that it can be asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from cfngen.cloud.changes import ChangeSet, Hook
from cfngen.cloud.values import Failure
from cfngen.errors import CfngenError, PreviewRejected
from cfngen.plan.at import At
from cfngen.plan.changeset.settling import CHANGE_SET_ARN
from cfngen.plan.progress import Degraded
from cfngen.plan.tree.placed import below

T = TypeVar("T")

OPAQUE = ("hook(s)/validation failed", "hook(s) failed", "AWS::EarlyValidation")
"""How reasons read that only say where more is told."""

NO_MORE = "Nothing was touched, and nothing of it is left behind."


@dataclass(frozen=True)
class Reason:
    """One thing that stands against a change set; `path` is empty for the root."""

    path: str
    text: str

    def __str__(self) -> str:
        """Return the reason in a line."""
        return f"{self.path or 'root'}: {self.text}"


def own_reasons(root: str, done: Mapping[str, ChangeSet]) -> tuple[Reason, ...]:
    """Return what the failed change sets of a tree say of themselves, leaves first.

    One without changes has not failed; one that only names a nested one says nothing.
    """
    paths = paths_of(root, done)
    found = [
        Reason(paths[id], made.reason or made.status)
        for id, made in done.items()
        if made.status == "FAILED" and not made.empty
    ]
    telling = [one for one in found if not _points_down(one.text, done)]
    return tuple(sorted(telling or found, key=lambda one: -one.path.count("/")))


def rejected(root: str, done: Mapping[str, ChangeSet], at: At) -> PreviewRejected:
    """Return the refusal of a change set that failed, with everything that is known.

    The change sets must still be there: events and hooks are asked of them by ARN.
    """
    paths = paths_of(root, done)
    own = own_reasons(root, done)
    failed = [id for id, made in done.items() if made.status == "FAILED"]
    told = [Reason(_of(one, paths, done), worded(one)) for one in failures(failed, at)]
    told += [Reason(paths[id], _hook(hook)) for id, hook in hooks(failed, at)]
    opaque = [one for one in own if any(words in one.text for words in OPAQUE)]
    clear = [one for one in own if one not in opaque or not told]
    lines = list(dict.fromkeys(f"  {one}" for one in (*clear, *told)))
    return PreviewRejected(
        "CloudFormation refused the change set:\n" + "\n".join(lines), NO_MORE
    )


def failures(change_sets: Iterable[str], at: At) -> tuple[Failure, ...]:
    """Return what DescribeEvents tells of change sets; a report where it may not."""
    said: list[Failure] = []
    for id in change_sets:
        found = _perhaps(at.cloud.history.failures, id, "validations", at)
        if found is None:
            break
        said += found
    return tuple(dict.fromkeys(said))


def hooks(change_sets: Iterable[str], at: At) -> Iterator[tuple[str, Hook]]:
    """Yield the hooks that failed a change set, which no event tells of."""
    for id in change_sets:
        found = _perhaps(at.cloud.change_sets.hooks, id, "hooks", at)
        if found is None:
            return
        yield from ((id, hook) for hook in found if "FAILED" in hook.status)


def paths_of(root: str, done: Mapping[str, ChangeSet]) -> Mapping[str, str]:
    """Return the path of the stack that each change set is of.

    One that no change leads to has the name of its stack.
    """
    found = {root: ""}
    todo = [root]
    while todo:
        id = todo.pop()
        for change in done[id].changes if id in done else ():
            if change.change_set and change.change_set not in found:
                found[change.change_set] = below(found[id], change.logical_id)
                todo.append(change.change_set)
    names = {id: stack_name(made.stack_id) for id, made in done.items()}
    return {**names, **found}


def stack_name(arn: str) -> str:
    """Return the name of the stack that an ARN is of."""
    return arn.split("/")[1] if "/" in arn else arn


def worded(failure: Failure) -> str:
    """Return what went wrong in a line: which validation, of what, why and where."""
    named = f"{failure.name}: " if failure.name else ""
    what = f"{failure.type}: " if failure.type else ""
    where = f" at {failure.path}" if failure.path else ""
    warning = " (a warning)" if failure.warning else ""
    return f"{what}{named}{failure.reason}{where}{warning}"


def _of(
    failure: Failure, paths: Mapping[str, str], done: Mapping[str, ChangeSet]
) -> str:
    """Return the path of the resource that a failure is about, or of its stack."""
    stacks = {made.stack_id: paths[id] for id, made in done.items()}
    stack = stacks.get(failure.stack_id, "")
    return below(stack, failure.logical_id) if failure.logical_id else stack


def _hook(hook: Hook) -> str:
    """Return what a hook said, with what its notes advise."""
    mode = " (a warning)" if hook.mode == "WARN" else ""
    notes = "".join(f"\n    {note}" for note in hook.notes)
    return f"hook {hook.name}: {hook.reason or hook.status}{mode}{notes}"


def _points_down(reason: str, done: Mapping[str, ChangeSet]) -> bool:
    """Say whether a reason only names a nested change set that tells more."""
    named = CHANGE_SET_ARN.search(reason)
    return bool(named and named.group() in done)


def _perhaps(
    call: Callable[[str], tuple[T, ...]], id: str, what: str, at: At
) -> tuple[T, ...] | None:
    """Return an answer that only adds to others; report where there is none."""
    try:
        return call(id)
    except CfngenError as error:
        at.report(Degraded(what, error.message))
        return None
