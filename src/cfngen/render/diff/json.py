"""A diff as a JSON object for scripts; its shape changes with its version only."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from cfngen.diff import Change, Diff, Difference, Setting
from cfngen.model import Value, encoded
from cfngen.render.diff.words import Sides

VERSION = 1
"""Raised when a key goes or changes its meaning; new keys may come without."""


def render(diff: Diff, sides: Sides) -> str:
    """Return `{"version", "system", "before", "after", "summary", "changes", …}`.

    Values are as `model.encoding.encoded` writes them, null where there is none, and
    masked where they are secret. Effects are those of putting `after` in the place of
    `before`, also where two environments are compared.
    """
    counts = Counter(change.effect.word for change in diff.changes)
    body = {
        "version": VERSION,
        "system": sides.system,
        "environment": sides.environment,
        "before": sides.before,
        "after": sides.after,
        "names": not sides.nameless,
        "summary": dict(sorted(counts.items())),
        "changes": [_change(change) for change in diff.changes],
        "settings": [_setting(setting) for setting in diff.settings],
        "outputs": [_difference(output) for output in diff.outputs],
    }
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def _change(change: Change) -> dict[str, Any]:
    """Return one resource."""
    return {
        "path": change.path,
        "type": change.type,
        "effect": change.effect.word,
        "certain": change.certain,
        "old": change.fate.name.lower(),
        "stateful": change.stateful.kind if change.stateful else None,
        "lost": change.stateful.lost if change.stateful else "",
        "refusals": list(change.refusals),
        "notes": list(change.notes),
        "renamed": change.renamed,
        "properties": [_difference(found) for found in change.properties],
        "attributes": [_difference(found) for found in change.attributes],
    }


def _difference(difference: Difference) -> dict[str, Any]:
    """Return one value that differs."""
    return {
        "path": list(difference.path),
        **_values(difference.before, difference.after),
        "moved": difference.moved,
        "effect": difference.effect.word,
        "reason": difference.reason,
        "follows": difference.follows,
        "write_only": difference.write_only,
    }


def _setting(setting: Setting) -> dict[str, Any]:
    """Return one setting."""
    values = _values(setting.before, setting.after)
    return {"name": setting.name, **values, "read": setting.read}


def _values(before: Value, after: Value) -> dict[str, Any]:
    """Return both values."""
    return {"before": encoded(before), "after": encoded(after)}
