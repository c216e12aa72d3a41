"""Answers in pages, as boto3's paginators read them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from cfngen.local.api.requests import Request
from cfngen.local.language.refusals import Refused

PAGE = 100


def page(
    request: Request,
    key: str,
    items: Sequence[Any],
    shown: Callable[[Any], Any] = lambda item: item,
    size: int = PAGE,
) -> dict[str, Any]:
    """Return one page under its key, and the token of the next where there is one."""
    token = str(request.get("NextToken", "") or "0")
    if not token.isdigit():
        raise Refused("The NextToken is invalid")
    start = int(token)
    more = str(start + size) if len(items) > start + size else None
    return {
        key: [shown(item) for item in items[start : start + size]],
        "NextToken": more,
    }
