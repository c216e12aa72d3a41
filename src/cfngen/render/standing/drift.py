"""Drift in words, and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from cfngen.operate.detecting import Looked
from cfngen.operate.differing import Told
from cfngen.operate.drift import Drift, Found
from cfngen.render.running.spoken import spoken
from cfngen.render.standing.events import moment

VERSION = 1
"""Raised when a key goes or changes its meaning; new keys may come without."""

ORDER = ("MODIFIED", "DELETED", "UNKNOWN", "IN_SYNC", "UNSUPPORTED", "NOT_CHECKED")
"""The order in which statuses are counted, the worst first."""

LONGEST = 100
"""Characters of a value in words; JSON has all of it."""


def looked(progress: Looked) -> str:
    """Return how far looking has come."""
    return f"Looked at {progress.stack} ({progress.done} of {progress.known})."


def lines(drift: Drift) -> Iterator[str]:
    """Yield what is not as it should be, what differs as it should, and the counts."""
    for one in drift.wrong:
        yield from _resource(one)
    if drift.expected:
        yield "As it should be:"
        yield from (f"  {_named(one)}: {_why(one)}" for one in drift.expected)
    for one in drift.unknown:
        reason = spoken(one.reason) or "no reason given"
        yield f"Could not be told: {_named(one)}: {reason}"
    for stack, why in drift.trouble.items():
        yield f"Not looked at to the end: {stack}: {' '.join(why.split())}"
    if drift.left_out:
        yield f"Left out: {drift.left_out} nested stacks (--no-nested)."
    yield _summary(drift)


def _resource(one: Found) -> Iterator[str]:
    """Yield a resource that is not as it should be, each difference on a line."""
    declared = f", declared in {one.file}" if one.file else ""
    if one.status == "DELETED":
        yield f"- {_named(one)} is gone{declared}"
        return
    yield f"~ {_named(one)}{declared}"
    for told in one.told:
        yield f"    {_difference(told)}"


def _difference(told: Told) -> str:
    """Return a difference: where, what was expected, what is there, from whom."""
    expected, actual = _short(told.expected), _short(told.actual)
    match told.kind:
        case "ADD":
            what = f"{actual} was added"
        case "REMOVE":
            what = f"{expected} is missing"
        case _:
            what = f"{expected} -> {actual}"
    notes = [f"from {told.setting}"] if told.setting else []
    notes += [f"as it should be: {told.why}"] if told.why else []
    aside = f" ({'; '.join(notes)})" if notes else ""
    return f"{told.path}: {what}{aside}"


def _short(value: str) -> str:
    """Return a value in a line, cut where it is long."""
    line = " ".join(value.split()) or '""'
    return line if len(line) <= LONGEST else f"{line[:LONGEST]}…"


def _named(one: Found) -> str:
    """Return a resource by path and type."""
    return f"{one.path} ({one.type})"


def _why(one: Found) -> str:
    """Return why a resource differs as it should."""
    return "; ".join(dict.fromkeys(told.why for told in one.told))


def _summary(drift: Drift) -> str:
    """Return what it all amounts to."""
    counts = drift.counts()
    known = [*ORDER, *sorted(set(counts) - set(ORDER))]
    told = ", ".join(f"{counts[name]} {name}" for name in known if counts.get(name))
    verdict = "drifted" if drift.wrong else "no drift"
    if drift.late:
        verdict = f"{verdict} so far; time was up"
    elif drift.trouble or drift.unknown:
        verdict = f"{verdict}, as far as it could be told"
    return f"{drift.stack.name}: {verdict}. {told or 'Nothing was looked at'}."


def as_json(drift: Drift) -> str:
    """Return the object as text; docs/operate.md has the keys."""
    body = {
        "version": VERSION,
        "stack": drift.stack.name,
        "id": drift.stack.id,
        "at": moment(drift.at),
        "drifted": bool(drift.wrong),
        "complete": not (drift.late or drift.trouble),
        "summary": dict(drift.counts()),
        "trouble": dict(drift.trouble),
        "resources": [_body(one) for one in drift.found],
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _body(one: Found) -> dict[str, Any]:
    """Return a resource."""
    return {
        "path": one.path,
        "type": one.type,
        "status": one.status,
        "physical_id": one.physical_id,
        "reason": one.reason,
        "as_it_should_be": one.expected,
        "file": one.file,
        "differences": [asdict(told) for told in one.told],
    }
