"""What CloudFormation takes of one template, one stack and one operation."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cfngen.checks.check import Problem
from cfngen.model import Model, Resource, Stack, plain

STACK = "AWS::CloudFormation::Stack"
SECTIONS = {"Resources": 500, "Parameters": 200, "Outputs": 200, "Mappings": 200}
"""How many entries each section of a template may have."""

ATTRIBUTES, BODY, DESCRIPTION = 200, 1_000_000, 1_024
VALUE, NAME, STACK_NAME, OPERATION = 4_096, 255, 128, 2_500
NEAR = 0.95
"""From which part of a limit on a template is said to be near it."""


def sizes(model: Model) -> Iterator[Problem]:
    """A template is within the limits of CloudFormation.

    A template has at most 500 resources, 200 parameters, 200 outputs, 200 mappings of
    200 attributes each, a description of 1,024 bytes and 1,000,000 bytes in all.
    CloudFormation refuses it before anything is made, and no limit can be raised.
    """
    for stack in _once(model):
        for what, found, limit in _measured(stack):
            if found > limit:
                yield _of(model, stack, f"{_file(stack)} has {found:,} {what}.", limit)


def near(model: Model) -> Iterator[Problem]:
    """A template has room left before the limits of CloudFormation.

    From 95 % of a limit that cannot be raised, the next resource or setting may not
    fit, and moving resources between stacks replaces them.
    """
    for stack in _once(model):
        for what, found, limit in _measured(stack):
            if NEAR * limit <= found <= limit:
                message = f"{_file(stack)} has {found:,} {what}."
                yield _of(model, stack, message, limit)


def values(model: Model) -> Iterator[Problem]:
    """No parameter of a stack holds more than 4,096 bytes.

    CloudFormation refuses the stack. Lists that a parent joins from many outputs grow
    past it without anybody's writing a long value.
    """
    for stack in model.stacks.values():
        for name in stack.template.section("Parameters"):
            size = _least(stack.parameters.get(name))
            if size > VALUE:
                resource = whole(model, stack)
                yield Problem(
                    resource,
                    ("Parameters", name) if resource.name else (),
                    f"The parameter {name} holds {size:,} bytes.",
                    f"CloudFormation takes {VALUE:,}.",
                )


def operation(model: Model) -> Iterator[Problem]:
    """A root and what it nests have at most 2,500 resources together.

    CloudFormation creates, updates or deletes no more in one operation.
    """
    for root in _roots(model):
        inside = {path for path in model.stacks if _root(model, path) == root.path}
        every = model.resources.values()
        count = sum(r.stack in inside and not r.when for r in every)
        if count > OPERATION:
            message = f"It and what it nests have {count:,} resources."
            yield _of(model, root, message, OPERATION)


def names(model: Model) -> Iterator[Problem]:
    """Names of stacks, resources, parameters, outputs and mappings are not too long.

    A stack's name has at most 128 characters, every other name 255; CloudFormation
    refuses the template.
    """
    if len(model.name) > STACK_NAME:
        root = model.stacks[""]
        yield _of(
            model, root, f"Its name has {len(model.name)} characters.", STACK_NAME
        )
    for stack in _once(model):
        for section in SECTIONS:
            for name in stack.template.section(section):
                if len(name) > NAME:
                    message = f"{name[:20]}… in {section} has {len(name)} characters."
                    yield _of(model, stack, message, NAME)


def whole(model: Model, stack: Stack) -> Resource:
    """Return what stands for a stack: the resource that nests it, or for a root one
    that is in no template, under the stack's name."""
    nesting = model.resources.get(stack.path)
    name = stack.path or model.name or stack.template.file
    return nesting or Resource(name, stack.path, "", STACK, {})


def _of(model: Model, stack: Stack, message: str, limit: int) -> Problem:
    """Return the problem of a stack that is past a limit, or near it."""
    resource = whole(model, stack)
    path = ("TemplateURL",) if resource.name else ()
    return Problem(resource, path, message, f"CloudFormation takes {limit:,}.")


def _once(model: Model) -> Iterator[Stack]:
    """Yield one stack of each template."""
    yield from {s.template.file: s for s in model.stacks.values()}.values()


def _file(stack: Stack) -> str:
    return stack.template.file.rpartition("/")[2]


def _measured(stack: Stack) -> Iterator[tuple[str, int, int]]:
    """Yield what is counted in a template, how much of it there is, and the limit."""
    template = stack.template
    for section, limit in SECTIONS.items():
        if not any(f"{section}/" in one for one in stack.opaque):
            yield section.lower(), len(template.section(section)), limit
    for name, keys in template.section("Mappings").items():
        inside = keys.values() if isinstance(keys, dict) else ()
        attributes = max(map(_width, inside), default=0)
        yield f"attributes in the mapping {name}", attributes, ATTRIBUTES
    described = str(template.body.get("Description", ""))
    yield "bytes of description", len(described.encode()), DESCRIPTION
    if template.file.endswith(".json"):
        yield "bytes", template.size, BODY


def _width(attributes: Any) -> int:
    return len(attributes) if isinstance(attributes, dict) else 0


def _least(value: Any) -> int:
    """Return how many bytes a parameter's value has at least; lists have commas."""
    match value:
        case str() | int() | float():
            return len(plain(value).encode())
        case list():
            return sum(map(_least, value)) + max(len(value) - 1, 0)
        case _:
            return sum(map(_least, getattr(value, "parts", ())))


def _roots(model: Model) -> Iterator[Stack]:
    """Yield the stacks that nobody nests."""
    return (s for s in model.stacks.values() if s.path not in model.resources)


def _root(model: Model, stack: str) -> str:
    """Return the root that a stack is nested below, or is."""
    while stack in model.resources:
        stack = model.resources[stack].stack
    return stack
