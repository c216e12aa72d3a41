"""Where in a resource something changes, with items of lists by their names.

CloudFormation numbers them: /Properties/Tags/3/Value. Which tag that is stands in the
resource's properties before and after, which it tells as well:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceChange.html
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from cfngen.cloud.changes import Change
from cfngen.diff.values import labels

SID = "Sid"
"""What tells a statement of a policy apart, although not all of them have one."""


def contexts(change: Change) -> tuple[Any, Any]:
    """Return a resource as it is and as it will be; None where that is not told."""
    return _parsed(change.before), _parsed(change.after)


def named(steps: Sequence[str], before: Any, after: Any) -> str:
    """Return the place that steps lead to: `Properties.Tags[Owner].Value`.

    Empty where no step of it has a name. An item keeps its number where another one
    stands in its place afterwards: then nobody can tell whose value changes.
    """
    place, found = "", False
    for step in steps:
        label = _label(step, before, after)
        found = found or label not in (step, f"[{step}]")
        place += label if label.startswith("[") or not place else f".{label}"
        before, after = _below(before, step), _below(after, step)
    return place if found else ""


def _parsed(context: str) -> Any:
    """Return what a context says; None for one that is not there, or cut off."""
    try:
        return json.loads(context) if context else None
    except ValueError:
        return None


def _label(step: str, before: Any, after: Any) -> str:
    """Return how a step is called: an item of a list by its name or its number."""
    if not step.isdigit():
        return step
    lists = [side for side in (before, after) if isinstance(side, list)]
    names = {_name(side, int(step)) for side in lists if int(step) < len(side)}
    return names.pop() if len(names) == 1 else f"[{step}]"


def _name(items: Sequence[Any], number: int) -> str:
    """Return the name of an item in brackets, or else its number."""
    label, item = labels(items)[number], items[number]
    if label != f"[{number}]" or not isinstance(item, dict):
        return label
    sids = [one.get(SID) for one in items if isinstance(one, dict)]
    sid = item.get(SID)
    return f"[{sid}]" if sid and sids.count(sid) == 1 else label


def _below(value: Any, step: str) -> Any:
    """Return what a step leads to; None for nothing."""
    if isinstance(value, dict):
        return value.get(step)
    numbered = isinstance(value, list) and step.isdigit() and int(step) < len(value)
    return value[int(step)] if numbered else None
