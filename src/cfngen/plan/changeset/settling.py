"""Waiting until a change set and all that are nested in it are worked out."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from cfngen.cloud.changes import ChangeSet
from cfngen.errors import PreviewRejected
from cfngen.plan.at import At
from cfngen.plan.changeset.reading import described
from cfngen.plan.progress import WorkedOut
from cfngen.plan.together import together

CHANGE_SET_ARN = re.compile(r"arn:[\w-]+:cloudformation:[\w-]*:\d*:changeSet/[\w/-]+")
"""A nested change set, as the reason of its failed parent names it."""


def settled(asked: ChangeSet, at: At) -> Mapping[str, ChangeSet]:
    """Return the change set and all below it by ARN, each one worked out.

    A root fails as soon as one child has, while others are still being worked out; so
    every child that is known of is waited for. Raises PreviewRejected when somebody
    deletes the root's meanwhile.
    """
    known, done = {asked.id: asked}, dict[str, ChangeSet]()
    delays = at.pace.delays()
    while True:
        before = len(done), len(known)
        _look(known, done, at)
        if asked.id not in done and asked.id not in known:
            raise _deleted(asked)
        if (len(done), len(known)) != before:
            at.report(WorkedOut(len(done), len(known)))
        if len(done) == len(known):
            return done
        at.clock.sleep(next(delays))


def _look(known: dict[str, ChangeSet], done: dict[str, ChangeSet], at: At) -> None:
    """Ask about all that is not worked out, and about what that leads to."""
    waiting = [id for id in known if id not in done]
    while waiting:
        found = together(lambda id: described(id, at.cloud), waiting)
        fresh: list[str] = []
        for id, made in zip(waiting, found, strict=True):
            if made is None:
                known.pop(id)
            elif not made.pending:
                done[id] = made
                fresh += [one for one in _nested(made) if one not in known]
        known |= {id: ChangeSet(id, "", "", "CREATE_PENDING") for id in fresh}
        waiting = list(dict.fromkeys(fresh))


def _nested(made: ChangeSet) -> Iterator[str]:
    """Yield the ARNs of the change sets that one leads to."""
    yield from (change.change_set for change in made.changes if change.change_set)
    if not made.ready:
        yield from CHANGE_SET_ARN.findall(made.reason)


def _deleted(asked: ChangeSet) -> PreviewRejected:
    """Return the error of a change set that is gone."""
    return PreviewRejected(
        f"Change set {asked.name} was deleted while it was being worked out.",
        "Is somebody else deploying? Nothing was touched; plan again.",
    )
