"""What of a change set's values nobody may see.

CloudFormation masks NoEcho values itself; what the templates feed such a parameter into
is masked here whatever it says, and so is what a secret is called by.
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cfngen.cloud.changes import KNOWN_AFTER_APPLY, Detail
from cfngen.cloud.values import MASK
from cfngen.plan.judging.called import called, concealed, plain
from cfngen.plan.tree.placed import Tree, above, below
from cfngen.plan.tree.wiring import OUTPUTS, expression, mentioned

LEAST = 4
"""Characters below which a secret's text is not looked for: it is everywhere."""


@dataclass(frozen=True)
class Masks:
    """What is hidden: parameters by name, and texts wherever they stand.

    `trees` are the templates as ordered and as deployed: either may feed a secret.
    `known` are the answers so far about names in them.
    """

    trees: tuple[Tree, ...]
    secret: frozenset[str] = frozenset()
    texts: tuple[str, ...] = field(default=(), repr=False)
    known: dict[tuple[int, str, str], bool] = field(default_factory=dict, repr=False)

    def shown(
        self, stack: str, resource: str, detail: Detail, value: str | None
    ) -> str | None:
        """Return a value as it may be seen; None for one that nobody knows yet.

        One of which a part is not known yet is shown: a policy may open something to
        everybody beside a name that comes late.
        """
        if value is None or value == KNOWN_AFTER_APPLY:
            return None
        if self.hides(stack, resource, detail, value):
            return MASK
        return self.open(value)

    def open(self, value: str) -> str:
        """Return a text without the secrets in it."""
        return concealed(without(value, self.texts))

    def hides(self, stack: str, resource: str, detail: Detail, value: str) -> bool:
        """Say whether a property's value is, or is made of, a secret."""
        if self._named(detail, value):
            return True
        steps = steps_of(detail)
        return any(self._fed(tree, stack, resource, steps) for tree in self.trees)

    def _named(self, detail: Detail, value: str) -> bool:
        """Say whether a property is called as secrets are, and holds one."""
        last = [step for step in steps_of(detail) if not step.isdigit()][-1:]
        return not plain(value) and any(map(called, last))

    def _fed(self, tree: Tree, stack: str, name: str, steps: tuple[str, ...]) -> bool:
        """Say whether a template makes a property of a secret."""
        if stack not in tree:
            return False
        return self._made(tree, stack, _along(tree[stack].resource(name), steps))

    def _made(self, tree: Tree, stack: str, written: Any) -> bool:
        """Say whether what a stack's template writes comes to a secret."""
        return any(self._secret(tree, stack, name) for name in mentioned(written))

    def _secret(self, tree: Tree, stack: str, name: str) -> bool:
        """Say whether a name leads to a secret."""
        key = id(tree), stack, name
        if key not in self.known:
            self.known[key] = self._leads(tree, stack, name)
        return self.known[key]

    def _leads(self, tree: Tree, stack: str, name: str) -> bool:
        """Say whether a name leads to a secret: a parameter, an output, an attribute.

        CloudFormation masks no output and no attribute:
        https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/parameters-section-structure.html
        """
        if tree[stack].declares(name):
            return self.conceals(tree, stack, name)
        resource, _, attribute = name.partition(".")
        child = below(stack, resource)
        if child in tree and attribute.startswith(OUTPUTS):
            outputs = tree[child].body.get("Outputs", {})
            output = outputs.get(attribute.removeprefix(OUTPUTS), {})
            return self._made(tree, child, output.get("Value"))
        return called(attribute)

    def conceals(self, tree: Tree, stack: str, parameter: str) -> bool:
        """Say whether a parameter of a stack is secret, by itself or by its source."""
        declared = tree[stack].body.get("Parameters", {}).get(parameter, {})
        if str(declared.get("NoEcho", "")).lower() == "true":
            return True
        if not stack:
            return parameter in self.secret
        parent, _ = above(stack)
        given = expression(tree, stack, parameter)
        return parent in tree and self._made(tree, parent, given)


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
    """Return the secrets' texts that are long enough to be looked for.

    Also as they stand in JSON, where quotes and letters may be escaped.
    """
    found = {parameters.get(name, "") for name in secret}
    for text in tuple(found):
        found |= {json.dumps(text, ensure_ascii=ascii)[1:-1] for ascii in (True, False)}
    return tuple(sorted((t for t in found if len(t) >= LEAST), key=len, reverse=True))


def without(value: str, texts: Iterable[str]) -> str:
    """Return a value with asterisks for the texts in it, the longest first."""
    for text in texts:
        value = value.replace(text, MASK)
    return value
