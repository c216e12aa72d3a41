"""Which resources refer to which, and the order that follows.

Plain moto recurses until Python gives up on a cycle (an HTTP 500) and creates lazily,
in the order of reading. CloudFormation refuses cycles and orders by reference:
https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-attribute-dependson.html
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from cfngen.local.language.evaluation import holds
from cfngen.local.language.refusals import Refused
from cfngen.local.language.template import Template
from cfngen.resolve import Scope
from cfngen.resolve.functions import SUB
from cfngen.resolve.scope import NO_VALUE


def present(template: Template, scope: Scope) -> tuple[str, ...]:
    """Return the logical ids whose condition holds, in the template's order."""
    return tuple(
        name
        for name, resource in template.resources.items()
        if "Condition" not in resource or holds(resource["Condition"], scope)
    )


def dependencies(template: Template, scope: Scope) -> dict[str, set[str]]:
    """Return what each present resource depends on.

    Raises Refused for names that lead nowhere and for cycles.
    """
    there = present(template, scope)
    graph = {name: _dependencies(name, template, there, scope) for name in there}
    for name, output in template.section("Outputs").items():
        if "Condition" not in output or holds(output["Condition"], scope):
            _check(
                set(references(output["Value"], scope)), name, there, scope, "Output"
            )
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        names = ", ".join(sorted(set(error.args[1])))
        raise Refused(f"Circular dependency between resources: [{names}]") from error
    return graph


def _dependencies(
    name: str, template: Template, there: Iterable[str], scope: Scope
) -> set[str]:
    resource = template.resources[name]
    found = set(references(resource.get("Properties", {}), scope))
    _check(found, name, there, scope, "Resource")
    wanted = resource.get("DependsOn", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    absent = [other for other in wanted if other not in template.resources]
    if absent:
        raise Refused(
            f"Template format error: Unresolved resource dependencies "
            f"[{', '.join(absent)}] in the Resources block of the template"
        )
    return {other for other in {*found, *wanted} if other in there}


def _check(
    found: set[str], where: str, there: Iterable[str], scope: Scope, kind: str
) -> None:
    absent = sorted(
        name for name in found if name not in scope.names and name not in there
    )
    if absent:
        raise Refused(
            f"Template format error: Unresolved resource dependencies "
            f"[{', '.join(absent)}] in the {kind}s block of the template ({where})"
        )


def references(value: Any, scope: Scope) -> Iterator[str]:
    """Yield the names that a value refers to, along the branches that hold."""
    if isinstance(value, list):
        for item in value:
            yield from references(item, scope)
    elif isinstance(value, dict):
        yield from _of_mapping(value, scope)


def _of_mapping(value: Mapping[str, Any], scope: Scope) -> Iterator[str]:
    for key, argument in value.items():
        if key == "Ref" and isinstance(argument, str):
            if argument != NO_VALUE:
                yield argument
        elif key == "Fn::GetAtt":
            whole = argument if isinstance(argument, str) else argument[0]
            yield whole.split(".", 1)[0]
        elif key == "Fn::Sub":
            yield from _of_sub(argument, scope)
        elif key == "Fn::If" and isinstance(argument, list):
            branch = 1 if holds(argument[0], scope) else 2
            yield from references(argument[branch], scope)
        else:
            yield from references(argument, scope)


def _of_sub(argument: Any, scope: Scope) -> Iterator[str]:
    text, given = argument if isinstance(argument, list) else (argument, {})
    yield from references(given, scope)
    for literal, name in SUB.findall(text):
        if not literal and name.strip() not in given:
            yield name.strip().split(".", 1)[0]


def waves(graph: Mapping[str, set[str]]) -> Iterator[tuple[str, ...]]:
    """Yield the names in groups: each group depends on earlier groups only."""
    sorter = TopologicalSorter(graph)
    sorter.prepare()
    while sorter.is_active():
        ready = sorter.get_ready()
        yield tuple(sorted(ready, key=list(graph).index))
        sorter.done(*ready)


def order(graph: Mapping[str, set[str]]) -> Iterator[str]:
    """Yield the names one by one, each after what it depends on."""
    for wave in waves(graph):
        yield from wave
