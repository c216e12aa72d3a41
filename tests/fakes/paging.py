"""Long answers in pages."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def page(
    items: Sequence[Any], asked: dict[str, Any], name: str, size: int
) -> dict[str, Any]:
    """Return the page that is asked for under a member's name, and the next token."""
    start = int(asked.get("NextToken", "page-0").removeprefix("page-"))
    answer: dict[str, Any] = {name: list(items[start : start + size])}
    if start + size < len(items):
        answer["NextToken"] = f"page-{start + size}"
    return answer
