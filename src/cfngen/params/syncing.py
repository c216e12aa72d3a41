"""Filling in what a parameter file lacks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cfngen.naming import is_release
from cfngen.params.constraints import WHOLE, plain
from cfngen.params.fit import Interface
from cfngen.params.forms import as_codepipeline, as_list
from cfngen.params.model import ENVIRONMENT_NAME, Parameters, Value


def interface_of(root: str) -> dict[str, dict[str, Any]]:
    """Return the parameters that the text of a root of ours declares.

    Each Number is marked as a whole one, as every setting of ours is and no template
    can say: CloudFormation has no type for it, and takes a pattern for text only.
    """
    declared: dict[str, dict[str, Any]] = json.loads(root).get("Parameters", {})
    return {name: _marked(definition) for name, definition in declared.items()}


def _marked(definition: dict[str, Any]) -> dict[str, Any]:
    """Return a definition, that of a number as one of a whole number."""
    number = definition.get("Type") == "Number"
    return {**definition, WHOLE: True} if number else definition


def sync(parameters: Parameters, interface: Interface, *, prune: bool = False) -> str:
    """Return the file's text with every setting in it, sorted by name.

    Values that are there stay. Missing settings get the template's default, and
    EnvironmentName the file's stem; a setting without a default is not invented, and
    one of releases is left to them.
    Parameters that the template lacks go only where `prune` says so. `check` of the
    result says what is still to do. The text is in the list form, unless tags or a
    stack policy need the CodePipeline form.
    """
    texts = {**_defaults(parameters, interface), **parameters.texts()}
    kept = {
        name: Value(text)
        for name, text in sorted(texts.items())
        if name in interface or not prune
    }
    filled = replace(parameters, values=kept)
    extras = parameters.tags or parameters.stack_policy
    return as_codepipeline(filled) if extras else as_list(filled)


def _defaults(parameters: Parameters, interface: Interface) -> Mapping[str, str]:
    """Return the value of each setting that has one before anyone gives it."""
    texts = {
        name: plain(definition["Default"])
        for name, definition in interface.items()
        if "Default" in definition and not is_release(name)
    }
    own = ENVIRONMENT_NAME in interface
    return texts | ({ENVIRONMENT_NAME: parameters.environment} if own else {})
