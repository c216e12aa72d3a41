"""Read a template, JSON or YAML, or say on which line it ends to be one."""

from __future__ import annotations

from json import JSONDecodeError
from pathlib import Path

import yaml

from cfngen.errors import InputError
from cfngen.findings import Finding
from cfngen.params.jsontext import Node, scan
from cfngen.template.template import Template
from cfngen.template.yamltext import Misread, compose


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
    node = _json(text, shown) if text.lstrip()[:1] == "{" else _yaml(text, shown)
    if node is None or node.kind != "object":
        raise _stop(shown, "The file holds no template.", 1, 1)
    return Template(shown, node, node.plain())


def _json(text: str, shown: str) -> Node:
    """Return the tree of a JSON text, or of YAML that is written in braces."""
    try:
        return scan(text)
    except JSONDecodeError as error:
        message, line, column = error.msg, error.lineno, error.colno
    except (ValueError, RecursionError) as error:
        message, line, column = str(error), 1, 1
    try:
        return _yaml(text, shown) or Node("null", 1, 1)
    except InputError:
        raise _stop(shown, f"The file is not JSON: {message}.", line, column) from None


def _yaml(text: str, shown: str) -> Node | None:
    """Return the tree of a YAML text; None for an empty one."""
    try:
        return compose(text)
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
