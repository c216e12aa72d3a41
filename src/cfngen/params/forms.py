"""Parameters as text, in the forms that other tools take."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from cfngen.params.model import Parameters


def as_list(parameters: Parameters) -> str:
    """Return the list of ParameterKey and ParameterValue, one parameter a line."""
    return _lines(
        {"ParameterKey": name, "ParameterValue": text}
        for name, text in parameters.texts().items()
    )


def as_overrides(parameters: Parameters) -> str:
    """Return the list of Key=Value strings that `deploy` of the AWS CLI reads.

    Version 1 of the AWS CLI takes no other file for --parameter-overrides.
    """
    return _lines(f"{name}={text}" for name, text in parameters.texts().items())


def as_flat(parameters: Parameters) -> str:
    """Return one map of keys and values."""
    return _text(parameters.texts())


def as_codepipeline(parameters: Parameters) -> str:
    """Return CodePipeline's template configuration, tags and stack policy included."""
    sections = {
        "Parameters": parameters.texts(),
        "Tags": dict(parameters.tags),
        "StackPolicy": dict(parameters.stack_policy),
    }
    return _text({name: inside for name, inside in sections.items() if inside})


FORMS: Mapping[str, Callable[[Parameters], str]] = {
    "list": as_list,
    "overrides": as_overrides,
    "codepipeline": as_codepipeline,
    "flat": as_flat,
}
"""Each form by the name that the command line gives it."""


def _lines(entries: Iterable[Any]) -> str:
    """Return a JSON list with one entry a line."""
    lines = [f"  {json.dumps(entry, ensure_ascii=False)}" for entry in entries]
    return "[\n" + ",\n".join(lines) + "\n]\n" if lines else "[]\n"


def _text(body: Any) -> str:
    """Return indented JSON."""
    return json.dumps(body, indent=2, ensure_ascii=False) + "\n"
