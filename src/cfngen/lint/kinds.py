"""What kind of value an output or a property holds, as far as it can be known.

CloudFormation's own schemas, which cfn-lint carries, say what a resource's Ref and
attributes are.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from cfngen.lint.subject import Subject
from cfngen.model import listed
from cfngen.package import STACK
from cfngen.params.constraints import plain, shown
from cfngen.params.kinds import SHAPES, expected, is_list, item

OPAQUE = (STACK, "AWS::CloudFormation::CustomResource")
"""Resource types whose Ref may be anything, or is of no use here."""

VARIABLE = re.compile(r"\$\{([A-Za-z0-9.]+)\}")


@dataclass(frozen=True)
class Kind:
    """One item that a value is made of.

    `types` are the parameter types that it has, or other words for what it is; `text`
    is the item itself where that is known. `many` says that it is one of several.
    """

    words: str
    types: frozenset[str] = frozenset()
    text: str | None = None
    many: bool = False

    def misfits(self, type: str) -> bool:
        """Return whether a parameter of a type that is no list surely refuses it."""
        if type not in SHAPES:
            return False
        return type not in self.types if self.text is None else self._unlike(type)

    def _unlike(self, type: str) -> bool:
        """Return whether the text does not look like a value of the type."""
        return bool(expected(type, self.text or ""))


def kinds(value: Any, subject: Subject, stack: str = "") -> Iterator[Kind]:
    """Yield the kinds of the items of a value in a stack; nothing where unknown."""
    match value:
        case str() | int() | float():
            text = plain(value)
            yield Kind(f"the text {shown(text)}", text=text)
        case {"Ref": str(name)}:
            yield from _ref(name, subject, stack)
        case {"Fn::GetAtt": [str(name), str(attribute)]}:
            yield from _attribute(name, attribute, subject, stack)
        case {"Fn::If": [_, yes, no]}:
            yield from kinds(yes, subject, stack)
            yield from kinds(no, subject, stack)
        case {"Fn::Join": [",", list(parts)]}:
            yield from _several(parts, subject, stack)
        case {"Fn::Join": [",", listed]}:
            yield from kinds(listed, subject, stack)
        case {"Fn::Sub": str(text)}:
            parts = [_variable(part) for part in text.split(",")]
            yield from _several(parts, subject, stack)


def _several(parts: list[Any], subject: Subject, stack: str) -> Iterator[Kind]:
    """Yield the kinds of several values."""
    for part in parts:
        for kind in kinds(part, subject, stack):
            yield replace(kind, many=kind.many or len(parts) > 1)


def _variable(text: str) -> Any:
    """Return what a piece of Fn::Sub stands for; None where it is a mixture."""
    match = VARIABLE.fullmatch(text.strip())
    if match is None:
        return None if "${" in text else text
    name, _, attribute = match[1].partition(".")
    return {"Fn::GetAtt": [name, attribute]} if attribute else {"Ref": name}


def _ref(name: str, subject: Subject, stack: str) -> Iterator[Kind]:
    """Yield the kinds of a Ref to a parameter or to a resource."""
    template = subject.template(stack)
    definition = template.section("Parameters", name)
    if definition:
        yield from _parameter(name, str(definition.get("Type")), subject, stack)
        return
    type = template.section("Resources", name).get("Type")
    if not isinstance(type, str) or not type.startswith("AWS::") or type in OPAQUE:
        return
    schema = _schema(type, subject.region)
    if schema is not None:
        types = _types(schema.ref) | _family(type) | {type}
        yield Kind(f"the Ref of an {type}", types)


def _parameter(name: str, type: str, subject: Subject, stack: str) -> Iterator[Kind]:
    """Yield the kinds of a parameter: by its type, or else by its values."""
    if item(type) in SHAPES:
        words = f"{name}, a parameter of type {type}"
        yield Kind(words, frozenset({item(type)}), many=is_list(type))
        return
    for text in dict.fromkeys(_texts(name, subject, stack)):
        yield Kind(f"{name}, which is {shown(text)}", text=text)


def _texts(name: str, subject: Subject, stack: str) -> Iterator[str]:
    """Yield what a parameter holds in each environment, each item of a list."""
    for model in subject.models:
        if stack in model.stacks:
            for value in listed(model.stacks[stack].parameters[name]):
                if isinstance(value, str):
                    yield value


def _attribute(
    name: str, attribute: str, subject: Subject, stack: str
) -> Iterator[Kind]:
    """Yield the kinds of an attribute; an output's are those of its value."""
    type = subject.template(stack).section("Resources", name).get("Type")
    if type == STACK and attribute.startswith("Outputs."):
        output = attribute.removeprefix("Outputs.")
        if not stack and name in subject.nested:
            value = subject.nested[name].section("Outputs", output).get("Value")
            for kind in kinds(value, subject, name):
                words = f"{name}'s output {output}, {kind.words}"
                yield replace(kind, words=words)
    elif isinstance(type, str):
        types = _attribute_types(type, attribute, subject.region)
        if types:
            yield Kind(f"the {attribute} of an {type}", types)


def _attribute_types(type: str, attribute: str, region: str) -> frozenset[str]:
    """Return what the provider's schema says of an attribute; empty if nothing."""
    schema = _schema(type, region)
    properties = schema.schema.get("properties", {}) if schema is not None else {}
    property = properties.get(attribute, {})
    return _types(property) | _types(property.get("items", {}))


def _schema(type: str, region: str) -> Any:
    """Return a resource type's schema in a region; None where there is none."""
    from cfnlint.schema import PROVIDER_SCHEMA_MANAGER, ResourceNotFoundError

    try:
        return PROVIDER_SCHEMA_MANAGER.get_resource_schema(region, type)
    except ResourceNotFoundError:
        return None


def _types(schema: Mapping[str, Any]) -> frozenset[str]:
    """Return the parameter types, or other words, for a schema's formats."""
    formats = [schema, *schema.get("anyOf", ())]
    names = [str(each["format"]) for each in formats if "format" in each]
    return frozenset(name.replace(".", "::") for name in names)


def _family(type: str) -> frozenset[str]:
    """Return the parameter types that a resource type is named by."""
    return frozenset(name for name in SHAPES if name.rpartition("::")[0] == type)
