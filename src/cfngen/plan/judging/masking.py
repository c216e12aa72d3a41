"""What of a change set's values nobody may see.

CloudFormation masks NoEcho values itself; what the templates feed such a parameter into
is masked here whatever it says, and so is what a secret is called by.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from cfngen.cloud.changes import KNOWN_AFTER_APPLY, Detail
from cfngen.cloud.values import MASK
from cfngen.plan.judging.placed import Tree, above
from cfngen.plan.judging.wiring import expression, mentioned

CALLED = re.compile(
    r"(password|secretstring|authtoken|secretkey|privatekey|accesstoken)$", re.I
)
"""How properties end that hold a secret as text."""

REFERENCE = re.compile(r"\{\{resolve:[^{}]*\}\}")
"""A dynamic reference: the way to a secret, which may be seen, and not its value."""

LEAST = 4
"""Characters below which a secret's text is not looked for: it is everywhere."""


@dataclass(frozen=True)
class Masks:
    """What is hidden: parameters by name, and texts wherever they stand.

    `trees` are the templates as ordered and as deployed: either may feed a secret.
    """

    trees: tuple[Tree, ...]
    secret: frozenset[str] = frozenset()
    texts: tuple[str, ...] = field(default=(), repr=False)

    def shown(
        self, stack: str, resource: str, detail: Detail, value: str | None
    ) -> str | None:
        """Return a value as it may be seen; None for one that nobody knows yet."""
        if value is None or KNOWN_AFTER_APPLY in value:
            return None
        if self.hides(stack, resource, detail, value):
            return MASK
        for text in self.texts:
            value = value.replace(text, MASK)
        return value

    def hides(self, stack: str, resource: str, detail: Detail, value: str) -> bool:
        """Say whether a property's value is, or is made of, a secret."""
        if self._named(detail, value):
            return True
        steps = steps_of(detail)
        return any(self._fed(tree, stack, resource, steps) for tree in self.trees)

    def _named(self, detail: Detail, value: str) -> bool:
        """Say whether a property is called as secrets are, and holds one."""
        last = [step for step in steps_of(detail) if not step.isdigit()][-1:]
        plain = value in ("true", "false") or not REFERENCE.sub("", value)
        return not plain and any(CALLED.search(step) for step in last)

    def _fed(self, tree: Tree, stack: str, name: str, steps: tuple[str, ...]) -> bool:
        """Say whether a template makes a property of a NoEcho parameter."""
        if stack not in tree:
            return False
        written = _along(tree[stack].resource(name), steps)
        return any(
            self.conceals(tree, stack, one)
            for one in mentioned(written)
            if tree[stack].declares(one)
        )

    def conceals(self, tree: Tree, stack: str, parameter: str) -> bool:
        """Say whether a parameter of a stack is secret, by itself or by its source."""
        declared = tree[stack].body.get("Parameters", {}).get(parameter, {})
        if str(declared.get("NoEcho", "")).lower() == "true":
            return True
        if not stack:
            return parameter in self.secret
        parent, _ = above(stack)
        return parent in tree and any(
            self.conceals(tree, parent, name)
            for name in mentioned(expression(tree, stack, parameter))
            if tree[parent].declares(name)
        )


def steps_of(detail: Detail) -> tuple[str, ...]:
    """Return the way to what changes: `Properties`, `Tags`, `0`, `Value`."""
    if detail.path:
        return tuple(step for step in detail.path.split("/") if step)
    return tuple(step for step in (detail.attribute, detail.name) if step)


def _along(declared: Mapping[str, Any], steps: tuple[str, ...]) -> Any:
    """Return what a template writes at a path; None where it writes nothing there.

    Where a function stands on the way, all of it counts, and all of a list from which
    a condition may take items: then positions are not those of the template.
    """
    here: Any = declared
    for step in steps:
        match here:
            case dict() if step in here:
                here = here[step]
            case dict() if not _function(here):
                return None
            case list() if step.isdigit() and int(step) < len(here):
                if any(_function(item) for item in here):
                    return here
                here = here[int(step)]
            case _:
                return here
    return here


def _function(written: Any) -> bool:
    """Say whether a written value is a function's call."""
    return isinstance(written, dict) and any(
        key == "Ref" or key.startswith("Fn::") for key in written
    )


def texts_of(parameters: Mapping[str, str], secret: frozenset[str]) -> tuple[str, ...]:
    """Return the secrets' texts that are long enough to be looked for."""
    found = {parameters.get(name, "") for name in secret}
    return tuple(sorted((t for t in found if len(t) >= LEAST), key=len, reverse=True))
