"""Which resource needs which: who is made first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

NAMED = re.compile(r"\$\{([^!}][^}]*)\}")


def references(node: Any) -> Iterator[str]:
    """Yield every name that a node refers to: `Vpc`, or `Vpc.Attribute`."""
    if isinstance(node, list):
        for item in node:
            yield from references(item)
    if not isinstance(node, Mapping):
        return
    for name, inside in node.items():
        if name == "Ref" and isinstance(inside, str):
            yield inside
        elif name == "Fn::GetAtt":
            yield inside if isinstance(inside, str) else ".".join(map(str, inside))
        elif name == "Fn::Sub":
            yield from _substituted(inside)
        else:
            yield from references(inside)


def _substituted(node: Any) -> Iterator[str]:
    text, own = (node, {}) if isinstance(node, str) else node
    yield from (name for name in NAMED.findall(text) if name not in own)
    yield from references(list(own.values()))


def waves(resources: Mapping[str, Mapping[str, Any]]) -> list[list[str]]:
    """Return the resources in the order they are made, what may go together at once."""
    needs = {name: _needs(resource) & set(resources) - {name}
             for name, resource in resources.items()}  # fmt: skip
    order: list[list[str]] = []
    left = dict(needs)
    while left:
        ready = [name for name in left if not needs[name] & set(left)]
        order.append(ready or list(left))
        left = {name: left[name] for name in left if name not in order[-1]}
    return order


def _needs(resource: Mapping[str, Any]) -> set[str]:
    after = resource.get("DependsOn", [])
    named = {after} if isinstance(after, str) else set(after)
    return named | {name.split(".")[0] for name in references(resource)}
