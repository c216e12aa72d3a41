"""Refusals that only the preview of nested stacks meets, and no deployment would.

While a change set is made, an output that does not exist yet is a placeholder, which
constraints and Fn::Select do not like:
https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/759,
https://github.com/aws-cloudformation/rain/issues/526. And every preview leaves a failed
change set in each nested stack that does not change, which nobody can delete:
https://github.com/aws/copilot-cli/issues/5614.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from cfngen.plan.changeset.rejecting import Reason
from cfngen.plan.tree.placed import Tree
from cfngen.plan.tree.wiring import Wire, origin

CROWDED = re.compile(r"change ?set limit exceeded", re.I)
SELECT = re.compile(r"Fn::Select\s+cannot select nonexistent value", re.I)
CONSTRAINT = re.compile(
    r"Parameters?:? \[?'?(\w+)'?\]?:? "
    r"(?:failed to satisfy|must (?:match|be|have|contain))"
)
EXPORTED = re.compile(r"Export with name (\S+) is already exported by stack (\S+?)\.?$")


def only_preview(reasons: Iterable[Reason], tree: Tree, stack: str) -> str:
    """Return why a preview without the nested stacks may do; empty where none would.

    Every reason has to be of that kind. `stack` is the name of the root.
    """
    said = list(reasons)
    if said and all(_of_preview(one.text, tree, stack) for one in said):
        return "; ".join(dict.fromkeys(map(str, said)))
    return ""


def crowded(message: str) -> bool:
    """Say whether a stack of the tree has as many change sets as it may have."""
    return bool(CROWDED.search(message))


def _of_preview(text: str, tree: Tree, stack: str) -> bool:
    """Say whether a deployment would not be refused for a reason."""
    exported = EXPORTED.search(text)
    if exported:
        return exported[2].rpartition("/")[2].startswith(f"{stack}-")
    constrained = CONSTRAINT.search(text)
    if constrained:
        return _awaited(constrained[1], tree)
    return crowded(text) or bool(SELECT.search(text))


def _awaited(parameter: str, tree: Tree) -> bool:
    """Say whether all that have a parameter get it from another stack's output."""
    sources = [
        origin(tree, path, parameter).wire
        for path, placed in tree.items()
        if placed.declares(parameter)
    ]
    return bool(sources) and all(wire is Wire.OUTPUT for wire in sources)
