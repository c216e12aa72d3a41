"""Parameter files as they stand on disk: three forms, every mistake with its line.

The forms are those that AWS's own tools read, and a plain map:
https://docs.aws.amazon.com/cli/latest/reference/cloudformation/deploy/#supported-json-syntax
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/continuous-delivery-codepipeline-cfn-artifacts.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from cfngen.errors import InputError
from cfngen.findings import Finding, ordered
from cfngen.params import codepipeline, entries
from cfngen.params.jsontext import Node, scan
from cfngen.params.model import Parameters, Value
from cfngen.params.notjson import not_json, too_large
from cfngen.params.place import at, on_one_line

Pairs = Sequence[tuple[Node, Node]]
"""Key and value of each parameter, in the order of the file."""

LIST_FORM = 'Write a list of {"ParameterKey": "...", "ParameterValue": "..."}.'

MENDS: Mapping[str, str] = {
    "number": "Put it in double quotes.",
    "boolean": "Put it in double quotes.",
    "null": 'Write "" for an empty value.',
    "array": "Write one string, its items separated by commas.",
    "object": "Write one string.",
}
"""What to write in place of a value that is no string."""


def load(path: Path, shown: str) -> Parameters:
    """Read a parameter file; `shown` is its name in findings.

    Raises InputError with every finding where the file is missing, is not UTF-8 JSON in
    one of the three forms, repeats a key or gives a value that is not a string.
    """
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        mend = f"Run: cfngen params sync {path.parent.name} --env {path.stem}"
        message = "There is no such file."
        raise _unusable(shown, Finding(shown, "", "CG400", message, mend)) from None
    except OSError as error:
        message = f"The file cannot be read: {error.strerror}."
        raise _unusable(shown, Finding(shown, "", "CG400", message)) from None
    return parse(data, shown, path.stem)


def parse(data: bytes, file: str, environment: str) -> Parameters:
    """Return what a parameter file's bytes say; raises InputError as `load` does."""
    root = _root(data, file)
    pairs, findings = _pairs(root, file)
    findings += [*_values_that_fail(pairs, file), *_repeated(pairs, file)]
    if findings:
        raise _unusable(file, *findings)
    values = {
        key.scalar: Value(value.scalar, value.line, value.column, key.line)
        for key, value in pairs
    }
    return Parameters(file, environment, values, **codepipeline.extras(root))


def _pairs(root: Node, file: str) -> tuple[Pairs, list[Finding]]:
    """Return key and value of each parameter, and what is wrong with the form."""
    if root.kind == "array":
        return entries.read(root, file)
    if codepipeline.applies(root):
        return codepipeline.read(root, file)
    if root.kind == "object":
        return root.members, []
    message = f"The file holds a {root.kind}, no parameters."
    return (), [at(root, file, "", "CG401", message, LIST_FORM)]


def _root(data: bytes, file: str) -> Node:
    """Return the file's JSON; raises InputError where it is none."""
    text = ""
    try:
        text = data.decode("utf-8")
        return scan(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        message, mend = f"Line {line} is not UTF-8.", "Save the file as UTF-8."
        found = Finding(file, "", "CG400", message, mend, line=line)
    except json.JSONDecodeError as error:
        found = not_json(error, file)
    except (ValueError, RecursionError):
        found = too_large(text, file)
    raise _unusable(file, found)


def _values_that_fail(pairs: Pairs, file: str) -> Iterator[Finding]:
    """Yield the values that are not text, without repeating them.

    AWS's clients refuse numbers and booleans too ("Invalid type for parameter").
    """
    for key, value in pairs:
        name = key.scalar
        if value.kind != "string":
            message = f"{name} is of type {value.kind}; AWS takes strings only."
            yield at(value, file, name, "CG403", message, MENDS[value.kind])
        elif any("\ud800" <= character <= "\udfff" for character in value.scalar):
            message = f"{name} holds half of a character (a lone surrogate)."
            yield at(value, file, name, "CG403", message, "Write the whole character.")


def _repeated(pairs: Pairs, file: str) -> Iterator[Finding]:
    """Yield the keys that were given before."""
    first: dict[str, int] = {}
    for key, _ in pairs:
        name = key.scalar
        if name in first:
            message = f"{name} is given again, after line {first[name]}."
            yield at(key, file, name, "CG402", message, "Keep one of them.")
        first.setdefault(name, key.line)


def _unusable(file: str, *findings: Finding) -> InputError:
    """Return the error that carries what is wrong with a file."""
    found = ordered(on_one_line(findings))
    return InputError(f"{file} cannot be used.", findings=found)
