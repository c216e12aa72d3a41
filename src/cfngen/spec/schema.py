"""The JSON Schema of a spec, for editors; the reference and the errors read it too."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from cfngen.spec.system import System
from cfngen.spec.words import FORMS

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """Return the schema of a spec, draft 2020-12.

    What pydantic says of System, without the titles that it makes of names and without
    null, which a spec has not. `patternErrorMessage` is what VS Code shows in place of
    a pattern: https://github.com/redhat-developer/yaml-language-server
    """
    made: dict[str, Any] = json.loads(render())
    return made


@cache
def render() -> str:
    """Return the schema as text; making it takes longer than reading a spec."""
    made = _clean(System.model_json_schema())
    whole = {"$schema": DIALECT, "title": "cfngen system", **made}
    return json.dumps(whole, indent=2, ensure_ascii=False) + "\n"


def _clean(node: Any) -> Any:
    """Return a part of the schema as editors need it."""
    if isinstance(node, list):
        return [_clean(item) for item in node]
    if not isinstance(node, dict):
        return node
    # None stands in defaults only: the defaults of sections that may be left out
    cleaned = {k: _clean(v) for k, v in node.items() if v is not None}
    return _closed(_worded(_present(_untitled(cleaned))))


def _untitled(node: dict[str, Any]) -> dict[str, Any]:
    """Return the part without its title; a key of that name is a mapping and stays."""
    return {k: v for k, v in node.items() if k != "title" or not isinstance(v, str)}


def _present(node: dict[str, Any]) -> dict[str, Any]:
    """Return the part without null: a key is left out instead."""
    kinds = [kind for kind in node.get("anyOf", ()) if kind != {"type": "null"}]
    if len(kinds) == len(node.get("anyOf", ())):
        return node
    return {**kinds[0], **{k: v for k, v in node.items() if k != "anyOf"}}


def _worded(node: dict[str, Any]) -> dict[str, Any]:
    """Return the part with the words of its pattern."""
    words = {form.pattern: form.words for form in FORMS}
    if node.get("pattern") in words:
        return {**node, "patternErrorMessage": f"Expected {words[node['pattern']]}"}
    return node


def _closed(node: dict[str, Any]) -> dict[str, Any]:
    """Return the part so that it has no keys but those whose names have the form."""
    named = "patternProperties" in node
    return {**node, "additionalProperties": False} if named else node
