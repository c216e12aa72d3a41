"""What kind of value stands in a spec and what kind should, in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from cfngen.spec.layout import Part
from cfngen.spec.source import Place

HIDDEN = ("environment", "secrets")
"""Keys whose values are never shown: somebody may have put a secret there."""

CLAIMS = "Write claims: | and below it, indented, a claim a line."

LONGEST = 40
"""Characters of a value that are shown."""

KINDS: Mapping[str, str] = {
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "a mapping",
}
"""The types of JSON Schema as people call them."""


def expected(part: Part) -> str:
    """Return what a part of the schema asks for."""
    return KINDS[part["type"]]


def hidden(place: Place) -> bool:
    """Return whether the value at a place may be a secret."""
    return any(key in HIDDEN for key in place)


def shown(place: Place, text: str) -> str:
    """Return a text in quotes, cut when long; not at all where it may be a secret."""
    if hidden(place):
        return "This text"
    line = " ".join(text.split())
    return f"'{line}'" if len(line) <= LONGEST else f"'{line[:LONGEST]}…'"


def found(place: Place, value: Any) -> str:
    """Return what kind of value there is, and the value where it may be shown."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a mapping"
        case list():
            return "a list"
        case bool():
            kind, text = "", str(value).lower()
            secret = "true or false"
        case int() | float():
            kind, text, secret = "the number", str(value), "a number"
        case _:
            kind, text, secret = "the text", shown((), str(value)), "text"
    if hidden(place):
        return secret
    return f"{kind} {text}".strip()


def mend_kind(part: Part, place: Place, value: Any, text: str | None) -> str:
    """Return how to turn a value into the kind that the schema asks for."""
    secret = hidden(place)
    match part["type"]:
        case "string":
            return CLAIMS if place == ("claims",) else _as_text(text, secret)
        case "integer" | "number":
            return _as_number(part, text, value)
        case "boolean":
            return "Write true or false."
        case "array":
            return _as_list(place, text, secret)
        case _:
            return _as_mapping(part)


def _as_text(text: str | None, secret: bool) -> str:
    if text is None:
        return "Write one text in its place."
    return "Put it in quotes." if secret or not text else f'Put it in quotes: "{text}"'


def _as_number(part: Part, text: str | None, value: Any) -> str:
    form = r"[0-9]{1,18}" if part["type"] == "integer" else r"[0-9]{1,9}(\.[0-9]{1,9})?"
    if isinstance(value, str) and re.fullmatch(form, value):
        bare = re.sub(r"^0+(?=[0-9])", "", value)
        what = "quotes" if bare == value else "quotes or leading zeros"
        return f"Write it without {what}: {bare}"
    if isinstance(value, str) and re.fullmatch(r"[-+]?[0-9]{19,}", value):
        return f"Numbers have 18 digits at most; {_between(part)}."
    return f"Write {expected(part)}. {part.get('description', '')}".strip()


def _between(part: Part) -> str:
    """Return which numbers a part of the schema takes, as far as it says."""
    if "minimum" in part and "maximum" in part:
        return f"write one from {part['minimum']} to {part['maximum']}"
    return "write a smaller one"


def _as_list(place: Place, text: str | None, secret: bool) -> str:
    if place[-1:] == ("secrets",):
        return "Write a list of names; the values live in Secrets Manager: [API_KEY]"
    if text is None or secret:
        return "Write a list: [first, second]"
    return f"Write a list: [{', '.join(text.split())}]"


def _as_mapping(part: Part) -> str:
    if "properties" in part:
        return f"Write keys: {', '.join(part['properties'])}."
    return "Write names, each with a colon and its value."
