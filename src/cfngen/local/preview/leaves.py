"""Where two values differ: the lines that DescribeChangeSet gives with values.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ResourceTargetDefinition.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any


class Nothing:
    """What stands where a value has no such key or item."""


NOTHING = Nothing()


@dataclass(frozen=True)
class Leaf:
    """One place that differs; the values are None where there was or will be none."""

    path: str
    before: str | None
    after: str | None

    @property
    def kind(self) -> str:
        """Return Add, Remove or Modify."""
        if self.before is None:
            return "Add"
        return "Remove" if self.after is None else "Modify"


def leaves(path: str, before: Any, after: Any) -> Iterator[Leaf]:
    """Yield what differs below a path, as deep as both sides have the same shape."""
    if before == after:
        return
    if isinstance(before, dict) and isinstance(after, dict):
        for key in {**before, **after}:
            yield from leaves(
                f"{path}/{key}", before.get(key, NOTHING), after.get(key, NOTHING)
            )
    elif isinstance(before, list) and isinstance(after, list):
        for index in range(max(len(before), len(after))):
            yield from leaves(f"{path}/{index}", _at(before, index), _at(after, index))
    else:
        yield Leaf(path, _text(before), _text(after))


def _at(items: list[Any], index: int) -> Any:
    return items[index] if index < len(items) else NOTHING


def _text(value: Any) -> str | None:
    if value is NOTHING:
        return None
    if isinstance(value, str):
        return value
    return json.dumps(value, separators=(",", ":"), default=str)
