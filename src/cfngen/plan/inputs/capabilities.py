"""Which acknowledgements the templates need, and what in them needs each.

They are asked for by reading the templates, never all. CloudFormation wants the union
over all nested templates when the root is created:
https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from cfngen.errors import NeedsHuman
from cfngen.naming import template_file
from cfngen.package import nested

IAM, NAMED_IAM = "CAPABILITY_IAM", "CAPABILITY_NAMED_IAM"
AUTO_EXPAND = "CAPABILITY_AUTO_EXPAND"

NAMED = frozenset(
    ("RoleName", "UserName", "GroupName", "ManagedPolicyName", "InstanceProfileName")
)
"""Properties that give an IAM resource a name of the template's choice."""

TRANSFORM, MODULE = "Fn::Transform", "::MODULE"
"""The function that calls a macro where it stands, and how types of modules end."""


@dataclass(frozen=True)
class Cause:
    """One thing in a template that needs a capability.

    `path` is a resource, `Network/FlowLogRole`, or the template's stack for what reads
    all of it, empty for the root's; `what` is the resource's type or the macro.
    """

    capability: str
    template: str
    path: str
    what: str

    def __str__(self) -> str:
        """Return the cause as a person reads it."""
        return f"{self.path or 'the root'} ({self.what}) in {self.template}"


def needed(templates: Iterable[str]) -> tuple[str, ...]:
    """Return the capabilities that the templates need together, sorted."""
    texts = enumerate(templates)
    return of(c for n, text in texts for c in _causes(str(n), json.loads(text), ""))


def of(causes: Iterable[Cause]) -> tuple[str, ...]:
    """Return the capabilities that some causes need together, sorted."""
    found = {cause.capability for cause in causes}
    if NAMED_IAM in found:
        found.discard(IAM)  # the named one includes it
    return tuple(sorted(found))


def causes(files: Mapping[str, str]) -> tuple[Cause, ...]:
    """Return all that needs a capability, by file name of the templates' texts.

    First what the root nests, a template that is nested twice twice; then what stands
    apart from it, its paths below the name of its file.
    """
    bodies = {name: json.loads(text) for name, text in files.items()}
    root = template_file("root")
    found = list(_walked(bodies, root, "", ())) if root in bodies else []
    seen = {root, *(name for name, _ in found)}
    apart = ((name, name.removesuffix(".json")) for name in bodies if name not in seen)
    return tuple(
        cause
        for name, path in (*found, *apart)
        for cause in _causes(name, bodies[name], path)
    )


def refuse_iam(found: Iterable[Cause]) -> None:
    """Raise NeedsHuman where something needs an IAM capability, naming all of it."""
    iam = [str(cause) for cause in found if cause.capability in (IAM, NAMED_IAM)]
    if iam:
        listed = "\n".join(f"  {line}" for line in iam)
        raise NeedsHuman(
            f"--no-iam: the templates have {len(iam)} resources of IAM.\n{listed}",
            "Have them reviewed, and deploy without --no-iam.",
        )


def _walked(
    bodies: Mapping[str, Any], name: str, path: str, above: tuple[str, ...]
) -> Iterator[tuple[str, str]]:
    """Yield the file and the path of a template's stack and of those below it."""
    yield name, path
    for logical, properties in nested(bodies[name]):
        child = properties.get("TemplateURL")
        if isinstance(child, str) and child in bodies and child not in (*above, name):
            yield from _walked(bodies, child, _join(path, logical), (*above, name))


def _causes(name: str, body: Mapping[str, Any], path: str) -> Iterator[Cause]:
    """Yield what one template needs, and for what."""
    for macro in _transforms(body.get("Transform")):
        yield Cause(AUTO_EXPAND, name, path, macro)
    for section, entries in body.items():
        if section != "Resources":
            for macro in _called({section: entries}):
                yield Cause(AUTO_EXPAND, name, path, macro)
    for logical, resource in body.get("Resources", {}).items():
        here = _join(path, logical)
        type = resource.get("Type", "") if isinstance(resource, dict) else ""
        if type.startswith("AWS::IAM::"):
            named = NAMED & set(resource.get("Properties", {}))
            yield Cause(NAMED_IAM if named else IAM, name, here, type)
        if type.endswith(MODULE):
            yield Cause(AUTO_EXPAND, name, here, type)
        for macro in _called({logical: resource}):
            yield Cause(AUTO_EXPAND, name, here, macro)


def _transforms(transform: Any) -> Iterator[str]:
    """Yield the names of macros in the value of Transform or Fn::Transform."""
    for entry in transform if isinstance(transform, list) else [transform]:
        name = entry.get("Name") if isinstance(entry, dict) else entry
        if name is not None:
            yield str(name)


def _called(value: Any) -> Iterator[str]:
    """Yield the macros that Fn::Transform calls inside a value, at any depth."""
    if isinstance(value, dict):
        for key, item in value.items():
            if key == TRANSFORM:
                yield from _transforms(item)
            else:
                yield from _called(item)
    elif isinstance(value, list):
        for item in value:
            yield from _called(item)


def _join(path: str, name: str) -> str:
    """Return the path of what is in a stack."""
    return f"{path}/{name}" if path else name
