"""Read a template, JSON or YAML, or say on which line it ends to be one."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from functools import partial
from json import JSONDecodeError
from pathlib import Path
from typing import Any

import yaml

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.params.jsontext import Node, scan
from cfngen.template.template import Template
from cfngen.template.yamltext import Misread, compose

BOM = "\ufeff"

MOST_LEVELS = 100
"""How deep values may stand inside one another. Templates that people write have a
fifth of that; a limit here lets everything behind it follow values without counting."""

HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""Half of a character that UTF-16 writes in two: `\\ud83d` alone is no text."""

Content = tuple[Any, Callable[[], Node]]
"""A template's value, and what finds out where its parts stand."""


def read(path: Path, shown: str) -> Template:
    """Return the template in a file; raises InputError with the place of the error."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise _stop(shown, f"The file cannot be read: {why}.", 0, 0) from None
    except UnicodeDecodeError:
        raise _stop(shown, "The file is not UTF-8 text.", 1, 1) from None
    return parse(text, shown)


def parse(text: str, shown: str) -> Template:
    """Return the template that a text holds; raises InputError as `read` does."""
    text = text.removeprefix(BOM)
    braces = text.lstrip()[:1] == "{"
    body, places = _json(text, shown) if braces else _yaml(text, shown)
    if not isinstance(body, dict):
        raise _stop(shown, "The file holds no template.", 1, 1)
    if _deep(body):
        message = f"Values stand more than {MOST_LEVELS} levels deep."
        raise _stop(shown, message, 1, 1)
    if HALF.search(text) and not _whole(body):
        message = (
            "A text holds one half of a character, such as \\ud83d without \\ude00."
        )
        raise _stop(shown, message, 1, 1)
    return Template(shown, body, places)


def _json(text: str, shown: str) -> Content:
    """Return what a JSON text holds, or YAML that is written in braces."""
    try:
        body = json.loads(text, parse_constant=_refused, parse_float=_finite)
        return body, partial(scan, text)
    except JSONDecodeError as error:
        message, line, column = error.msg, error.lineno, error.colno
    except (ValueError, RecursionError) as error:
        raise _stop(shown, f"The file is not JSON: {error}.", 1, 1) from None
    try:
        return _yaml(text, shown)
    except InputError:
        raise _stop(shown, f"The file is not JSON: {message}.", line, column) from None


def _refused(name: str) -> float:
    """Refuse NaN and Infinity, which Python reads and JSON does not have."""
    raise ValueError(f"{name} is no value")


def _finite(digits: str) -> float:
    """Return a number that is not too large to be one."""
    number = float(digits)
    return number if math.isfinite(number) else _refused(digits)


def _deep(body: Any) -> bool:
    """Return whether values stand too deep inside one another."""
    level = [body]
    for _ in range(MOST_LEVELS):
        level = [
            inner
            for value in level
            if isinstance(value, dict | list)
            for inner in (value.values() if isinstance(value, dict) else value)
        ]
        if not level:
            return False
    return True


def _whole(body: Any) -> bool:
    """Return whether every text can be written as UTF-8."""
    try:
        return bool(json.dumps(body, ensure_ascii=False).encode())
    except UnicodeEncodeError:
        return False


def _yaml(text: str, shown: str) -> Content:
    """Return what a YAML text holds; None where it is empty."""
    try:
        node = compose(text)
        return node.plain(), partial(compose, text)
    except Misread as error:
        raise _stop(shown, error.message, error.line, error.column) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        what = error.problem or "it cannot be read"
        raise _stop(shown, f"The file is not YAML: {what}.", line, column) from None
    except (yaml.YAMLError, RecursionError):
        raise _stop(shown, "The file is not YAML.", 1, 1) from None


def _stop(file: str, message: str, line: int, column: int) -> InputError:
    """Return the error of a template that cannot be read."""
    found = Finding(file, "", "CG301", message, line=line, column=column)
    return InputError(f"{file}: this template cannot be read.", findings=(found,))
