"""Outputs as a table, and in the forms that shells, Docker and GitHub read."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence

from cfngen.operate.outputs import Shown

PLAIN = re.compile(r"[A-Za-z0-9_./:@%+=,~-]*")
"""What means itself in every dialect of environment files."""

ESCAPED: Mapping[str, str] = {
    "\\": "\\\\",
    '"': '\\"',
    "$": "\\$",
    "`": "\\`",
    "\n": "\\n",
    "\r": "\\r",
}
"""What means something else between double quotes of an environment file, or of a
shell that somebody has read it: a backtick would run what is behind it."""


def table(found: Sequence[Shown]) -> str:
    """Return two aligned columns, name and value."""
    width = max((len(one.name) for one in found), default=0)
    return "".join(f"{one.name:<{width}}  {one.value}\n" for one in found)


def as_json(found: Sequence[Shown]) -> str:
    """Return one object, value by name."""
    values = {one.name: one.value for one in found}
    return json.dumps(values, indent=2, ensure_ascii=False) + "\n"


def env(found: Sequence[Shown]) -> str:
    """Return lines that a POSIX shell may `eval`."""
    return "".join(f"export {_word(o.name)}={_literal(o.value)}\n" for o in found)


def dotenv(found: Sequence[Shown]) -> str:
    """Return an environment file for Docker and its like.

    A value is in quotes only where it has to be: `docker run --env-file` takes quotes
    for a part of it (https://github.com/docker/cli/issues/4665), while Compose and the
    libraries take them off: https://docs.docker.com/compose/env-file/
    """
    return "".join(f"{_word(o.name)}={_quoted(o.value)}\n" for o in found)


def github(found: Sequence[Shown]) -> str:
    """Return what is appended to the file that $GITHUB_OUTPUT names.

    https://docs.github.com/en/actions/reference/workflow-commands-for-github-actions#multiline-strings
    """
    return "".join(
        f"{_word(o.name)}<<{_end(o.value)}\n{o.value}\n{_end(o.value)}\n" for o in found
    )


FORMS: Mapping[str, Callable[[Sequence[Shown]], str]] = {
    "table": table,
    "json": as_json,
    "env": env,
    "dotenv": dotenv,
    "github": github,
}
"""Each form by its name on the command line."""


def _word(name: str) -> str:
    """Return a name as that of a variable."""
    return name.replace("/", "_")


def _literal(value: str) -> str:
    """Return a value in single quotes, in which a shell reads nothing but their end."""
    return "'" + value.replace("'", "'\\''") + "'"


def _quoted(value: str) -> str:
    """Return a value as an environment file takes it, bare where it may be."""
    if PLAIN.fullmatch(value):
        return value
    if re.search(r"['\\\r\n$`\"]", value) is None:
        return f'"{value}"'
    if re.search(r"['\\\r\n]", value) is None:
        return f"'{value}'"
    return f'"{"".join(ESCAPED.get(one, one) for one in value)}"'


def _end(value: str) -> str:
    """Return a word that ends a value and is not in it."""
    word = "END"
    while word in value:
        word += "_"
    return word
