"""What a change set comes to, and what a test lets go wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.fakes.comparing import Comparison, Means
from tests.fakes.intents import Intent, Intents, lacking
from tests.fakes.recreation import Recreation
from tests.fakes.stacks import Stack, Stacks

if TYPE_CHECKING:
    from tests.fakes.changesets import ChangeSet

INCOMPLETE = (
    "[WARN] --include-property-values option can return incomplete ChangeSet data "
    "because: Logical Id: {name}, failed property validation"
)
"""https://github.com/aws/aws-cdk-cli/issues/1780"""

VALIDATION = (
    "The following hook(s)/validation failed: [{names}]. To troubleshoot Early "
    "Validation errors, use the DescribeEvents API for detailed failure information."
)
SETTINGS = ("NotificationARNs", "RollbackConfiguration")
BARE = ("Attribute", "Name", "RequiresRecreation")
HOOKS = "The following hook(s) failed: [{names}]"


@dataclass
class Preview:
    """How change sets are worked out here; `pace` is the seconds that each takes."""

    stacks: Stacks
    intents: Intents
    recreation: Recreation
    pace: float = 2
    certain: bool = False
    crowded: str = ""
    rejected: dict[str, str] = field(default_factory=dict)
    validations: list[dict[str, Any]] = field(default_factory=list)
    hooks: list[dict[str, Any]] = field(default_factory=list)
    incomplete: set[str] | None = None

    def compare(self, stack: Stack, intent: Intent) -> Comparison:
        """Return what would change."""
        means = Means(self.stacks, self.intents, self.recreation, self.certain)
        return Comparison(means, stack, intent)

    def refusal(self, path: str, each: ChangeSet) -> str:
        """Return why the change set of the stack at a path fails, "" if it does not."""
        if self.crowded and not path and each.asked.get("IncludeNestedStacks"):
            child = next(c for c in each.children if c.stack.logical == self.crowded)
            return f"ChangeSet limit exceeded for stack {child.stack.id}"
        if path in self.rejected:
            return self.rejected[path]
        failed = self._names(self.validations, path)
        if failed:
            return VALIDATION.format(names=", ".join(failed))
        failed = self._names(self.hooks, path)
        if failed:
            return HOOKS.format(names=", ".join(failed))
        lacks = each.above and each.intent and lacking(each.intent.template, each.asked)
        return each.comparison.broken or lacks or ""

    def _names(self, kind: list[dict[str, Any]], path: str) -> list[str]:
        """Return the names of those that fail the stack at a path."""
        return [
            entry["name"]
            for entry in kind
            if entry["path"].rpartition("/")[0] == path and entry["mode"] == "FAIL"
        ]

    def empty(self, each: ChangeSet) -> bool:
        """Say whether a change set fails because it would change nothing.

        Over nested stacks that are not looked into it never does: each of them may
        change, says CloudFormation.
        """
        if not each.asked.get("IncludeNestedStacks") and each.comparison.children:
            return False
        kept = each.stack.settings
        same = each.above or all(
            each.asked[name] == kept.get(name, type(each.asked[name])())
            for name in SETTINGS
            if name in each.asked
        )
        return each.kind == "UPDATE" and each.comparison.empty and bool(same)

    def described(
        self, each: ChangeSet, values: bool
    ) -> tuple[list[dict[str, Any]], str]:
        """Return a change set's changes as asked for, and its reason."""
        if not values:
            return [_bare(change) for change in each.changes], each.reason
        if self.incomplete is None:
            return each.changes, each.reason
        names = [change["LogicalResourceId"] for change in each.changes]
        above = self.stacks.path(each.stack)
        lost = [n for n in names if f"{above}/{n}".lstrip("/") in self.incomplete]
        if not self.incomplete:
            lost = names[-1:]
        if not lost:
            return each.changes, each.reason
        kept = [c for c in each.changes if c["LogicalResourceId"] not in lost]
        return kept, f"{each.reason} {INCOMPLETE.format(name=lost[0])}".strip()


def _bare(change: dict[str, Any]) -> dict[str, Any]:
    """Return a change as it is described without IncludePropertyValues."""
    kept = {
        k: v for k, v in change.items() if k not in ("BeforeContext", "AfterContext")
    }
    kept["Details"] = [
        detail
        | {"Target": {k: detail["Target"][k] for k in BARE if k in detail["Target"]}}
        for detail in change["Details"]
    ]
    return kept
