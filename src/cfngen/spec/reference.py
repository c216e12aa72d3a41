"""The reference of the spec as Markdown, from its schema and its checks."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from cfngen.spec import checks, layout
from cfngen.spec.fargate import CPU_UNITS, SMALLEST, STEPS
from cfngen.spec.layout import Part
from cfngen.spec.schema import schema
from cfngen.spec.source import Place, dotted
from cfngen.spec.words import FORMS

BY_NAME = "<name>"
"""Stands for the names that a user chooses."""

FORMAL = (
    ("CG001", "The file is there and can be read."),
    ("CG002", "The file is YAML: UTF-8 text, one document, keys at the top."),
    ("CG003", "No key comes twice."),
    ("CG004", "Every key is known."),
    ("CG005", "Every key that is required is there."),
    ("CG006", "Every value is of its kind: text, number, list or mapping."),
    ("CG007", "A value that is one of some words is one of them."),
    ("CG008", "A text has its form."),
    ("CG009", "Numbers, texts and lists keep to their bounds."),
    ("CG010", "The system has the name of its file."),
    ("CG039", "Every environment has a parameter file, where any has."),
)
"""What is checked on the way to the model, by id."""


def markdown() -> str:
    """Return a table per section, the sizes of tasks and the checks."""
    whole = schema()
    tables = (_section(whole, part, place) for place, part in _sections(whole, ()))
    return "\n\n".join((*tables, _sizes(), _checks())) + "\n"


def _sections(whole: Part, place: Place) -> Iterator[tuple[Place, Part]]:
    """Yield every mapping of the spec with its place, outer ones first."""
    for kind in layout.kinds(whole, layout.at(whole, place)):
        if "properties" in kind:
            yield place, kind
            for key in kind["properties"]:
                yield from _sections(whole, (*place, key))
        elif "patternProperties" in kind:
            yield from _sections(whole, (*place, BY_NAME))
        elif kind.get("type") == "array":
            yield from _sections(whole, (*place, 0))


def _section(whole: Part, part: Part, place: Place) -> str:
    """Return a section's heading and the table of its keys."""
    heading = f"### `{_title(place)}`" if place else "### The file"
    rows = []
    for key, value in part["properties"].items():
        default = "required" if key in part.get("required", ()) else _default(value)
        kind = _type(whole, layout.at(whole, (*place, key)), (*place, key))
        rows.append((f"`{key}`", kind, default, value["description"]))
    return f"{heading}\n\n{_table(('Key', 'Value', 'Default', 'Meaning'), rows)}"


def _title(place: Place) -> str:
    """Return a section's place as its heading shows it."""
    return dotted(place).replace(".0", "[]")


def _type(whole: Part, part: Part, place: Place) -> str:
    """Return what may stand at a place, in words."""
    kinds = layout.kinds(whole, part)
    if len(kinds) > 1:
        return ", or ".join(_type(whole, kind, place) for kind in kinds)
    if "properties" in part:
        title = _title(place)
        return f"[section](#{re.sub(r'[^a-z0-9_-]', '', title.lower())})"
    if "patternProperties" in part:
        below = (*place, BY_NAME)
        return f"{_type(whole, layout.at(whole, below), below)} for each name"
    if part["type"] == "array":
        below = (*place, 0)
        return f"list{_count(part)}: {_type(whole, layout.at(whole, below), below)}"
    return _scalar(part)


def _scalar(part: Part) -> str:
    """Return what a single value may be, in words."""
    words = part.get("enum", [part["const"]] if "const" in part else [])
    if words:
        *front, last = (f"`{word}`" for word in words)
        return f"{', '.join(front)} or {last}" if front else last
    if part["type"] == "boolean":
        return "`true` or `false`"
    if part["type"] in ("integer", "number"):
        bounded = "minimum" in part
        steps = f" in steps of {part['multipleOf']}" if "multipleOf" in part else ""
        return f"{part['minimum']} to {part['maximum']}{steps}" if bounded else "number"
    nouns = {form.pattern: form.noun for form in FORMS}
    longest = f", at most {part['maxLength']} characters" if "maxLength" in part else ""
    return nouns.get(part.get("pattern", ""), "text") + longest


def _count(part: Part) -> str:
    """Return how many entries a list has, where it has bounds."""
    least, most = part.get("minItems"), part.get("maxItems")
    if least and most:
        return f" of {least} to {most}"
    return f" of at most {most}" if most else ""


def _default(value: Part) -> str:
    """Return what a key that is left out stands for."""
    default = value.get("default")
    if default is None:
        return "–"
    shown = isinstance(default, str) and default
    return f"`{shown or json.dumps(default, ensure_ascii=False)}`"


def _sizes() -> str:
    """Return the sizes of tasks."""
    smallest = (f"`{CPU_UNITS[0]}`", " or ".join(f"`{mib}`" for mib in SMALLEST))
    steps = (
        (f"`{cpu}`", f"`{least}` to `{most}` in steps of {step}")
        for cpu, (least, most, step) in STEPS.items()
    )
    return f"### Sizes of a task\n\n{_table(('`cpu`', '`memory`'), (smallest, *steps))}"


def _checks() -> str:
    """Return the checks that follow the schema."""
    named = ((check.id, check.rule) for check in checks.every())
    rows = [(f"`{id}`", rule) for id, rule in (*FORMAL, *named)]
    return f"### Checks\n\n{_table(('Id', 'What a spec keeps to'), rows)}"


def _table(columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    lines = (columns, ("---",) * len(columns), *rows)
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
