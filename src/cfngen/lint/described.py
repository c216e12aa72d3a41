"""What cfn-lint says of its own rules."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Any

from cfngen.findings import Severity
from cfngen.lint.cfn import SEVERITIES

PAGE = "https://github.com/aws-cloudformation/cfn-lint/blob/main/docs/rules.md"
"""The page of all rules, each of them with an anchor of its id."""

Described = tuple[str, str, str, str, Severity]
"""Id, what it is about in a few words, in a sentence, a page, and how bad it is."""


def described(ids: Collection[str]) -> Iterator[Described]:
    """Yield what cfn-lint says of some of its rules; others are none of its.

    The first time takes half a second.
    """
    for rule in _rules():
        if rule.id in ids:
            yield (
                rule.id,
                rule.shortdesc,
                rule.description,
                rule.source_url or f"{PAGE}#{rule.id}",
                SEVERITIES[rule.severity],
            )


@cache
def _rules() -> Any:
    """Return every rule of cfn-lint."""
    from cfnlint.core import get_rules

    return get_rules([], [], ["I", "W", "E"], include_experimental=True)
