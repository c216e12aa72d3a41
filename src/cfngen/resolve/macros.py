"""What a macro makes of a template while AWS deploys it: known by its name only.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-macros-overview.html
"""

from __future__ import annotations

from collections.abc import Iterator

from cfngen.resolve.functions import TRANSFORM, expands
from cfngen.template import Template

AWS_OWN, LANGUAGE = "AWS::", "AWS::LanguageExtensions"
"""How the names of AWS's macros begin; the one that adds functions and no names."""

SECTIONS = (*("Parameters", "Mappings", "Conditions", "Rules", "Resources", "Outputs"),)


def expansions(template: Template) -> tuple[str, ...]:
    """Return the macros that a template asks for, where in it they stand included."""
    return (*transforms(template), *_inside(template, SECTIONS))


def transforms(template: Template) -> Iterator[str]:
    """Yield the macros that read the whole template, by name."""
    transform = template.body.get("Transform")
    for entry in transform if isinstance(transform, list) else [transform]:
        name = entry.get("Name") if isinstance(entry, dict) else entry
        if name is not None:
            yield str(name)
    if TRANSFORM in template.body:
        yield TRANSFORM


def adds(template: Template, *sections: str) -> bool:
    """Return whether a macro may add names to some sections of a template."""
    whole = any(name != LANGUAGE for name in transforms(template))
    return whole or any(_inside(template, sections))


def rewrites(template: Template) -> bool:
    """Return whether a macro that is not AWS's may put anything in any place."""
    return any(not name.startswith(AWS_OWN) for name in transforms(template))


def _inside(template: Template, sections: tuple[str, ...]) -> Iterator[str]:
    """Yield what stands for entries of a section."""
    for section in sections:
        for name in template.section(section):
            if expands(name):
                yield f"{section}/{name}"
