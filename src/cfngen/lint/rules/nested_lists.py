"""CG101: what a nested stack is given is a string."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cfngen.findings import Finding
from cfngen.lint.subject import Subject
from cfngen.package import STACK
from cfngen.params.kinds import is_list
from cfngen.resolve.functions import LISTS
from cfngen.template import Template


def check(subject: Subject) -> Iterator[Finding]:
    """No nested stack is given a list; lists are joined by commas first.

    CloudFormation refuses the stack ("Value of property Parameters must be an object
    with String (or simple type) properties"), and cfn-lint does not see it.
    """
    for template in subject.templates():
        for name, properties in template.resources(STACK):
            given = properties.get("Parameters")
            for parameter, value in given.items() if isinstance(given, dict) else ():
                if _is_list(value, template):
                    yield template.finding(
                        ("Resources", name, "Properties", "Parameters", parameter),
                        "CG101",
                        f"{name} is given {parameter} as a list.",
                        'Join it: {"Fn::Join": [",", ...]}.',
                    )


def _is_list(value: Any, template: Template) -> bool:
    """Return whether a value is a list for sure."""
    match value:
        case list():
            return True
        case {"Ref": str(name)}:
            return is_list(str(template.section("Parameters", name).get("Type")))
        case {"Fn::If": [_, yes, no]}:
            return _is_list(yes, template) or _is_list(no, template)
        case dict():
            return any(function in value for function in LISTS)
        case _:
            return False
