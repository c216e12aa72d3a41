"""Exports: what one stack gives to others, and who takes it.

Plain moto lets an export go that another stack imports, and lists no importers.
CloudFormation refuses to delete it and to change it:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cfngen.local.engine import scopes, stacks
from cfngen.local.engine.records import Stack
from cfngen.local.language import graph
from cfngen.local.language.evaluation import evaluate, holds
from cfngen.local.language.refusals import Refused
from cfngen.resolve import Scope

IMPORT = "Fn::ImportValue"


def check(stack: Stack, outputs: Sequence[dict[str, str]]) -> None:
    """Raise Refused if outputs would take a name, or a value that is in use."""
    after = {o["ExportName"]: o["OutputValue"] for o in outputs if "ExportName" in o}
    for name in after:
        _, owner = stacks.exports(stack.account, stack.region).get(name, ("", ""))
        if owner and owner != stack.stack_id:
            other = owner.split("/")[1]
            raise Refused(
                f"Export with name {name} is already exported by stack {other}"
            )
    for name, value in _own(stack).items():
        users = ", ".join(importers(stack.account, stack.region, name))
        if users and name not in after:
            raise Refused(
                f"Delete canceled. Cannot delete export {name} as it is in use by "
                f"{users}."
            )
        if users and value != after[name]:
            raise Refused(f"Export {name} cannot be updated as it is in use by {users}")


def importers(account: str, region: str, name: str) -> tuple[str, ...]:
    """Return the names of the stacks that import an export."""
    living = (s for s in stacks.each(account, region) if s.living)
    return tuple(stack.name for stack in living if name in set(_imports(stack)))


def _own(stack: Stack) -> dict[str, str]:
    return {
        o["ExportName"]: o["OutputValue"] for o in stack.outputs if "ExportName" in o
    }


def _imports(stack: Stack) -> Iterator[str]:
    """Yield the names that the resources and outputs of a stack import."""
    target = stack.target
    if target is None or IMPORT not in target.template.text:
        return

    def unknown(*names: str) -> str:
        raise Refused(f"An export's name cannot come from {'.'.join(names)}")

    scope = scopes.scope(stack, target, unknown, unknown)
    there = graph.present(target.template, scope)
    yield from _of(
        [target.template.resources[name].get("Properties") for name in there], scope
    )
    for output in target.template.section("Outputs").values():
        if "Condition" not in output or holds(output["Condition"], scope):
            yield from _of(output, scope)


def _of(value: Any, scope: Scope) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _of(item, scope)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == IMPORT:
                yield str(evaluate(item, scope))
            else:
                yield from _of(item, scope)
