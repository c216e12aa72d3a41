"""The gate on state: what takes data with it happens only if it is allowed by name.

Blocked is whatever deletes something stateful or puts a new, empty one in its place,
wherever in the tree, whatever the policy: after a final snapshot, or beside an old one
that is retained, the service is as empty. What only leaves the stack and stays in the
account is noted. What is folded as noise does not block: `noise` proves that it stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches

from cfngen.errors import InputError
from cfngen.plan.judging.losses import how
from cfngen.plan.planned import Blocked, Kind, Planned

OPTION = "--allow-replace"


def risks(changes: Iterable[Planned]) -> tuple[Blocked, ...]:
    """Return every change that takes something with it."""
    return tuple(
        Blocked(
            one.path,
            one.type,
            one.kind,
            one.lost,
            how(one.kind, one.policy, one.lost),
        )
        for one in changes
        if one.lost and not one.noise
    )


def blocked(found: tuple[Blocked, ...], allowed: frozenset[str]) -> tuple[Blocked, ...]:
    """Return the risks that nobody has allowed by their exact path.

    Raises InputError for an allowed path that blocks nothing: a typo must not look like
    consent, nor may last week's consent be left standing.
    """
    paths = [one.path for one in found]
    stray = sorted(allowed.difference(paths))
    if stray:
        lines = [f"{OPTION} {path}: {_nothing(path, paths)}" for path in stray]
        there = ", ".join(paths)
        raise InputError(
            "\n".join(lines),
            f"What blocks this plan: {there}."
            if paths
            else "Nothing blocks this plan.",
        )
    return tuple(one for one in found if one.path not in allowed)


def _nothing(path: str, paths: list[str]) -> str:
    """Return that a path blocks nothing, and which one may be meant."""
    inside = [one for one in paths if one.startswith(f"{path}/")]
    close = inside[:3] or get_close_matches(path, paths, 1)
    meant = f" Did you mean {' or '.join(close)}?" if close else ""
    return f"nothing there would be lost.{meant}"


def remarks(
    found: tuple[Blocked, ...], allowed: frozenset[str], changes: Iterable[Planned]
) -> Iterator[str]:
    """Yield what is allowed by name, and what leaves the stack and stays."""
    for one in found:
        if one.path in allowed:
            yield f"Allowed by name: {one.path}: {one.why}."
    for planned in changes:
        if planned.kind is Kind.RETAIN and not planned.nested:
            yield (
                f"{planned.path} leaves the stack and stays in the account, where "
                "nothing manages it any more."
            )
