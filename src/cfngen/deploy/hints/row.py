"""One row of the table: a pattern, what it means, what to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

UNPROTECTED = (
    "Then cfngen recover after ROLLBACK_FAILED, cfngen delete --resume after "
    "DELETE_FAILED: neither can be deployed to. What an update left over is deleted by "
    "hand."
)
"""How to go on where deletion protection was in the way and has been turned off."""


@dataclass(frozen=True)
class Hint:
    """What a reason means, and what to do about it."""

    means: str
    do: str


@dataclass(frozen=True)
class Row:
    """A pattern of reasons; `{name}` in the words stands for a group of the pattern.

    Words with groups that found nothing are left out where `|` begins another choice.
    `type` is a pattern of the resource types that the row speaks about, empty for any;
    `quota` the service and the code of the quota that is used up.
    """

    pattern: str
    means: str
    do: str
    type: str = ""
    quota: tuple[str, str] | None = None

    def hint(self, reason: str, type: str) -> Hint | None:
        """Return what the row says of a reason, None where it is not about that."""
        if self.type and not re.match(self.type, type):
            return None
        found = re.search(self.pattern, reason, re.DOTALL)
        if found is None:
            return None
        groups = {name: text for name, text in found.groupdict().items() if text}
        return Hint(_worded(self.means, groups), _worded(self.do, groups) + self._raise)

    @property
    def _raise(self) -> str:
        """Return how the quota is raised, empty for none."""
        if self.quota is None:
            return ""
        service, code = self.quota
        return (
            f" Or raise the quota {code}: aws service-quotas "
            f"request-service-quota-increase --service-code {service} "
            f"--quota-code {code} --desired-value N"
        )


def _worded(words: str, groups: dict[str, str]) -> str:
    """Return the first choice of words that all its groups are known for."""
    return next(_complete(words, groups), "")


def _complete(words: str, groups: dict[str, str]) -> Iterator[str]:
    """Yield the choices that can be filled in."""
    for choice in words.split(" | "):
        try:
            yield choice.format_map(groups)
        except KeyError:
            continue
