"""From a tree of templates and what it is given to a Model."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.errors import InputError
from cfngen.findings import Finding, ordered
from cfngen.model.model import Model, Output, Resource, Stack
from cfngen.model.values import Unknown, Value
from cfngen.params.model import Parameters
from cfngen.regions import partition, suffix
from cfngen.resolve.functions import expands
from cfngen.resolve.macros import adds, expansions
from cfngen.resolve.rules import BROKEN, broken
from cfngen.resolve.scope import Path, Wrong
from cfngen.resolve.stack import UNRESOLVED, Resolving
from cfngen.template import Tree

ATTRIBUTES = (
    *("CreationPolicy", "DeletionPolicy", "Metadata", "UpdatePolicy"),
    "UpdateReplacePolicy",
)
"""What a resource may carry beside its properties, and may hold functions."""


@dataclass(frozen=True)
class Root:
    """A stack that nobody nests: its templates, its name, and where it is.

    `path` begins the paths of its resources; it is empty for a system's root. Empty
    text stands for a region, account or name that is not known.
    """

    tree: Tree
    name: str = ""
    region: str = ""
    account: str = ""
    path: str = ""


def resolve(roots: tuple[Root, ...], given: Parameters) -> Model:
    """Return what some stacks will be with the values of a parameter file.

    A value that a root does not declare is left alone; whether a file fits is asked by
    `params`. Raises InputError with everything that cannot be resolved, each with the
    place in its template.
    """
    problems: list[Finding] = []
    stacks: dict[str, Stack] = {}
    resources: dict[str, Resource] = {}
    for root in roots:
        try:
            for stack, inside in _stacks(_top(root, given, problems)):
                stacks[stack.path] = stack
                resources |= {resource.path: resource for resource in inside}
        except RecursionError:
            problems.append(_endless(root))
    if problems:
        message = f"{roots[0].name or roots[0].tree.root}: this cannot be resolved."
        raise InputError(message, findings=ordered(problems))
    return Model(roots[0].name, given, stacks, resources)


def _endless(root: Root) -> Finding:
    """Return the finding of values that rest on one another in too long a row."""
    message = "What this template refers to is too long a chain to follow."
    return root.tree.templates[root.tree.root].finding((), UNRESOLVED, message)


def _top(root: Root, given: Parameters, problems: list[Finding]) -> Resolving:
    """Return a root while it is resolved."""
    declared = root.tree.templates[root.tree.root].section("Parameters")
    values = {n: v.text for n, v in given.values.items() if n in declared}
    pseudo = {
        name: value or Unknown(name)
        for name, value in {
            "AWS::AccountId": root.account,
            "AWS::NotificationARNs": "",
            "AWS::Partition": partition(root.region),
            "AWS::Region": root.region,
            "AWS::StackId": "",
            "AWS::StackName": root.name,
            "AWS::URLSuffix": suffix(root.region),
        }.items()
    }
    return Resolving(root.tree, root.tree.root, root.path, values, pseudo, problems)


def _stacks(top: Resolving) -> Iterator[tuple[Stack, tuple[Resource, ...]]]:
    """Yield a stack with its resources, then all that it nests."""
    for path, message in broken(top.template, top.scope, top.wrong):
        top.note(path, BROKEN, message)
    names = [n for n in top.declared if _tangible(top, n)]
    resources = tuple(_resource(top, name) for name in names)
    yield _stack(top), resources
    for name in names:
        try:
            child = top.child(name)
        except Wrong as error:
            top.wrong(("Resources", name), str(error))
            continue
        if child is not None:
            yield from _stacks(child)


def _tangible(stack: Resolving, name: str) -> bool:
    """Return whether a resource exists, or may."""
    if expands(name):
        return False
    try:
        return stack.exists(name) is not False
    except Wrong as error:
        stack.wrong(("Resources", name, "Condition"), str(error))
        return True


def _resource(stack: Resolving, name: str) -> Resource:
    """Return one resource, resolved."""
    declared = stack.template.section("Resources", name)
    path: Path = ("Resources", name)
    return Resource(
        stack.below(name),
        stack.path,
        name,
        _word(declared.get("Type")),
        _mapping(stack, declared.get("Properties"), (*path, "Properties")),
        {
            key: stack.evaluate(declared[key], (*path, key))
            for key in ATTRIBUTES
            if key in declared
        },
        tuple(_after(stack, name, declared.get("DependsOn"))),
        _undecided(stack, declared),
    )


def _word(value: Any) -> str:
    """Return a word of the template; empty where something else stands there."""
    return value if isinstance(value, str) else ""


def _undecided(stack: Resolving, declared: Mapping[str, Any]) -> str:
    """Return the condition of a resource or an output, if it is not known."""
    try:
        return _word(declared.get("Condition")) if stack.holds(declared) is None else ""
    except Wrong:
        return ""


def _mapping(stack: Resolving, declared: Any, path: Path) -> Mapping[str, Value]:
    """Return the properties of a resource; under no name where a macro makes them."""
    value = stack.evaluate({} if declared is None else declared, path)
    if isinstance(value, str | int | float | list):
        stack.wrong(path, "Properties is an object")
        return {}
    return value if isinstance(value, dict) else {"": value}


def _after(stack: Resolving, name: str, declared: Any) -> Iterator[str]:
    """Yield the paths that a resource explicitly waits for and that exist."""
    path = ("Resources", name, "DependsOn")
    names = declared if isinstance(declared, list) else [declared]
    for other in (n for n in names if n is not None):
        if not isinstance(other, str):
            stack.wrong(path, "DependsOn takes the names of resources")
        elif other in stack.declared:
            if _tangible(stack, other):
                yield stack.below(other)
        elif not adds(stack.template, "Resources"):
            stack.wrong(path, f"Unresolved resource dependency {other}")


def _stack(stack: Resolving) -> Stack:
    """Return what a stack is given and gives."""
    names = stack.template.section("Outputs")
    return Stack(
        stack.path,
        stack.template,
        stack.pseudo["AWS::Region"],
        stack.parameters,
        {name: output for name in names if (output := _output(stack, name))},
        stack.truths.every(),
        expansions(stack.template),
        stack.pseudo["AWS::AccountId"],
    )


def _output(stack: Resolving, name: str) -> Output | None:
    """Return an output; None where its condition is false, or a macro makes it."""
    declared = stack.template.section("Outputs", name)
    path: Path = ("Outputs", name)
    try:
        if expands(name) or stack.holds(declared) is False:
            return None
    except Wrong as error:
        stack.wrong((*path, "Condition"), str(error))
    if "Value" not in declared:
        stack.wrong(path, "an output has a Value")
    return Output(
        stack.evaluate(declared.get("Value"), (*path, "Value")),
        stack.evaluate(
            stack.template.section("Outputs", name, "Export").get("Name"),
            (*path, "Export", "Name"),
        ),
        _word(declared.get("Description")),
        _undecided(stack, declared),
    )
